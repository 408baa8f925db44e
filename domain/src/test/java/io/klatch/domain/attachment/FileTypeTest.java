package io.klatch.domain.attachment;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileTypeTest {
  @ParameterizedTest
  @CsvSource({
    "image/jpeg, '\u00ff\u00d8\u00ff\u00e0..JFIF'",
    "image/png, '\u0089PNG\r\n\u001a\n....IHDR'",
    "image/gif, 'GIF89a....'",
    "image/webp, 'RIFF....WEBPVP8X'",
    "image/avif, '....ftypavif....'",
    "image/heic, '....ftypheic....'",
    "audio/mp4, '....ftypM4A ....'",
    "video/mp4, '....ftypisom....'",
    "video/webm, '\u001aE\u00df\u00a3....B\u0082webm'",
    "application/octet-stream, '\u001aE\u00df\u00a3....B\u0082matroska'",
    "audio/ogg, 'OggS......................OpusHead'",
    "video/ogg, 'OggS......................\u0080theora'",
    "audio/mpeg, 'ID3.....'",
    "audio/mpeg, '\u00ff\u00fb\u0090d'",
    "audio/wav, 'RIFF....WAVEfmt '",
    "audio/flac, 'fLaC....'",
    "application/pdf, '%PDF-1.7'",
    "application/zip, 'PK\u0003\u0004....'",
    "application/octet-stream, '\u007fELF....'",
  })
  void is_told_by_the_first_bytes(String type, String head) {
    assertThat(FileType.of(head.getBytes(ISO_8859_1)).wire()).isEqualTo(type);
  }

  @Test
  void of_what_would_run_in_a_browser_is_never_one_that_is_shown() {
    for (var text :
        new String[] {"<html><script>", "<svg onload='x'>", "<?xml?>", "GIF8<script>"}) {
      var type = FileType.of(text.getBytes(UTF_8));
      assertThat(type).isEqualTo(FileType.TEXT);
      assertThat(type.isShown()).isFalse();
    }
  }

  @Test
  void of_a_text_is_told_though_a_character_is_cut_off_at_the_end_of_what_is_looked_at() {
    var text = "x" + "ä".repeat(FileType.HEAD_BYTES);
    var head = Arrays.copyOf(text.getBytes(UTF_8), FileType.HEAD_BYTES);
    assertThat(FileType.of(head)).isEqualTo(FileType.TEXT);
    assertThat(FileType.of(new byte[] {'a', (byte) 0xc3})).isEqualTo(FileType.BYTES);
    assertThat(FileType.of(new byte[] {'a', 0, 'b'})).isEqualTo(FileType.BYTES);
    assertThat(FileType.of(new byte[0])).isEqualTo(FileType.BYTES);
  }

  @Test
  void is_read_again_as_it_was_written() {
    for (var type : FileType.values()) {
      assertThat(FileType.parse(type.wire())).isEqualTo(type);
    }
    assertThat(FileType.parse("text/html")).isEqualTo(FileType.BYTES);
  }
}
