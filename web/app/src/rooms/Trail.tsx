import type { RoomEvent } from '@klatch/sdk';
import { type FormEvent, useState } from 'react';
import { useSignal } from '../hooks/useSignal';
import { explain } from '../lib/toasts';
import { EventList } from './EventsDialog';
import { BackToRooms } from './RoomPane';
import { useRooms } from './useRooms';

interface Page {
  events: RoomEvent[];
  has_more: boolean;
  cursor: string | null;
}

const EVENTS = ['join', 'leave', 'mode', 'kick', 'ban', 'unban', 'mute', 'unmute', 'shadow-ban', 'spotlight', 'role', 'slow-mode', 'lock', 'unlock', 'delete-messages', 'create', 'close'];

/** Everything moderators did, and who came and went, which nobody can edit; null is of all rooms. */
export function Trail({ roomId }: { roomId: number | null }) {
  const { client, toasts } = useRooms();
  const { rooms } = useSignal(client.feed.view);
  const [filters, setFilters] = useState<Readonly<Record<string, string>>>({});
  const [shown, setShown] = useState<Page | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const base = roomId === null ? '/v1/audit' : `/v1/rooms/${roomId}/audit`;
  const nameOf = (id: number) => rooms.find(({ room_id }) => room_id === id)?.name ?? `room ${id}`;

  async function load(before: string | null) {
    setBusy(true);
    try {
      const page = await client.http.get<Page>(`${base}?${queryOf(filters, before)}`);
      setShown((held) => (before !== null && held ? { ...page, events: [...held.events, ...page.events] } : page));
      setProblem(null);
    } catch (error) {
      setProblem(explain(error));
    }
    setBusy(false);
  }

  async function save() {
    const file = await client.http.blob(`${base}?${queryOf(filters, null)}&format=csv`, 'text/csv');
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = roomId === null ? 'audit.csv' : `audit-room-${roomId}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  const field = (name: string) => ({
    name,
    value: filters[name] ?? '',
    onChange: (event: { target: { value: string } }) => setFilters({ ...filters, [name]: event.target.value }),
  });
  return (
    <main className="desk" aria-label="Audit trail">
      <header className="bar">
        <BackToRooms />
        <h2 className="bar-names">
          <span className="bar-title">Audit trail</span>
          <span className="bar-note">{roomId === null ? 'All rooms' : nameOf(roomId)}</span>
        </h2>
        <button type="button" className="quiet" onClick={() => void toasts.watch(save(), 'Could not make the file')}>
          Save as CSV
        </button>
      </header>
      <form
        className="filter-line"
        aria-label="Filters"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void load(null);
        }}
      >
        <label>
          By whom <input {...field('actor')} />
        </label>
        <label>
          About whom <input {...field('target')} />
        </label>
        <label>
          What
          <select {...field('event')}>
            <option value="">Anything</option>
            {EVENTS.map((event) => (
              <option key={event}>{event}</option>
            ))}
          </select>
        </label>
        <label>
          From <input type="datetime-local" {...field('from')} />
        </label>
        <label>
          To <input type="datetime-local" {...field('to')} />
        </label>
        <button type="submit" className="primary" disabled={busy}>
          Show
        </button>
      </form>
      <div className="desk-list">
        <p className="error" role="alert">
          {problem && `Could not load: ${problem}`}
        </p>
        {shown && <EventList events={shown.events} {...(roomId === null ? { roomName: nameOf } : {})} />}
        {shown?.has_more && (
          <button type="button" className="quiet" disabled={busy} onClick={() => void load(shown.cursor)}>
            Older
          </button>
        )}
        {!shown && problem === null && <p className="hint">Choose what to look for, or show everything.</p>}
      </div>
    </main>
  );
}

function queryOf(filters: Readonly<Record<string, string>>, before: string | null): URLSearchParams {
  const query = new URLSearchParams({ limit: '50', ...(before === null ? {} : { before }) });
  for (const [name, value] of Object.entries(filters)) {
    const said = value.trim();
    if (said) query.set(name, name === 'from' || name === 'to' ? new Date(said).toISOString() : said);
  }
  return query;
}
