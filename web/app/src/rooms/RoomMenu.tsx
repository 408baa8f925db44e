import { type Room, SLOW_MODE_SECONDS_MAX } from '@klatch/sdk';
import { useState } from 'react';
import { isAtLeast } from '../lib/roles';
import { explain } from '../lib/toasts';
import { Dialog } from '../ui/Dialog';
import { BlockIcon, ClockIcon, FlagIcon, HistoryIcon } from '../ui/icons';
import { Menu } from '../ui/Menu';
import { BansDialog } from './BansDialog';
import { EventsDialog } from './EventsDialog';
import type { Standing } from './standing';
import { useRooms } from './useRooms';
import { deskHref } from './useRoomsRoute';

interface Props {
  room: Room;
  standing: Standing;
  anchor: DOMRect | null;
  onClose: () => void;
}

/** What concerns the room as a whole. */
export function RoomMenu({ room, standing, anchor, onClose }: Props) {
  const { client, toasts } = useRooms();
  const [open, setOpen] = useState<'slow' | 'bans' | 'events' | null>(null);
  const { room_id } = room;

  async function lock() {
    await toasts.watch(client.commands.lock(room_id, !room.locked), 'Could not change the lock', room.locked ? 'The room is open' : 'The room is locked');
    client.feed.touch(room_id);
  }

  const items = [
    { label: 'Slow mode…', Icon: ClockIcon, onChoose: () => setOpen('slow') },
    { label: room.locked ? 'Unlock the room' : 'Lock the room', onChoose: () => void lock() },
    { label: 'Banned people…', Icon: BlockIcon, onChoose: () => setOpen('bans') },
    { label: 'What happened here…', Icon: HistoryIcon, onChoose: () => setOpen('events') },
    { label: 'Review queue', Icon: FlagIcon, onChoose: () => void (location.hash = deskHref('review', room_id)) },
    ...(isAtLeast(standing.role, 'admin') ? [{ label: 'Audit trail', Icon: HistoryIcon, onChoose: () => void (location.hash = deskHref('trail', room_id)) }] : []),
  ];
  return (
    <>
      {anchor && <Menu anchor={anchor} label={`Moderate ${room.name}`} items={items} onClose={onClose} />}
      {open === 'slow' && <SlowModeDialog room={room} onClose={() => setOpen(null)} />}
      {open === 'bans' && <BansDialog room={room} onClose={() => setOpen(null)} />}
      {open === 'events' && <EventsDialog room={room} onClose={() => setOpen(null)} />}
    </>
  );
}

function SlowModeDialog({ room, onClose }: { room: Room; onClose: () => void }) {
  const { client, toasts } = useRooms();
  const [seconds, setSeconds] = useState(String(room.slow_mode_seconds ?? 0));
  const [problem, setProblem] = useState<string | null>(null);

  async function save() {
    try {
      await client.commands.slowMode(room.room_id, Number(seconds));
      toasts.say(Number(seconds) === 0 ? 'Slow mode is off' : `One message every ${seconds} s`);
      client.feed.touch(room.room_id);
      onClose();
    } catch (error) {
      setProblem(explain(error));
    }
  }

  return (
    <Dialog
      title="Slow mode"
      onClose={onClose}
      onSubmit={() => void save()}
      footer={
        <>
          <button type="button" className="quiet" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="primary">
            Save
          </button>
        </>
      }
    >
      <label className="field">
        Seconds between two messages of a person
        <input type="number" min={0} max={SLOW_MODE_SECONDS_MAX} step={1} required value={seconds} onChange={(event) => setSeconds(event.target.value)} />
      </label>
      <p className="hint">0 switches it off; {SLOW_MODE_SECONDS_MAX} at most. Moderators are not held up.</p>
      <p className="error" role="alert">
        {problem}
      </p>
    </Dialog>
  );
}
