package dev.fazt.plugin.sites.serve;

import dev.fazt.plugin.sites.rules.HeaderRules;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Is the headers of an answer, made in advance. Immutable. */
final class HeaderBlock {
    private final Header[] headers;

    HeaderBlock(List<Header> headers) {
        this.headers = headers.toArray(Header[]::new);
    }

    /** Returns the block with what the site wants changed. */
    HeaderBlock with(HeaderRules.Plan plan) {
        if (plan.isEmpty()) {
            return this;
        }
        List<Header> changed = new ArrayList<>(headers.length + plan.set().size());
        for (Header header : headers) {
            String name = header.headerName().lowerCase();
            // What is stored compressed varies, whatever the site says: its own value comes beside ours.
            boolean kept = name.equals("vary")
                    || (!plan.removed().contains(name)
                            && plan.set().keySet().stream().noneMatch(set -> set.equalsIgnoreCase(name)));
            if (kept) {
                changed.add(header);
            }
        }
        plan.set().forEach((name, values) -> {
            HeaderName headerName = HeaderNames.create(name.toLowerCase(Locale.ROOT), name);
            // Cookies are the one header whose values can not be joined (RFC 9110, 5.3).
            changed.add(
                    name.equalsIgnoreCase("Set-Cookie")
                            ? HeaderValues.create(headerName, values)
                            : HeaderValues.createCached(headerName, String.join(", ", values)));
        });
        return new HeaderBlock(changed);
    }

    Optional<Header> find(HeaderName name) {
        return Arrays.stream(headers).filter(header -> header.headerName().equals(name)).findFirst();
    }

    /** Writes the headers as HTTP/1.1 has them. */
    void writeTo(BufferData buffer) {
        for (Header header : headers) {
            header.writeHttp1Header(buffer);
        }
    }

    void applyTo(ServerResponse response) {
        for (Header header : headers) {
            response.headers().add(header);
        }
    }

    void applyTo(ServerResponse response, Set<HeaderName> without) {
        for (Header header : headers) {
            if (!without.contains(header.headerName())) {
                response.headers().add(header);
            }
        }
    }
}
