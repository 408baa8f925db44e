package io.klatch.domain.kernel;

/// One of a user's devices, as the application names it. 1–128 bytes of UTF-8.
public record DeviceId(String value) {
  public DeviceId {
    Ids.check("device id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
