import type { Message } from '@klatch/sdk';
import { memo, useState } from 'react';
import { useBlocked } from '../hooks/useBlocked';
import { useMe } from '../hooks/useMe';
import { usePlace } from '../hooks/usePlace';
import { goTo } from '../hooks/useRoute';
import type { Entry } from '../lib/rows';
import { clockTime, fullTime } from '../lib/time';
import { Avatar } from '../ui/Avatar';
import { ForwardIcon, PinIcon, ThreadIcon } from '../ui/icons';
import { Attachments } from './Attachments';
import { Countdown } from './Countdown';
import { MessageMenu } from './MessageMenu';
import { MessageText } from './MessageText';
import { MessageTools } from './MessageTools';
import { Quote } from './Quote';
import { Reactions } from './Reactions';
import { Ticks } from './Ticks';

interface Props {
  entry: Entry;
  /** What it answers, if it is here. */
  quoted: Message | null;
  first: boolean;
  last: boolean;
  showSender: boolean;
}

function same(a: Props, b: Props): boolean {
  const { entry: x } = a;
  const { entry: y } = b;
  const unchanged =
    x.key === y.key && x.message === y.message && x.text === y.text && x.createdAt === y.createdAt && x.replies === y.replies;
  const place = a.first === b.first && a.last === b.last && a.showSender === b.showSender;
  return unchanged && place && x.state === y.state && x.tick === y.tick && a.quoted === b.quoted;
}

const ON_CONTROL = 'a, button, video, audio';

export const MessageRow = memo(function MessageRow({ entry, quoted, first, last, showSender }: Props) {
  const { own, senderId, state, tick, message, seq } = entry;
  const [tools, setTools] = useState(false);
  const [menu, setMenu] = useState<DOMRect | null>(null);
  const usable = message !== null;
  return (
    <li
      className={`message ${own ? 'own' : 'other'}${first ? ' first' : ''}${last ? ' last' : ''}`}
      data-state={state}
      data-tick={tick}
      data-testid="message"
      data-sender={senderId}
      data-seq={seq ?? undefined}
      tabIndex={-1}
      onPointerEnter={(event) => event.pointerType === 'mouse' && setTools(true)}
      onPointerLeave={() => setTools(false)}
      onFocus={(event) => setTools(event.target.matches(':focus-visible'))}
      onBlur={() => setTools(false)}
      onKeyDown={(event) => {
        if (!usable || event.target !== event.currentTarget || (event.key !== 'Enter' && event.key !== 'ContextMenu')) return;
        event.preventDefault();
        setMenu(event.currentTarget.querySelector('.bubble')?.getBoundingClientRect() ?? null);
      }}
    >
      {!own && showSender && (last ? <Avatar name={senderId} /> : <span className="avatar-space" />)}
      <div className="message-body">
        <div
          className="bubble"
          onClick={(event) => {
            // A finger has no hover: a tap on the message opens its menu.
            const touched = (event.nativeEvent as PointerEvent).pointerType === 'touch';
            if (!usable || !touched || (event.target as Element).closest(ON_CONTROL)) return;
            setMenu(event.currentTarget.getBoundingClientRect());
          }}
        >
          <Content entry={entry} quoted={quoted} sender={first && !own && showSender} group={showSender} />
          {usable && (tools || menu) && <MessageTools message={message} onMenu={setMenu} />}
        </div>
        {message && (
          <div className="extras">
            <Reactions message={message} />
            {entry.replies > 0 && <ThreadChip message={message} replies={entry.replies} />}
          </div>
        )}
      </div>
      {menu && message && <MessageMenu message={message} anchor={menu} onClose={() => setMenu(null)} />}
      {state === 'failed' && <Failure entry={entry} />}
    </li>
  );
}, same);

function Content({ entry, quoted, sender, group }: { entry: Entry; quoted: Message | null; sender: boolean; group: boolean }) {
  const { userId } = useMe();
  const { jumpTo } = usePlace();
  const { own, senderId, text, createdAt, tick, message, replyTo } = entry;
  const blocked = useBlocked(own ? null : senderId);
  const [unfolded, setUnfolded] = useState(false);
  const folded = group && blocked && !unfolded;
  return (
    <>
      {sender && <span className="sender">{senderId}</span>}
      {message?.forwarded_from && (
        <span className="forwarded">
          <ForwardIcon /> Forwarded
        </span>
      )}
      {replyTo !== null && <Quote message={quoted} onJump={() => jumpTo(replyTo)} />}
      {folded ? (
        <button type="button" className="folded" onClick={() => setUnfolded(true)}>
          Message of somebody you blocked · Show
        </button>
      ) : message?.deleted ? (
        <p className="text deleted">{message.expires_at ? 'This message has disappeared' : 'This message was deleted'}</p>
      ) : (
        <>
          {entry.attachments.length > 0 && <Attachments attachments={entry.attachments} />}
          {text !== '' && <MessageText text={text} mentions={entry.mentions} me={userId} />}
        </>
      )}
      <span className="meta">
        {message?.pinned && (
          <span className="mark" role="img" aria-label="Pinned" title="Pinned">
            <PinIcon />
          </span>
        )}
        {message?.expires_at && !message.deleted && <Countdown until={message.expires_at} />}
        {message?.edited_at && <span title={`Edited ${fullTime(message.edited_at)}`}>edited</span>}
        <time dateTime={createdAt} title={fullTime(createdAt)}>
          {clockTime(createdAt)}
        </time>
        {own && !message?.deleted && <Ticks tick={tick} />}
      </span>
    </>
  );
}

function ThreadChip({ message, replies }: { message: Message; replies: number }) {
  return (
    <button
      type="button"
      className="thread-chip"
      onClick={() => goTo(message.conversation_id, { kind: 'thread', seq: message.seq })}
    >
      <ThreadIcon />
      {replies === 1 ? '1 reply' : `${replies} replies`}
    </button>
  );
}

function Failure({ entry }: { entry: Entry }) {
  const { client } = useMe();
  const { conversationId } = usePlace();
  const id = entry.clientMsgId;
  if (!id) return null;
  return (
    <div className="failure">
      <span>Not sent: {entry.refusal?.message}</span>
      <button type="button" className="quiet" onClick={() => client.retry(conversationId, id)}>
        Retry
      </button>
      <button type="button" className="quiet" onClick={() => client.discard(conversationId, id)}>
        Discard
      </button>
    </div>
  );
}
