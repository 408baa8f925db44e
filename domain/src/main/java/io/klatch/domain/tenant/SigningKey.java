package io.klatch.domain.tenant;

/// A key whose signature on a tenant's tokens is good. Does not print what it is made of.
///
/// @param id the `kid` of tokens it signs; 1–64 letters, digits, `.`, `_`, `-`
/// @param material the secret of HS256; of the others the public key as PEM
public record SigningKey(String id, KeyAlgorithm algorithm, String material) {
  public static final int ID_CHARACTERS_MAX = 64;
  public static final int MATERIAL_CHARACTERS_MAX = 8_000;

  public SigningKey {
    if (!isId(id)) {
      throw new IllegalArgumentException(
          "a key id is 1 to " + ID_CHARACTERS_MAX + " letters, digits, '.', '_' or '-'");
    }
    if (material.isBlank() || material.length() > MATERIAL_CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "a key has 1 to " + MATERIAL_CHARACTERS_MAX + " characters");
    }
  }

  static boolean isId(String text) {
    return !text.isEmpty()
        && text.length() <= ID_CHARACTERS_MAX
        && text.chars()
            .allMatch(
                c -> c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-'));
  }

  @Override
  public String toString() {
    return "SigningKey[" + id + ", " + algorithm + "]";
  }
}
