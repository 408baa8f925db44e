import type { PresenceState, Status } from '@klatch/sdk';
import { ago } from './time';

const NAMES: Record<Status, string> = {
  online: 'Online',
  away: 'Away',
  busy: 'Busy',
  invisible: 'Invisible',
  offline: 'Offline',
};

export function statusName(status: Status): string {
  return NAMES[status];
}

/** A person's presence in a line: `Online · in a meeting`, `Last seen 5 minutes ago`. */
export function presenceLine({ status, status_text, last_seen }: PresenceState, now: Date): string {
  const how = status === 'offline' && last_seen ? `Last seen ${ago(last_seen, now)}` : statusName(status);
  return status_text ? `${how} · ${status_text}` : how;
}
