import type { Conversation, Message } from '@klatch/sdk';
import { useEffect, useMemo } from 'react';
import { useMe } from '../hooks/useMe';
import { useSignal } from '../hooks/useSignal';
import { type Line, linesOf } from '../lib/lines';

interface Shown {
  messages: readonly Message[];
  loaded: boolean;
  hasOlder: boolean;
  /** Whether there are newer messages than these. */
  hasNewer: boolean;
}

/** What happened to the conversation while the messages that are shown were written. */
export function useLines(conversation: Conversation, { messages, loaded, hasOlder, hasNewer }: Shown): readonly Line[] {
  const { client, userId } = useMe();
  const { conversation_id, created_at } = conversation;
  const chronicle = client.chronicle(conversation_id);
  const { happenings, whole } = useSignal(chronicle.view);
  const from = hasOlder ? (messages[0]?.created_at ?? null) : created_at;
  const to = hasNewer ? (messages.at(-1)?.created_at ?? null) : null;

  useEffect(() => {
    if (loaded && from !== null) void chronicle.reachBackTo(from);
  }, [chronicle, loaded, from]);

  const lines = useMemo(() => linesOf(happenings, whole, userId), [happenings, whole, userId]);
  return useMemo(
    () => (loaded && from !== null ? lines.filter(({ at }) => at >= from && (to === null || at <= to)) : []),
    [lines, loaded, from, to],
  );
}
