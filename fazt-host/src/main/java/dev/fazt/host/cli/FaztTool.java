package dev.fazt.host.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URLConnection;
import java.util.Map;
import java.util.spi.ToolProvider;

/**
 * Offers the command line to programs in the same process, as the JDK offers its own tools: {@code ToolProvider.findFirst("fazt")}.
 * The authors' test kit runs servers and commands so. A command does what its arguments say, whatever the environment holds.
 */
public final class FaztTool implements ToolProvider {
    @Override
    public String name() {
        return "fazt";
    }

    @Override
    public int run(PrintStream out, PrintStream err, String... arguments) {
        // As in the program: a cached jar keeps its file open, and an upgraded plugin would be read from the old one.
        URLConnection.setDefaultUseCaches("jar", false);
        return new Main(new Shell(out, err, InputStream.nullInputStream(), Map.of(), false)).run(arguments);
    }

    /** Runs as above; what it says is written when it ends. */
    @Override
    public int run(PrintWriter out, PrintWriter err, String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        int exitCode = run(new PrintStream(said, true, UTF_8), new PrintStream(complained, true, UTF_8), arguments);
        out.print(said.toString(UTF_8));
        out.flush();
        err.print(complained.toString(UTF_8));
        err.flush();
        return exitCode;
    }
}
