import type { Conversation, Member } from '@klatch/sdk';
import { useEffect, useState } from 'react';
import { useMe } from '../hooks/useMe';
import { ROLES } from '../lib/roles';

const byRole = (a: Member, b: Member) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || a.user_id.localeCompare(b.user_id);

/** The members with their roles, asked for again after each change of the conversation; null until they have come. */
export function useMembers({ conversation_id, change_seq }: Conversation): { members: readonly Member[] | null; more: (() => void) | null } {
  const { client, toasts } = useMe();
  const [members, setMembers] = useState<readonly Member[] | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);

  useEffect(() => {
    let current = true;
    client.commands.members(conversation_id).then(
      (page) => {
        if (!current) return;
        setMembers(page.members);
        setCursor(page.has_more ? page.cursor : null);
      },
      () => {}, // The next change or visit asks again; until then the names without roles are shown.
    );
    return () => {
      current = false;
    };
  }, [client, conversation_id, change_seq]);

  async function loadMore(after: string) {
    const page = await client.commands.members(conversation_id, after);
    setMembers((before) => [...(before ?? []), ...page.members]);
    setCursor(page.has_more ? page.cursor : null);
  }

  return {
    members: members && [...members].sort(byRole),
    more: cursor === null ? null : () => void toasts.watch(loadMore(cursor), 'Could not load more members'),
  };
}
