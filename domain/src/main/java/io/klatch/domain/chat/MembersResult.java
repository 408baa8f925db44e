package io.klatch.domain.chat;

/// What became of a look at a conversation's members.
public sealed interface MembersResult {
  record Found(MemberPage page) implements MembersResult {}

  record NotFound() implements MembersResult {}

  record Unavailable() implements MembersResult {}
}
