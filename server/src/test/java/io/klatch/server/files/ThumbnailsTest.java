package io.klatch.server.files;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.attachment.AttachmentId;
import io.klatch.domain.attachment.AttachmentKey;
import io.klatch.domain.attachment.ByteSource;
import io.klatch.domain.attachment.Extent;
import io.klatch.domain.attachment.FileType;
import io.klatch.domain.attachment.Pictures.Seen;
import io.klatch.domain.kernel.TenantId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pictures, left half red and right half blue.
class ThumbnailsTest {
  private static final AttachmentKey KEY =
      new AttachmentKey(TenantId.DEFAULT, AttachmentId.random(new Random(1)));
  private static final int RED = 0xffff0000;
  private static final int BLUE = 0xff0000ff;

  @TempDir private Path folder;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private FileBlobs blobs;
  private Thumbnails thumbnails;

  @BeforeEach
  void open() throws IOException {
    blobs = new FileBlobs(folder);
    thumbnails = new Thumbnails(blobs, 10_000_000, meters);
  }

  @AfterEach
  void close() {
    thumbnails.close();
  }

  @ParameterizedTest
  @CsvSource({"jpeg, JPEG", "png, PNG", "gif, GIF", "bmp, BMP"})
  void are_made_of_each_kind_the_jdk_reads(String format, FileType type) throws IOException {
    var seen = look(picture(1_600, 800, format), type);
    assertThat(seen.extent()).isEqualTo(new Extent(1_600, 800));
    var small = small(seen);
    assertThat(small.getWidth()).isEqualTo(Thumbnails.SIDE_MAX);
    assertThat(small.getHeight()).isEqualTo(Thumbnails.SIDE_MAX / 2);
    assertThat(isLike(small.getRGB(20, 80), RED)).isTrue();
    assertThat(isLike(small.getRGB(300, 80), BLUE)).isTrue();
    assertThat(count("made")).isEqualTo(1);
  }

  @Test
  void of_small_pictures_are_as_small() throws IOException {
    var small = small(look(picture(4, 3, "png"), FileType.PNG));
    assertThat(small.getWidth()).isEqualTo(4);
    assertThat(small.getHeight()).isEqualTo(3);
  }

  @Test
  void of_what_can_be_seen_through_can_be_too() throws IOException {
    var image = new BufferedImage(700, 700, BufferedImage.TYPE_INT_ARGB);
    var small = small(look(bytes(image, "png"), FileType.PNG));
    assertThat(small.getRGB(10, 10) >>> 24).isZero();
  }

  @Test
  void of_a_camera_that_was_held_upright_stand_upright() throws IOException {
    // Orientation 6: what is stored on the left is shown at the top.
    var turned = withOrientation(picture(1_600, 800, "jpeg"), 6);
    var seen = look(turned, FileType.JPEG);
    assertThat(seen.extent()).isEqualTo(new Extent(800, 1_600));
    var small = small(seen);
    assertThat(small.getHeight()).isEqualTo(Thumbnails.SIDE_MAX);
    assertThat(isLike(small.getRGB(80, 20), RED)).isTrue();
    assertThat(isLike(small.getRGB(80, 300), BLUE)).isTrue();
  }

  @Test
  void are_not_made_of_what_unpacks_to_too_many_pixels() throws IOException {
    // A few hundred bytes that say they are 60,000 by 60,000 pixels.
    var bomb = picture(10, 10, "png");
    ByteBuffer.wrap(bomb).putInt(16, 60_000).putInt(20, 60_000);
    var crc = new CRC32();
    crc.update(bomb, 12, 17);
    ByteBuffer.wrap(bomb).putInt(29, (int) crc.getValue());
    var seen = look(bomb, FileType.PNG);
    assertThat(seen.extent()).isEqualTo(new Extent(60_000, 60_000));
    assertThat(seen.thumbnail()).isNull();
    assertThat(count("too_large")).isEqualTo(1);
  }

  @Test
  void are_not_made_of_what_only_begins_like_a_picture() throws IOException {
    var seen = look(Arrays.copyOf(picture(1_600, 800, "png"), 40), FileType.PNG);
    assertThat(seen.thumbnail()).isNull();
    assertThat(look(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff}, FileType.JPEG))
        .isEqualTo(Seen.NOTHING);
    assertThat(count("broken")).isEqualTo(2);
  }

  @Test
  void have_no_webp_but_its_extent_is_known() throws IOException {
    var extended = webp("VP8X");
    extended[24] = 0x7f;
    extended[25] = 2;
    extended[27] = (byte) 0xdf;
    extended[28] = 1;
    assertThat(look(extended, FileType.WEBP)).isEqualTo(new Seen(new Extent(640, 480), null));
    var lossless = webp("VP8L");
    lossless[20] = 0x2f;
    ByteBuffer.wrap(lossless).putInt(21, Integer.reverseBytes(639 | 479 << 14));
    assertThat(look(lossless, FileType.WEBP).extent()).isEqualTo(new Extent(640, 480));
    var lossy = webp("VP8 ");
    ByteBuffer.wrap(lossy)
        .putShort(26, Short.reverseBytes((short) 640))
        .putShort(28, Short.reverseBytes((short) 480));
    assertThat(look(lossy, FileType.WEBP).extent()).isEqualTo(new Extent(640, 480));
    assertThat(look(new byte[12], FileType.WEBP)).isEqualTo(Seen.NOTHING);
  }

  private static byte[] webp(String form) {
    var head = new byte[40];
    System.arraycopy(form.getBytes(US_ASCII), 0, head, 12, 4);
    return head;
  }

  private Seen look(byte[] bytes, FileType type) throws IOException {
    blobs.delete(KEY);
    var in = new ByteArrayInputStream(bytes);
    var _ = blobs.append(KEY, 0, new Source(in), bytes.length);
    return thumbnails.look(KEY, type);
  }

  private record Source(ByteArrayInputStream in) implements ByteSource {
    @Override
    public int read(byte[] into, int offset, int length) {
      return in.read(into, offset, length);
    }

    @Override
    public void close() {}
  }

  private double count(String result) {
    return meters.counter("klatch.thumbnails", "result", result).count();
  }

  private static byte[] picture(int width, int height, String format) throws IOException {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (var y = 0; y < height; y++) {
      for (var x = 0; x < width; x++) {
        image.setRGB(x, y, x < width / 2 ? RED : BLUE);
      }
    }
    return bytes(image, format);
  }

  private static byte[] bytes(BufferedImage image, String format) throws IOException {
    var out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  /// With EXIF behind the first marker.
  private static byte[] withOrientation(byte[] jpeg, int orientation) {
    var exif = ByteBuffer.allocate(36);
    exif.putShort((short) 0xffe1).putShort((short) 34).putInt(0x45786966).putShort((short) 0);
    exif.putShort((short) 0x4d4d).putShort((short) 42).putInt(8).putShort((short) 1);
    exif.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
    var out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.writeBytes(exif.array());
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  private static BufferedImage small(Seen seen) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(Objects.requireNonNull(seen.thumbnail())));
  }

  private static boolean isLike(int pixel, int color) {
    for (var shift = 0; shift < 24; shift += 8) {
      if (Math.abs((pixel >> shift & 0xff) - (color >> shift & 0xff)) > 40) {
        return false;
      }
    }
    return true;
  }
}
