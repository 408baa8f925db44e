import type { Conversation as Shown, Outgoing, PastView, Refusal, ThreadView } from '@klatch/sdk';
import { useCallback, useEffect, useMemo } from 'react';
import { useMe } from '../hooks/useMe';
import { useSignal } from '../hooks/useSignal';
import { isGroup, otherMembers } from '../lib/names';
import { reachedBy, repliesIn, rowsOf } from '../lib/rows';
import { MessageList } from './MessageList';
import { SeenBy } from './SeenBy';
import { type Jump, useJump } from './useJump';
import { useLines } from './useLines';
import { useReading } from './useReading';
import { useStickyScroll } from './useStickyScroll';

interface Props {
  conversation: Shown;
  view: ThreadView;
  jump: Jump | null;
}

/** The messages of a conversation, the newest or those around an old one; replies in threads are shown with the thread. */
export function ConversationMessages({ conversation, view, jump }: Props) {
  const { client, userId } = useMe();
  const { conversation_id } = conversation;
  const { past, loaded } = view;
  const { messages: all, hasOlder } = past ?? view;
  const messages = useMemo(() => all.filter(({ thread }) => thread === undefined), [all]);
  const sending = useMemo(() => view.outgoing.filter(({ thread }) => thread === undefined), [view.outgoing]);
  const outgoing = past ? NOTHING : sending;
  const scroll = useStickyScroll(messages[0]?.message_id, messages.at(-1)?.message_id, sending.at(-1)?.clientMsgId, past === null);
  const { newAfter, below } = useReading(conversation, view.messages, loaded, scroll.atBottom && past === null);
  const lines = useLines(conversation, { messages: all, loaded, hasOlder, hasNewer: past !== null });
  const marks = useSignal(client.receipts.of(conversation_id));
  const others = useMemo(() => otherMembers(conversation, userId), [conversation, userId]);
  useReceipts(conversation_id, messages.find(({ sender_id }) => sender_id === userId)?.seq);
  useJump(conversation_id, jump, scroll.scroller, messages);

  const reached = useMemo(() => reachedBy(others, marks), [others, marks]);
  const replies = useMemo(() => repliesIn(all), [all]);
  const rows = useMemo(
    () => rowsOf({ messages, outgoing, lines, me: userId, newAfter, reached, replies }),
    [messages, outgoing, lines, userId, newAfter, reached, replies],
  );
  const loadOlder = useCallback(() => void client.loadOlder(conversation_id), [client, conversation_id]);
  const loadNewer = useCallback(() => void client.loadNewer(conversation_id), [client, conversation_id]);

  const newest = messages.at(-1);
  return (
    <MessageList
      label="Messages"
      rows={rows}
      messages={messages}
      outgoing={outgoing}
      loading={{ hasOlder, loaded, loading: past ? past.loading === 'older' : view.loadingOlder, refusal: past ? failure(past, 'older') : view.refusal }}
      loadOlder={loadOlder}
      newer={past && { loading: past.loading === 'newer', refusal: failure(past, 'newer'), load: loadNewer, leave: () => client.toNewest(conversation_id) }}
      scroll={scroll}
      group={isGroup(conversation)}
      below={below}
      beginning="The beginning of this conversation"
      emptiness="No messages yet. Say hello."
      foot={
        newest?.sender_id === userId &&
        past === null &&
        rows.at(-1)?.kind === 'message' &&
        outgoing.length === 0 && <SeenBy seq={newest.seq} others={others} marks={marks} group={isGroup(conversation)} />
      }
    />
  );
}

function failure({ failed }: PastView, end: 'older' | 'newer'): Refusal | null {
  return failed?.end === end ? failed.refusal : null;
}

const NOTHING: readonly Outgoing[] = [];

/** Learns who has received and read what the user wrote, from the oldest of it that is shown. */
function useReceipts(conversationId: string, oldestOwn: number | undefined) {
  const { client } = useMe();
  useEffect(() => {
    if (oldestOwn !== undefined) void client.receipts.ask(conversationId, oldestOwn);
  }, [client, conversationId, oldestOwn]);
}
