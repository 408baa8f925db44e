import type { Status } from '@klatch/sdk';
import { usePresence } from '../hooks/usePresence';
import { hueOf, initials } from '../lib/names';
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
