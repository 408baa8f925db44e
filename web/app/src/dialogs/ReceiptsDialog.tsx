import type { Marks, Message, ReceiptPage } from '@klatch/sdk';
import { useMe } from '../hooks/useMe';
import { PersonAvatar } from '../ui/Avatar';
import { Dialog } from '../ui/Dialog';
import { useLoaded } from './useLoaded';

export function ReceiptsDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { client } = useMe();
  const { conversation_id, seq } = message;
  const { value, problem } = useLoaded<ReceiptPage>(() => client.commands.receipts(conversation_id, seq, 'delivered'));
  const read = value?.members.filter((member) => member.read_seq >= seq) ?? [];
  const delivered = value?.members.filter((member) => member.read_seq < seq) ?? [];
  return (
    <Dialog title="Seen by" onClose={onClose}>
      {problem && (
        <p className="error" role="alert">
          {problem}
        </p>
      )}
      {value && value.members.length === 0 && <p>It has not arrived at anybody’s device yet.</p>}
      <People title="Read" count={value?.read_count ?? read.length} members={read} />
      <People title="Delivered" count={value ? value.delivered_count - value.read_count : delivered.length} members={delivered} />
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
      {count > members.length && <p className="hint">and {count - members.length} more</p>}
    </section>
  );
}
