import { TEXT_BYTES_MAX } from '@klatch/sdk';
import { useState } from 'react';
import { useNow } from '../hooks/useNow';
import { fieldTime, proposals, unfit } from '../lib/later';
import { utf8Bytes } from '../lib/text';
import { longTime } from '../lib/time';
import { explain } from '../lib/toasts';
import { Dialog } from '../ui/Dialog';

interface Props {
  title: string;
  text: string;
  /** When it is to be sent so far. */
  at: Date | null;
  onClose: () => void;
  /** Rejects where it cannot be done. */
  onSave: (text: string, at: Date) => Promise<void>;
}

/** What is to be said, and when. */
export function ScheduleDialog({ title, text: before, at, onClose, onSave }: Props) {
  const now = useNow();
  const [text, setText] = useState(before);
  const [time, setTime] = useState(() => fieldTime(at ?? (proposals(now)[0]?.at as Date)));
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function save() {
    const why = missing(text) ?? unfit(time, new Date());
    setProblem(why);
    if (why !== null) return;
    setBusy(true);
    try {
      await onSave(text.trim(), new Date(time));
      onClose();
    } catch (error) {
      setProblem(explain(error));
      setBusy(false);
    }
  }

  return (
    <Dialog
      title={title}
      onClose={onClose}
      onSubmit={() => void save()}
      footer={
        <>
          <button type="button" className="quiet" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="primary" disabled={busy}>
            {at === null ? 'Schedule' : 'Save'}
          </button>
        </>
      }
    >
      <label className="field">
        Message
        <textarea rows={3} autoFocus={before === ''} value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <div className="proposals" role="group" aria-label="Times">
        {proposals(now).map((each) => (
          <button key={each.label} type="button" aria-pressed={fieldTime(each.at) === time} onClick={() => setTime(fieldTime(each.at))}>
            {each.label}
          </button>
        ))}
      </div>
      <label className="field">
        When
        <input type="datetime-local" value={time} min={fieldTime(now)} onChange={(event) => setTime(event.target.value)} />
      </label>
      {unfit(time, now) === null && <p className="hint">It is sent on {longTime(new Date(time).toISOString())}, also when you are not here.</p>}
      <p className="error" role="alert">
        {problem}
      </p>
    </Dialog>
  );
}

function missing(text: string): string | null {
  if (text.trim() === '') return 'Write what is to be sent.';
  const over = utf8Bytes(text.trim()) - TEXT_BYTES_MAX;
  return over > 0 ? `The text is ${over} bytes too long. Shorten it.` : null;
}
