package dev.fazt.plugin.analytics;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Is what a user agent says of itself, as coarse as statistics need it: browsers freeze the rest of it anyway.
 *
 * @param browser its family, or null if it is not known
 * @param os the family of the operating system, or null if it is not known
 * @param device what it runs on, or null for a program
 * @param bot why it is taken for a program, or null if it is not
 */
record Client(@Nullable String browser, @Nullable String os, @Nullable String device, @Nullable String bot) {

    /** Names a family by a word that only it has among those that come after it. */
    private record Family(String word, String name) {}

    // In this order, since most browsers also claim to be those further down.
    private static final List<Family> BROWSERS = List.of(
            new Family("samsungbrowser/", "Samsung Internet"),
            new Family("yabrowser/", "Yandex"),
            new Family("vivaldi/", "Vivaldi"),
            new Family("duckduckgo/", "DuckDuckGo"),
            new Family("ddg/", "DuckDuckGo"),
            new Family("ucbrowser/", "UC Browser"),
            new Family("brave/", "Brave"),
            new Family("opr/", "Opera"),
            new Family("opios/", "Opera"),
            new Family("opt/", "Opera"),
            new Family("opera", "Opera"),
            new Family("edg/", "Edge"),
            new Family("edga/", "Edge"),
            new Family("edgios/", "Edge"),
            new Family("edge/", "Edge"),
            new Family("focus/", "Firefox"),
            new Family("fxios/", "Firefox"),
            new Family("firefox/", "Firefox"),
            new Family("crios/", "Chrome"),
            new Family("chromium/", "Chromium"),
            new Family("chrome/", "Chrome"),
            new Family("msie ", "Internet Explorer"),
            new Family("trident/", "Internet Explorer"),
            new Family("safari/", "Safari"),
            new Family("applewebkit/", "WebKit"));

    private static final List<Family> SYSTEMS = List.of(
            new Family("windows phone", "Windows Phone"),
            new Family("windows", "Windows"),
            new Family("iphone", "iOS"),
            new Family("ipad", "iPadOS"),
            new Family("ipod", "iOS"),
            new Family("android", "Android"),
            new Family("cros ", "ChromeOS"),
            new Family("harmonyos", "HarmonyOS"),
            new Family("mac os x", "macOS"),
            new Family("macintosh", "macOS"),
            new Family("freebsd", "FreeBSD"),
            new Family("openbsd", "OpenBSD"),
            new Family("kaios", "KaiOS"),
            new Family("tizen", "Tizen"),
            new Family("web0s", "webOS"),
            new Family("playstation", "PlayStation"),
            new Family("linux", "Linux"),
            new Family("x11", "Linux"));

    private static final List<Family> DEVICES = List.of(
            new Family("smart-tv", "tv"),
            new Family("smarttv", "tv"),
            new Family("web0s", "tv"),
            new Family("appletv", "tv"),
            new Family("googletv", "tv"),
            new Family("playstation", "console"),
            new Family("xbox", "console"),
            new Family("nintendo", "console"),
            new Family("ipad", "tablet"),
            new Family("tablet", "tablet"),
            new Family("kindle", "tablet"),
            new Family("silk/", "tablet"),
            new Family("mobile", "phone"),
            new Family("iphone", "phone"),
            new Family("ipod", "phone"),
            new Family("kaios", "phone"),
            // Android browsers say "Mobile" on telephones and leave it out on tablets.
            new Family("android", "tablet"));

    /** Reads a user agent (RFC 9110, 10.1.5). */
    static Client of(String userAgent) {
        String text = userAgent.toLowerCase(Locale.ROOT);
        String bot = BotRules.reason(userAgent);
        String device = find(DEVICES, text);
        return new Client(
                find(BROWSERS, text),
                find(SYSTEMS, text),
                bot != null ? null : device == null ? "desktop" : device,
                bot);
    }

    private static @Nullable String find(List<Family> families, String text) {
        for (Family family : families) {
            if (text.contains(family.word())) {
                return family.name();
            }
        }
        return null;
    }
}
