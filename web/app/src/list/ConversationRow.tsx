import type { Conversation } from '@klatch/sdk';
import { useEnded } from '../hooks/useEnded';
import { useMe } from '../hooks/useMe';
import { threadHref } from '../hooks/useRoute';
import { useSignal } from '../hooks/useSignal';
import { draftKey, draftOf } from '../lib/drafts';
import { conversationName } from '../lib/names';
import { badge, isMuted, previewLine } from '../lib/preview';
import { fullTime, listTime } from '../lib/time';
import { ConversationAvatar } from '../ui/Avatar';
import { MuteIcon, PinIcon } from '../ui/icons';

interface Props {
  conversation: Conversation;
  current: boolean;
  now: Date;
}

const UNREAD_SHOWN_MAX = 99;

export function ConversationRow({ conversation, current, now }: Props) {
  const { userId } = useMe();
  const { conversation_id, me } = conversation;
  const name = conversationName(conversation, userId);
  const at = conversation.last_message?.created_at ?? conversation.created_at;
  const muted = isMuted(conversation, now);
  return (
    <li>
      <a
        className="conversation"
        href={threadHref(conversation_id)}
        aria-current={current ? 'page' : undefined}
        data-unread={badge(conversation) !== null && !muted}
      >
        <ConversationAvatar conversation={conversation} />
        <span className="conversation-name">{name}</span>
        <time dateTime={at} title={fullTime(at)}>
          {listTime(at, now)}
        </time>
        <Preview conversation={conversation} current={current} />
        <span className="conversation-marks">
          {muted && <Mark label="Muted" Icon={MuteIcon} />}
          {me.pinned && <Mark label="Pinned" Icon={PinIcon} />}
          <UnreadBadge conversation={conversation} muted={muted} />
        </span>
      </a>
    </li>
  );
}

function Mark({ label, Icon }: { label: string; Icon: typeof PinIcon }) {
  return (
    <span className="mark" role="img" aria-label={label} title={label}>
      <Icon />
    </span>
  );
}

/** Who types there, else what was begun, else what was said last. */
function Preview({ conversation, current }: { conversation: Conversation; current: boolean }) {
  const { client, userId } = useMe();
  const { display_text } = useSignal(client.typists.of(conversation.conversation_id));
  const ended = useEnded(conversation.last_message?.expires_at);
  const draft = current ? '' : draftOf(draftKey(userId, conversation.conversation_id, null)) || conversation.me.draft?.text;
  if (display_text) return <span className="conversation-preview typing">{display_text}</span>;
  if (draft) {
    return (
      <span className="conversation-preview">
        <em>Draft:</em> {draft}
      </span>
    );
  }
  return <span className="conversation-preview">{previewLine(conversation, userId, ended)}</span>;
}

function UnreadBadge({ conversation, muted }: { conversation: Conversation; muted: boolean }) {
  const unread = badge(conversation);
  if (!unread) return null;
  const { count, mentions, marked } = unread;
  const label = count > 0 ? `${count} unread` : 'Marked as unread';
  return (
    <>
      {mentions > 0 && (
        <span className="unread mention-badge" role="img" aria-label={`${mentions} mention${mentions === 1 ? '' : 's'} of you`} title="You are mentioned">
          @
        </span>
      )}
      <span className="unread" data-muted={muted} data-marked={marked && count === 0} role="img" aria-label={label} title={label}>
        {count > UNREAD_SHOWN_MAX ? `${UNREAD_SHOWN_MAX}+` : count || ''}
      </span>
    </>
  );
}
