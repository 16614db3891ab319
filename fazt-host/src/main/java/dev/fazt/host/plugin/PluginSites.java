package dev.fazt.host.plugin;

import dev.fazt.api.Site;
import dev.fazt.api.Sites;
import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Storage;
import java.util.List;
import java.util.Optional;

/**
 * Is the registry of sites as one plugin sees it: what it registers goes through its own lane. While the plugin starts, that is a part of the
 * start's unit of work, for which the host's own lane would wait.
 */
record PluginSites(Sites sites, Storage lane) implements Sites {
    @Override
    public Optional<Site> find(String name) {
        return sites.find(name);
    }

    @Override
    public List<Site> list() {
        return sites.list();
    }

    @Override
    public Site create(Site site) {
        if (sites.find(site.name()).isEmpty()) {
            lane.write(sql -> {
                sites.create(site, sql);
                return site;
            });
        }
        return site;
    }

    @Override
    public void create(Site site, Sql sql) {
        sites.create(site, sql);
    }

    @Override
    public String url(Site site) {
        return sites.url(site);
    }
}
