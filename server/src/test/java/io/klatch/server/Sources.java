package io.klatch.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Measures source files. Relies on the formatter: a method begins at a line that ends in `{` and
/// ends at the next `}` of the same indentation.
final class Sources {
  static final int FILE_LINES_MAX = 400;
  static final int METHOD_LINES_MAX = 50;

  /// A line that begins a method, a constructor, or (harmlessly) a call spread over lines.
  private static final Pattern METHOD =
      Pattern.compile(
          "( {2}| {4})(?!new |return |if |for |while |switch |try |@|//)\\w.*\\(.*[{(,]");

  private Sources() {}

  static List<Path> of(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  /// What is too long, by place, with its number of lines.
  static Map<String, Integer> tooLong(Path file) throws IOException {
    var lines = Files.readAllLines(file);
    var found = new TreeMap<String, Integer>();
    if (lines.size() > FILE_LINES_MAX) {
      found.put(file.toString(), lines.size());
    }
    for (int begin = 0; begin < lines.size(); begin++) {
      var match = METHOD.matcher(lines.get(begin));
      if (match.matches()) {
        var length = length(lines, begin, match.group(1));
        if (length > METHOD_LINES_MAX) {
          found.put(file + ":" + (begin + 1), length);
        }
      }
    }
    return found;
  }

  private static int length(List<String> lines, int begin, String indentation) {
    for (int i = begin + 1; i < lines.size(); i++) {
      if (lines.get(i).equals(indentation + "}")) {
        return i - begin + 1;
      }
      if (lines.get(i).equals(indentation.substring(2) + "}")) {
        return 0;
      }
    }
    return 0;
  }
}
