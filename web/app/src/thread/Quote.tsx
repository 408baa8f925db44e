import type { Message } from '@klatch/sdk';
import { useMe } from '../hooks/useMe';
import { messageLine } from '../lib/preview';

interface Props {
  /** Null while it is further up than what has been loaded. */
  message: Message | null;
  onJump: () => void;
}

/** What a message answers. */
export function Quote({ message, onJump }: Props) {
  const { userId } = useMe();
  return (
    <button type="button" className="quote" onClick={onJump} title="Show this message">
      <span className="quote-who">{message ? (message.sender_id === userId ? 'You' : message.sender_id) : 'Reply'}</span>
      <span className="quote-text">{message ? messageLine(message) : 'to an earlier message'}</span>
    </button>
  );
}
