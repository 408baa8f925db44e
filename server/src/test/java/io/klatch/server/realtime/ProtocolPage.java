package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// docs/protocol.md, read as tables and lists of fields.
final class ProtocolPage {
  private static final Path DOC = Path.of("..", "docs", "protocol.md");

  private final String doc = read();

  List<List<String>> clientEvents() {
    var rows = new ArrayList<>(tables("event | payload | acknowledgement"));
    rows.addAll(tables("client event | payload"));
    return rows;
  }

  /// The objects the page describes in its text, by a short name.
  Map<String, Set<String>> objects() {
    return Map.of(
        "message", object("The message object, here and in history: `([^`]*)`"),
        "conversation", object("A conversation object is `([^`]*)`"),
        "linsta", object("Linsta [^`]*`([^`]*)`"),
        "camel", object("Camel case [^`]*`([^`]*)`"));
  }

  private Set<String> object(String pattern) {
    var matcher = Pattern.compile(pattern).matcher(doc);
    assertThat(matcher.find()).as(pattern).isTrue();
    return required(matcher.group(1));
  }

  Set<String> objectWithOptional() {
    var matcher =
        Pattern.compile("The message object, here and in history: `([^`]*)`").matcher(doc);
    assertThat(matcher.find()).isTrue();
    var names = new TreeSet<String>();
    fields(matcher.group(1)).forEach(name -> names.add(name.replace("?", "")));
    return names;
  }

  static Set<String> required(String told) {
    var names = new TreeSet<>(fields(told));
    names.removeIf(name -> name.endsWith("?"));
    return names;
  }

  /// The field names of the first `{a, b?, c: …}` in the text, nested ones left out.
  static List<String> fields(String told) {
    var open = told.indexOf('{');
    var names = new ArrayList<String>();
    if (open < 0) {
      return names;
    }
    var flat = told.substring(open + 1, told.lastIndexOf('}')).replaceAll("\\[\\{[^}]*}]", "");
    for (var part : flat.split(",", -1)) {
      var name = part.split(":", -1)[0].strip();
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }

  /// The rows of every table whose header begins so, as cells.
  List<List<String>> tables(String header) {
    var rows = new ArrayList<List<String>>();
    var inside = false;
    for (var line : doc.lines().toList()) {
      if (!line.startsWith("|")) {
        inside = false;
      } else if (line.startsWith("| " + header)) {
        inside = true;
      } else if (inside && !line.startsWith("|---")) {
        rows.add(cells(line));
      }
    }
    assertThat(rows).as(header).isNotEmpty();
    return rows;
  }

  private static List<String> cells(String line) {
    var cells = line.substring(1, line.length() - 1).split("(?<!\\\\)\\|", -1);
    return Arrays.stream(cells).map(String::strip).toList();
  }

  static List<String> codes(String cell) {
    var matcher = Pattern.compile("`([^`]*)`").matcher(cell);
    return matcher.results().map(it -> it.group(1)).toList();
  }

  private static String read() {
    try {
      return Files.readString(DOC);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
