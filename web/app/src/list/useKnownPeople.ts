import { useMemo } from 'react';
import { useMe } from '../hooks/useMe';
import { useSignal } from '../hooks/useSignal';

/** Everybody one shares a conversation with: a hint while typing, nothing more. */
export function useKnownPeople(): string[] {
  const { client, userId } = useMe();
  const { conversations } = useSignal(client.conversations);
  return useMemo(() => {
    const names = new Set(conversations.flatMap((conversation) => conversation.member_ids));
    names.delete(userId);
    return [...names].sort((a, b) => a.localeCompare(b));
  }, [conversations, userId]);
}
