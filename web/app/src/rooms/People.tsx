import type { Participant, Room } from '@klatch/sdk';
import { useState } from 'react';
import { useSignal } from '../hooks/useSignal';
import { roleName } from '../lib/roles';
import { Avatar } from '../ui/Avatar';
import { BackIcon, MoreIcon } from '../ui/icons';
import { MicIcon, MutedIcon, StarIcon } from './icons';
import { PersonMenu } from './PersonMenu';
import { nameOf, type Standing } from './standing';
import { untilText } from './until';
import { useRooms } from './useRooms';
import { goToRoom } from './useRoomsRoute';

interface Props {
  room: Room;
  standing: Standing;
}

/** Who has a seat: those who publish first, then as they came. */
export function People({ room, standing }: Props) {
  const { client } = useRooms();
  const { participants, loaded } = useSignal(client.feed.people);
  const sorted = [...participants].sort(
    (a, b) => Number(b.mode === 'publisher') - Number(a.mode === 'publisher') || a.joined_at.localeCompare(b.joined_at),
  );
  return (
    <aside className="panel people" aria-label="Participants">
      <header className="bar">
        <button type="button" className="tool back" aria-label="Back to the room" onClick={() => goToRoom(room.room_id)}>
          <BackIcon />
        </button>
        <h2 className="bar-names">
          <span className="bar-title">Participants</span>
          <span className="bar-note">
            {room.current_participants} of {room.max_participants} · {room.current_publishers} publishing
          </span>
        </h2>
      </header>
      <ul className="people-list" aria-busy={!loaded}>
        {sorted.map((one) => (
          <Person key={one.user_id} one={one} room={room} standing={standing} />
        ))}
        {loaded && participants.length === 0 && <li className="hint room-none">Nobody is in.</li>}
      </ul>
    </aside>
  );
}

function Person({ one, room, standing }: Props & { one: Participant }) {
  const { userId } = useRooms();
  const [menu, setMenu] = useState<DOMRect | null>(null);
  const name = nameOf(one);
  return (
    <li className="person" data-testid="participant" data-user={one.user_id}>
      <Avatar name={name} />
      <span className="person-name">
        {name}
        {one.user_id === userId && ' (you)'}
        <span className="hint">
          {one.mode === 'publisher' ? 'Publisher' : 'Viewer'}
          {one.role !== 'member' && ` · ${roleName(one.role)}`}
        </span>
      </span>
      {room.spotlight_user_id === one.user_id && <StarIcon label="In the spotlight" />}
      {one.muted ? <MutedIcon label={`Muted${untilText(one.muted_until ?? null, ' ')}`} /> : one.mode === 'publisher' && <MicIcon label="Publishes" />}
      {standing.moderates && (
        <button type="button" className="tool" aria-label={`What to do with ${name}`} onClick={(event) => setMenu(event.currentTarget.getBoundingClientRect())}>
          <MoreIcon />
        </button>
      )}
      {standing.moderates && <PersonMenu about={{ userId: one.user_id, name, seat: one }} room={room} standing={standing} anchor={menu} onClose={() => setMenu(null)} />}
    </li>
  );
}
