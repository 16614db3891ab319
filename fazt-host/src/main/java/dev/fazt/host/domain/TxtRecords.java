package dev.fazt.host.domain;

import java.util.List;

/** Looks up texts in DNS. Thread-safe. */
@FunctionalInterface
public interface TxtRecords {

    /** Returns the texts of a name; none if there are none, or nobody answers within seconds. */
    List<String> of(String name);
}
