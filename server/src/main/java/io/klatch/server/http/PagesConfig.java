package io.klatch.server.http;

import io.klatch.server.config.Settings;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The web pages, beyond what the jar has.
///
/// @param files a folder whose files are served in place of those of the jar; null for none
/// @param framedBy origins whose pages may show `/main-rooms/` in a frame
public record PagesConfig(@Nullable Path files, List<String> framedBy) {
  public static final PagesConfig NONE = new PagesConfig(null, List.of());

  /// Nothing that would begin another directive of the policy.
  private static final Pattern ORIGIN =
      Pattern.compile("https?://[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?");

  public PagesConfig {
    framedBy = List.copyOf(framedBy);
  }

  public static PagesConfig from(Settings settings) {
    return new PagesConfig(
        folder(settings),
        settings.words(
            "http.framed-by",
            "none",
            "none, or origins such as https://web.telegram.org, separated by commas",
            PagesConfig::origins));
  }

  private static @Nullable Path folder(Settings settings) {
    var files = settings.textOrNull("http.files", "none", "a folder");
    if (files == null || files.isBlank()) {
      return null;
    }
    try {
      var folder = Path.of(files);
      if (Files.isDirectory(folder)) {
        return folder;
      }
    } catch (InvalidPathException _) {
      // As one that is not there.
    }
    settings.problem("http.files is " + files + ", allowed: a folder that is there");
    return null;
  }

  private static List<String> origins(List<String> origins) {
    if (origins.equals(List.of("none"))) {
      return List.of();
    }
    for (var origin : origins) {
      if (!ORIGIN.matcher(origin).matches()) {
        throw new IllegalArgumentException(origin + " is no origin");
      }
    }
    return origins;
  }
}
