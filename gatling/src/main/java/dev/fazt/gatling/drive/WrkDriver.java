package dev.fazt.gatling.drive;

import dev.fazt.gatling.server.LabSite;
import dev.fazt.gatling.workload.Mix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * Drives mixes with wrk, which costs the machine a small part of what Gatling does. Only the closed model; its percentiles are
 * corrected for coordinated omission by wrk itself.
 */
public final class WrkDriver implements Driver {
    private static final String SCRIPT = "mix.lua";

    /** Not counted as failed before a browser would give up. */
    private static final int TIMEOUT_SECONDS = 30;

    private final Path wrk;
    private final Path script;

    /**
     * Prepares it.
     *
     * @param folder for the script
     */
    public WrkDriver(Path wrk, Path folder) {
        this.wrk = wrk;
        this.script = folder.resolve(SCRIPT);
        try (InputStream in = WrkDriver.class.getResourceAsStream(SCRIPT)) {
            if (in == null) {
                throw new IllegalStateException(SCRIPT + " is missing from the jar");
            }
            Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "wrk";
    }

    @Override
    public Result run(Order order) {
        if (!(order.workload() instanceof Mix mix)) {
            throw new IllegalArgumentException("wrk can not do '%s'".formatted(order.workload().label()));
        }
        int connections = order.load().users();
        int threads = Math.min(connections, Math.min(4, Runtime.getRuntime().availableProcessors()));
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        wrk.toString(),
                        "--threads=" + threads,
                        "--connections=" + connections,
                        "--duration=" + order.load().seconds() + "s",
                        "--timeout=" + TIMEOUT_SECONDS + "s",
                        "--script=" + script,
                        order.target().url().toString()))
                .redirectErrorStream(true);
        builder.environment().putAll(Map.of(
                "LAB_WRITES", Integer.toString(mix.writes()),
                "LAB_HOST", order.knownSite().map(LabSite::host).orElse(""),
                "LAB_PAGE", order.page(),
                "LAB_DOCUMENTS", mix.writes() == 0 ? "" : order.site().documents(),
                "LAB_DOCUMENT", Bodies.DOCUMENT,
                "LAB_TOKEN", order.target().token()));
        return new Result(WrkReport.parse(output(builder), mix.writes()), List.of());
    }

    private static String output(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("wrk failed:\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("wrk could not be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
