package io.klatch.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.server.config.ConfigException;
import io.klatch.server.http.PagesConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesConfigTest {
  @TempDir Path folder;

  private PagesConfig pages(Map<String, String> settings) throws ConfigException {
    return TestConfig.in(folder, settings).pages();
  }

  @Test
  void nothing_is_put_in_place_of_the_jars_files_and_nobody_frames_a_page_unless_told()
      throws ConfigException {
    assertThat(pages(Map.of())).isEqualTo(PagesConfig.NONE);
    assertThat(
            pages(Map.of("http.framed-by", "https://a.example, https://b.example:8443")).framedBy())
        .isEqualTo(List.of("https://a.example", "https://b.example:8443"));
    assertThat(pages(Map.of("http.files", folder.toString())).files()).isEqualTo(folder);
  }

  @Test
  void what_would_say_more_than_an_origin_is_refused() {
    for (var word : List.of("*", "https://a.example/page", "https://a.example; script-src *")) {
      assertThatThrownBy(() -> pages(Map.of("http.framed-by", word)))
          .as(word)
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("http.framed-by");
    }
  }

  @Test
  void a_folder_that_is_not_there_is_a_problem() {
    assertThatThrownBy(() -> pages(Map.of("http.files", folder.resolve("none").toString())))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("http.files");
  }
}
