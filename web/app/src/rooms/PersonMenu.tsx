import type { Participant, Room } from '@klatch/sdk';
import { useState } from 'react';
import { mayRemove, roleName, rolesToGive } from '../lib/roles';
import { BlockIcon, HideIcon, MuteIcon, SignOutIcon, TrashIcon } from '../ui/icons';
import { Menu, type MenuItem } from '../ui/Menu';
import { type Measured, MeasureDialog } from './MeasureDialog';
import type { Standing } from './standing';
import { useRooms } from './useRooms';

/** Somebody a moderator may do something about; who has no seat has written here. */
export interface About {
  userId: string;
  name: string;
  seat: Participant | null;
}

interface Props {
  about: About;
  room: Room;
  standing: Standing;
  /** Null while it is closed. */
  anchor: DOMRect | null;
  onClose: () => void;
}

/** What a moderator may do with somebody; the server decides, and says what it refuses. */
export function PersonMenu({ about, room, standing, anchor, onClose }: Props) {
  const { client, toasts, userId } = useRooms();
  const [asked, setAsked] = useState<Measured | null>(null);
  const { name, seat } = about;
  const { room_id } = room;
  const role = seat?.role ?? 'member';
  const below = about.userId !== userId && mayRemove(standing.role, role);
  const lit = room.spotlight_user_id === about.userId;

  const done = async (what: Promise<unknown>, failure: string, success?: string) => {
    await toasts.watch(what, failure, success);
    client.feed.touch(room_id);
  };
  const items: MenuItem[] = [];
  if (seat) {
    items.push({
      label: lit ? 'Take out of the spotlight' : 'Put in the spotlight',
      onChoose: () => void done(client.commands.spotlight(room_id, lit ? null : about.userId), 'Could not change the spotlight'),
    });
  }
  if (below) {
    const { commands } = client;
    if (!seat?.muted) items.push({ label: 'Mute…', Icon: MuteIcon, onChoose: () => setAsked('mute') });
    if (!seat || seat.muted) {
      const unmute = () => void done(commands.unmute(room_id, about.userId), `Could not unmute ${name}`, `${name} may speak again`);
      items.push({ label: 'Unmute', Icon: MuteIcon, onChoose: unmute });
    }
    for (const given of seat ? rolesToGive(standing.role, role).filter((each) => each !== 'owner') : []) {
      items.push({
        label: roleName(given),
        checked: given === role,
        onChoose: () => void done(commands.setRole(room_id, about.userId, given as 'admin'), 'Could not change the role', `${name} is ${given} here`),
      });
    }
    items.push({ label: 'Delete messages…', Icon: TrashIcon, danger: true, onChoose: () => setAsked('delete') });
    items.push({ label: 'Shadow ban…', Icon: HideIcon, danger: true, onChoose: () => setAsked('shadow') });
    items.push({
      label: 'Lift a shadow ban',
      Icon: HideIcon,
      onChoose: () => void done(commands.shadowBan(room_id, about.userId, false), 'Could not lift it', `${name} is seen again`),
    });
    if (seat) items.push({ label: 'Kick…', Icon: SignOutIcon, danger: true, onChoose: () => setAsked('kick') });
    items.push({ label: 'Ban…', Icon: BlockIcon, danger: true, onChoose: () => setAsked('ban') });
  }
  if (items.length === 0) items.push({ label: 'Nothing: not of a lower role', onChoose: () => {} });
  return (
    <>
      {anchor && <Menu anchor={anchor} label={name} items={items} onClose={onClose} />}
      {asked && <MeasureDialog what={asked} about={about} room={room} onClose={() => setAsked(null)} />}
    </>
  );
}
