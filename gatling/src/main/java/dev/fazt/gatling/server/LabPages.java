package dev.fazt.gatling.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Are the files of the lab's site: two pages and what belongs to them. */
public final class LabPages {
    /** What a browser loads for a page, besides the page. */
    public static final List<String> ASSETS =
            List.of("/style.css", "/script.js", "/logo.svg", "/photo-1.txt", "/photo-2.txt");

    private static final int PAGE_BYTES = 10 * 1_024;

    private LabPages() {}

    /** Returns the front page of 10 KB. */
    public static String page() {
        return filled("<!doctype html><html lang=\"en\"><title>lab</title><p>", PAGE_BYTES);
    }

    static byte[] archive() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("index.html", page());
        files.put("about.html", page());
        files.put("style.css", filled("/* lab */", 8 * 1_024));
        files.put("script.js", filled("// lab ", 12 * 1_024));
        files.put("logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><!--" + "x".repeat(2_048) + "--></svg>");
        files.put("photo-1.txt", filled("", 40 * 1_024));
        files.put("photo-2.txt", filled("", 40 * 1_024));
        return zip(files);
    }

    private static String filled(String start, int bytes) {
        return start + "x".repeat(bytes - start.length());
    }

    private static byte[] zip(Map<String, String> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.US_ASCII));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
