import { memo } from 'react';
import type { Entry } from '../lib/rows';
import { linkParts } from '../lib/text';
import { clockTime, fullTime } from '../lib/time';
import { Avatar } from '../ui/Avatar';
import { AlertIcon, ClockIcon, TickIcon } from '../ui/icons';

interface Props {
  entry: Entry;
  first: boolean;
  last: boolean;
  showSender: boolean;
  onRetry: (clientMsgId: string) => void;
  onDiscard: (clientMsgId: string) => void;
}

function same(a: Props, b: Props): boolean {
  const { entry: x } = a;
  const { entry: y } = b;
  const unchanged = x.key === y.key && x.text === y.text && x.state === y.state && x.createdAt === y.createdAt;
  return unchanged && a.first === b.first && a.last === b.last && a.showSender === b.showSender;
}

export const MessageRow = memo(function MessageRow({ entry, first, last, showSender, onRetry, onDiscard }: Props) {
  const { own, senderId, text, createdAt, state } = entry;
  return (
    <li
      className={`message ${own ? 'own' : 'other'}${first ? ' first' : ''}${last ? ' last' : ''}`}
      data-state={state}
      data-testid="message"
      data-sender={senderId}
    >
      {!own && showSender && (last ? <Avatar name={senderId} /> : <span className="avatar-space" />)}
      <div className="bubble">
        {first && !own && showSender && <span className="sender">{senderId}</span>}
        <p className="text" data-testid="message-text">
          {linkParts(text).map((part, index) => (part.href ? <Link key={index} href={part.href} /> : part.text))}
        </p>
        <span className="meta">
          <time dateTime={createdAt} title={fullTime(createdAt)}>
            {clockTime(createdAt)}
          </time>
          {own && <DeliveryMark state={state} />}
        </span>
      </div>
      {state === 'failed' && <Failure entry={entry} onRetry={onRetry} onDiscard={onDiscard} />}
    </li>
  );
}, same);

function Link({ href }: { href: string }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {href}
    </a>
  );
}

const MARKS = {
  sending: { label: 'Sending', Icon: ClockIcon },
  stored: { label: 'Stored', Icon: TickIcon },
  failed: { label: 'Not sent', Icon: AlertIcon },
};

function DeliveryMark({ state }: { state: Entry['state'] }) {
  const { label, Icon } = MARKS[state];
  return (
    <span className="mark" role="img" aria-label={label} title={label}>
      <Icon />
    </span>
  );
}

function Failure({ entry, onRetry, onDiscard }: Pick<Props, 'entry' | 'onRetry' | 'onDiscard'>) {
  const id = entry.clientMsgId;
  if (!id) return null;
  return (
    <div className="failure">
      <span>Not sent: {entry.refusal?.message}</span>
      <button type="button" className="quiet" onClick={() => onRetry(id)}>
        Retry
      </button>
      <button type="button" className="quiet" onClick={() => onDiscard(id)}>
        Discard
      </button>
    </div>
  );
}
