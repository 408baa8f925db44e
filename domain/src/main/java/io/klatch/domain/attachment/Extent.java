package io.klatch.domain.attachment;

/// The size of a picture as it is shown, in pixels.
public record Extent(int width, int height) {
  public Extent {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("a picture of " + width + " × " + height + " pixels");
    }
  }

  public long pixels() {
    return (long) width * height;
  }
}
