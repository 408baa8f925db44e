package io.klatch.domain.tenant;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a web page comes from, as browsers write it: `https://app.example.com`, lower case, the
/// scheme's own port left out.
public record WebOrigin(String value) {
  private static final Pattern FORM =
      Pattern.compile("https?://([a-z0-9._-]+|\\[[0-9a-f:.]+])(:\\d{1,5})?");
  private static final int CHARACTERS_MAX = 300;

  public WebOrigin {
    if (!FORM.matcher(value).matches() || value.length() > CHARACTERS_MAX) {
      throw new IllegalArgumentException("not of the form https://host or https://host:port");
    }
  }

  /// Null when the text is no origin of a web page.
  public static @Nullable WebOrigin parse(String text) {
    var origin = text.toLowerCase(Locale.ROOT);
    if (origin.startsWith("http://") && origin.endsWith(":80")) {
      origin = origin.substring(0, origin.length() - 3);
    } else if (origin.startsWith("https://") && origin.endsWith(":443")) {
      origin = origin.substring(0, origin.length() - 4);
    }
    return origin.length() <= CHARACTERS_MAX && FORM.matcher(origin).matches()
        ? new WebOrigin(origin)
        : null;
  }

  @Override
  public String toString() {
    return value;
  }
}
