package dev.fazt.plugin.sites.archive;

import dev.fazt.api.FaztException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.ZipException;

/** Is a checked tar archive, plain or compressed by gzip. */
final class TarArchive implements SiteArchive {
    private final Path path;
    private final boolean gzip;
    private final ArchiveLimits limits;
    private final List<ArchiveFile> files;

    private TarArchive(Path path, boolean gzip, ArchiveLimits limits, List<ArchiveFile> files) {
        this.path = path;
        this.gzip = gzip;
        this.limits = limits;
        this.files = files;
    }

    static TarArchive open(Path path, boolean gzip, ArchiveLimits limits) throws IOException {
        List<ArchiveFile> files = new ArrayList<>();
        ContentCheck check = new ContentCheck(limits);
        each(path, gzip, limits, (entry, name, content) -> {
            if (entry.bytes() > limits.fileBytes()) {
                throw ContentCheck.tooLarge(entry.name(), limits);
            }
            files.add(check.read(entry.name(), name.path(), content, bytes -> {}));
        });
        return new TarArchive(path, gzip, limits, List.copyOf(files));
    }

    private interface Visitor {
        void visit(TarReader.Entry entry, ArchiveEntryName name, InputStream content) throws IOException;
    }

    /** Visits the files that the site will show. */
    private static void each(Path path, boolean gzip, ArchiveLimits limits, Visitor visitor) throws IOException {
        EntryNames names = new EntryNames(limits);
        int entries = 0;
        try (InputStream file = Files.newInputStream(path);
                InflatedStream in = InflatedStream.open(file, gzip, limits)) {
            TarReader tar = new TarReader(in);
            for (Optional<TarReader.Entry> next = tar.next(); next.isPresent(); next = tar.next()) {
                TarReader.Entry entry = next.get();
                in.reading(entry.name());
                if (++entries > limits.entries()) {
                    throw ArchiveEntryName.refused(
                            entry.name(), "is one too many: an archive lists at most %,d entries".formatted(limits.entries()));
                }
                ArchiveEntryName name = ArchiveEntryName.parse(entry.folder() ? entry.name() + "/" : entry.name());
                if (names.admit(entry.name(), name)) {
                    visitor.visit(entry, name, tar.content());
                }
            }
            // To the end, where gzip's checksum is: a damaged archive must not pass for a sound one.
            in.transferTo(OutputStream.nullOutputStream());
        } catch (ZipException | EOFException damaged) {
            throw FaztException.invalid("body", "the archive is damaged or was cut short: make it again and repeat the deploy");
        }
    }

    @Override
    public List<ArchiveFile> files() {
        return files;
    }

    @Override
    public void read(Predicate<ArchiveFile> wanted, Sink sink) throws IOException {
        int[] index = {0};
        each(path, gzip, limits, (entry, name, content) -> {
            ArchiveFile file = files.get(index[0]++);
            if (wanted.test(file)) {
                sink.take(file, content);
            }
        });
    }

    @Override
    public void close() {}
}
