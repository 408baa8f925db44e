import { useMe } from '../hooks/useMe';
import { PLAIN, usePlace } from '../hooks/usePlace';
import { messageLine } from '../lib/preview';
import { CloseIcon, EditIcon, ReplyIcon } from '../ui/icons';

/** What is being answered or edited. */
export function ComposingNote() {
  const { userId } = useMe();
  const { composing, compose } = usePlace();
  const { editing, replyTo } = composing;
  const message = editing ?? replyTo;
  if (!message) return null;
  const who = message.sender_id === userId ? 'yourself' : message.sender_id;
  return (
    <div className="composing-note">
      {editing ? <EditIcon /> : <ReplyIcon />}
      <p>
        <strong>{editing ? 'Edit message' : `Reply to ${who}`}</strong>
        <span>{messageLine(message)}</span>
      </p>
      <button type="button" className="tool" aria-label={editing ? 'Cancel editing' : 'Cancel reply'} title="Cancel (Escape)" onClick={() => compose(PLAIN)}>
        <CloseIcon />
      </button>
    </div>
  );
}
