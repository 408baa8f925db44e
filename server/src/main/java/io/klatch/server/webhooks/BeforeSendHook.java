package io.klatch.server.webhooks;

import io.klatch.domain.chat.ChangeResult;
import io.klatch.domain.chat.Content;
import io.klatch.domain.chat.Marks;
import io.klatch.domain.chat.Memberships;
import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.MessageEdit;
import io.klatch.domain.chat.MessageTarget;
import io.klatch.domain.chat.Screening;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.chat.SendResult;
import io.klatch.domain.chat.SentMessages;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.webhook.BeforeSend;
import io.klatch.domain.webhook.Webhook;
import io.klatch.domain.webhook.WebhookKey;
import io.klatch.domain.webhook.Webhooks;
import io.klatch.server.json.Dialect;
import io.klatch.server.json.Times;
import io.klatch.server.webhooks.HookClient.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/// Asks the tenant's back end before a message is stored, if it wants to be asked.
///
/// On the sender's virtual thread, one message of a sender after the other until it is stored, so
/// that none overtakes an earlier one. Only what would be stored is asked about: neither what comes
/// from strangers, nor what was stored before. A tenant without such a webhook pays one look into a
/// map.
public final class BeforeSendHook implements Screening {
  private static final String SEND = "message.before_send";
  private static final String EDIT = "message.before_edit";

  /// For the sender's earlier messages.
  private static final Duration LANE_WAIT = Duration.ofSeconds(10);

  private final Webhooks webhooks;
  private final HookClient client;
  private final Memberships memberships;
  private final SentMessages sent;
  private final int concurrentMax;
  private final MeterRegistry meters;
  private final InstantSource clock;
  private final SenderLanes lanes = new SenderLanes();

  /// As many as there are webhooks that are asked.
  private final Map<WebhookKey, Breaker> breakers = new ConcurrentHashMap<>();

  /// @param concurrentMax asked of one webhook at one time
  public BeforeSendHook(
      Webhooks webhooks,
      HookClient client,
      Memberships memberships,
      SentMessages sent,
      int concurrentMax,
      MeterRegistry meters,
      InstantSource clock) {
    this.webhooks = webhooks;
    this.client = client;
    this.memberships = memberships;
    this.sent = sent;
    this.concurrentMax = concurrentMax;
    this.meters = meters;
    this.clock = clock;
  }

  @Override
  public boolean asks(TenantId tenant) {
    return webhooks.beforeSend(tenant) != null;
  }

  @Override
  public SendResult screen(SendMessage command, Function<SendMessage, SendResult> store) {
    return screened(
        new Question(SEND, command, null),
        new Outcomes<>(store, SendResult.Rejected::new, new SendResult.Unavailable()));
  }

  @Override
  public ChangeResult screenEdit(
      MessageTarget target, MessageEdit edit, Function<MessageEdit, ChangeResult> store) {
    var text = edit.text();
    var body = edit.body();
    var content = body == null ? Content.NONE : Content.NONE.saying(body.json());
    var command =
        new SendMessage(
            target.actor(), target.conversation(), text == null ? "" : text, null, content);
    return screened(
        new Question(EDIT, command, target.seq()),
        new Outcomes<>(
            it -> store.apply(changed(edit, command, it)),
            ChangeResult.Rejected::new,
            new ChangeResult.Unavailable()));
  }

  /// What was not changed stays as the edit has it, unsaid perhaps.
  private static MessageEdit changed(MessageEdit edit, SendMessage asked, SendMessage answered) {
    var body = answered.content().body();
    return new MessageEdit(
        answered.text().equals(asked.text()) ? edit.text() : answered.text(),
        Objects.equals(body, asked.content().body()) ? edit.body() : new MessageEdit.Body(body));
  }

  /// @param seq of the message that is to say something else; null for a new one
  private record Question(String type, SendMessage command, @Nullable Seq seq) {}

  /// What can come of it.
  private record Outcomes<R>(
      Function<SendMessage, R> store,
      BiFunction<@Nullable String, String, R> rejected,
      R unavailable) {}

  private <R> R screened(Question question, Outcomes<R> outcomes) {
    var sender = question.command.sender();
    var webhook = webhooks.beforeSend(sender.tenant());
    var rule = webhook == null ? null : webhook.beforeSend();
    if (webhook == null || rule == null) {
      return outcomes.store.apply(question.command);
    }
    try {
      var result = lanes.run(sender, LANE_WAIT, () -> asked(webhook, rule, question, outcomes));
      return result == null ? outcomes.unavailable : result;
    } catch (UnavailableException _) {
      return outcomes.unavailable;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return outcomes.unavailable;
    }
  }

  private <R> R asked(Webhook webhook, BeforeSend rule, Question question, Outcomes<R> outcomes) {
    var command = question.command;
    var key = new ConversationKey(command.sender().tenant(), command.conversation());
    if (!memberships.isMember(key, command.sender().user()) || sent.isSent(command)) {
      return outcomes.store.apply(command);
    }
    return switch (counted(ask(webhook, rule, question))) {
      case Verdict.Allowed() -> outcomes.store.apply(command);
      case Verdict.Changed(var changed) -> outcomes.store.apply(changed);
      case Verdict.Rejected(var code, var message) -> outcomes.rejected.apply(code, message);
      case Verdict.Failed() ->
          rule.failOpen() ? outcomes.store.apply(command) : outcomes.unavailable;
    };
  }

  private Verdict ask(Webhook webhook, BeforeSend rule, Question question) {
    var sample = Timer.start(meters);
    var breaker = breakers.computeIfAbsent(webhook.key(), _ -> new Breaker(concurrentMax, clock));
    var began = System.nanoTime();
    try {
      if (!breaker.enter(rule.deadline())) {
        return new Verdict.Failed();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Verdict.Failed();
    }
    Verdict verdict = new Verdict.Failed();
    try {
      var body = EventJson.bytes(json(question, clock.instant()));
      verdict =
          switch (client.post(webhook, question.type, body, rule.deadline().minus(since(began)))) {
            case Answer.Answered(var status, var answer) when status / 100 == 2 ->
                Verdict.read(answer, question.command);
            case Answer.Answered _, Answer.Failed _ -> new Verdict.Failed();
          };
      return verdict;
    } finally {
      breaker.leave(!(verdict instanceof Verdict.Failed));
      sample.stop(meters.timer("klatch.before.send.duration"));
    }
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private Verdict counted(Verdict verdict) {
    var result =
        switch (verdict) {
          case Verdict.Allowed() -> "allowed";
          case Verdict.Changed _ -> "changed";
          case Verdict.Rejected _ -> "rejected";
          case Verdict.Failed() -> "failed";
        };
    meters.counter("klatch.before.send", "result", result).increment();
    return verdict;
  }

  /// `{type, tenant_id, at, data}`, `data` being a message object as far as it is known before it
  /// is stored.
  private static String json(Question question, Instant now) {
    var command = question.command;
    var message =
        new Message(
            command.conversation(),
            question.seq == null ? new Seq(1) : question.seq,
            command.sender().user(),
            command.text(),
            command.clientMessageId(),
            now,
            command.content(),
            Marks.NONE);
    var data = Dialect.CANONICAL.message(message);
    data.remove(
        question.seq == null
            ? List.of("message_id", "seq", "created_at")
            : List.of("client_msg_id", "created_at"));
    var json = JsonNodeFactory.instance.objectNode();
    json.put("type", question.type);
    json.put("tenant_id", command.sender().tenant().value());
    json.put("at", Times.wire(now));
    json.set("data", data);
    return json.toString();
  }
}
