package dev.fazt.plugin.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class BodyFormatsTest {

    @Nested
    class UrlEncodedBodies {
        @Test
        void areDecodedInTheOrderOfTheirFields() {
            assertThat(urlEncoded("b=1&a=x+y%26z&b=2&empty=&flag&gr%C3%BC%C3%9Fe=%E2%82%AC"))
                    .containsExactly(
                            Map.entry("b", List.of("1", "2")),
                            Map.entry("a", List.of("x y&z")),
                            Map.entry("empty", List.of("")),
                            Map.entry("flag", List.of("")),
                            Map.entry("grüße", List.of("€")));
        }

        @Test
        void mayBeEmptyOrHoldNamelessFields() {
            assertThat(urlEncoded("")).isEmpty();
            assertThat(urlEncoded("&&=x&")).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "a=%-1", "%=b", "a=%C3", "a=%FF%FE", "a=%C0%AF", "a=x%00y"})
        void areRefusedWhenTheyHoldNoText(String body) {
            assertRefused(400, () -> urlEncoded(body));
        }

        @Test
        void areBoundedInFieldsNamesAndValues() {
            String hundred =
                    IntStream.range(0, Fields.MOST).mapToObj(i -> "f" + i + "=x").collect(Collectors.joining("&"));
            assertThat(urlEncoded(hundred)).hasSize(Fields.MOST);
            assertRefused(413, () -> urlEncoded(hundred + "&one=more"));
            assertRefused(413, () -> urlEncoded("a=" + "x".repeat(Fields.LARGEST_VALUE + 1)));
            assertRefused(413, () -> urlEncoded("n".repeat(Fields.LONGEST_NAME + 1) + "=x"));
            assertThat(urlEncoded("a=" + "x".repeat(Fields.LARGEST_VALUE))).hasSize(1);
        }

        @Test
        void keepNoFieldOfTheProtocol() {
            assertThat(urlEncoded("_next=/a&_gotcha=&_unknown=1&name=Ada")).containsOnlyKeys("name");
        }
    }

    @Nested
    class JsonBodies {
        @Test
        void areFlatObjectsOfScalarsAndLists() {
            assertThat(json("{\"t\":\"x\",\"n\":1.50,\"big\":123456789012345678901234567890,\"b\":true,"
                            + "\"none\":null,\"l\":[\"a\",2,null,false]}"))
                    .containsExactly(
                            Map.entry("t", List.of("x")),
                            Map.entry("n", List.of("1.50")),
                            Map.entry("big", List.of("123456789012345678901234567890")),
                            Map.entry("b", List.of("true")),
                            Map.entry("l", List.of("a", "2", "false")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "[]", "1", "{", "{\"a\":}", "{\"a\":1}x", "{\"a\":1}{}", "{'a':1}", "{\"a\":\"\\u0000\"}", "{\"a\":NaN}"})
        void areRefusedWhenTheyAreNoObject(String body) {
            assertRefused(400, () -> json(body));
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"a\":{}}", "{\"a\":[[1]]}", "{\"a\":[{}]}"})
        void areRefusedWhenTheyAreNested(String body) {
            assertRefused(422, () -> json(body));
        }

        @Test
        void areRefusedWithoutOverflowWhenTheyAreVeryDeep() {
            assertRefused(422, () -> json("{\"a\":" + "[".repeat(100_000)));
        }
    }

    @Nested
    class MultipartBodies {
        @Test
        void keepLineEndsAndText() {
            String body = String.join(
                    "\r\n",
                    "--B",
                    "Content-Disposition: form-data; name=\"a\"",
                    "",
                    "one",
                    "two",
                    "--Bx",
                    "--B",
                    "content-disposition: Form-Data; name=\"q%22\\\"u\"",
                    "Content-Type: text/plain; charset=UTF-8",
                    "",
                    "€",
                    "--B",
                    "Content-Disposition: form-data; name=token",
                    "",
                    "",
                    "--B--",
                    "epilogue");
            assertThat(multipart(body))
                    .containsExactly(
                            Map.entry("a", List.of("one\r\ntwo\r\n--Bx")),
                            Map.entry("q\"\"u", List.of("€")),
                            Map.entry("token", List.of("")));
        }

        @Test
        void mayHaveAQuotedBoundaryWithSpaces() {
            assertThat(Multipart.parse(
                                    bytes("--a b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n--a b--"),
                                    "multipart/form-data; charset=utf-8; boundary=\"a b\"")
                            .stored())
                    .containsOnlyKeys("x");
        }

        @Test
        void mayHoldAFileFieldInWhichNothingWasChosen() {
            assertThat(multipart(file("", ""))).isEmpty();
        }

        @Test
        void areRefusedWithACodeWhenTheyHoldAFile() {
            FaztException refusal = assertRefused(422, () -> multipart(file("cv.pdf", "%PDF")));
            assertThat(((Fault.Invalid) refusal.fault()).fields())
                    .singleElement()
                    .satisfies(error -> assertThat(error.code()).isEqualTo("NO_FILE_UPLOADS"))
                    .satisfies(error -> assertThat(error.field()).isEqualTo("f"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "--",
                    "--B",
                    "--B\r\n",
                    "--B\n",
                    "preamble\r\n--B--",
                    "--B\r\n\r\nx\r\n--B--",
                    "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx",
                    "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--B",
                    "--B\r\nContent-Disposition: form-data; name=\"a\"\r\nx\r\n--B--",
                    "--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--",
                    "--B\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--B--",
                    "--B\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\nx\r\n--B--",
                    "--B\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--B--",
                    "--B\r\nContent-Disposition: form-data;\r\n name=\"a\"\r\n\r\nx\r\n--B--",
                    "--B\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\n--B--",
                    "--B\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\nx\r\n--B--",
                })
        void areRefusedWhenTheyAreMalformed(String body) {
            assertRefused(400, () -> multipart(body));
        }

        @ParameterizedTest
        @ValueSource(strings = {"multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"a\rb\"", "multipart/form-data; boundary=\"x \"", "multipart/form-data; boundary=a; boundary=b"})
        void areRefusedWithoutAProperBoundary(String contentType) {
            assertRefused(400, () -> Multipart.parse(bytes("--a--"), contentType));
        }

        @Test
        void areBoundedInHeadersFieldsAndValues() {
            String start = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n";
            assertRefused(400, () -> multipart(start + "X: " + "y".repeat(5_000) + "\r\n\r\nx\r\n--B--"));
            assertRefused(
                    413,
                    () -> multipart(start + "\r\n" + "x".repeat(Fields.LARGEST_VALUE + 1) + "\r\n--B--"));
            assertRefused(413, () -> multipart((start + "\r\nx\r\n").repeat(Fields.MOST + 1) + "--B--"));
        }

        @Test
        void keepTextThatImitatesTheBoundary() {
            String imitation = "\r\n--Bx".repeat(14_000);
            assertThat(multipart("--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + imitation + "\r\n--B--"))
                    .containsEntry("a", List.of(imitation));
        }

        private static String file(String filename, String content) {
            return "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"" + filename
                    + "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + content + "\r\n--B--\r\n";
        }
    }

    private static FaztException assertRefused(int status, Runnable parsing) {
        assertThatThrownBy(parsing::run).isInstanceOf(FaztException.class);
        FaztException refusal = catchThrowableOfType(FaztException.class, parsing::run);
        assertThat(refusal.fault().status()).as(refusal.getMessage()).isEqualTo(status);
        return refusal;
    }

    private static Map<String, List<String>> urlEncoded(String body) {
        return UrlEncoded.parse(bytes(body)).stored();
    }

    private static Map<String, List<String>> json(String body) {
        return JsonFields.parse(bytes(body), new JsonMapper()).stored();
    }

    private static Map<String, List<String>> multipart(String body) {
        return Multipart.parse(bytes(body), "multipart/form-data; boundary=B").stored();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
