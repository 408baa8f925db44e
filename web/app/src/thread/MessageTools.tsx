import type { Message } from '@klatch/sdk';
import { useState } from 'react';
import { useMe } from '../hooks/useMe';
import { PLAIN, usePlace } from '../hooks/usePlace';
import { goTo } from '../hooks/useRoute';
import { mayWrite } from '../lib/names';
import { EmojiPicker } from '../ui/EmojiPicker';
import { MoreIcon, ReplyIcon, SmileIcon, ThreadIcon } from '../ui/icons';

interface Props {
  message: Message;
  onMenu: (anchor: DOMRect) => void;
}

/** What is done most often to a message, beside it while the mouse is there. */
export function MessageTools({ message, onMenu }: Props) {
  const { client, toasts } = useMe();
  const { conversation, root, compose } = usePlace();
  const [picking, setPicking] = useState<DOMRect | null>(null);
  const { conversation_id, seq } = message;
  return (
    <div className="tools" role="toolbar" aria-label="Message tools">
      {!message.deleted && (
        <>
          <button type="button" aria-label="React" title="React" onClick={(event) => setPicking(event.currentTarget.getBoundingClientRect())}>
            <SmileIcon />
          </button>
          {(!conversation || mayWrite(conversation)) && (
            <button type="button" aria-label="Reply" title="Reply" onClick={() => compose({ ...PLAIN, replyTo: message })}>
              <ReplyIcon />
            </button>
          )}
          {root === null && (
            <button
              type="button"
              aria-label="Reply in thread"
              title="Reply in thread"
              onClick={() => goTo(conversation_id, { kind: 'thread', seq })}
            >
              <ThreadIcon />
            </button>
          )}
        </>
      )}
      <button type="button" aria-label="More" title="More" onClick={(event) => onMenu(event.currentTarget.getBoundingClientRect())}>
        <MoreIcon />
      </button>
      {picking && (
        <EmojiPicker
          anchor={picking}
          onClose={() => setPicking(null)}
          onChoose={(emoji) => void toasts.watch(client.commands.react(conversation_id, seq, emoji), 'Could not react')}
        />
      )}
    </div>
  );
}
