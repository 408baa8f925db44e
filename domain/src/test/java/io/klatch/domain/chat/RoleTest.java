package io.klatch.domain.chat;

import static io.klatch.domain.chat.Role.ADMIN;
import static io.klatch.domain.chat.Role.MEMBER;
import static io.klatch.domain.chat.Role.MODERATOR;
import static io.klatch.domain.chat.Role.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoleTest {
  @Test
  void nobody_removes_an_equal_or_a_higher_one() {
    for (var role : Role.values()) {
      assertThat(role.mayRemove(role)).as("%s", role).isFalse();
      assertThat(role.mayRemove(OWNER)).as("%s", role).isFalse();
    }
    assertThat(MODERATOR.mayRemove(MEMBER)).isTrue();
    assertThat(MODERATOR.mayRemove(ADMIN)).isFalse();
    assertThat(ADMIN.mayRemove(MODERATOR)).isTrue();
  }

  @Test
  void who_is_a_member_only_brings_in_and_sends_away_nobody() {
    assertThat(MEMBER.mayAdd()).isFalse();
    assertThat(MODERATOR.mayAdd()).isTrue();
    assertThat(MEMBER.mayRemove(MEMBER)).isFalse();
  }

  @Test
  void a_role_is_given_from_above_it_to_who_is_below_and_only_owners_make_equals() {
    assertThat(ADMIN.mayGive(MEMBER, MODERATOR)).isTrue();
    assertThat(ADMIN.mayGive(MEMBER, ADMIN)).isFalse();
    assertThat(ADMIN.mayGive(ADMIN, MEMBER)).isFalse();
    assertThat(MODERATOR.mayGive(MEMBER, MODERATOR)).isFalse();
    assertThat(OWNER.mayGive(ADMIN, OWNER)).isTrue();
    assertThat(OWNER.mayGive(OWNER, MEMBER)).isFalse();
  }

  @Test
  void only_admins_and_owners_describe_a_conversation() {
    assertThat(MODERATOR.mayDescribe()).isFalse();
    assertThat(ADMIN.mayDescribe()).isTrue();
  }

  @Test
  void survives_the_wire() {
    for (var role : Role.values()) {
      assertThat(Role.parse(role.wire())).isEqualTo(role);
    }
    assertThat(Role.parse("king")).isNull();
  }
}
