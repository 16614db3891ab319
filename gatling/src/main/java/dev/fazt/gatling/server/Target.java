package dev.fazt.gatling.server;

import java.net.URI;
import java.util.Optional;

/**
 * Is the server that is measured.
 *
 * @param url without a slash at the end
 * @param token of the owner or with the scopes that the lab needs; empty for a server that is only read from
 * @param pid its process, if it is one of this machine
 */
public record Target(URI url, String token, Optional<Long> pid) {}
