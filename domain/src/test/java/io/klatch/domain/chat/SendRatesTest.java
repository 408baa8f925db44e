package io.klatch.domain.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.limit.Allowances;
import io.klatch.domain.limit.LimitName;
import io.klatch.domain.limit.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SendRatesTest {
  private static final UserKey ANN = new UserKey(TenantId.DEFAULT, new UserId("ann"));
  private static final ConversationId HERE = new ConversationId("here");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final List<String> calls = new ArrayList<>();
  private Map<LimitName, Duration> waits = Map.of();
  private boolean isNew;
  private final SendRates rates = new SendRates(new Recording(), _ -> isNew);

  @Test
  void of_an_account_that_is_not_new_only_the_usual_one_is_counted() {
    assertThat(rates.waitToSend(ANN, HERE)).isZero();
    assertThat(calls).containsExactly("take send null");
  }

  @Test
  void of_a_new_account_what_it_sends_to_each_conversation_is_counted_too() {
    isNew = true;
    assertThat(rates.waitToSend(ANN, HERE)).isZero();
    assertThat(calls).containsExactly("take send null", "take new-account-send here");
  }

  @Test
  void what_a_new_account_may_not_send_leaves_its_usual_allowance_as_it_was() {
    isNew = true;
    waits = Map.of(LimitName.NEW_ACCOUNT_SEND, MINUTE);
    assertThat(rates.waitToSend(ANN, HERE)).isEqualTo(MINUTE);
    assertThat(calls)
        .containsExactly("take send null", "take new-account-send here", "give back send null");
  }

  @Test
  void who_is_too_fast_altogether_is_not_counted_in_the_conversation() {
    isNew = true;
    waits = Map.of(LimitName.SEND, MINUTE);
    assertThat(rates.waitToSend(ANN, HERE)).isEqualTo(MINUTE);
    assertThat(calls).containsExactly("take send null");
  }

  private final class Recording implements Allowances {
    @Override
    public Duration take(LimitName limit, Subject subject) {
      calls.add("take " + limit.wire() + " " + subject.in());
      return waits.getOrDefault(limit, Duration.ZERO);
    }

    @Override
    public void giveBack(LimitName limit, Subject subject) {
      calls.add("give back " + limit.wire() + " " + subject.in());
    }
  }
}
