package dev.fazt.host.plugin;

import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;

/** Mounts the service of a plugin at the paths where the host has it. */
@FunctionalInterface
public interface ServiceMounts {

    /** Asks the service for its routes, which runs the plugin's code, and returns the routing to them. */
    HttpRouting mount(String plugin, HttpService service);
}
