package io.klatch.socketio.admin;

/// What the Admin UI shows, and to whom.
///
/// @param namespaceName where the UI connects to
/// @param readOnly whether it may only look: no emit, join, leave or disconnect
/// @param serverId tells servers apart; empty for the host's name
/// @param socketsMax how many sockets are shown in development mode; further ones are counted only
/// @param updatesPerSecondMax changes of sockets and rooms that are shown in development mode, and
///   likewise events; beyond it events are left out, and sockets and rooms are sent anew as a whole
public record AdminUiOptions(
    AdminAuth auth,
    AdminMode mode,
    String namespaceName,
    boolean readOnly,
    String serverId,
    int socketsMax,
    int updatesPerSecondMax) {
  public static final int SOCKETS_MAX_DEFAULT = 1_000;
  public static final int UPDATES_PER_SECOND_MAX_DEFAULT = 500;

  public AdminUiOptions {
    if (socketsMax < 1) {
      throw new IllegalArgumentException("socketsMax is " + socketsMax + ", at least 1");
    }
    if (updatesPerSecondMax < 1) {
      throw new IllegalArgumentException(
          "updatesPerSecondMax is " + updatesPerSecondMax + ", at least 1");
    }
  }

  public static AdminUiOptions production(AdminAuth auth) {
    return of(auth, AdminMode.PRODUCTION);
  }

  public static AdminUiOptions development(AdminAuth auth) {
    return of(auth, AdminMode.DEVELOPMENT);
  }

  private static AdminUiOptions of(AdminAuth auth, AdminMode mode) {
    return new AdminUiOptions(
        auth, mode, "/admin", false, "", SOCKETS_MAX_DEFAULT, UPDATES_PER_SECOND_MAX_DEFAULT);
  }

  public AdminUiOptions withNamespaceName(String name) {
    return new AdminUiOptions(
        auth, mode, name, readOnly, serverId, socketsMax, updatesPerSecondMax);
  }

  public AdminUiOptions withReadOnly(boolean newReadOnly) {
    return new AdminUiOptions(
        auth, mode, namespaceName, newReadOnly, serverId, socketsMax, updatesPerSecondMax);
  }

  public AdminUiOptions withServerId(String id) {
    return new AdminUiOptions(
        auth, mode, namespaceName, readOnly, id, socketsMax, updatesPerSecondMax);
  }

  public AdminUiOptions withBounds(int newSocketsMax, int newUpdatesPerSecondMax) {
    return new AdminUiOptions(
        auth, mode, namespaceName, readOnly, serverId, newSocketsMax, newUpdatesPerSecondMax);
  }
}
