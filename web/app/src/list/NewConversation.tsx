import { type ConversationType, TITLE_MAX } from '@klatch/sdk';
import { useState } from 'react';
import { useMe } from '../hooks/useMe';
import { explain } from '../lib/toasts';
import { Dialog } from '../ui/Dialog';
import { MemberField, namesIn } from './MemberField';
import { useKnownPeople } from './useKnownPeople';

interface Props {
  onClose: () => void;
  onStarted: (conversationId: string) => void;
}

type Kind = ConversationType;

export function NewConversation({ onClose, onStarted }: Props) {
  const { client, userId } = useMe();
  const [kind, setKind] = useState<Kind>('direct');
  const [person, setPerson] = useState('');
  const [title, setTitle] = useState('');
  const [members, setMembers] = useState<string[]>([]);
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const known = useKnownPeople();

  const chosen = kind === 'direct' ? [person.trim()].filter(Boolean) : [...new Set([...members, ...namesIn(typed)])];

  async function start() {
    const others = chosen.filter((name) => name !== userId);
    if (others.length === 0) {
      setError('That is you. Name somebody else.');
      return;
    }
    setBusy(true);
    setError(null);
    try {
      const conversation = await client.createConversation({
        type: kind,
        member_ids: others,
        ...(kind !== 'direct' && title.trim() ? { title: title.trim() } : {}),
      });
      onStarted(conversation.conversation_id);
    } catch (refused) {
      setError(explain(refused));
      setBusy(false);
    }
  }

  return (
    <Dialog
      title="New conversation"
      onClose={onClose}
      onSubmit={() => void start()}
      footer={
        <>
          <button type="button" className="quiet" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="primary" disabled={busy || chosen.length === 0}>
            Start
          </button>
        </>
      }
    >
      <fieldset className="choice" aria-label="Kind of conversation">
        <KindOption kind="direct" label="One person" chosen={kind} onChoose={setKind} />
        <KindOption kind="group" label="Group" chosen={kind} onChoose={setKind} />
        <KindOption kind="broadcast" label="Broadcast" chosen={kind} onChoose={setKind} />
      </fieldset>
      {kind === 'direct' ? (
        <label className="field">
          Name
          <input
            autoFocus
            value={person}
            onChange={(event) => setPerson(event.target.value)}
            list="known-people"
            maxLength={128}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        </label>
      ) : (
        <>
          <label className="field">
            Title
            <input value={title} onChange={(event) => setTitle(event.target.value)} maxLength={TITLE_MAX} placeholder="Optional" />
          </label>
          {kind === 'broadcast' && <p className="hint">You and those you make moderators write; all others read.</p>}
          <MemberField members={members} onMembers={setMembers} typed={typed} onTyped={setTyped} />
        </>
      )}
      <datalist id="known-people">
        {known.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <p className="error" role="alert">
        {error}
      </p>
    </Dialog>
  );
}

function KindOption({ kind, label, chosen, onChoose }: { kind: Kind; label: string; chosen: Kind; onChoose: (kind: Kind) => void }) {
  return (
    <label>
      <input type="radio" name="kind" checked={chosen === kind} onChange={() => onChoose(kind)} />
      <span>{label}</span>
    </label>
  );
}
