import type { Message } from '@klatch/sdk';
import { useState } from 'react';
import { useMe } from '../hooks/useMe';
import { goTo } from '../hooks/useRoute';
import { useSignal } from '../hooks/useSignal';
import { conversationName, mayWrite } from '../lib/names';
import { messageLine } from '../lib/preview';
import { ConversationAvatar } from '../ui/Avatar';
import { Dialog } from '../ui/Dialog';

export function ForwardDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { client, userId, toasts } = useMe();
  const { conversations } = useSignal(client.conversations);
  const [wanted, setWanted] = useState('');
  const fitting = conversations.filter((each) => mayWrite(each) && conversationName(each, userId).toLowerCase().includes(wanted.trim().toLowerCase()));

  async function forwardTo(conversationId: string, name: string) {
    onClose();
    const done = client.commands.forward(message.conversation_id, message.seq, conversationId);
    if (await toasts.watch(done, 'Could not forward', `Forwarded to ${name}`)) goTo(conversationId);
  }

  return (
    <Dialog title="Forward to" onClose={onClose}>
      <blockquote>{messageLine(message)}</blockquote>
      <input type="search" aria-label="Find a conversation" placeholder="Find a conversation" value={wanted} onChange={(event) => setWanted(event.target.value)} />
      <ul className="pick-list">
        {fitting.map((each) => {
          const name = conversationName(each, userId);
          return (
            <li key={each.conversation_id}>
              <button type="button" onClick={() => void forwardTo(each.conversation_id, name)}>
                <ConversationAvatar conversation={each} />
                {name}
              </button>
            </li>
          );
        })}
        {fitting.length === 0 && <li className="hint">No conversation of that name.</li>}
      </ul>
    </Dialog>
  );
}
