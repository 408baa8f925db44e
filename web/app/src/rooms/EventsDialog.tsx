import type { Room, RoomEvent } from '@klatch/sdk';
import { useCallback } from 'react';
import { useNow } from '../hooks/useNow';
import { ago, fullTime } from '../lib/time';
import { Dialog } from '../ui/Dialog';
import { until } from './until';
import { useAnswer } from './useAnswer';
import { useRooms } from './useRooms';

/** The newest events of the room. */
export function EventsDialog({ room, onClose }: { room: Room; onClose: () => void }) {
  const { client } = useRooms();
  const { room_id } = room;
  const { answer, problem } = useAnswer(useCallback(() => client.commands.events(room_id), [client, room_id]));
  return (
    <Dialog title={`What happened in ${room.name}`} onClose={onClose}>
      <p className="error" role="alert">
        {problem && `Could not load: ${problem}`}
      </p>
      {answer && <EventList events={answer.events} />}
    </Dialog>
  );
}

interface ListProps {
  events: readonly RoomEvent[];
  /** Of events of several rooms. */
  roomName?: (roomId: number) => string;
}

export function EventList({ events, roomName }: ListProps) {
  const now = useNow();
  return (
    <ul className="events" aria-label="Events">
      {events.map((event) => (
        <li key={`${event.room_id ?? 0} ${event.event_no}`} data-testid="event" data-event={event.event}>
          <span>
            {sentence(event)}
            {roomName && event.room_id !== undefined && <span className="hint"> · {roomName(event.room_id)}</span>}
          </span>
          <time className="hint" dateTime={event.created_at} title={fullTime(event.created_at)}>
            {ago(event.created_at, now)}
          </time>
          {(event.reason || event.expires_at) && (
            <span className="hint">
              {event.reason && `Reason: ${event.reason}`}
              {event.reason && event.expires_at && ' · '}
              {event.expires_at && until(event.expires_at)}
            </span>
          )}
        </li>
      ))}
      {events.length === 0 && <li className="hint">Nothing yet.</li>}
    </ul>
  );
}

const VERBS: Readonly<Record<string, string>> = {
  join: 'came in',
  leave: 'left',
  mode: 'changed their mode',
  kick: 'put out',
  ban: 'banned',
  unban: 'unbanned',
  mute: 'muted',
  unmute: 'unmuted',
  'shadow-ban': 'shadow banned',
  'shadow-unban': 'lifted the shadow ban of',
  spotlight: 'put in the spotlight',
  role: 'changed the role of',
  'slow-mode': 'changed slow mode',
  lock: 'locked the room',
  unlock: 'unlocked the room',
  'delete-messages': 'deleted messages of',
  create: 'made the room',
  close: 'closed the room',
};

/** `ann banned bob`; of what one does alone, `bob came in`. */
export function sentence({ event, actor_id, target_id, detail }: RoomEvent): string {
  const about = target_id === null || target_id === actor_id ? '' : ` ${target_id}`;
  return `${actor_id} ${VERBS[event] ?? event.replaceAll('-', ' ')}${about}${detail ? ` (${detail})` : ''}`;
}
