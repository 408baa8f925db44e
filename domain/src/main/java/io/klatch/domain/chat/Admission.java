package io.klatch.domain.chat;

/// Port: whether what is written now can still be delivered in time. False while fan-out is far
/// behind; writes are then refused rather than piled up.
@FunctionalInterface
public interface Admission {
  boolean open();
}
