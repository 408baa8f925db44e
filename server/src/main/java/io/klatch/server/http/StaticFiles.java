package io.klatch.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The pages' built files, out of the jar's `web/` folder; before them those of a folder of the
/// operator's, where there is one.
///
/// A path is served only if it is made of plain names and ends in a known kind of file, so nothing
/// outside the folders, no folder and no class file can be named. A folder's path stands for its
/// `index.html`. Files of the jar are kept in memory once read; there are only as many as it has.
final class StaticFiles {
  private static final String FOLDER = "web/";

  /// Of the operator's folder, whose files are read each time.
  private static final long FILE_BYTES_MAX = 4_000_000;

  private static final String FRAMED = "/main-rooms/index.html";

  /// Plain names: no `..`, no hidden files, no backslash, no empty part.
  private static final Pattern PLAIN = Pattern.compile("(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*+)++");

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json; charset=utf-8"),
          Map.entry("map", "application/json; charset=utf-8"),
          Map.entry("webmanifest", "application/manifest+json; charset=utf-8"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("webp", "image/webp"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("wasm", "application/wasm"));

  private static final String NOT_BUILT =
      """
      <!doctype html><html lang="en"><meta charset="utf-8"><title>Klatch</title>
      <h1>Klatch is running</h1>
      <p>This jar was built without the web page. The API and Socket.IO work; build with npm installed
      to get the page.</p></html>
      """;

  private final ClassLoader jar;
  private final PagesConfig pages;
  private final Map<String, Response> read = new ConcurrentHashMap<>();

  StaticFiles(ClassLoader jar, PagesConfig pages) {
    this.jar = jar;
    this.pages = pages;
  }

  /// The file, or null when there is none by that path.
  @Nullable Response find(String path) {
    var name = path.endsWith("/") ? path + "index.html" : path;
    if (!PLAIN.matcher(name).matches()) {
      return null;
    }
    if (!name.contains(".")) {
      return find(path + "/") == null ? null : moved(path + "/");
    }
    var type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null) {
      return null;
    }
    var put = put(name, type);
    if (put != null) {
      return put;
    }
    var known = read.get(name);
    if (known != null) {
      return known;
    }
    var found = read(name, type);
    if (found != null) {
      read.put(name, found);
      return found;
    }
    return path.equals("/") ? Response.of(200, type, NOT_BUILT.getBytes(UTF_8)) : null;
  }

  /// What is relative in the page would be beside the folder without it.
  private static Response moved(String to) {
    return new Response(308, Map.of("Location", to, "Cache-Control", "no-cache"), Response.NO_BODY);
  }

  /// Out of the operator's folder.
  private @Nullable Response put(String name, String type) {
    var folder = pages.files();
    if (folder == null) {
      return null;
    }
    var file = folder.resolve(name.substring(1));
    try {
      return Files.isRegularFile(file) && Files.size(file) <= FILE_BYTES_MAX
          ? file(name, type, Files.readAllBytes(file), "no-cache")
          : null;
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
  }

  private @Nullable Response read(String name, String type) {
    try (var in = jar.getResourceAsStream(FOLDER + name.substring(1))) {
      if (in == null) {
        return null;
      }
      var body = in.readAllBytes();
      // Vite puts a hash of the content in the names under assets/.
      var cache = name.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
      return file(name, type, body, cache);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + name + " out of the jar", e);
    }
  }

  private Response file(String name, String type, byte[] body, String cache) {
    var file = Response.of(200, type, body).with("Cache-Control", cache).with("ETag", etag(body));
    return name.equals(FRAMED) && !pages.framedBy().isEmpty()
        ? file.with("Content-Security-Policy", Exchange.policy(pages.framedBy()))
        : file;
  }

  /// Weak, because the same tag is given for the compressed form.
  private static String etag(byte[] body) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(body);
      return "W/\"" + HexFormat.of().formatHex(digest, 0, 12) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
