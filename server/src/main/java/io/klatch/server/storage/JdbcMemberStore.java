package io.klatch.server.storage;

import io.klatch.domain.chat.MemberAct;
import io.klatch.domain.chat.MemberPage;
import io.klatch.domain.chat.MemberResult;
import io.klatch.domain.chat.MemberStanding;
import io.klatch.domain.chat.MemberStore;
import io.klatch.domain.chat.Profile;
import io.klatch.domain.chat.Role;
import io.klatch.domain.chat.SettingsChange;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who comes, who leaves and what each may do, in SQL.
final class JdbcMemberStore implements MemberStore {
  private final Writer writer;
  private final Readers readers;

  JdbcMemberStore(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public MemberResult add(MemberAct act, List<UserId> users, int membersMax) {
    return writer.write(batch ->
        new MemberWrite(batch, act).run((own, write) -> write.add(own.role(), users, membersMax)));
  }

  @Override
  public MemberResult remove(MemberAct act, UserId user) {
    return writer.write(
        batch -> new MemberWrite(batch, act).run((own, write) -> write.remove(own.role(), user)));
  }

  @Override
  public MemberResult setRole(MemberAct act, UserId user, Role role) {
    return writer.write(batch ->
        new MemberWrite(batch, act).run((own, write) -> write.setRole(own.role(), user, role)));
  }

  @Override
  public MemberResult describe(MemberAct act, Profile.Patch patch) {
    return writer.write(batch ->
        new MemberWrite(batch, act).run((own, write) -> write.describe(own.role(), patch)));
  }

  @Override
  public MemberResult set(MemberAct act, SettingsChange change) {
    return writer.write(batch ->
        new MemberWrite(batch, act).run((own, write) -> write.set(own.settings(), change)));
  }

  @Override
  public @Nullable MemberPage page(
      UserKey reader, ConversationId conversation, @Nullable UserId after, int limit) {
    var key = new ConversationKey(reader.tenant(), conversation);
    var found =
        readers.read(
            "reading the members of a conversation",
            statements ->
                new Found(
                    MemberRows.isMember(statements, key, reader.user())
                        ? StandingRows.page(statements, key, after, limit)
                        : null));
    return found.page;
  }

  @Override
  public Map<ConversationId, MemberStanding> standings(
      UserKey user, List<ConversationId> conversations) {
    return readers.read(
        "reading how a user stands in conversations",
        statements -> StandingRows.of(statements, user, conversations));
  }

  private record Found(@Nullable MemberPage page) {}
}
