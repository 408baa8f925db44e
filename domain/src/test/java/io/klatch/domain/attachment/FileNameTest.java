package io.klatch.domain.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileNameTest {
  @Test
  void has_no_folders() {
    assertThat(name("../../etc/passwd")).isEqualTo("passwd");
    assertThat(name("C:\\temp\\a.txt")).isEqualTo("a.txt");
    assertThat(name("a/..")).isEqualTo("file");
    assertThat(name("/")).isEqualTo("file");
  }

  @Test
  void has_nothing_that_is_not_seen() {
    assertThat(name("a\u202egpj.exe")).isEqualTo("agpj.exe");
    assertThat(name("a\r\nSet-Cookie: x\0.txt")).isEqualTo("aSet-Cookie: x.txt");
    assertThat(name("\ud83d")).isEqualTo("file");
    assertThat(name(" \u200b ")).isEqualTo("file");
  }

  @Test
  void keeps_what_people_write_and_no_more_than_fits() {
    assertThat(name("Übersicht 👍 \"neu\".pdf")).isEqualTo("Übersicht 👍 \"neu\".pdf");
    assertThat(name("👍".repeat(300)).codePoints().count()).isEqualTo(FileName.CHARACTERS_MAX);
  }

  private static String name(String given) {
    return FileName.of(given).value();
  }
}
