import type { Conversation } from '@klatch/sdk';
import { type FormEvent, useState } from 'react';
import { useMe } from '../hooks/useMe';
import { useKnownPeople } from '../list/useKnownPeople';
import { MemberField, namesIn } from '../list/MemberField';

export function AddMembers({ conversation }: { conversation: Conversation }) {
  const { client, toasts } = useMe();
  const [members, setMembers] = useState<string[]>([]);
  const [typed, setTyped] = useState('');
  const known = useKnownPeople();
  const chosen = [...new Set([...members, ...namesIn(typed)])].filter((name) => !conversation.member_ids.includes(name));

  async function add(event: FormEvent) {
    event.preventDefault();
    const done = client.commands.addMembers(conversation.conversation_id, chosen);
    if (!(await toasts.watch(done, 'Could not add them'))) return;
    setMembers([]);
    setTyped('');
  }

  return (
    <form className="inline-form" onSubmit={(event) => void add(event)}>
      <MemberField label="Add members" members={members} onMembers={setMembers} typed={typed} onTyped={setTyped} />
      <datalist id="known-people">
        {known.filter((name) => !conversation.member_ids.includes(name)).map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <button type="submit" className="primary" disabled={chosen.length === 0}>
        Add
      </button>
    </form>
  );
}
