package io.klatch.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExchangeTest {
  private final Map<String, String> jar = new HashMap<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Exchange exchange =
      new Exchange(
          Router.builder()
              .get("/things/{id}", request -> Response.text(200, request.variable("id")))
              .post("/things", request -> Response.json(201, request.body()))
              .get(
                  "/fault",
                  _ -> {
                    throw new IllegalStateException("on purpose");
                  })
              .build(),
          new Jar(),
          PagesConfig.NONE,
          meters);

  @Nested
  class A_route {
    @Test
    void answers_its_path_with_the_part_it_matched() {
      assertThat(text(get("/things/7 é"))).isEqualTo("7 é");
    }

    @Test
    void does_not_answer_longer_shorter_or_empty_parts() {
      for (var path : List.of("/things/", "/things/7/8", "/thing/7", "//things/7")) {
        assertThat(get(path).status()).as(path).isEqualTo(404);
      }
    }

    @Test
    void with_as_long_a_path_as_a_request_may_have_is_only_missing() {
      assertThat(get("/a".repeat(4_000) + ".html").status()).isEqualTo(404);
    }

    @Test
    void says_which_methods_it_has_when_asked_with_another() {
      var answer = call("DELETE", "/things/7", Map.of());
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.headers()).containsEntry("Allow", "GET, HEAD");
      assertThat(text(answer)).startsWith("{\"ok\":false,\"code\":\"bad_request\"");
    }

    @Test
    void that_another_one_shadows_is_refused_when_the_router_is_made() {
      var router = Router.builder().get("/a/{id}", _ -> Response.text(200, ""));
      assertThatThrownBy(() -> router.get("/a/b", _ -> Response.text(200, "")))
          .hasMessage("/a/b is shadowed by /a/{id}");
    }

    @Test
    void that_fails_is_answered_without_its_cause_and_counted() {
      var answer = get("/fault");
      assertThat(answer.status()).isEqualTo(500);
      assertThat(text(answer)).contains("\"internal\"").doesNotContain("on purpose");
      assertThat(
              meters
                  .get("klatch.http.request.duration")
                  .tags("route", "/fault", "status", "5xx")
                  .timer()
                  .count())
          .isEqualTo(1);
    }

    @Test
    void is_asked_for_its_headers_alone_with_HEAD() {
      var answer = call("HEAD", "/things/seven", Map.of());
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.headers()).containsEntry("Content-Length", "5");
    }
  }

  @Nested
  class A_file {
    @Test
    void is_served_with_its_type_and_the_headers_every_answer_has() {
      jar.put("web/assets/app-1a2b.js", "let a");
      var answer = get("/assets/app-1a2b.js");
      assertThat(text(answer)).isEqualTo("let a");
      assertThat(answer.headers())
          .containsEntry("Content-Type", "text/javascript; charset=utf-8")
          .containsEntry("Cache-Control", "public, max-age=31536000, immutable")
          .containsEntry("X-Content-Type-Options", "nosniff")
          .hasEntrySatisfying(
              "Content-Security-Policy",
              policy -> assertThat(policy).contains("script-src 'self'").doesNotContain("*"));
    }

    @Test
    void that_did_not_change_is_not_sent_again() {
      jar.put("web/index.html", "<p>");
      var first = get("/");
      var tag = first.headers().get("ETag");
      var again = call("GET", "/", Map.of("if-none-match", "\"x\", " + tag));
      assertThat(first.headers()).containsEntry("Cache-Control", "no-cache");
      assertThat(again.status()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(call("GET", "/", Map.of("if-none-match", "W/\"other\"")).status()).isEqualTo(200);
    }

    @Test
    void that_is_text_is_compressed_for_who_accepts_it() throws IOException {
      var content = "a line\n".repeat(1_000);
      jar.put("web/a.css", content);
      var answer = call("GET", "/a.css", Map.of("accept-encoding", "br, gzip;q=0.5"));
      assertThat(answer.headers())
          .containsEntry("Content-Encoding", "gzip")
          .containsEntry("Vary", "Accept-Encoding")
          .containsEntry("Content-Length", Integer.toString(answer.body().length));
      try (var in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
        assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo(content);
      }
      assertThat(text(call("GET", "/a.css", Map.of("accept-encoding", "gzip;q=0"))))
          .isEqualTo(content);
      assertThat(get("/a.css").headers()).containsEntry("Vary", "Accept-Encoding");
    }

    @Test
    void outside_the_folder_cannot_be_named() {
      jar.put("web/../logback.xml", "x");
      jar.put("web/.env", "x");
      jar.put("web//etc/passwd.txt", "x");
      jar.put("web/a\\..\\b.txt", "x");
      jar.put("web/Main.class", "x");
      jar.put("web/folder", "x");
      for (var path :
          List.of(
              "/../logback.xml",
              "/.env",
              "//etc/passwd.txt",
              "/a\\..\\b.txt",
              "/Main.class",
              "/folder",
              "/folder/",
              "/a\0.html")) {
        assertThat(get(path).status()).as(path).isEqualTo(404);
      }
    }

    @Test
    void is_only_read() {
      jar.put("web/index.html", "<p>");
      assertThat(call("POST", "/", Map.of()).status()).isEqualTo(405);
    }

    @Test
    void that_was_not_built_is_explained_at_the_root_alone() {
      assertThat(text(get("/"))).contains("Klatch is running");
      assertThat(get("/index.html").status()).isEqualTo(404);
      assertThat(text(get("/any/page")))
          .isEqualTo("{\"ok\":false,\"code\":\"not_found\",\"message\":\"no such path\"}");
    }
  }

  @Nested
  class A_page_of_its_own_folder {
    @TempDir Path folder;

    @Test
    void is_at_the_folders_path_with_a_slash() {
      jar.put("web/main-rooms/index.html", "<p>rooms");
      assertThat(text(get("/main-rooms/"))).isEqualTo("<p>rooms");
      assertThat(get("/main-rooms").status()).isEqualTo(308);
      assertThat(get("/main-rooms").headers()).containsEntry("Location", "/main-rooms/");
    }

    @Test
    void may_be_framed_by_the_origins_that_are_listed_and_no_other_page_may() {
      jar.put("web/index.html", "<p>");
      jar.put("web/main-rooms/index.html", "<p>rooms");
      var telegram = List.of("https://web.telegram.org");
      var framed = exchange(new PagesConfig(null, telegram));
      assertThat(policy(framed, "/main-rooms/"))
          .endsWith("frame-ancestors https://web.telegram.org")
          .startsWith("default-src 'none'");
      assertThat(policy(framed, "/")).endsWith("frame-ancestors 'none'");
      assertThat(policy(exchange, "/main-rooms/")).endsWith("frame-ancestors 'none'");
    }

    @Test
    void gets_the_files_that_were_put_there_in_place_of_the_jars() throws IOException {
      jar.put("web/main-rooms/telegram-web-app.js", "empty");
      jar.put("web/main-rooms/index.html", "<p>rooms");
      Files.createDirectories(folder.resolve("main-rooms"));
      Files.writeString(folder.resolve("main-rooms/telegram-web-app.js"), "theirs");
      Files.writeString(folder.resolve("main-rooms/.env"), "secret");
      var put = exchange(new PagesConfig(folder, List.of()));
      assertThat(text(of(put, "/main-rooms/telegram-web-app.js"))).isEqualTo("theirs");
      assertThat(text(of(put, "/main-rooms/"))).isEqualTo("<p>rooms");
      assertThat(of(put, "/main-rooms/.env").status()).isEqualTo(404);
      assertThat(of(put, "/main-rooms/none.js").status()).isEqualTo(404);
      Files.writeString(folder.resolve("main-rooms/telegram-web-app.js"), "newer");
      assertThat(text(of(put, "/main-rooms/telegram-web-app.js"))).isEqualTo("newer");
    }

    private Exchange exchange(PagesConfig pages) {
      return new Exchange(Router.builder().build(), new Jar(), pages, meters);
    }

    private Response of(Exchange exchange, String path) {
      return exchange.handle(new Request("GET", path, Map.of(), Map.of(), Map.of(), new byte[0]));
    }

    private String policy(Exchange exchange, String path) {
      return String.valueOf(of(exchange, path).headers().get("Content-Security-Policy"));
    }
  }

  private Response get(String path) {
    return call("GET", path, Map.of());
  }

  private Response call(String method, String path, Map<String, String> headers) {
    return exchange.handle(new Request(method, path, Map.of(), Map.of(), headers, new byte[0]));
  }

  private static String text(Response response) {
    return new String(response.body(), UTF_8);
  }

  private final class Jar extends ClassLoader {
    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
      var content = jar.get(name);
      return content == null ? null : new ByteArrayInputStream(content.getBytes(UTF_8));
    }
  }
}
