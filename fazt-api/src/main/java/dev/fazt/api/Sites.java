package dev.fazt.api;

import dev.fazt.api.storage.Sql;
import java.util.List;
import java.util.Optional;

/** Is the host's registry of sites. Thread-safe; look-ups read memory, changes are durable when they return. */
public interface Sites {

    /** Finds a site by its name; empty also for text that can be no site name. */
    Optional<Site> find(String name);

    /** Lists all sites by name. */
    List<Site> list();

    /**
     * Registers a site unless it is there already.
     *
     * @throws FaztException as {@link Fault.Invalid} if the name is reserved for the host ({@code admin}, {@code www} …)
     */
    Site create(Site site);

    /**
     * Registers a site unless it is there already, as part of the caller's unit of work: together with the rest of it, or not at
     * all. {@link #find} finds it once the unit is committed.
     *
     * @throws FaztException as {@link Fault.Invalid} if the name is reserved for the host
     */
    void create(Site site, Sql sql);

    /** Returns the address under which visitors reach the site, without a slash at the end. */
    String url(Site site);
}
