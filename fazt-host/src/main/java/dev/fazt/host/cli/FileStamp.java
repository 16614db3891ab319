package dev.fazt.host.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells versions of a file apart without reading it: size, time of the last change of its content, of its entry, inode and device. Who
 * sets the content's time back, as {@code cp -p} does, can not set that of the entry.
 */
final class FileStamp {
    private static final String WANTED = "unix:size,lastModifiedTime,ctime,ino,dev";

    private FileStamp() {}

    /** Returns the stamp of a file; empty where the system does not tell enough. */
    static String of(Path file) throws IOException {
        try {
            Map<String, Object> attributes = Files.readAttributes(file, WANTED, LinkOption.NOFOLLOW_LINKS);
            // Joined by hand: a format for each of thousands of files is felt in a command that has only just started.
            return attributes.get("size") + ":" + nanos(attributes.get("lastModifiedTime")) + ":" + nanos(attributes.get("ctime")) + ":"
                    + attributes.get("ino") + ":" + attributes.get("dev");
        } catch (UnsupportedOperationException notUnix) {
            return "";
        }
    }

    private static long nanos(@Nullable Object time) {
        return time instanceof FileTime known ? known.to(TimeUnit.NANOSECONDS) : 0;
    }

    static long bytes(String stamp) {
        return Long.parseLong(stamp.substring(0, stamp.indexOf(':')));
    }

    /** Tells whether both times lie before a moment. */
    static boolean changedBefore(String stamp, Instant moment) {
        String[] parts = stamp.split(":", -1);
        long nanos = TimeUnit.SECONDS.toNanos(moment.getEpochSecond());
        return Long.parseLong(parts[1]) < nanos && Long.parseLong(parts[2]) < nanos;
    }
}
