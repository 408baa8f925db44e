package io.klatch.server;

import io.klatch.domain.chat.ChatLimits;
import io.klatch.domain.moderation.FilterRules;
import io.klatch.domain.room.RoomRules;
import io.klatch.server.auth.AuthConfig;
import io.klatch.server.config.Settings;
import io.klatch.server.http.AccessSettings;
import io.klatch.server.http.HttpConfig;
import io.klatch.server.limits.LimitsConfig;
import io.klatch.server.storage.StoreConfig;
import io.klatch.server.webhooks.WebhookConfig;
import io.klatch.socketio.ConnectionLimits;
import io.klatch.socketio.Parser;
import io.klatch.socketio.SocketServerConfig;
import io.klatch.socketio.admin.AdminUiOptions;
import io.klatch.socketio.engine.EngineConfig;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Everything a server can be told, in one record of records; valid, or the server does not start.
///
/// @param data the folder it keeps its data and secret in
/// @param adminUi null where the Socket.IO Admin UI may not connect
record ServerConfig(
    Path data,
    HttpConfig http,
    AuthConfig auth,
    ChatLimits chat,
    AttachmentConfig attachments,
    LimitsConfig limits,
    PresenceConfig presence,
    RoomRules rooms,
    FilterRules roomFilter,
    SocketServerConfig sockets,
    StoreConfig store,
    WebhookConfig webhooks,
    StopConfig stop,
    LogConfig log,
    @Nullable AdminUiOptions adminUi) {
  static ServerConfig from(Settings settings) {
    return new ServerConfig(
        Path.of(settings.text("data", "./data", "a folder this process may write to")),
        HttpConfig.from(settings),
        AuthConfig.from(settings),
        chat(settings),
        AttachmentConfig.from(settings),
        LimitsConfig.from(settings),
        PresenceConfig.from(settings),
        RoomsConfig.from(settings),
        RoomFilterConfig.from(settings),
        sockets(settings),
        store(settings),
        WebhookConfig.from(settings),
        StopConfig.from(settings),
        LogConfig.from(settings),
        AdminUiConfig.from(settings));
  }

  private static ChatLimits chat(Settings settings) {
    var usual = ChatLimits.defaults();
    return new ChatLimits(
        settings.integer("chat.text-bytes-max", usual.textBytesMax(), 1, 100_000),
        settings.integer("chat.members-max", usual.membersMax(), 2, 10_000));
  }

  private static SocketServerConfig sockets(Settings settings) {
    var usual = EngineConfig.defaults();
    var engine =
        usual
            .withAccess(AccessSettings.from(settings))
            .withLimits(EngineLimitsConfig.from(settings))
            .withCompression(CompressionConfig.from(settings))
            .withClientFiles(ClientFilesConfig.from(settings))
            .withHeartbeat(
                settings.duration(
                    "socketio.ping-interval",
                    usual.pingInterval(),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(10)),
                settings.duration(
                    "socketio.ping-timeout",
                    usual.pingTimeout(),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(10)))
            .withUpgradeTimeout(
                settings.duration(
                    "socketio.upgrade-timeout",
                    usual.upgradeTimeout(),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(1)))
            .withPayloadBytesMax(
                settings.integer(
                    "socketio.payload-bytes-max", usual.payloadBytesMax(), 10_000, 10_000_000))
            .withInboxPacketsMax(
                settings.integer("socketio.inbox-packets-max", usual.inboxPacketsMax(), 1, 100_000))
            .withSessionsMax(
                settings.integer("socketio.sessions-max", usual.sessionsMax(), 1, 10_000_000));
    var outbox =
        settings.integer(
            "socketio.outbox-bytes-max", usual.outboxBytesMax(), 10_000, 1_000_000_000);
    if (outbox < engine.payloadBytesMax()) {
      settings.problem("socketio.outbox-bytes-max must be at least socketio.payload-bytes-max");
      outbox = engine.payloadBytesMax();
    }
    return new SocketServerConfig(
        engine.withOutboxBytesMax(outbox),
        settings.duration(
            "socketio.connect-timeout",
            SocketServerConfig.defaults().connectTimeout(),
            Duration.ofSeconds(1),
            Duration.ofMinutes(10)),
        PacketConfig.from(settings),
        connections(settings),
        settings.choice("socketio.parser", Parser.JSON));
  }

  private static ConnectionLimits connections(Settings settings) {
    var usual = ConnectionLimits.defaults();
    return new ConnectionLimits(
        settings.integer("socketio.namespaces-max", usual.namespacesMax(), 1, 10_000),
        settings.integer("socketio.refused-connects-max", usual.refusedConnectsMax(), 1, 1_000_000),
        settings.duration(
            "socketio.attachment-timeout",
            usual.attachmentTimeout(),
            Duration.ofSeconds(1),
            Duration.ofMinutes(10)));
  }

  private static StoreConfig store(Settings settings) {
    var usual = StoreConfig.defaults();
    return new StoreConfig(
        settings.integer("store.readers", usual.readers(), 1, 16),
        settings.integer("store.batch-max", usual.batchMax(), 1, 500),
        settings.integer("store.queue-max", usual.queueMax(), 1, 1_000_000));
  }
}
