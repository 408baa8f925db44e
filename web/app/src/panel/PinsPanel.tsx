import type { Conversation, Message } from '@klatch/sdk';
import { useEffect, useState } from 'react';
import { useMe } from '../hooks/useMe';
import { useNow } from '../hooks/useNow';
import { usePlace } from '../hooks/usePlace';
import { messageLine } from '../lib/preview';
import { listTime } from '../lib/time';
import { explain } from '../lib/toasts';
import { PersonAvatar } from '../ui/Avatar';
import { PinIcon } from '../ui/icons';
import { PanelFrame } from './PanelFrame';

/** Asked for again after each change of the conversation. */
export function PinsPanel({ conversation }: { conversation: Conversation }) {
  const { client, toasts } = useMe();
  const { jumpTo } = usePlace();
  const now = useNow();
  const { conversation_id, change_seq } = conversation;
  const [pins, setPins] = useState<readonly Message[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    let current = true;
    client.commands.pins(conversation_id).then(
      (page) => current && setPins(page.messages),
      (error: unknown) => current && setProblem(explain(error)),
    );
    return () => {
      current = false;
    };
  }, [client, conversation_id, change_seq]);

  return (
    <PanelFrame title="Pinned messages" conversationId={conversation_id}>
      <div className="panel-content">
        {problem && !pins && <p className="error" role="alert">{problem}</p>}
        {pins?.length === 0 && (
          <div className="empty">
            <PinIcon />
            <p>Nothing is pinned here. Pin a message by its menu, and everybody finds it again.</p>
          </div>
        )}
        <ul className="result-list">
          {pins?.map((message) => (
            <li key={message.seq} className="result">
              <button type="button" className="result-main" onClick={() => jumpTo(message.seq)} title="Show in the conversation">
                <PersonAvatar userId={message.sender_id} />
                <span className="result-who">{message.sender_id}</span>
                <time dateTime={message.created_at}>{listTime(message.created_at, now)}</time>
                <span className="result-text">{messageLine(message)}</span>
              </button>
              <button
                type="button"
                className="quiet"
                onClick={() => void toasts.watch(client.commands.pinMessage(conversation_id, message.seq, false), 'Could not unpin')}
              >
                Unpin
              </button>
            </li>
          ))}
        </ul>
      </div>
    </PanelFrame>
  );
}
