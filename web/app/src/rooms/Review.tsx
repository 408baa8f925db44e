import { useCallback, useState } from 'react';
import { useNow } from '../hooks/useNow';
import { useSignal } from '../hooks/useSignal';
import { ago, fullTime } from '../lib/time';
import { explain } from '../lib/toasts';
import { Dialog } from '../ui/Dialog';
import { itemOf, type ReviewItem, type ReviewState, stateName, STATES } from './reviewItem';
import { BackToRooms } from './RoomPane';
import { useAnswer } from './useAnswer';
import { useRooms } from './useRooms';

/** Reports and appeals that wait for somebody's decision; of one room, or of all. */
export function Review({ roomId }: { roomId: number | null }) {
  const { client } = useRooms();
  const { rooms } = useSignal(client.feed.view);
  const [state, setState] = useState<ReviewState | ''>('open');
  const [kind, setKind] = useState('');
  const ask = useCallback(async () => {
    const query = new URLSearchParams({ limit: '100' });
    if (state) query.set('state', state);
    if (kind) query.set('kind', kind);
    if (roomId !== null) query.set('room_id', String(roomId));
    const answer = await client.http.get<{ items: unknown[]; has_more?: boolean }>(`/v1/review?${query}`);
    return { items: answer.items.map(itemOf), more: answer.has_more === true };
  }, [client, state, kind, roomId]);
  const { answer, problem, again } = useAnswer(ask);
  const nameOf = (id: number | null) => (id === null ? null : (rooms.find(({ room_id }) => room_id === id)?.name ?? `room ${id}`));
  return (
    <main className="desk" aria-label="Review queue">
      <header className="bar">
        <BackToRooms />
        <h2 className="bar-names">
          <span className="bar-title">Review queue</span>
          <span className="bar-note">{nameOf(roomId) ?? 'All rooms'}</span>
        </h2>
        <button type="button" className="quiet" onClick={again}>
          Refresh
        </button>
      </header>
      <form className="filter-line" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          State
          <select value={state} onChange={(event) => setState(event.target.value as ReviewState | '')}>
            <option value="">All</option>
            {STATES.map((each) => (
              <option key={each} value={each}>
                {stateName(each)}
              </option>
            ))}
          </select>
        </label>
        <label>
          Kind
          <select value={kind} onChange={(event) => setKind(event.target.value)}>
            <option value="">Reports and appeals</option>
            <option value="report">Reports</option>
            <option value="appeal">Appeals</option>
          </select>
        </label>
      </form>
      <div className="desk-list">
        <p className="error" role="alert">
          {problem && `Could not load: ${problem}`}
        </p>
        <ul aria-label="To review" className="review-list">
          {answer?.items.map((item) => (
            <Item key={item.id} item={item} room={nameOf(item.roomId)} onDone={again} />
          ))}
        </ul>
        {answer && answer.items.length === 0 && <p className="hint">Nothing {state === 'open' ? 'waits' : 'to show'}.</p>}
        {answer?.more && <p className="hint">The first 100 are shown.</p>}
      </div>
    </main>
  );
}

function Item({ item, room, onDone }: { item: ReviewItem; room: string | null; onDone: () => void }) {
  const { client, toasts } = useRooms();
  const [deciding, setDeciding] = useState<'resolved' | 'rejected' | null>(null);
  const now = useNow();
  const waits = item.state === 'open' || item.state === 'in_review';

  async function set(state: ReviewState) {
    if (await toasts.watch(client.http.post(`/v1/review/${encodeURIComponent(item.id)}`, { state }), 'Could not change it')) onDone();
  }

  return (
    <li className="review-item" data-testid="review-item" data-kind={item.kind} data-state={item.state}>
      <p className="review-head">
        <strong>{item.title}</strong>
        <span className="review-state" data-state={item.state}>
          {stateName(item.state)}
        </span>
      </p>
      {item.quote && <blockquote>{item.quote}</blockquote>}
      {item.text && <p>{item.text}</p>}
      <p className="hint">
        {room && `${room} · `}
        <time dateTime={item.createdAt} title={fullTime(item.createdAt)}>
          {ago(item.createdAt, now)}
        </time>
        {item.resolver && ` · ${item.resolver}`}
        {item.note && `: ${item.note}`}
      </p>
      <p className="review-buttons">
        {item.state === 'open' && (
          <button type="button" className="quiet" onClick={() => void set('in_review')}>
            Take on
          </button>
        )}
        {waits && (
          <>
            <button type="button" className="quiet" onClick={() => setDeciding('resolved')}>
              Resolve…
            </button>
            <button type="button" className="quiet danger" onClick={() => setDeciding('rejected')}>
              Reject…
            </button>
          </>
        )}
        {!waits && (
          <button type="button" className="quiet" onClick={() => void set('open')}>
            Open again
          </button>
        )}
      </p>
      {deciding && <DecideDialog item={item} state={deciding} onClose={() => setDeciding(null)} onDone={onDone} />}
    </li>
  );
}

const NOTE_MAX = 1000;

interface DecideProps {
  item: ReviewItem;
  state: 'resolved' | 'rejected';
  onClose: () => void;
  onDone: () => void;
}

function DecideDialog({ item, state, onClose, onDone }: DecideProps) {
  const { client, toasts } = useRooms();
  const [note, setNote] = useState('');
  const [lift, setLift] = useState(true);
  const [problem, setProblem] = useState<string | null>(null);
  const liftable = item.against !== null && state === 'resolved';

  async function decide() {
    const verdict = { state, ...(note.trim() ? { note: note.trim() } : {}), ...(liftable && lift ? { lift: true } : {}) };
    try {
      await client.http.post(`/v1/review/${encodeURIComponent(item.id)}`, verdict);
      toasts.say(state === 'resolved' ? 'Resolved' : 'Rejected');
      onClose();
      onDone();
    } catch (error) {
      setProblem(explain(error));
    }
  }

  return (
    <Dialog
      title={state === 'resolved' ? 'Resolve' : 'Reject'}
      onClose={onClose}
      onSubmit={() => void decide()}
      footer={
        <>
          <button type="button" className="quiet" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="primary">
            {state === 'resolved' ? 'Resolve' : 'Reject'}
          </button>
        </>
      }
    >
      <p className="hint">{item.title}</p>
      {liftable && (
        <label className="tick">
          <input type="checkbox" checked={lift} onChange={(event) => setLift(event.target.checked)} />
          Lift the {item.against} now
        </label>
      )}
      <label className="field">
        Note
        <textarea rows={3} maxLength={NOTE_MAX} placeholder="Optional" value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      <p className="error" role="alert">
        {problem}
      </p>
    </Dialog>
  );
}
