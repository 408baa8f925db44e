package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.attachment.Attachment;
import io.klatch.domain.attachment.AttachmentLimits;
import io.klatch.domain.attachment.FileName;
import io.klatch.domain.chat.ChatLimits;
import io.klatch.domain.chat.Expiry;
import io.klatch.domain.draft.Drafts;
import io.klatch.domain.draft.Writing;
import io.klatch.domain.kernel.ClientMessageId;
import io.klatch.domain.kernel.Emoji;
import io.klatch.domain.limit.LimitName;
import io.klatch.domain.room.RoomRules;
import io.klatch.domain.room.RoomTerms;
import io.klatch.domain.safety.Blocking;
import io.klatch.domain.safety.Reporting;
import io.klatch.domain.schedule.Scheduling;
import io.klatch.domain.search.SearchMessages;
import io.klatch.domain.search.SearchTerms;
import io.klatch.server.config.Settings;
import io.klatch.server.delivery.Onlookers;
import io.klatch.server.delivery.ResumeConfig;
import io.klatch.server.http.HttpEntry;
import io.klatch.server.limits.LimitsConfig;
import io.klatch.socketio.engine.EngineConfig;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The limits in docs/protocol.md are those of the code.
class ProtocolLimitsTest {
  @Test
  void limits_are_as_the_page_says() {
    var told = new HashMap<String, String>();
    new ProtocolPage()
        .tables("limit | default")
        .forEach(row -> told.put(row.getFirst(), row.get(1)));
    var chat = ChatLimits.defaults();
    var files = AttachmentLimits.defaults();
    var limits = LimitsConfig.from(Settings.none());
    var send = limits.rate(LimitName.SEND);
    var resume = ResumeConfig.defaults();
    assertThat(told)
        .isEqualTo(
            Map.ofEntries(
                Map.entry("text of a message", "%,d bytes of UTF-8".formatted(chat.textBytesMax())),
                Map.entry("members of a group", "%,d".formatted(chat.membersMax())),
                Map.entry("title", ChatLimits.TITLE_CHARACTERS_MAX + " characters"),
                Map.entry(
                    "`client_msg_id`, `op_id`", ClientMessageId.CHARACTERS_MAX + " characters"),
                Map.entry("`body`", "%,d bytes of JSON".formatted(ChatLimits.BODY_BYTES_MAX)),
                Map.entry("mentions of a message", "" + ChatLimits.MENTIONS_MAX),
                Map.entry("edits of a message", "" + ChatLimits.EDITS_MAX),
                Map.entry("`emoji`", Emoji.BYTES_MAX + " bytes of UTF-8"),
                Map.entry("different reactions to a message", "" + ChatLimits.EMOJIS_MAX),
                Map.entry("pinned messages", "" + ChatLimits.PINS_MAX),
                Map.entry("users blocked by a user", "%,d".formatted(Blocking.BLOCKED_MAX)),
                Map.entry(
                    "page size",
                    "%d (default %d)".formatted(ChatLimits.PAGE_MAX, ChatLimits.PAGE_DEFAULT)),
                Map.entry("`query` of a search", SearchTerms.CHARACTERS_MAX + " characters"),
                Map.entry(
                    "page size of a search",
                    "%d (default %d)"
                        .formatted(SearchMessages.PAGE_MAX, SearchMessages.PAGE_DEFAULT)),
                Map.entry(
                    "messages of a new account to one conversation",
                    LimitName.NEW_ACCOUNT_SEND.usual().toString()),
                Map.entry("age of a new account", limits.newAccountAge().toHours() + " h"),
                Map.entry(
                    "conversations opened by a user",
                    LimitName.CONVERSATION_NEW.usual().toString()),
                Map.entry("joins of a user by name", LimitName.JOIN.usual().toString()),
                Map.entry("joins of rooms by a user", LimitName.ROOM_JOIN.usual().toString()),
                Map.entry(
                    "rooms",
                    "%d of a user, %,d of a tenant"
                        .formatted(RoomRules.OWN_ROOMS_MAX, RoomRules.ROOMS_MAX)),
                Map.entry(
                    "seats of a room",
                    "%,d (default %d)"
                        .formatted(RoomTerms.CAPACITY_MAX, RoomRules.defaults().capacity())),
                Map.entry("rooms a socket watches", "" + Onlookers.WATCHED_MAX),
                Map.entry("presence set by a user", LimitName.PRESENCE_SET.usual().toString()),
                Map.entry("reports of a user", LimitName.REPORT.usual().toString()),
                Map.entry(
                    "`reason`, `comment` of a report",
                    "%d, %,d characters"
                        .formatted(
                            Reporting.REASON_CHARACTERS_MAX, Reporting.COMMENT_CHARACTERS_MAX)),
                Map.entry("searches of a user", LimitName.SEARCH.usual().toString()),
                Map.entry("attachments of a message", "" + Attachment.OF_MESSAGE_MAX),
                Map.entry(
                    "name of a file", FileName.CHARACTERS_MAX + " characters, the rest is cut off"),
                Map.entry("size of a file", "%,d bytes".formatted(files.bytesMax())),
                Map.entry("files of a user", "%,d bytes".formatted(files.userBytesMax())),
                Map.entry("uploads of a user that are not complete", "" + files.unfinishedMax()),
                Map.entry("uploads of a user", LimitName.UPLOAD.usual().toString()),
                Map.entry("parts of uploads of a user", LimitName.UPLOAD_PART.usual().toString()),
                Map.entry(
                    "text and `body` of a draft",
                    "%,d bytes of UTF-8".formatted(Writing.BYTES_MAX)),
                Map.entry(
                    "`expires_in_s`, `message_ttl_s`",
                    "%,d to %,d"
                        .formatted(Expiry.AFTER_MIN.toSeconds(), Expiry.AFTER_MAX.toSeconds())),
                Map.entry("scheduled messages of a user", "" + Scheduling.PENDING_MAX),
                Map.entry("drafts of a user", "" + Drafts.COUNT_MAX),
                Map.entry("drafts set by a user", LimitName.DRAFT.usual().toString()),
                Map.entry(
                    "refusals of a socket",
                    "%d in %d s, then its transport is closed; its address opens one session a second for %d s"
                        .formatted(
                            Conduct.REFUSALS_MAX,
                            Conduct.REFUSALS_WITHIN.toSeconds(),
                            Conduct.ADDRESS_SLOWED.toSeconds())),
                Map.entry(
                    "refusals over one HTTP connection",
                    "%d in %d s, then it is closed"
                        .formatted(HttpEntry.REFUSALS_MAX, HttpEntry.REFUSALS_WITHIN.toSeconds())),
                Map.entry(
                    "sends of a user", "%d/s, burst %d".formatted(send.count(), send.burst())),
                Map.entry(
                    "packet, polling body",
                    "%,d bytes".formatted(EngineConfig.defaults().payloadBytesMax())),
                Map.entry(
                    "replay",
                    "%,d events, %,d bytes, %d h"
                        .formatted(
                            resume.eventsMax(), resume.bytesMax(), resume.ageMax().toHours()))));
  }

  @Test
  void every_limit_of_rate_is_in_the_page_by_its_name_with_its_scope_and_its_flag() {
    var told =
        new ProtocolPage()
            .tables("name | counted for each").stream()
                .map(row -> ProtocolPage.codes(row.getFirst()).getFirst() + row.subList(1, 3));
    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(LimitName.values())
                .map(limit ->
                    limit.wire()
                        + List.of(
                            limit.scope().text(), limit.failOpen() ? "let through" : "refused"))
                .toList());
  }
}
