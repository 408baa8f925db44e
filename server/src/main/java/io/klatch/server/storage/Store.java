package io.klatch.server.storage;

import io.klatch.domain.account.EntitlementStore;
import io.klatch.domain.account.RevocationStore;
import io.klatch.domain.account.SessionStore;
import io.klatch.domain.account.SuspensionStore;
import io.klatch.domain.attachment.AttachmentStore;
import io.klatch.domain.audit.AuditStore;
import io.klatch.domain.chat.ChangeStore;
import io.klatch.domain.chat.Contacts;
import io.klatch.domain.chat.ConversationStore;
import io.klatch.domain.chat.ExpiryStore;
import io.klatch.domain.chat.MemberStore;
import io.klatch.domain.chat.Memberships;
import io.klatch.domain.chat.MessageChanges;
import io.klatch.domain.chat.MessageReader;
import io.klatch.domain.chat.MessageStore;
import io.klatch.domain.chat.SentMessages;
import io.klatch.domain.draft.DraftStore;
import io.klatch.domain.event.CommitListener;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.event.LogReader;
import io.klatch.domain.event.TenantLog;
import io.klatch.domain.export.ExportStore;
import io.klatch.domain.moderation.RoomConversations;
import io.klatch.domain.presence.PresenceHours;
import io.klatch.domain.presence.PresenceStore;
import io.klatch.domain.privacy.PrivacyStore;
import io.klatch.domain.receipt.UnreadStore;
import io.klatch.domain.receipt.WatermarkStore;
import io.klatch.domain.repeat.AnswerStore;
import io.klatch.domain.review.AppealStore;
import io.klatch.domain.review.ReviewStore;
import io.klatch.domain.room.ModerationStore;
import io.klatch.domain.room.RoomListener;
import io.klatch.domain.room.RoomStore;
import io.klatch.domain.safety.BlockStore;
import io.klatch.domain.safety.ReportStore;
import io.klatch.domain.safety.RetentionStore;
import io.klatch.domain.schedule.ScheduleStore;
import io.klatch.domain.tenant.TenantStore;
import io.klatch.domain.user.UserStore;
import io.klatch.domain.webhook.WebhookStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;

/// A data folder, opened: the domain's stores on one SQLite database.
///
/// Belongs to one process; a second one is refused. Closing finishes the writes that wait.
public final class Store implements AutoCloseable {
  private final DataFolder folder;
  private final Clock clock;
  private final Writer writer;
  private final Readers readers;
  private final JdbcMessageStore messages;
  private final JdbcConversationStore conversations;
  private final JdbcMemberships memberships;
  private final JdbcChangeStore changes;
  private final JdbcMemberStore members;
  private final JdbcMessageChanges messageChanges;
  private final JdbcMessageReader messageReader;
  private final JdbcLog log;
  private final JdbcSessionStore sessions;
  private final JdbcPrivacyStore privacy;
  private final JdbcPresenceStore presence;
  private final JdbcPresenceHours presenceHours;
  private final JdbcContacts contacts;
  private final JdbcTenantStore tenants;
  private final JdbcRevocationStore revocations;
  private final JdbcWatermarkStore watermarks;
  private final JdbcUnreadStore unread;
  private final JdbcDraftStore drafts;
  private final JdbcAttachmentStore attachments;
  private final JdbcScheduleStore scheduled;
  private final JdbcExpiryStore expiry;
  private final JdbcBlockStore blocks;
  private final JdbcReportStore reports;
  private final JdbcRetentionStore retention;
  private final JdbcSuspensionStore suspensions;
  private final JdbcEntitlementStore entitlements;
  private final JdbcAnswerStore answers;
  private final JdbcUserStore users;
  private final JdbcWebhookStore webhooks;
  private final JdbcTenantLog tenantLog;
  private final JdbcSentMessages sentMessages;
  private final JdbcAuditStore audit;
  private final JdbcReviewStore reviews;
  private final JdbcExportStore exports;

  private Store(
      DataFolder folder,
      String epoch,
      Writer writer,
      Readers readers,
      WatermarkMemory marks,
      Clock clock) {
    this.folder = folder;
    this.clock = clock;
    this.writer = writer;
    this.readers = readers;
    this.messages = new JdbcMessageStore(writer, readers);
    this.conversations = new JdbcConversationStore(writer, readers);
    this.memberships = new JdbcMemberships(readers);
    this.changes = new JdbcChangeStore(readers);
    this.members = new JdbcMemberStore(writer, readers);
    this.messageReader = new JdbcMessageReader(readers);
    this.messageChanges = new JdbcMessageChanges(writer, readers);
    this.log = new JdbcLog(epoch, writer, readers);
    this.sessions = new JdbcSessionStore(writer, readers, clock);
    this.privacy = new JdbcPrivacyStore(writer, readers);
    this.presence = new JdbcPresenceStore(writer, readers);
    this.presenceHours = new JdbcPresenceHours(writer, readers);
    this.contacts = new JdbcContacts(readers);
    this.tenants = new JdbcTenantStore(writer, readers);
    this.revocations = new JdbcRevocationStore(writer, readers);
    this.watermarks = new JdbcWatermarkStore(writer, readers, marks, privacy);
    this.unread = new JdbcUnreadStore(readers, watermarks, clock);
    this.drafts = new JdbcDraftStore(writer, readers);
    this.attachments = new JdbcAttachmentStore(writer, readers);
    this.scheduled = new JdbcScheduleStore(writer, readers);
    this.expiry = new JdbcExpiryStore(writer, readers);
    this.blocks = new JdbcBlockStore(writer, readers);
    this.reports = new JdbcReportStore(writer, readers);
    this.retention = new JdbcRetentionStore(writer, readers);
    this.suspensions = new JdbcSuspensionStore(writer, readers);
    this.entitlements = new JdbcEntitlementStore(writer, readers);
    this.answers = new JdbcAnswerStore(writer, readers);
    this.users = new JdbcUserStore(writer, readers);
    this.webhooks = new JdbcWebhookStore(writer, readers);
    this.tenantLog = new JdbcTenantLog(readers);
    this.sentMessages = new JdbcSentMessages(readers);
    this.audit = new JdbcAuditStore(readers);
    this.reviews = new JdbcReviewStore(writer, readers);
    this.exports = new JdbcExportStore(readers);
  }

  /// Opens the folder's database and makes it when there is none.
  ///
  /// @param listener hears every commit
  /// @throws StoreException with one sentence for the operator: the folder is not writable or in
  ///   use, the database is damaged or newer than this program
  public static Store open(
      Path dataFolder, StoreConfig config, CommitListener listener, Clock clock) {
    var folder = DataFolder.hold(dataFolder);
    try {
      return open(folder, config, listener, clock);
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  public MessageStore messages() {
    return messages;
  }

  public ConversationStore conversations() {
    return conversations;
  }

  public Memberships memberships() {
    return memberships;
  }

  public ChangeStore changes() {
    return changes;
  }

  public MessageReader messageReader() {
    return messageReader;
  }

  public MessageChanges messageChanges() {
    return messageChanges;
  }

  public MemberStore members() {
    return members;
  }

  public LogReader log() {
    return log;
  }

  public SessionStore sessions() {
    return sessions;
  }

  public PresenceStore presence() {
    return presence;
  }

  public PresenceHours presenceHours() {
    return presenceHours;
  }

  public Contacts contacts() {
    return contacts;
  }

  public PrivacyStore privacy() {
    return privacy;
  }

  public TenantStore tenants() {
    return tenants;
  }

  public RevocationStore revocations() {
    return revocations;
  }

  public WatermarkStore watermarks() {
    return watermarks;
  }

  public UnreadStore unread() {
    return unread;
  }

  public DraftStore drafts() {
    return drafts;
  }

  public AttachmentStore attachments() {
    return attachments;
  }

  public ScheduleStore scheduled() {
    return scheduled;
  }

  public ExpiryStore expiry() {
    return expiry;
  }

  public BlockStore blocks() {
    return blocks;
  }

  public ReportStore reports() {
    return reports;
  }

  public RetentionStore retention() {
    return retention;
  }

  public SuspensionStore suspensions() {
    return suspensions;
  }

  public EntitlementStore entitlements() {
    return entitlements;
  }

  /// @param listener hears of every change made through what is returned
  public RoomStore rooms(RoomListener listener) {
    return new JdbcRoomStore(writer, readers, listener);
  }

  /// @param listener as for [#rooms]
  public ModerationStore moderation(RoomListener listener) {
    return new JdbcModerationStore(writer, readers, listener);
  }

  public RoomConversations roomConversations() {
    return new JdbcRoomConversations(readers);
  }

  public AnswerStore answers() {
    return answers;
  }

  public UserStore users() {
    return users;
  }

  public WebhookStore webhooks() {
    return webhooks;
  }

  public TenantLog tenantLog() {
    return tenantLog;
  }

  public SentMessages sentMessages() {
    return sentMessages;
  }

  public AuditStore audit() {
    return audit;
  }

  public AppealStore appeals() {
    return reviews;
  }

  public ReviewStore reviews() {
    return reviews;
  }

  public ExportStore exports() {
    return exports;
  }

  /// Members whose receipts are not written yet.
  public int receiptsPending() {
    return watermarks.pending();
  }

  /// Whether writes are taken: false while closing, and after a fault that stopped the writer.
  public boolean isWritable() {
    return writer.isAlive();
  }

  /// Transactions since the start, each one fsync for all its writes.
  public long commits() {
    return writer.commits();
  }

  /// Reads since the start.
  public long reads() {
    return readers.reads();
  }

  /// Writes that wait for their turn.
  public int writesQueued() {
    return writer.queued();
  }

  @Override
  public void close() {
    watermarks.close();
    writer.close();
    readers.close();
    folder.close();
  }

  DataFolder folder() {
    return folder;
  }

  Clock clock() {
    return clock;
  }

  Writer writer() {
    return writer;
  }

  Readers readers() {
    return readers;
  }

  private static Store open(
      DataFolder folder, StoreConfig config, CommitListener listener, Clock clock) {
    var dialect = SqlDialect.SQLITE;
    var file = folder.database();
    try {
      var connection = dialect.openWriter(file);
      try {
        Schema.migrate(file, connection);
        var epoch = Schema.epoch(connection);
        var head = JdbcLog.head(connection);
        WatermarkRows.recover(connection, head);
        var marks = new WatermarkMemory(listener, new LogPosition(head));
        var readers = new Readers(file, dialect, config, clock);
        var writer = new Writer(file, connection, dialect, head, config, marks, clock);
        return new Store(folder, epoch, writer, readers, marks, clock);
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new StoreException(
          dialect.isDamage(e)
              ? "the database %s is damaged or not a Klatch database: restore a backup, or move it away to start anew"
                  .formatted(file)
              : "the database %s cannot be opened: %s".formatted(file, e.getMessage()),
          e);
    }
  }
}
