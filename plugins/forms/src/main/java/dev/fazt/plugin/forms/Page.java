package dev.fazt.plugin.forms;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Is a small page of our own that needs nothing else: no script, no image, and one style sheet that its content security
 * policy names by hash.
 *
 * @param title in plain text, as are the other components: all of it is escaped
 * @param lines one paragraph each
 * @param home the path of the site's first page
 */
record Page(String title, List<String> lines, String home) {
    private static final String STYLE =
            """
            body{font:1.1rem/1.6 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1.5rem;color:#222;background:#fff}
            h1{font-size:1.6rem}a{color:#0b57d0}
            @media(prefers-color-scheme:dark){body{color:#eee;background:#181818}a{color:#a8c7fa}}
            """;

    /** Is the content security policy (CSP level 3) under which such a page works and nothing else does. */
    static final String POLICY =
            "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'".formatted(sha256(STYLE));

    String html() {
        String paragraphs =
                lines.stream().map(line -> "<p>" + escaped(line) + "</p>").collect(Collectors.joining("\n"));
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>%s</title>
            <style>%s</style>
            </head>
            <body>
            <main>
            <h1>%s</h1>
            %s
            <p><a href="%s">Back to the site</a></p>
            </main>
            </body>
            </html>
            """
                .formatted(escaped(title), STYLE, escaped(title), paragraphs, escaped(home));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
