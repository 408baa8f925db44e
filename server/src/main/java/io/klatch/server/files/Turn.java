package io.klatch.server.files;

import io.klatch.domain.attachment.Extent;

/// How a camera was held: what is to be done to its pixels before they are shown (EXIF's
/// orientation).
///
/// @param swapped width and height change places, after the flips
record Turn(boolean flippedAcross, boolean flippedDown, boolean swapped) {
  static final Turn NONE = new Turn(false, false, false);

  /// @param orientation 1 to 8
  static Turn of(int orientation) {
    return switch (orientation) {
      case 2 -> new Turn(true, false, false);
      case 3 -> new Turn(true, true, false);
      case 4 -> new Turn(false, true, false);
      case 5 -> new Turn(false, false, true);
      case 6 -> new Turn(false, true, true);
      case 7 -> new Turn(true, true, true);
      case 8 -> new Turn(true, false, true);
      default -> NONE;
    };
  }

  Extent of(Extent stored) {
    return swapped
        ? new Extent(/* width= */ stored.height(), /* height= */ stored.width())
        : stored;
  }

  /// The stored column of what is shown at (x, y).
  int column(int x, int y, Extent stored) {
    int column = swapped ? y : x;
    return flippedAcross ? stored.width() - 1 - column : column;
  }

  /// The stored row of what is shown at (x, y).
  int row(int x, int y, Extent stored) {
    int row = swapped ? x : y;
    return flippedDown ? stored.height() - 1 - row : row;
  }
}
