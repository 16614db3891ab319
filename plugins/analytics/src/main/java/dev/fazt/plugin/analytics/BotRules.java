package dev.fazt.plugin.analytics;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Recognises programs by their user agent, and says why: {@code crawler:googlebot}. The list is short, since the general words
 * at its end (bot, crawl, spider) catch what introduces itself honestly, and nothing in a user agent catches the rest.
 */
final class BotRules {
    /** The reason for a request without a user agent, which every browser sends. */
    static final String NO_USER_AGENT = "no-user-agent";

    private record Rule(String family, List<String> words) {}

    private static final List<Rule> RULES = List.of(
            new Rule(
                    "headless",
                    List.of("headlesschrome", "phantomjs", "slimerjs", "puppeteer", "playwright", "selenium", "cypress")),
            new Rule(
                    "ai",
                    List.of(
                            "gptbot", "chatgpt-user", "oai-searchbot", "claudebot", "claude-user", "claude-searchbot",
                            "anthropic-ai", "perplexitybot", "perplexity-user", "ccbot", "bytespider", "amazonbot",
                            "meta-externalagent", "google-extended", "cohere-ai", "mistralai-user", "duckassistbot")),
            new Rule(
                    "preview",
                    List.of(
                            "facebookexternalhit", "facebookcatalog", "twitterbot", "linkedinbot", "slackbot", "slack-imgproxy",
                            "discordbot", "telegrambot", "whatsapp/", "skypeuripreview", "pinterestbot", "redditbot",
                            "mastodon/", "embedly", "iframely", "bitlybot", "google-read-aloud")),
            new Rule(
                    "crawler",
                    List.of(
                            "googlebot", "google-inspectiontool", "googleother", "mediapartners-google", "adsbot-google",
                            "storebot-google", "apis-google", "feedfetcher-google", "bingbot", "bingpreview", "msnbot",
                            "yandexbot", "yandex.com/bots", "baiduspider", "duckduckbot", "applebot", "slurp", "sogou",
                            "petalbot", "seznambot", "qwantify", "ahrefsbot", "semrushbot", "mj12bot", "dotbot", "rogerbot",
                            "dataforseobot", "ia_archiver", "archive.org_bot", "screaming frog", "heritrix", "nutch")),
            new Rule(
                    "monitor",
                    List.of(
                            "uptimerobot", "pingdom", "statuscake", "site24x7", "betteruptime", "better stack", "newrelicpinger",
                            "datadog", "nagios", "zabbix", "checkly", "chrome-lighthouse", "ptst/", "gtmetrix",
                            "pagespeed", "prometheus", "blackbox", "kube-probe", "googlestackdrivermonitoring")),
            new Rule(
                    "library",
                    List.of(
                            "curl/", "wget/", "libwww-perl", "lwp::", "python-requests", "python-urllib", "python-httpx",
                            "aiohttp", "scrapy", "go-http-client", "java/", "java-http-client", "apache-httpclient", "okhttp",
                            "node-fetch", "undici", "axios/", "got (", "postmanruntime", "insomnia/", "httpie/", "ruby",
                            "guzzlehttp", "php/", "dart/", "reqwest", "gatling", "k6/", "apachebench", "jmeter", "wrk/")),
            new Rule(
                    "scanner",
                    List.of("nmap", "nikto", "sqlmap", "masscan", "zgrab", "censys", "nuclei", "wpscan", "dirbuster", "nessus")),
            new Rule("generic", List.of("crawl", "spider", "scraper", "fetcher", "+http://", "+https://")));

    private BotRules() {}

    /** Returns why the user agent belongs to a program, or null if it seems to be a browser. */
    static @Nullable String reason(String userAgent) {
        String text = userAgent.strip().toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return NO_USER_AGENT;
        }
        for (Rule rule : RULES) {
            for (String word : rule.words()) {
                if (text.contains(word)) {
                    return rule.family() + ":" + label(word);
                }
            }
        }
        if (hasBotWord(text)) {
            return "generic:bot";
        }
        // Every browser of this century calls itself Mozilla, but for the oldest of Opera's.
        return text.startsWith("mozilla/") || text.startsWith("opera/") ? null : "not-a-browser";
    }

    /** Finds "bot" at the end of a word: {@code ExampleBot/1.0}, but not a robot in a path, nor the telephones of Cubot. */
    private static boolean hasBotWord(String text) {
        for (int at = text.indexOf("bot"); at >= 0; at = text.indexOf("bot", at + 3)) {
            boolean ends = at + 3 == text.length() || !Character.isLetter(text.charAt(at + 3));
            if (ends && !text.startsWith("cu", Math.max(0, at - 2))) {
                return true;
            }
        }
        return false;
    }

    private static String label(String word) {
        int end = word.length();
        while (end > 0 && !Character.isLetterOrDigit(word.charAt(end - 1))) {
            end--;
        }
        return word.startsWith("+") ? "link" : word.substring(0, end);
    }
}
