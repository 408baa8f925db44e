package io.klatch.server.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The data folder's `secret`: made at the first start, readable by its owner only.
public final class SecretFile {
  private static final Logger log = LoggerFactory.getLogger(SecretFile.class);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private SecretFile() {}

  /// The configured secret, or else the folder's, which is made when there is none.
  public static SigningSecret open(AuthConfig config, Path dataFolder, SecureRandom random)
      throws IOException {
    if (config.secret() != null) {
      return SigningSecret.configured(config.secret());
    }
    var file = dataFolder.resolve("secret");
    if (!Files.exists(file)) {
      make(file, random);
    }
    closeToOthers(file);
    return new SigningSecret(decode(file), true);
  }

  private static void make(Path file, SecureRandom random) throws IOException {
    var bytes = new byte[SigningSecret.BYTES_MIN];
    random.nextBytes(bytes);
    var text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n";
    // Written beside and then linked, so that a second process sees no secret or a whole one.
    var beside =
        Files.createTempFile(file.toAbsolutePath().getParent(), "secret", ".new", mode(file));
    try {
      Files.writeString(beside, text, US_ASCII);
      try {
        Files.createLink(file, beside);
      } catch (UnsupportedOperationException e) {
        Files.move(beside, file);
      }
    } catch (FileAlreadyExistsException e) {
      log.debug("another process made the secret first");
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static FileAttribute<?>[] mode(Path file) {
    return posix(file)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  private static void closeToOthers(Path file) throws IOException {
    if (posix(file) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
      log.warn("secret was readable by others, its mode is 600 now file={}", file);
      Files.setPosixFilePermissions(file, OWNER_ONLY);
    }
  }

  private static boolean posix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static byte[] decode(Path file) throws IOException {
    try {
      var bytes = Base64.getUrlDecoder().decode(Files.readString(file, US_ASCII).strip());
      if (bytes.length >= SigningSecret.BYTES_MIN) {
        return bytes;
      }
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      log.debug("not base64url file={}", file, e);
    }
    throw new IOException(
        "the secret in "
            + file
            + " is damaged; delete the file and a new one is made"
            + " (tokens signed before are refused then)");
  }
}
