package io.klatch.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.domain.chat.Message;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import java.time.Instant;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CommitQueueTest {
  private static final LogEvent EVENT =
      new LogEvent.MessageStored(
          new LogPosition(1),
          TenantId.DEFAULT,
          Instant.EPOCH,
          new Message(
              new ConversationId("c1"), new Seq(1), new UserId("ann"), "x", null, Instant.EPOCH));

  private final CommitQueue queue = new CommitQueue();

  @Test
  void sends_are_let_in_until_too_many_events_wait_and_again_when_they_are_delivered()
      throws InterruptedException {
    queue.committed(Collections.nCopies(CommitQueue.EVENTS_MAX - 1, EVENT));
    assertThat(queue.open()).isTrue();
    queue.committed(Collections.nCopies(1, EVENT));
    assertThat(queue.open()).isFalse();
    assertThat(queue.waiting()).isEqualTo(CommitQueue.EVENTS_MAX);
    assertThat(queue.take()).isInstanceOf(CommitQueue.Task.Deliver.class);
    assertThat(queue.open()).isTrue();
  }

  @Test
  void a_commit_is_taken_however_many_wait() {
    queue.committed(Collections.nCopies(CommitQueue.EVENTS_MAX, EVENT));
    queue.committed(Collections.nCopies(1, EVENT));
    assertThat(queue.waiting()).isEqualTo(CommitQueue.EVENTS_MAX + 1);
  }

  @Test
  void a_call_waits_for_its_turn_behind_the_commits() throws Exception {
    queue.committed(Collections.nCopies(1, EVENT));
    var answer = CompletableFuture.supplyAsync(() -> queue.call(() -> "done"));
    assertThat(queue.take()).isInstanceOf(CommitQueue.Task.Deliver.class);
    if (queue.take() instanceof CommitQueue.Task.Call<?> call) {
      call.run();
    }
    assertThat(answer.get()).isEqualTo("done");
  }

  @Test
  void a_call_to_a_queue_that_has_ended_is_refused_instead_of_waiting_for_ever() {
    queue.end();
    assertThatThrownBy(() -> queue.call(() -> "never")).isInstanceOf(UnavailableException.class);
  }
}
