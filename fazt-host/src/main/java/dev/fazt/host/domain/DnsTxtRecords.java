package dev.fazt.host.domain;

import java.time.Duration;
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

/**
 * Asks a resolver.
 *
 * @param resolver host and port of one; empty for those of this machine
 * @param patience how long to wait for a first answer; a second question waits twice as long
 */
record DnsTxtRecords(String resolver, Duration patience) implements TxtRecords {
    private static final Logger LOG = LoggerFactory.getLogger(DnsTxtRecords.class);
    private static final int MOST_RECORDS = 100;

    /** Returns what asks the resolver of this machine. */
    static DnsTxtRecords ofThisMachine() {
        return new DnsTxtRecords("", Duration.ofSeconds(2));
    }

    @Override
    // The factory is fixed to DNS and the name is a checked one; texts are asked for, so no object is made of an answer. The class
    // of the settings is what JNDI takes.
    @SuppressWarnings({"BanJNDI", "JdkObsolete"})
    public List<String> of(String name) {
        Hashtable<String, String> settings = new Hashtable<>();
        settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        settings.put("com.sun.jndi.dns.timeout.initial", String.valueOf(patience.toMillis()));
        settings.put("com.sun.jndi.dns.timeout.retries", "2");
        String address = resolver.isEmpty() ? "dns:/" : "dns://" + resolver + "/";
        List<String> texts = new ArrayList<>();
        try {
            InitialDirContext dns = new InitialDirContext(settings);
            try {
                Attribute records = dns.getAttributes(address + name, new String[] {"TXT"}).get("TXT");
                if (records == null) {
                    return texts;
                }
                NamingEnumeration<?> all = records.getAll();
                while (all.hasMore() && texts.size() < MOST_RECORDS) {
                    texts.add(joined(String.valueOf(all.next())));
                }
            } finally {
                dns.close();
            }
        } catch (NamingException nothingThere) {
            LOG.debug("no TXT record at {}: {}", name, nothingThere.toString());
        } catch (IndexOutOfBoundsException junk) {
            // JNDI reads on past the end of an answer that is none.
            LOG.debug("the answer to {} can not be read: {}", name, junk.toString());
        }
        return texts;
    }

    /**
     * Joins the strings of a record as everybody does who reads them (RFC 7208, 3.3): without anything between.
     *
     * @param record as JNDI writes it: a space between strings, quotes around those that have spaces, and backslashes before quotes
     */
    private static String joined(String record) {
        StringBuilder text = new StringBuilder(record.length());
        boolean quoted = false;
        for (int i = 0; i < record.length(); i++) {
            char c = record.charAt(i);
            if (c == '\\' && i + 1 < record.length()) {
                text.append(record.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c != ' ' || quoted) {
                text.append(c);
            }
        }
        return text.toString();
    }
}
