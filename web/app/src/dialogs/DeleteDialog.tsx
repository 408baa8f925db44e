import type { Message } from '@klatch/sdk';
import { useMe } from '../hooks/useMe';
import { usePlace } from '../hooks/usePlace';
import { messageLine } from '../lib/preview';
import { isAtLeast } from '../lib/roles';
import { Dialog } from '../ui/Dialog';
import { isGroup } from '../lib/names';

export function DeleteDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { client, userId, toasts } = useMe();
  const { conversation } = usePlace();
  const moderates = conversation !== undefined && isGroup(conversation) && isAtLeast(conversation.me.role, 'moderator');
  const mayForAll = !message.deleted && (message.sender_id === userId || moderates);

  function remove(whom: 'me' | 'all') {
    onClose();
    void toasts.watch(client.commands.delete(message.conversation_id, message.seq, whom), 'Could not delete');
  }

  return (
    <Dialog title="Delete message?" onClose={onClose}>
      {!message.deleted && <blockquote>{messageLine(message)}</blockquote>}
      <div className="choices">
        {mayForAll && (
          <button type="button" className="primary danger" onClick={() => remove('all')}>
            Delete for everybody
          </button>
        )}
        <button type="button" className={mayForAll ? 'quiet danger' : 'primary danger'} onClick={() => remove('me')}>
          Delete for me
        </button>
        <button type="button" className="quiet" onClick={onClose}>
          Cancel
        </button>
      </div>
      <p className="hint">
        {mayForAll
          ? 'For everybody: its text is gone, and all see that it was deleted. For me: it disappears from your devices alone.'
          : 'It disappears from your devices; others still see it.'}
      </p>
    </Dialog>
  );
}
