import type { Message, Outgoing, Room, ThreadView } from '@klatch/sdk';
import { useEffect, useMemo, useState } from 'react';
import { useNow } from '../hooks/useNow';
import { useSignal } from '../hooks/useSignal';
import { clockTime, dayLabel, fullTime, sameDay } from '../lib/time';
import { explain } from '../lib/toasts';
import { MessageText } from '../thread/MessageText';
import { TypingDots } from '../thread/TypingLine';
import { useStickyScroll } from '../thread/useStickyScroll';
import { Avatar } from '../ui/Avatar';
import { DownIcon, TrashIcon } from '../ui/icons';
import { Menu, type MenuItem } from '../ui/Menu';
import { Excluded } from './Excluded';
import { type About, PersonMenu } from './PersonMenu';
import { RoomComposer } from './RoomComposer';
import { exclusionOf, nameOf, silenceOf, type Standing } from './standing';
import { useRooms } from './useRooms';

interface Props {
  room: Room;
  standing: Standing;
}

/** What is said in the room, and below it why one cannot, or where one writes. */
export function RoomChat({ room, standing }: Props) {
  const { client } = useRooms();
  const now = useNow();
  const exclusion = exclusionOf(standing, now.getTime());
  const silence = silenceOf(room, standing);
  return (
    <>
      <Messages room={room} standing={standing} />
      <TypingNow conversationId={room.conversation_id} />
      {exclusion ? (
        <Excluded room={room} exclusion={exclusion} />
      ) : (
        <RoomComposer key={room.room_id} room={room} silence={silence} standing={standing} client={client} />
      )}
    </>
  );
}

function Messages({ room, standing }: Props) {
  const { client, userId } = useRooms();
  const { participants } = useSignal(client.feed.people);
  const view = useSignal(client.thread(room.conversation_id));
  const { messages, outgoing } = view;
  const scroll = useStickyScroll(messages[0]?.message_id, messages.at(-1)?.message_id, outgoing.at(-1)?.clientMsgId);
  const now = useNow();
  const names = useMemo(() => new Map(participants.map((one) => [one.user_id, nameOf(one)])), [participants]);
  const { atBottom, scroller } = scroll;
  const { loaded, hasOlder, refusal } = view;

  useEffect(() => {
    const element = scroller.current;
    if (element && loaded && hasOlder && !refusal && element.scrollHeight <= element.clientHeight) void client.loadOlder(room.conversation_id);
  }, [client, room.conversation_id, loaded, hasOlder, refusal, messages.length, scroller]);

  return (
    <div className="messages-area">
      <div
        className="messages"
        ref={scroll.scroller}
        tabIndex={0}
        role="region"
        aria-label="Messages"
        onScroll={() => {
          scroll.onScroll();
          if (loaded && hasOlder && !refusal && (scroller.current?.scrollTop ?? 0) < 400) void client.loadOlder(room.conversation_id);
        }}
      >
        <ol ref={scroll.content} aria-busy={view.loadingOlder}>
          <Beginning view={view} onRetry={() => void client.loadOlder(room.conversation_id)} />
          {messages.map((message, at) => {
            const before = messages[at - 1];
            const day = !before || !sameDay(before.created_at, message.created_at);
            const first = day || before?.sender_id !== message.sender_id;
            const last = messages[at + 1]?.sender_id !== message.sender_id;
            const name = names.get(message.sender_id) ?? message.sender_id;
            return [
              day && (
                <li key={`day-${message.seq}`} className="divider day">
                  <span>{dayLabel(message.created_at, now)}</span>
                </li>
              ),
              <Said key={message.message_id} message={message} name={name} own={message.sender_id === userId} first={first} last={last} room={room} standing={standing} />,
            ];
          })}
          {outgoing.map((item) => (
            <Unsent key={item.clientMsgId} item={item} conversationId={room.conversation_id} />
          ))}
        </ol>
      </div>
      {!atBottom && (
        <button type="button" className="to-latest" onClick={scroll.toBottom} aria-label="Jump to latest">
          <DownIcon />
        </button>
      )}
    </div>
  );
}

function Beginning({ view, onRetry }: { view: ThreadView; onRetry: () => void }) {
  if (view.refusal) {
    return (
      <li className="beginning" role="alert">
        Could not load messages. {explain(view.refusal)}
        <button type="button" className="quiet" onClick={onRetry}>
          Try again
        </button>
      </li>
    );
  }
  if (!view.loaded || view.hasOlder) return <li className="beginning">{view.loadingOlder ? 'Loading…' : ''}</li>;
  if (view.messages.length + view.outgoing.length === 0) return <li className="beginning empty-thread">Nothing has been said yet.</li>;
  return <li className="beginning">The beginning</li>;
}

interface SaidProps extends Props {
  message: Message;
  name: string;
  own: boolean;
  first: boolean;
  last: boolean;
}

function Said({ message, name, own, first, last, room, standing }: SaidProps) {
  const { client, userId, toasts } = useRooms();
  const { participants } = useSignal(client.feed.people);
  const [menu, setMenu] = useState<DOMRect | null>(null);
  const [person, setPerson] = useState<DOMRect | null>(null);
  const usable = !message.deleted && (own || standing.moderates);
  const about: About = { userId: message.sender_id, name, seat: participants.find(({ user_id }) => user_id === message.sender_id) ?? null };
  const items: MenuItem[] = [
    { label: 'Delete for everybody', Icon: TrashIcon, danger: true, onChoose: () => void toasts.watch(client.deleteMessage(message), 'Could not delete') },
  ];
  if (!own && standing.moderates) items.unshift({ label: `Moderate ${name}…`, onChoose: () => setPerson(menu) });
  return (
    <li
      className={`message ${own ? 'own' : 'other'}${first ? ' first' : ''}${last ? ' last' : ''}`}
      data-testid="message"
      data-state="stored"
      data-seq={message.seq}
      data-sender={message.sender_id}
      tabIndex={-1}
    >
      {!own && (last ? <Avatar name={name} /> : <span className="avatar-space" />)}
      <div className="message-body">
        <div className="bubble">
          {first && !own && <span className="sender">{name}</span>}
          {message.deleted ? (
            <p className="text deleted">This message was deleted</p>
          ) : (
            <MessageText text={message.text} mentions={message.mentions ?? []} me={userId} />
          )}
          <span className="meta">
            {message.edited_at && <span>edited</span>}
            <time dateTime={message.created_at} title={fullTime(message.created_at)}>
              {clockTime(message.created_at)}
            </time>
            {usable && (
              <button type="button" className="said-menu" aria-label="Message menu" aria-haspopup="menu" onClick={(event) => setMenu(event.currentTarget.getBoundingClientRect())}>
                ⋯
              </button>
            )}
          </span>
        </div>
      </div>
      {menu && !person && <Menu anchor={menu} label="Message" items={items} onClose={() => setMenu(null)} />}
      {!own && standing.moderates && <PersonMenu about={about} room={room} standing={standing} anchor={person} onClose={() => setPerson(null)} />}
    </li>
  );
}

function Unsent({ item, conversationId }: { item: Outgoing; conversationId: string }) {
  const { client, userId } = useRooms();
  const failed = item.state === 'failed';
  return (
    <li className="message own first last" data-testid="message" data-state={item.state} data-sender={userId}>
      <div className="message-body">
        <div className="bubble">
          <MessageText text={item.text} mentions={[]} me={userId} />
          <span className="meta">{failed ? 'Not sent' : 'Sending…'}</span>
        </div>
      </div>
      {failed && (
        <div className="failure">
          <span>Not sent: {item.refusal?.message}</span>
          <button type="button" className="quiet" onClick={() => client.retry(conversationId, item.clientMsgId)}>
            Retry
          </button>
          <button type="button" className="quiet" onClick={() => client.discard(conversationId, item.clientMsgId)}>
            Discard
          </button>
        </div>
      )}
    </li>
  );
}

function TypingNow({ conversationId }: { conversationId: string }) {
  const { client } = useRooms();
  const { display_text } = useSignal(client.typists.of(conversationId));
  return (
    <div className="typing-line" role="status" aria-label="Typing" data-active={display_text !== ''}>
      {display_text !== '' && <TypingDots />}
      <span>{display_text}</span>
    </div>
  );
}
