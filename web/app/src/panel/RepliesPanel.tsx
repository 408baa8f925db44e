import type { Conversation, Message, ThreadView } from '@klatch/sdk';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useMe } from '../hooks/useMe';
import { type Asked, type Composing, PLAIN, type Place, PlaceContext } from '../hooks/usePlace';
import { useSignal } from '../hooks/useSignal';
import { conversationName, isGroup, otherMembers } from '../lib/names';
import { reachedBy, rowsOf } from '../lib/rows';
import { Footing } from '../thread/Footing';
import { MessageList } from '../thread/MessageList';
import { MessageRow } from '../thread/MessageRow';
import { useStickyScroll } from '../thread/useStickyScroll';
import { PanelFrame } from './PanelFrame';

interface Props {
  conversation: Conversation;
  rootSeq: number;
  view: ThreadView;
  ask: (asked: Asked) => void;
  jumpTo: (seq: number) => void;
}

const NO_REPLIES: ReadonlyMap<number, number> = new Map();

/** The replies to one message. */
export function RepliesPanel({ conversation, rootSeq, view, ask, jumpTo }: Props) {
  const { client, userId } = useMe();
  const { conversation_id } = conversation;
  const list = client.replies(conversation_id, rootSeq);
  const { root, replies, ...loading } = useSignal(list.view);
  const marks = useSignal(client.receipts.of(conversation_id));
  const [composing, compose] = useState<Composing>(PLAIN);
  const place = useMemo<Place>(
    () => ({ conversationId: conversation_id, conversation, root: rootSeq, composing, compose, ask, jumpTo }),
    [conversation_id, conversation, rootSeq, composing, ask, jumpTo],
  );
  useEffect(() => void list.open(), [list]);

  // The conversation knows of an acknowledged reply a moment before its event comes.
  const messages = useMemo(() => merged(replies, view.messages, rootSeq), [replies, view.messages, rootSeq]);
  const outgoing = useMemo(() => view.outgoing.filter(({ thread }) => thread === rootSeq), [view.outgoing, rootSeq]);
  const shownRoot = view.messages.find(({ seq }) => seq === rootSeq) ?? root;
  const scroll = useStickyScroll(messages[0]?.message_id, messages.at(-1)?.message_id, outgoing.at(-1)?.clientMsgId);
  const rows = useMemo(() => {
    const reached = reachedBy(otherMembers(conversation, userId), marks);
    return rowsOf({ messages, outgoing, me: userId, newAfter: null, reached, replies: NO_REPLIES });
  }, [conversation, userId, marks, messages, outgoing]);
  const loadOlder = useCallback(() => void list.loadOlder(), [list]);
  const group = isGroup(conversation);

  return (
    <PanelFrame title="Thread" note={conversationName(conversation, userId)} conversationId={conversation_id}>
      <PlaceContext value={place}>
        <MessageList
          label="Replies"
          rows={rows}
          messages={messages}
          outgoing={outgoing}
          loading={loading}
          loadOlder={loadOlder}
          scroll={scroll}
          group={group}
          below={0}
          beginning={messages.length === 1 ? '1 reply' : `${messages.length} replies`}
          emptiness="No replies yet."
          head={shownRoot && <Root message={shownRoot} me={userId} group={group} />}
        />
        <div className="typing-line" />
        <Footing name="" />
      </PlaceContext>
    </PanelFrame>
  );
}

function Root({ message, me, group }: { message: Message; me: string; group: boolean }) {
  const row = rowsOf({ messages: [message], outgoing: [], me, newAfter: null, reached: { delivered: 0, read: 0 }, replies: NO_REPLIES }).at(-1);
  if (row?.kind !== 'message') return null;
  return <MessageRow entry={row.entry} quoted={null} first last showSender={group} />;
}

function merged(replies: readonly Message[], messages: readonly Message[], root: number): Message[] {
  const bySeq = new Map(replies.map((message) => [message.seq, message]));
  const from = replies[0]?.seq ?? 0;
  for (const message of messages) {
    if (message.thread === root && message.seq >= from) bySeq.set(message.seq, message);
  }
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}
