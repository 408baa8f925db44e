package io.klatch.domain.receipt;

/// What a member has not read of a conversation: derived from marks and messages whenever it is
/// asked for, so it cannot drift.
///
/// @param count messages above what the member has read, without deleted and hidden ones
/// @param mentions those of them that mention the member
/// @param counted whether they are part of the member's total: not where it is muted or archived
public record Unread(Standing standing, long count, long mentions, boolean counted) {}
