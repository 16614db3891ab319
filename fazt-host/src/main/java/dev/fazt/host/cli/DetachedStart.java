package dev.fazt.host.cli;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts a server in a process of its own, and waits until that one reports that it is ready or gives up. */
final class DetachedStart {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LOG_TAIL = 64 << 10;

    private final Path database;
    private final Path log;
    private final Shell shell;

    DetachedStart(Path database, Shell shell) {
        this.database = database.toAbsolutePath().normalize();
        this.log = this.database.resolveSibling(this.database.getFileName() + ".log");
        this.shell = shell;
    }

    /**
     * Starts the server.
     *
     * @param arguments what {@code fazt} takes to start it in the foreground
     * @throws CommandFailure with what the other process said, if it ended
     */
    StartReport run(List<String> arguments) throws IOException, InterruptedException {
        prepareLog();
        Path folder = Files.createTempDirectory("fazt-start");
        Path reportFile = folder.resolve("report.json");
        long logStart = Files.size(log);
        try {
            Process process = launch(arguments, reportFile);
            return await(process, reportFile, logStart);
        } finally {
            Files.deleteIfExists(reportFile);
            Files.deleteIfExists(folder);
        }
    }

    private void prepareLog() {
        try {
            Files.createDirectories(Optional.ofNullable(log.getParent()).orElse(log));
            Files.createFile(log, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            // An earlier run's: this one is appended, so that the reason of a crash is not lost.
        } catch (IOException e) {
            throw CommandFailure.failed("the log file '%s' can not be written: choose a data file in a folder of yours"
                    .formatted(log));
        }
    }

    private Process launch(List<String> arguments, Path reportFile) throws IOException {
        List<String> command = new ArrayList<>();
        // In a session of its own, neither Ctrl-C nor the end of the terminal reaches it.
        onPath("setsid").or(() -> onPath("nohup")).ifPresent(command::add);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        command.add("--report-to=" + reportFile);
        return new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .redirectErrorStream(true)
                .start();
    }

    private Optional<String> onPath(String program) {
        return Stream.of(shell.environment().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private StartReport await(Process process, Path reportFile, long logStart) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            boolean ended = process.waitFor(20, TimeUnit.MILLISECONDS);
            Optional<StartReport> report = StartReport.read(reportFile);
            if (report.isPresent()) {
                return report.get();
            }
            if (ended) {
                throw CommandFailure.failed(lastWords(logStart));
            }
        }
        process.destroy();
        throw CommandFailure.failed("the server was not ready after %d s and was stopped: see %s"
                .formatted(PATIENCE.toSeconds(), log));
    }

    /** Returns the error that the other process ended with; all of its errors are one line that begins with our name. */
    private String lastWords(long logStart) throws IOException {
        byte[] tail;
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(logStart, file.length() - LOG_TAIL));
            tail = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(tail);
        }
        List<String> lines = new String(tail, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        return lines.reversed().stream()
                .filter(line -> line.startsWith("fazt: "))
                .findFirst()
                .map(line -> line.substring("fazt: ".length()))
                .or(() -> lines.stream().reduce((first, second) -> second))
                .map(line -> Shell.plain(line))
                .orElse("the server ended without a word: see " + log);
    }
}
