package dev.fazt.host.domain;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the resolver of this machine. */
final class DnsTxtRecords implements TxtRecords {
    private static final Logger LOG = LoggerFactory.getLogger(DnsTxtRecords.class);
    private static final int MOST_RECORDS = 100;

    @Override
    // The factory is fixed to DNS and the name is a checked one; texts are asked for, so no object is made of an answer. The class
    // of the settings is what JNDI takes.
    @SuppressWarnings({"BanJNDI", "JdkObsolete"})
    public List<String> of(String name) {
        Hashtable<String, String> settings = new Hashtable<>();
        settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        settings.put("com.sun.jndi.dns.timeout.initial", "2000");
        settings.put("com.sun.jndi.dns.timeout.retries", "2");
        List<String> texts = new ArrayList<>();
        try {
            InitialDirContext dns = new InitialDirContext(settings);
            try {
                Attribute records = dns.getAttributes("dns:/" + name, new String[] {"TXT"}).get("TXT");
                if (records == null) {
                    return texts;
                }
                NamingEnumeration<?> all = records.getAll();
                while (all.hasMore() && texts.size() < MOST_RECORDS) {
                    // A record of several strings comes with them in quotes; ours is one short string.
                    texts.add(String.valueOf(all.next()).replace("\"", ""));
                }
            } finally {
                dns.close();
            }
        } catch (NamingException nothingThere) {
            LOG.debug("no TXT record at {}: {}", name, nothingThere.toString());
        }
        return texts;
    }
}
