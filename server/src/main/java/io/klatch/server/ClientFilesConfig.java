package io.klatch.server;

import io.klatch.server.config.Settings;
import io.klatch.socketio.engine.ClientFiles;

/// Whether pages may load the JavaScript client from here, as configured. A jar that was built
/// without npm does not have it.
final class ClientFilesConfig {
  /// Where the build puts `dist` of npm's `socket.io-client`.
  private static final String FOLDER = "socket.io-client";

  private ClientFilesConfig() {}

  static ClientFiles from(Settings settings) {
    var loader = ClientFilesConfig.class.getClassLoader();
    boolean wanted = settings.choice("socketio.client-files", Switch.ON) == Switch.ON;
    return wanted && loader.getResource(FOLDER + "/socket.io.js") != null
        ? ClientFiles.in(loader, FOLDER)
        : ClientFiles.none();
  }
}
