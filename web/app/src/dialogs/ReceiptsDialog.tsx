import type { Marks, Message } from '@klatch/sdk';
import { useEffect, useState } from 'react';
import { useMe } from '../hooks/useMe';
import { useSignal } from '../hooks/useSignal';
import { explain } from '../lib/toasts';
import { PersonAvatar } from '../ui/Avatar';
import { Dialog } from '../ui/Dialog';

interface Seen {
  readCount: number;
  deliveredCount: number;
  /** Those of the pages that have come. */
  members: readonly Marks[];
  cursor: string | null;
}

/** Who has read a message and who has received it, page by page; asked anew when somebody else has. */
export function ReceiptsDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { client } = useMe();
  const { conversation_id, seq } = message;
  const told = [...useSignal(client.receipts.of(conversation_id)).values()];
  const reached = told.filter((marks) => marks.delivered_seq >= seq).length + told.filter((marks) => marks.read_seq >= seq).length;
  const [seen, setSeen] = useState<Seen | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function load(before: Seen | null) {
    try {
      const page = await client.commands.receipts(conversation_id, seq, 'delivered', before?.cursor ?? undefined);
      const members = [...(before?.members ?? []), ...page.members];
      setSeen({ readCount: page.read_count, deliveredCount: page.delivered_count, members, cursor: page.has_more ? page.cursor : null });
      setProblem(null);
    } catch (error) {
      setProblem(explain(error));
    }
  }
  useEffect(() => void load(null), [reached]);

  return (
    <Dialog title="Seen by" onClose={onClose}>
      {problem && (
        <p className="error" role="alert">
          {problem}
        </p>
      )}
      {seen && seen.members.length === 0 && <p>It has not arrived at anybody’s device yet.</p>}
      {seen && (
        <>
          <People title="Read" count={seen.readCount} members={seen.members.filter(({ read_seq }) => read_seq >= seq)} />
          <People title="Delivered" count={seen.deliveredCount - seen.readCount} members={seen.members.filter(({ read_seq }) => read_seq < seq)} />
        </>
      )}
      {seen?.cursor && (
        <button type="button" className="quiet" onClick={() => void load(seen)}>
          Show more
        </button>
      )}
    </Dialog>
  );
}

function People({ title, count, members }: { title: string; count: number; members: readonly Marks[] }) {
  if (members.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className="section-title">
        {title} ({count})
      </h3>
      <ul className="pick-list">
        {members.map(({ user_id }) => (
          <li key={user_id} className="pick">
            <PersonAvatar userId={user_id} />
            {user_id}
          </li>
        ))}
      </ul>
    </section>
  );
}
