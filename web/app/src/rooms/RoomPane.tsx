import type { Room, RoomMode } from '@klatch/sdk';
import { useEffect, useState } from 'react';
import { useNow } from '../hooks/useNow';
import { useSignal } from '../hooks/useSignal';
import { BackIcon, MoreIcon, PeopleIcon } from '../ui/icons';
import { LockIcon, StarIcon } from './icons';
import { People } from './People';
import { RoomChat } from './RoomChat';
import { RoomMenu } from './RoomMenu';
import { exclusionOf, nameOf } from './standing';
import { useRooms, useStanding } from './useRooms';
import { goToRoom } from './useRoomsRoute';

interface Props {
  roomId: number;
  people: boolean;
}

/** A room that is looked at: who is in it and what is said there. */
export function RoomPane({ roomId, people }: Props) {
  const { client } = useRooms();
  const { rooms, loaded } = useSignal(client.feed.view);
  const crowd = useSignal(client.feed.people);
  const room = rooms.find(({ room_id }) => room_id === roomId);
  const there = room !== undefined;

  useEffect(() => {
    const found = client.feed.room(roomId);
    if (found) client.look(found);
    else client.feed.look(roomId); // It may be beyond the list.
  }, [client, roomId, there]);
  useEffect(() => () => client.look(null), [client]);

  if (room) return <Shown room={room} people={people} />;
  return (
    <main className="thread" aria-label="Room">
      <header className="bar">
        <BackToRooms />
      </header>
      <div className="empty">
        <PeopleIcon />
        <p role="status">{loaded || crowd.loaded ? 'There is no such room, or it has closed.' : 'Loading…'}</p>
      </div>
    </main>
  );
}

function Shown({ room, people }: { room: Room; people: boolean }) {
  const { client } = useRooms();
  const { way } = useSignal(client.feed.view);
  const standing = useStanding(room);
  const exclusion = exclusionOf(standing, useNow().getTime());
  const [menu, setMenu] = useState<DOMRect | null>(null);
  return (
    <div className="room-pane" data-people={people}>
      <main className="thread" aria-label={room.name}>
        <header className="bar">
          <BackToRooms />
          <h2 className="bar-names">
            <span className="bar-title">
              {room.name}
              {room.locked && <LockIcon label="Locked" />}
            </span>
            <span className="bar-note">{noteOf(room, way === 'polling')}</span>
          </h2>
          {exclusion?.event !== 'ban' && <Seat room={room} seated={standing.own?.mode ?? null} />}
          <button type="button" className="tool people-button" aria-label="Participants" aria-pressed={people} onClick={() => goToRoom(room.room_id, !people)}>
            <PeopleIcon />
          </button>
          {standing.moderates && (
            <button type="button" className="tool" aria-label="Moderate this room" title="Moderate this room" onClick={(event) => setMenu(event.currentTarget.getBoundingClientRect())}>
              <MoreIcon />
            </button>
          )}
        </header>
        <Spotlight room={room} />
        <RoomChat room={room} standing={standing} />
      </main>
      <People room={room} standing={standing} />
      {standing.moderates && <RoomMenu room={room} standing={standing} anchor={menu} onClose={() => setMenu(null)} />}
    </div>
  );
}

export function BackToRooms() {
  return (
    <button type="button" className="tool back" aria-label="Back to rooms" onClick={() => goToRoom(null)}>
      <BackIcon />
    </button>
  );
}

function noteOf(room: Room, polling: boolean): string {
  const notes = [`${room.current_participants} of ${room.max_participants}`];
  if (room.is_full) notes.push('full');
  if (room.slow_mode_seconds) notes.push(`slow mode ${room.slow_mode_seconds} s`);
  if (polling) notes.push('asked every 5 s');
  return notes.join(' · ');
}

/** Joining, in one of the two modes, and leaving. */
function Seat({ room, seated }: { room: Room; seated: RoomMode | null }) {
  const { client, toasts, forgive } = useRooms();
  const [busy, setBusy] = useState(false);

  async function take(what: Promise<Room>, failure: string) {
    setBusy(true);
    const noted = what.then((answer) => {
      client.feed.note(answer);
      forgive(room.room_id);
    });
    await toasts.watch(noted, failure);
    setBusy(false);
  }

  const join = (mode: RoomMode) => void take(client.commands.join(room.room_id, mode), `Could not join ${room.name}`);
  if (seated === null) {
    return (
      <span className="seat">
        <button type="button" className="primary" disabled={busy} onClick={() => join('viewer')}>
          Join
        </button>
        <button type="button" className="quiet" disabled={busy} onClick={() => join('publisher')}>
          Join as publisher
        </button>
      </span>
    );
  }
  const other = seated === 'viewer' ? 'publisher' : 'viewer';
  return (
    <span className="seat">
      <button type="button" className="quiet" disabled={busy} onClick={() => join(other)}>
        {other === 'publisher' ? 'Publish' : 'Only view'}
      </button>
      <button type="button" className="quiet danger" disabled={busy} onClick={() => void take(client.commands.leave(room.room_id), `Could not leave ${room.name}`)}>
        Leave
      </button>
    </span>
  );
}

function Spotlight({ room }: { room: Room }) {
  const { client } = useRooms();
  const { participants } = useSignal(client.feed.people);
  const lit = room.spotlight_user_id;
  return (
    <p className="spotlight-line" role="status" aria-label="Spotlight" hidden={lit === null}>
      {lit !== null && (
        <>
          <StarIcon label="" /> In the spotlight: <strong>{nameOf(participants.find(({ user_id }) => user_id === lit) ?? { user_id: lit, name: '' })}</strong>
        </>
      )}
    </p>
  );
}
