import type { Message } from '@klatch/sdk';
import { useMe } from '../hooks/useMe';

export function Reactions({ message }: { message: Message }) {
  const { client, toasts } = useMe();
  const { conversation_id, seq, reactions = [] } = message;
  if (reactions.length === 0) return null;
  return (
    <div className="reactions" role="group" aria-label="Reactions">
      {reactions.map(({ emoji, count, mine }) => (
        <button
          key={emoji}
          type="button"
          className="reaction"
          aria-pressed={mine}
          aria-label={`${emoji} ${count}`}
          title={mine ? 'Take back' : 'React, too'}
          onClick={() => void toasts.watch(client.commands.react(conversation_id, seq, emoji, !mine), 'Could not react')}
        >
          {emoji}
          <span>{count}</span>
        </button>
      ))}
    </div>
  );
}
