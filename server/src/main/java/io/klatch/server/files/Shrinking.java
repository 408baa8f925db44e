package io.klatch.server.files;

import io.klatch.domain.attachment.Extent;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Makes a small picture of a larger one: each pixel is the mean of those it stands for. JPEG, or
/// PNG where something can be seen through.
final class Shrinking {
  private final BufferedImage image;
  private final Extent from;
  private final Turn turn;

  private Shrinking(BufferedImage image, Turn turn) {
    this.image = image;
    this.from = new Extent(image.getWidth(), image.getHeight());
    this.turn = turn;
  }

  /// @param side what neither side of it exceeds; a smaller picture keeps its size
  static byte[] to(int side, BufferedImage image, Turn turn) throws IOException {
    var through = image.getColorModel().hasAlpha();
    var small = new Shrinking(image, turn).small(side, through);
    var out = new ByteArrayOutputStream();
    try (var stream = new MemoryCacheImageOutputStream(out)) {
      if (!ImageIO.write(small, through ? "png" : "jpeg", stream)) {
        throw new IOException("the JDK cannot write a thumbnail");
      }
    }
    return out.toByteArray();
  }

  private BufferedImage small(int side, boolean through) {
    var shown = turn.of(from);
    double scale = Math.max(1.0, Math.max(shown.width(), shown.height()) / (double) side);
    int width = Math.max(1, (int) (shown.width() / scale));
    int height = Math.max(1, (int) (shown.height() / scale));
    var small =
        new BufferedImage(
            width, height, through ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      int top = y * shown.height() / height;
      int bottom = Math.max(top + 1, (y + 1) * shown.height() / height);
      for (int x = 0; x < width; x++) {
        int left = x * shown.width() / width;
        int right = Math.max(left + 1, (x + 1) * shown.width() / width);
        small.setRGB(x, y, mean(left, top, right, bottom));
      }
    }
    return small;
  }

  /// Of a rectangle of what is shown; a pixel counts as much as it is opaque.
  private int mean(int left, int top, int right, int bottom) {
    long alpha = 0;
    long red = 0;
    long green = 0;
    long blue = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int pixel = image.getRGB(turn.column(x, y, from), turn.row(x, y, from));
        int opacity = pixel >>> 24;
        alpha += opacity;
        red += (long) opacity * (pixel >> 16 & 0xff);
        green += (long) opacity * (pixel >> 8 & 0xff);
        blue += (long) opacity * (pixel & 0xff);
      }
    }
    if (alpha == 0) {
      return 0;
    }
    long all = (long) (right - left) * (bottom - top);
    return (int) (alpha / all) << 24
        | (int) (red / alpha) << 16
        | (int) (green / alpha) << 8
        | (int) (blue / alpha);
  }
}
