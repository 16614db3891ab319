package dev.fazt.host.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Is the folder of the scheduled backups of one data file. Files with other names than these are nobody's business here. */
public final class BackupFolder {
    private static final Logger LOG = LoggerFactory.getLogger(BackupFolder.class);
    private static final String SUFFIX = ".db";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
            .withResolverStyle(ResolverStyle.STRICT);

    private final Path folder;
    private final Path database;
    private final String prefix;

    /**
     * Names the folder.
     *
     * @param database the data file, whose name without its ending begins the names of its backups
     */
    public BackupFolder(Path folder, Path database) {
        this.folder = folder.toAbsolutePath().normalize();
        this.database = database;
        this.prefix = prefix(database);
    }

    private static String prefix(Path database) {
        String name = String.valueOf(database.toAbsolutePath().normalize().getFileName());
        int dot = name.lastIndexOf('.');
        return (dot > 0 ? name.substring(0, dot) : name) + "-";
    }

    /** Returns what a backup is called that is made now. */
    static String nameOf(Path database, Instant now) {
        return prefix(database) + TIME.format(now.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS)) + SUFFIX;
    }

    /** Is one backup, made at a time that its name tells. */
    public record Entry(Path file, Instant time, long bytes) {}

    /** Lists the backups, the newest first. */
    public List<Entry> list() throws IOException {
        List<Entry> entries = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (var files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    Optional<Instant> time = timeOf(String.valueOf(file.getFileName()));
                    if (time.isPresent() && Files.isRegularFile(file)) {
                        entries.add(new Entry(file, time.get(), Files.size(file)));
                    }
                }
            }
        }
        entries.sort(Comparator.comparing(Entry::time).reversed());
        return entries;
    }

    private Optional<Instant> timeOf(String name) {
        if (!name.startsWith(prefix) || !name.endsWith(SUFFIX) || name.length() < prefix.length() + SUFFIX.length()) {
            return Optional.empty();
        }
        try {
            String time = name.substring(prefix.length(), name.length() - SUFFIX.length());
            return Optional.of(LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty(); // some other file, perhaps of the owner: it is left alone
        }
    }

    /** Returns the file of a backup that is made now, and makes the folder if it is not there. */
    Path next(Instant now) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return folder.resolve(nameOf(database, now));
    }

    /** Returns the time of the newest backup. One from the future tells of a clock that was wrong, and does not count. */
    Optional<Instant> newest(Instant now) throws IOException {
        return list().stream().map(Entry::time).filter(time -> !time.isAfter(now)).findFirst();
    }

    /** Deletes all but the newest. Those from the future go first: else they would stay newest forever. */
    void keepNewest(int keep, Instant now) throws IOException {
        List<Entry> entries = new ArrayList<>(list());
        entries.sort(Comparator.comparing((Entry entry) -> entry.time().isAfter(now))
                .thenComparing(Entry::time, Comparator.reverseOrder()));
        for (Entry old : entries.stream().skip(keep).toList()) {
            Files.deleteIfExists(old.file());
            LOG.info("the backup '{}' is deleted: {} newer ones are kept", old.file(), keep);
        }
    }
}
