import type { FeedView, Room } from '@klatch/sdk';
import { useSignal } from '../hooks/useSignal';
import { isAtLeast } from '../lib/roles';
import { explain } from '../lib/toasts';
import { FlagIcon, HistoryIcon, SignOutIcon } from '../ui/icons';
import { LockIcon } from './icons';
import { until } from './until';
import { useRooms } from './useRooms';
import { deskHref, roomHref, type RoomsRoute } from './useRoomsRoute';

interface Props {
  route: RoomsRoute;
  onSignOut: (() => void) | null;
}

export function RoomList({ route, onSignOut }: Props) {
  const { client, userId, claimed } = useRooms();
  const feed = useSignal(client.feed.view);
  const open = route.at === 'room' ? route.roomId : null;
  return (
    <nav className="sidebar" aria-label="Rooms">
      <header className="bar">
        <h1 className="bar-names">
          <span className="bar-title">Rooms</span>
          <span className="bar-note">{userId}</span>
        </h1>
        {onSignOut && (
          <button type="button" className="tool" aria-label="Sign out" title="Sign out" onClick={onSignOut}>
            <SignOutIcon />
          </button>
        )}
      </header>
      <ul className="room-list" aria-busy={!feed.loaded}>
        {feed.rooms.map((room) => (
          <RoomRow key={room.room_id} room={room} open={room.room_id === open} />
        ))}
        {feed.loaded && feed.rooms.length === 0 && <li className="hint room-none">There are no rooms here.</li>}
      </ul>
      {isAtLeast(claimed, 'moderator') && (
        <div className="room-desk">
          <a href={deskHref('review')} aria-current={route.at === 'review' ? 'page' : undefined}>
            <FlagIcon /> Review queue
          </a>
          {claimed === 'admin' && (
            <a href={deskHref('trail')} aria-current={route.at === 'trail' ? 'page' : undefined}>
              <HistoryIcon /> Audit trail
            </a>
          )}
        </div>
      )}
      <LiveLine feed={feed} />
    </nav>
  );
}

function RoomRow({ room, open }: { room: Room; open: boolean }) {
  const { current_participants: now, max_participants: most, is_full: full } = room;
  return (
    <li data-testid="room" data-full={full} data-room={room.room_id}>
      <a href={roomHref(room.room_id)} aria-current={open ? 'page' : undefined}>
        <span className="room-name">
          {room.name}
          {room.locked && <LockIcon label="Locked" />}
        </span>
        <span className="room-count" data-testid="room-count">
          {now} / {most}
        </span>
        <span className="room-about">{room.description ?? (room.permanent ? '' : `Open ${until(room.expires_at)}`)}</span>
        <span className="room-state" data-full={full}>
          {full ? 'Full' : 'Available'}
        </span>
        <meter className="room-meter" min={0} max={most} value={now} aria-hidden="true" />
      </a>
    </li>
  );
}

/** A small line that says how changes come, so that a delay has its explanation. */
function LiveLine({ feed: { way, refusal, loaded } }: { feed: FeedView }) {
  return (
    <p className="live-line" role="status" aria-label="Updates" data-way={refusal ? 'none' : way}>
      <i aria-hidden="true" />
      {refusal ? `Rooms could not be asked for. ${refusal.code === 'no_answer' ? 'The server cannot be reached; trying again.' : explain(refusal)}` : lineOf(way, loaded)}
    </p>
  );
}

function lineOf(way: FeedView['way'], loaded: boolean): string {
  if (way === 'websocket') return 'Live';
  if (way === 'polling') return 'Asking every 5 s: no WebSocket gets through';
  return loaded ? 'Going live…' : 'Connecting…';
}
