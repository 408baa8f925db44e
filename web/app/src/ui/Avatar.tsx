import type { Conversation, Status } from '@klatch/sdk';
import { useMe } from '../hooks/useMe';
import { usePresence } from '../hooks/usePresence';
import { conversationName, hueOf, initials, isGroup, otherMembers } from '../lib/names';
import { showable } from '../lib/picture';
import { statusName } from '../lib/presence';
import { PeopleIcon } from './icons';

interface Props {
  name: string;
  group?: boolean;
}

export function Avatar({ name, group = false }: Props) {
  return (
    <span className={`avatar hue-${hueOf(name)}`} aria-hidden="true">
      {group ? <PeopleIcon /> : initials(name)}
    </span>
  );
}

/** The other one of two, or what a group looks like. */
export function ConversationAvatar({ conversation }: { conversation: Conversation }) {
  const { userId } = useMe();
  if (!isGroup(conversation)) return <PersonAvatar userId={otherMembers(conversation, userId)[0] ?? userId} />;
  const picture = showable(conversation.picture);
  if (picture === null) return <Avatar name={conversationName(conversation, userId)} group />;
  return <img className="avatar" data-testid="picture" src={picture} alt="" />;
}

/** A person with a dot that says how they are. */
export function PersonAvatar({ userId }: { userId: string }) {
  const presence = usePresence(userId);
  return (
    <span className="avatar-place">
      <Avatar name={userId} />
      <PresenceDot status={presence?.status ?? 'offline'} />
    </span>
  );
}

export function PresenceDot({ status }: { status: Status }) {
  if (status === 'offline') return null;
  return <span className="dot" data-status={status} role="img" aria-label={statusName(status)} title={statusName(status)} />;
}
