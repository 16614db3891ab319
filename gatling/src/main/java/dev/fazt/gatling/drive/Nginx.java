package dev.fazt.gatling.drive;

import dev.fazt.gatling.server.Cores;
import dev.fazt.gatling.server.LabPages;
import dev.fazt.gatling.server.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Is an nginx, tuned for one small file, that serves the lab's front page beside the measured server. */
public final class Nginx implements AutoCloseable {
    private final Process process;
    private final Target target;

    private Nginx(Process process, Target target) {
        this.process = process;
        this.target = target;
    }

    /** Starts one in a folder of its own, and waits until it listens. */
    public static Nginx start(Path nginx, Path parent, Cores cores) {
        try {
            Path folder = Files.createDirectory(parent.resolve("nginx"));
            Path root = Files.createDirectory(folder.resolve("root"));
            Files.writeString(root.resolve("index.html"), LabPages.page());
            int port = freePort();
            Path configuration = folder.resolve("nginx.conf");
            Files.writeString(configuration, configuration(folder, root, port, cores));
            List<String> command = new ArrayList<>(cores.prefix());
            command.addAll(List.of(nginx.toString(), "-c", configuration.toString(), "-p", folder.toString()));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output.log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "lab-stop-nginx"));
            await(process, port, folder);
            URI url = URI.create("http://127.0.0.1:" + port);
            return new Nginx(process, new Target(url, "", Optional.empty()));
        } catch (IOException e) {
            throw new UncheckedIOException("nginx could not be started: " + e.getMessage(), e);
        }
    }

    private static String configuration(Path folder, Path root, int port, Cores cores) {
        // Started by root, its workers would be nobody, who may not enter a folder of ours.
        String user = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
        return """
                %2$s
                daemon off;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                worker_processes %3$d;
                worker_rlimit_nofile 16384;
                events { worker_connections 8192; multi_accept on; }
                http {
                  access_log off;
                  default_type text/html;
                  sendfile on;
                  tcp_nopush on;
                  tcp_nodelay on;
                  keepalive_timeout 300s;
                  keepalive_requests 1000000000;
                  open_file_cache max=100 inactive=300s;
                  open_file_cache_valid 300s;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  server { listen 127.0.0.1:%4$d backlog=4096 reuseport; root %5$s; }
                }
                """.formatted(folder, user, cores.server() == 0 ? cores.all() : cores.server(), port, root);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void await(Process process, int port, Path folder) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < deadline && process.isAlive()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return;
            } catch (IOException e) {
                pause();
            }
        }
        process.destroy();
        throw new IllegalStateException("nginx did not start:\n" + Files.readString(folder.resolve("output.log")));
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public Target target() {
        return target;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
