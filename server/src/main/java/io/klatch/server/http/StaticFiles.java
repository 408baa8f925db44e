package io.klatch.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The page's built files, out of the jar's `web/` folder.
///
/// A path is served only if it is made of plain names and ends in a known kind of file, so nothing
/// outside the folder, no folder and no class file can be named. Files are kept in memory once
/// read; there are only as many as the jar has.
final class StaticFiles {
  private static final String FOLDER = "web/";

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
  private final Map<String, Response> read = new ConcurrentHashMap<>();

  StaticFiles(ClassLoader jar) {
    this.jar = jar;
  }

  /// The file, or null when there is none by that path.
  @Nullable Response find(String path) {
    var name = path.equals("/") ? "/index.html" : path;
    if (!PLAIN.matcher(name).matches()) {
      return null;
    }
    var type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null || !name.contains(".")) {
      return null;
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

  private @Nullable Response read(String name, String type) {
    try (var in = jar.getResourceAsStream(FOLDER + name.substring(1))) {
      if (in == null) {
        return null;
      }
      var body = in.readAllBytes();
      // Vite puts a hash of the content in the names under assets/.
      var cache = name.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
      return Response.of(200, type, body).with("Cache-Control", cache).with("ETag", etag(body));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + name + " out of the jar", e);
    }
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
