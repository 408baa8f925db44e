import type { Conversation as Shown, ThreadView } from '@klatch/sdk';
import { useCallback, useEffect, useMemo } from 'react';
import { useMe } from '../hooks/useMe';
import { useSignal } from '../hooks/useSignal';
import { isGroup, otherMembers } from '../lib/names';
import { reachedBy, repliesIn, rowsOf } from '../lib/rows';
import { MessageList } from './MessageList';
import { SeenBy } from './SeenBy';
import { type Jump, useJump } from './useJump';
import { useReading } from './useReading';
import { useStickyScroll } from './useStickyScroll';

interface Props {
  conversation: Shown;
  view: ThreadView;
  jump: Jump | null;
}

/** The messages of a conversation; replies in threads are shown with the thread. */
export function ConversationMessages({ conversation, view, jump }: Props) {
  const { client, userId } = useMe();
  const { conversation_id } = conversation;
  const messages = useMemo(() => view.messages.filter(({ thread }) => thread === undefined), [view.messages]);
  const outgoing = useMemo(() => view.outgoing.filter(({ thread }) => thread === undefined), [view.outgoing]);
  const scroll = useStickyScroll(messages[0]?.message_id, messages.at(-1)?.message_id, outgoing.at(-1)?.clientMsgId);
  const { newAfter, below } = useReading(conversation, view.messages, view.loaded, scroll.atBottom);
  const marks = useSignal(client.receipts.of(conversation_id));
  const others = useMemo(() => otherMembers(conversation, userId), [conversation, userId]);
  useReceipts(conversation_id, messages.find(({ sender_id }) => sender_id === userId)?.seq);
  useJump(conversation_id, jump, scroll.scroller, messages);

  const reached = useMemo(() => reachedBy(others, marks), [others, marks]);
  const replies = useMemo(() => repliesIn(view.messages), [view.messages]);
  const rows = useMemo(
    () => rowsOf({ messages, outgoing, me: userId, newAfter, reached, replies }),
    [messages, outgoing, userId, newAfter, reached, replies],
  );
  const loadOlder = useCallback(() => void client.loadOlder(conversation_id), [client, conversation_id]);

  const newest = messages.at(-1);
  return (
    <MessageList
      label="Messages"
      rows={rows}
      messages={messages}
      outgoing={outgoing}
      loading={{ hasOlder: view.hasOlder, loaded: view.loaded, loading: view.loadingOlder, refusal: view.refusal }}
      loadOlder={loadOlder}
      scroll={scroll}
      group={isGroup(conversation)}
      below={below}
      beginning="The beginning of this conversation"
      emptiness="No messages yet. Say hello."
      foot={
        newest?.sender_id === userId &&
        outgoing.length === 0 && <SeenBy seq={newest.seq} others={others} marks={marks} group={isGroup(conversation)} />
      }
    />
  );
}

/** Learns who has received and read what the user wrote, from the oldest of it that is shown. */
function useReceipts(conversationId: string, oldestOwn: number | undefined) {
  const { client } = useMe();
  useEffect(() => {
    if (oldestOwn !== undefined) void client.receipts.ask(conversationId, oldestOwn);
  }, [client, conversationId, oldestOwn]);
}
