package io.klatch.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Forms that upload, in pieces of every size.
class MultipartTest {
  @SuppressWarnings("StringConcatToTextBlock") // How lines end is what matters.
  private static final String FORM =
      "preamble\r\n"
          + "--B\r\n"
          + "Content-Disposition: form-data; name=\"note\"\r\n\r\n"
          + "hello\r\n"
          + "--B\r\n"
          + "Content-Disposition: form-data; name=\"f\"; filename=\"a b.txt\"\r\n"
          + "Content-Type: text/plain\r\n\r\n"
          + "one\r\n"
          + "--not\r\n"
          + "-\r\r\n"
          + "--B\r\n"
          + "Content-Disposition: form-data; name=\"g\"; filename=\"\"\r\n\r\n\r\n"
          + "--B--\r\n"
          + "epilogue";

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1_000})
  void are_read_part_by_part_however_they_come(int pieces) throws IOException {
    var form = form("multipart/form-data; boundary=B", FORM, pieces);
    var first = Objects.requireNonNull(form.next());
    assertThat(first.name()).isEqualTo("a b.txt");
    assertThat(first.type()).isEqualTo("text/plain");
    assertThat(new String(first.content().readAllBytes(), UTF_8)).isEqualTo("one\r\n--not\r\n-\r");
    var second = Objects.requireNonNull(form.next());
    assertThat(second.name()).isEmpty();
    assertThat(second.content().readAllBytes()).isEmpty();
    assertThat(form.next()).isNull();
  }

  @Test
  void skip_what_of_a_file_was_not_read() throws IOException {
    var form = form("multipart/form-data; boundary=\"B\"", FORM, 5);
    var _ = form.next();
    assertThat(Objects.requireNonNull(form.next()).name()).isEmpty();
    assertThat(form.next()).isNull();
  }

  @Test
  void may_begin_with_their_boundary() throws IOException {
    var form =
        form(
            "multipart/form-data; boundary=B",
            "--B\r\nContent-Disposition: form-data;" + " name=f; filename=x\r\n\r\nabc\r\n--B--",
            10);
    assertThat(Objects.requireNonNull(form.next()).name()).isEqualTo("x");
  }

  @Test
  void have_names_as_browsers_and_others_write_them() throws IOException {
    assertThat(nameOf("filename=\"a%22b\"")).isEqualTo("a\"b");
    assertThat(nameOf("filename=\"a\\\"b\"")).isEqualTo("a\"b");
    assertThat(nameOf("filename=\"größe.txt\"")).isEqualTo("größe.txt");
    assertThat(nameOf("filename=\"x\"; filename*=UTF-8''gr%C3%B6%C3%9Fe+1.txt"))
        .isEqualTo("größe+1.txt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "--B", "--B\r\nContent-Dis", "--B\r\nContent-Disposition: form-data\r\n\r\nx"})
  void that_end_early_are_refused(String text) {
    assertThatThrownBy(() -> form("multipart/form-data; boundary=B", text, 10).next())
        .isInstanceOf(IOException.class);
  }

  @Test
  void whose_file_ends_early_are_refused_while_it_is_read() throws IOException {
    var text = "--B\r\nContent-Disposition: form-data; filename=\"x\"\r\n\r\nabc\r\n--";
    var file = Objects.requireNonNull(form("multipart/form-data; boundary=B", text, 10).next());
    assertThatThrownBy(() -> file.content().readAllBytes()).isInstanceOf(IOException.class);
  }

  @Test
  void whose_headers_do_not_end_are_refused() {
    var text = "--B\r\nX: " + "x".repeat(20_000);
    assertThatThrownBy(() -> form("multipart/form-data; boundary=B", text, 10).next())
        .hasMessage("the headers of a part do not end");
  }

  @Test
  void are_what_their_type_says() {
    for (var type :
        new String[] {"text/plain", "multipart/form-data", "multipart/mixed; boundary=B"}) {
      assertThat(Multipart.of(request(type, InputStream.nullInputStream()))).isNull();
    }
  }

  private static String nameOf(String name) throws IOException {
    var text =
        "--B\r\nContent-Disposition: form-data; name=\"f\"; " + name + "\r\n\r\nabc\r\n--B--\r\n";
    return Objects.requireNonNull(form("multipart/form-data; boundary=B", text, 10).next()).name();
  }

  private static Multipart form(String type, String text, int pieces) {
    var in =
        new ByteArrayInputStream(text.getBytes(UTF_8)) {
          @Override
          public int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, pieces));
          }
        };
    return Objects.requireNonNull(Multipart.of(request(type, in)));
  }

  private static Request request(String type, InputStream in) {
    return new Request(
        "POST", "/", Map.of(), Map.of(), Map.of("content-type", type), new byte[0], in);
  }
}
