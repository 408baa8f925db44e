package io.klatch.socketio.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// The JavaScript client's bundles, which a page may load from the endpoint's own path, so that
/// client and server fit: `/socket.io/socket.io.min.js` and seven others.
///
/// The library does not bring them: `dist` of the npm package `socket.io-client` goes into a folder
/// of the class path. They are read when first asked for and kept in memory.
///
/// May be used from any thread; `find` blocks.
public final class ClientFiles {
  private static final String BUNDLE = "socket.io.js";

  /// All that is ever served, whatever else is in the folder.
  private static final Set<String> NAMES =
      Set.of(
          BUNDLE,
          "socket.io.js.map",
          "socket.io.min.js",
          "socket.io.min.js.map",
          "socket.io.esm.min.js",
          "socket.io.esm.min.js.map",
          "socket.io.msgpack.min.js",
          "socket.io.msgpack.min.js.map");

  private static final Pattern VERSION = Pattern.compile("Socket\\.IO v([0-9A-Za-z.+-]{1,40})");
  private static final int BANNER_BYTES_MAX = 200;

  /// One file, plain and compressed.
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared or changed
  record ClientFile(String type, byte[] plain, byte[] gzip) {}

  private final ClassLoader loader;
  private final @Nullable String folder;
  private final String version;
  private final Map<String, ClientFile> read = new ConcurrentHashMap<>();

  private ClientFiles(ClassLoader loader, @Nullable String folder, String version) {
    this.loader = loader;
    this.folder = folder;
    this.version = version;
  }

  /// No files are served.
  public static ClientFiles none() {
    return new ClientFiles(ClientFiles.class.getClassLoader(), null, "none");
  }

  /// The files in a folder of the class path, without `/` at its ends.
  ///
  /// @throws IllegalArgumentException if there is no `socket.io.js`, or it does not name its
  ///   version
  public static ClientFiles in(ClassLoader loader, String folder) {
    var path = folder + "/" + BUNDLE;
    try (var in = loader.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException(
            path + " is not on the class path: put dist of npm's socket.io-client there");
      }
      var banner = new String(in.readNBytes(BANNER_BYTES_MAX), StandardCharsets.UTF_8);
      var version = VERSION.matcher(banner);
      if (!version.find()) {
        throw new IllegalArgumentException(path + " does not begin with the client's version");
      }
      return new ClientFiles(loader, folder, version.group(1));
    } catch (IOException fault) {
      throw new UncheckedIOException("cannot read " + path, fault);
    }
  }

  boolean has(String name) {
    return folder != null && NAMES.contains(name);
  }

  /// As the reference gives it: of the version, not of the file.
  String etag() {
    return "\"" + version + "\"";
  }

  /// The file, or null when the folder does not have it.
  @Nullable ClientFile find(String name) {
    var known = read.get(name);
    if (known != null || !has(name)) {
      return known;
    }
    try (var in = loader.getResourceAsStream(folder + "/" + name)) {
      if (in == null) {
        return null;
      }
      var type = name.endsWith(".map") ? "application/json" : "application/javascript";
      var plain = in.readAllBytes();
      var file = new ClientFile(type + "; charset=utf-8", plain, gzip(plain));
      read.put(name, file);
      return file;
    } catch (IOException fault) {
      throw new UncheckedIOException("cannot read " + name + " of the class path", fault);
    }
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    var out = new ByteArrayOutputStream(plain.length / 2);
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  /// The version of the client, or `none`.
  @Override
  public String toString() {
    return version;
  }
}
