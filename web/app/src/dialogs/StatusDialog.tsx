import { STATUS_TEXT_MAX, type StatusChoice } from '@klatch/sdk';
import { useState } from 'react';
import { useMe } from '../hooks/useMe';
import { usePresence } from '../hooks/usePresence';
import { statusName } from '../lib/presence';
import { longTime } from '../lib/time';
import { explain } from '../lib/toasts';
import { PresenceDot } from '../ui/Avatar';
import { Dialog } from '../ui/Dialog';

type Chosen = StatusChoice['status'];

const STATUSES: { status: Chosen; hint: string }[] = [
  { status: 'online', hint: 'Away by itself when you do nothing for five minutes' },
  { status: 'away', hint: 'Whatever you do' },
  { status: 'busy', hint: 'Others see that you want no disturbance' },
  { status: 'invisible', hint: 'You look offline, and type unseen' },
];

const HOUR_S = 3600;
const ENDS: { label: string; seconds: number | null }[] = [
  { label: 'Until I change it', seconds: null },
  { label: '30 minutes', seconds: HOUR_S / 2 },
  { label: '1 hour', seconds: HOUR_S },
  { label: '4 hours', seconds: 4 * HOUR_S },
  { label: '1 day', seconds: 24 * HOUR_S },
];

export function StatusDialog({ onClose }: { onClose: () => void }) {
  const { client, userId, toasts } = useMe();
  const presence = usePresence(userId);
  const now = presence && presence.status !== 'offline' ? presence.status : 'online';
  const [status, setStatus] = useState<Chosen>(now);
  const [text, setText] = useState(presence?.status_text ?? '');
  const [ends, setEnds] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);

  async function save() {
    const seconds = ENDS[ends]?.seconds ?? null;
    try {
      const { expires_at } = await client.presences.choose({
        status,
        ...(text.trim() ? { text: text.trim() } : {}),
        ...(seconds === null ? {} : { expires_in: seconds }),
      });
      if (expires_at) toasts.say(`${statusName(status)} until ${longTime(expires_at)}.`);
      onClose();
    } catch (error) {
      setProblem(explain(error));
    }
  }

  return (
    <Dialog
      title="Your status"
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
      <fieldset className="statuses" aria-label="Status">
        {STATUSES.map(({ status: each, hint }) => (
          <label key={each}>
            <input type="radio" name="status" checked={status === each} onChange={() => setStatus(each)} />
            <PresenceDot status={each} />
            <span>
              {statusName(each)}
              <span className="hint">{hint}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <label className="field">
        What you are doing
        <input value={text} maxLength={STATUS_TEXT_MAX} placeholder="In a meeting, on holiday, …" onChange={(event) => setText(event.target.value)} />
      </label>
      <label className="field">
        For how long
        <select value={ends} onChange={(event) => setEnds(Number(event.target.value))}>
          {ENDS.map(({ label }, index) => (
            <option key={label} value={index}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <p className="error" role="alert">
        {problem}
      </p>
    </Dialog>
  );
}
