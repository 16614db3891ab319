package dev.fazt.host.domain;

import java.util.Optional;

/** Fetches small files from hosts. Thread-safe. */
@FunctionalInterface
public interface ProofFiles {

    /**
     * Fetches one file.
     *
     * @param path with a leading slash
     * @return the text; empty if it is not there, or nobody answers within seconds
     */
    Optional<String> fetch(DomainName host, String path);
}
