package dev.fazt.host.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps the named servers of this user, with their tokens, in a file that only this user can read. */
final class Remotes {
    private static final int LARGEST_FILE = 1 << 20;

    private final Path file;

    private Remotes(Path file) {
        this.file = file;
    }

    /**
     * Finds this user's.
     *
     * @throws CommandFailure if there is no folder to keep them in
     */
    static Remotes of(Shell shell) {
        return new Remotes(Folders.configuration(shell)
                .orElseThrow(() -> CommandFailure.usage("there is no place for remotes: set HOME, or FAZT_CONFIG_DIR to a folder"))
                .resolve("remotes.json"));
    }

    /** Returns all, by name. */
    SequencedMap<String, Remote> all() {
        TreeMap<String, Remote> remotes = new TreeMap<>();
        try (var in = Files.newInputStream(file)) {
            JsonNode document = ServerClient.JSON.readTree(in.readNBytes(LARGEST_FILE));
            for (Map.Entry<String, JsonNode> entry : document.path("remotes").properties()) {
                remotes.put(
                        entry.getKey(),
                        new Remote(
                                entry.getKey(),
                                Connection.parse(entry.getValue().path("url").asString("")),
                                Optional.of(entry.getValue().path("token").asString("")).filter(token -> !token.isEmpty())));
            }
        } catch (NoSuchFileException e) {
            return remotes;
        } catch (IOException | JacksonException | CommandFailure e) {
            throw CommandFailure.failed("the remotes in %s can not be read: mend the file, or delete it and add them again"
                    .formatted(file));
        }
        return remotes;
    }

    /**
     * Returns the remote of a name.
     *
     * @throws CommandFailure if there is none
     */
    Remote get(String name) {
        return Optional.ofNullable(all().get(name)).orElseThrow(() -> missing(name));
    }

    /** Adds a remote, or replaces the one of its name. */
    void add(Remote remote) throws IOException {
        change(remotes -> remotes.put(remote.name(), remote));
    }

    /**
     * Forgets a remote.
     *
     * @throws CommandFailure if there is none
     */
    void remove(String name) throws IOException {
        change(remotes -> {
            if (remotes.remove(name) == null) {
                throw missing(name);
            }
        });
    }

    private interface Change {
        void to(SequencedMap<String, Remote> remotes);
    }

    /** Alone in this process, which can not lock a file twice, and among processes. */
    private void change(Change change) throws IOException {
        synchronized (Remotes.class) {
            changeAlone(change);
        }
    }

    private void changeAlone(Change change) throws IOException {
        Path folder = PrivateFile.folderOf(file);
        PrivateFile.makeFolder(folder);
        // Two commands at once: the second reads what the first has written.
        try (FileChannel channel = FileChannel.open(
                        folder.resolve("remotes.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            SequencedMap<String, Remote> remotes = all();
            change.to(remotes);
            ObjectNode document = ServerClient.JSON.createObjectNode();
            ObjectNode entries = document.putObject("remotes");
            remotes.values().forEach(remote -> {
                ObjectNode entry = entries.putObject(remote.name()).put("url", remote.url().toString());
                remote.token().ifPresent(token -> entry.put("token", token));
            });
            if (lock.isValid()) {
                PrivateFile.write(file, ServerClient.JSON.writeValueAsBytes(document));
            }
        }
    }

    private CommandFailure missing(String name) {
        String known = String.join(", ", all().keySet());
        return CommandFailure.usage("there is no remote '%s'%s"
                .formatted(
                        Shell.plain(name),
                        known.isEmpty() ? ": add it with 'fazt remote add %s URL'".formatted(Shell.plain(name)) : "; there are: " + known));
    }
}
