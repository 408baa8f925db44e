package io.klatch.domain.kernel;

/// A user's id within a tenant, as the application's own back end names it. 1–128 bytes of UTF-8.
public record UserId(String value) implements Comparable<UserId> {
  /// Sends what nobody says; nobody can be this user.
  public static final UserId SYSTEM = new UserId("@system");

  public UserId {
    Ids.check("user id", value);
  }

  @Override
  public int compareTo(UserId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
