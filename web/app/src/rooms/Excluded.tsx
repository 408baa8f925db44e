import type { Room } from '@klatch/sdk';
import { useState } from 'react';
import { explain } from '../lib/toasts';
import { Dialog } from '../ui/Dialog';
import type { Exclusion } from './standing';
import { until } from './until';
import { useRooms } from './useRooms';

/** Says at once to who was put out why and until when, and what can be done. */
export function Excluded({ room, exclusion }: { room: Room; exclusion: Exclusion }) {
  const { forgive } = useRooms();
  const [appealing, setAppealing] = useState(false);
  const banned = exclusion.event === 'ban';
  return (
    <div className="excluded" role="alert">
      <p>
        <strong>{banned ? `You are banned from ${room.name} ${until(exclusion.until)}.` : `You were put out of ${room.name}.`}</strong>
        <span>{exclusion.reason ? `Reason: ${exclusion.reason}` : 'No reason was given.'}</span>
        {!banned && <span>You may join again.</span>}
      </p>
      {banned ? (
        <button type="button" className="quiet" onClick={() => setAppealing(true)}>
          Appeal
        </button>
      ) : (
        <button type="button" className="quiet" onClick={() => forgive(room.room_id)}>
          OK
        </button>
      )}
      {appealing && <AppealDialog room={room} onClose={() => setAppealing(false)} />}
    </div>
  );
}

const APPEAL_MAX = 1000;

export function AppealDialog({ room, onClose }: { room: Room; onClose: () => void }) {
  const { client, toasts } = useRooms();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  async function send() {
    try {
      await client.commands.appeal(room.room_id, text.trim());
      toasts.say('Your appeal was sent. Those who run this server will look at it.');
      onClose();
    } catch (error) {
      setProblem(explain(error));
    }
  }

  return (
    <Dialog
      title={`Appeal in ${room.name}`}
      onClose={onClose}
      onSubmit={() => void send()}
      footer={
        <>
          <button type="button" className="quiet" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="primary" disabled={text.trim() === ''}>
            Send
          </button>
        </>
      }
    >
      <label className="field">
        Why it should be lifted
        <textarea rows={4} maxLength={APPEAL_MAX} value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <p className="error" role="alert">
        {problem}
      </p>
    </Dialog>
  );
}
