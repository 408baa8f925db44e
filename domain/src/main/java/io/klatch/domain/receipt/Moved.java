package io.klatch.domain.receipt;

/// What a [Step] did; nothing, when the two are the same.
public record Moved(MemberKey member, Standing before, Standing after) {
  public boolean isChange() {
    return !before.equals(after);
  }

  /// Whether it is more than the member's own matter.
  public boolean isPublic() {
    return !before.marks().read().equals(after.marks().read())
        || !before.marks().delivered().equals(after.marks().delivered());
  }
}
