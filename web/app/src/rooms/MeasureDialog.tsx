import type { Measure, Room } from '@klatch/sdk';
import { useState } from 'react';
import { explain } from '../lib/toasts';
import { Dialog } from '../ui/Dialog';
import type { About } from './PersonMenu';
import { useRooms } from './useRooms';

export type Measured = 'kick' | 'mute' | 'ban' | 'shadow' | 'delete';

interface Words {
  title: (name: string) => string;
  button: string;
  hint: string;
  done: (name: string) => string;
  /** What the time means; none is asked for without. */
  time: string | null;
  /** Minutes at first; 0 is without an end. */
  minutes: number;
}

const WORDS: Readonly<Record<Measured, Words>> = {
  kick: { title: (name) => `Kick ${name}`, button: 'Kick', hint: 'They lose their seat and may join again.', done: (name) => `${name} was put out`, time: null, minutes: 0 },
  mute: { title: (name) => `Mute ${name}`, button: 'Mute', hint: 'They stay, and may neither write nor publish.', done: (name) => `${name} is muted`, time: 'For how long', minutes: 60 },
  ban: { title: (name) => `Ban ${name}`, button: 'Ban', hint: 'They lose their seat and may not come back. They are told why and until when.', done: (name) => `${name} is banned`, time: 'For how long', minutes: 1440 },
  shadow: { title: (name) => `Shadow ban ${name}`, button: 'Shadow ban', hint: 'What they write from now on is shown to them alone. They are not told.', done: (name) => `${name} is shadow banned`, time: 'For how long', minutes: 1440 },
  delete: { title: (name) => `Delete messages of ${name}`, button: 'Delete', hint: 'They are deleted for everybody.', done: () => 'Deleted', time: 'Which ones', minutes: 60 },
};

const TIMES: readonly { minutes: number; label: string }[] = [
  { minutes: 10, label: '10 minutes' },
  { minutes: 60, label: '1 hour' },
  { minutes: 1440, label: '1 day' },
  { minutes: 10_080, label: '1 week' },
  { minutes: 43_200, label: '30 days' },
];

const REASON_MAX = 200;

export function MeasureDialog({ what, about, room, onClose }: { what: Measured; about: About; room: Room; onClose: () => void }) {
  const { client, toasts, claimed } = useRooms();
  const words = WORDS[what];
  const [reason, setReason] = useState('');
  const [minutes, setMinutes] = useState(words.minutes);
  const [allRooms, setAllRooms] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function take() {
    setBusy(true);
    const measure: Measure = { ...(reason.trim() ? { reason: reason.trim() } : {}), ...(minutes > 0 ? { minutes } : {}) };
    try {
      toasts.say((await act(measure)) ?? words.done(about.name));
      client.feed.touch(room.room_id);
      onClose();
    } catch (error) {
      setProblem(explain(error));
      setBusy(false);
    }
  }

  /** @return what to say of it, where that is not always the same */
  async function act(measure: Measure): Promise<string | void> {
    const { commands } = client;
    const { room_id } = room;
    if (what === 'kick') return void (await commands.kick(room_id, about.userId, measure.reason));
    if (what === 'mute') return void (await commands.mute(room_id, about.userId, measure));
    if (what === 'ban') return void (await commands.ban(room_id, about.userId, measure, allRooms));
    if (what === 'shadow') return void (await commands.shadowBan(room_id, about.userId, true, measure));
    const { deleted } = await commands.deleteMessages(room_id, about.userId, measure);
    return deleted === 1 ? '1 message was deleted' : `${deleted} messages were deleted`;
  }

  return (
    <Dialog
      title={words.title(about.name)}
      onClose={onClose}
      onSubmit={() => void take()}
      footer={
        <>
          <button type="button" className="quiet" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="primary danger" disabled={busy}>
            {words.button}
          </button>
        </>
      }
    >
      <p className="hint">{words.hint}</p>
      {words.time && (
        <label className="field">
          {words.time}
          <select value={minutes} onChange={(event) => setMinutes(Number(event.target.value))}>
            {TIMES.map((time) => (
              <option key={time.minutes} value={time.minutes}>
                {what === 'delete' ? `Of the last ${time.label.replace(/^1 /, '')}` : time.label}
              </option>
            ))}
            <option value={0}>{what === 'delete' ? 'All of them' : 'Until it is lifted'}</option>
          </select>
        </label>
      )}
      <label className="field">
        Reason
        <input value={reason} maxLength={REASON_MAX} placeholder="Optional" onChange={(event) => setReason(event.target.value)} />
      </label>
      {what === 'ban' && claimed === 'admin' && (
        <label className="tick">
          <input type="checkbox" checked={allRooms} onChange={(event) => setAllRooms(event.target.checked)} />
          In all rooms
        </label>
      )}
      <p className="error" role="alert">
        {problem}
      </p>
    </Dialog>
  );
}
