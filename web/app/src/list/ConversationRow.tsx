import type { Conversation } from '@klatch/sdk';
import { threadHref } from '../hooks/useRoute';
import { conversationName } from '../lib/names';
import { fullTime, listTime } from '../lib/time';
import { Avatar } from '../ui/Avatar';

interface Props {
  conversation: Conversation;
  current: boolean;
  unread: number;
  me: string;
  now: Date;
}

const UNREAD_SHOWN_MAX = 99;

function preview({ last_message, type }: Conversation, me: string): string {
  if (!last_message) return 'No messages yet';
  const who = last_message.sender_id === me ? 'You: ' : type === 'group' ? `${last_message.sender_id}: ` : '';
  return who + last_message.text;
}

export function ConversationRow({ conversation, current, unread, me, now }: Props) {
  const name = conversationName(conversation, me);
  const at = conversation.last_message?.created_at ?? conversation.created_at;
  return (
    <li>
      <a
        className="conversation"
        href={threadHref(conversation.conversation_id)}
        aria-current={current ? 'page' : undefined}
        data-unread={unread > 0}
      >
        <Avatar name={name} group={conversation.type === 'group'} />
        <span className="conversation-name">{name}</span>
        <time dateTime={at} title={fullTime(at)}>
          {listTime(at, now)}
        </time>
        <span className="conversation-preview">{preview(conversation, me)}</span>
        {unread > 0 && (
          <span className="unread" aria-label={`${unread} unread`}>
            {unread > UNREAD_SHOWN_MAX ? `${UNREAD_SHOWN_MAX}+` : unread}
          </span>
        )}
      </a>
    </li>
  );
}
