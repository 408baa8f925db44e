package io.klatch.server;

/// A setting that is on or off.
enum Switch {
  ON,
  OFF
}
