package dev.fazt.plugin.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BotRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
            ''                                                                                              | no-user-agent
            '  '                                                                                            | no-user-agent
            Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)                        | crawler:googlebot
            Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)                         | crawler:bingbot
            Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com) | ai:gptbot
            Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0.0.0 Safari/537.36 | headless:headlesschrome
            facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)                       | preview:facebookexternalhit
            Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)                                      | preview:slackbot
            Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)                          | monitor:uptimerobot
            curl/8.5.0                                                                                      | library:curl
            python-requests/2.32                                                                            | library:python-requests
            Java-http-client/25                                                                             | library:java-http-client
            Mozilla/5.00 (Nikto/2.5.0)                                                                      | scanner:nikto
            Mozilla/5.0 (compatible; ExampleBot/1.0)                                                        | generic:bot
            Mozilla/5.0 (compatible; Example; +https://example.org/about)                                   | generic:link
            Mozilla/5.0 (compatible; MySpider)                                                              | generic:spider
            something of my own                                                                             | not-a-browser
            """)
    void names_the_reason(String userAgent, String reason) {
        assertThat(BotRules.reason(userAgent)).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
                "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
                "Mozilla/5.0 (Linux; Android 9; CUBOT_X19) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0 Mobile Safari/537.36",
                "Opera/9.80 (Windows NT 6.1) Presto/2.12.388 Version/12.16"
            })
    void takes_browsers_for_people(String userAgent) {
        assertThat(BotRules.reason(userAgent)).isNull();
    }
}
