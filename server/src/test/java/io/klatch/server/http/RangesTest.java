package io.klatch.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Parts of an answer of ten bytes, 0 to 9.
class RangesTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=2-4, 234, 2-4",
    "bytes=7-, 789, 7-9",
    "bytes=-2, 89, 8-9",
    "bytes=5-99, 56789, 5-9",
    "bytes=-99, 0123456789, 0-9"
  })
  void are_what_was_asked_for(String asked, String body, String range) {
    var answer = answer(Map.of("range", asked));
    assertThat(answer.status()).isEqualTo(206);
    assertThat(text(answer)).isEqualTo(body);
    assertThat(answer.headers()).containsEntry("Content-Range", "bytes " + range + "/10");
  }

  @ParameterizedTest
  @CsvSource({"bytes=10-", "bytes=5-4", "bytes=-0"})
  void outside_of_it_are_refused(String asked) {
    var answer = answer(Map.of("range", asked));
    assertThat(answer.status()).isEqualTo(416);
    assertThat(answer.headers()).containsEntry("Content-Range", "bytes */10");
  }

  @ParameterizedTest
  @CsvSource({
    "'bytes=0-1,3-4'",
    "bytes=-",
    "bytes=a-b",
    "lines=1-2",
    "bytes=1-99999999999999999999"
  })
  void that_cannot_be_had_alone_or_make_no_sense_are_the_whole(String asked) {
    var answer = answer(Map.of("range", asked));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(text(answer)).isEqualTo("0123456789");
    assertThat(answer.headers()).containsEntry("Accept-Ranges", "bytes");
  }

  @Test
  void of_another_version_are_the_whole() {
    assertThat(answer(Map.of("range", "bytes=1-2", "if-range", "\"other\"")).status())
        .isEqualTo(200);
    assertThat(answer(Map.of("range", "bytes=1-2", "if-range", "\"t\"")).status()).isEqualTo(206);
  }

  private static Response answer(Map<String, String> headers) {
    var bytes = "0123456789".getBytes(UTF_8);
    var stream =
        new Response.Stream(
            (first, length) -> new ByteArrayInputStream(bytes, (int) first, (int) length), 10);
    var request = new Request("GET", "/", Map.of(), Map.of(), new HashMap<>(headers), new byte[0]);
    return Ranges.apply(request, Response.stream("x/y", stream).with("ETag", "\"t\""));
  }

  private static String text(Response response) {
    var stream = response.stream();
    if (stream == null) {
      throw new AssertionError("no stream");
    }
    try (var in = stream.open()) {
      return new String(in.readNBytes((int) response.length()), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
