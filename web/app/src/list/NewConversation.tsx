import { Refusal } from '@klatch/sdk';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useMe } from '../hooks/useMe';
import { useSignal } from '../hooks/useSignal';
import { CloseIcon } from '../ui/icons';
import { MemberField, namesIn } from './MemberField';

interface Props {
  onClose: () => void;
  onStarted: (conversationId: string) => void;
}

type Kind = 'direct' | 'group';

function explain(error: unknown): string {
  const refusal = Refusal.from(error);
  return refusal.code === 'no_answer' ? 'The server did not answer. Try again.' : refusal.message;
}

export function NewConversation({ onClose, onStarted }: Props) {
  const { client, userId } = useMe();
  const dialog = useRef<HTMLDialogElement>(null);
  const [kind, setKind] = useState<Kind>('direct');
  const [person, setPerson] = useState('');
  const [title, setTitle] = useState('');
  const [members, setMembers] = useState<string[]>([]);
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const known = useKnownPeople();

  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);

  const chosen = kind === 'direct' ? [person.trim()].filter(Boolean) : [...new Set([...members, ...namesIn(typed)])];

  async function start(event: FormEvent) {
    event.preventDefault();
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
        ...(kind === 'group' && title.trim() ? { title: title.trim() } : {}),
      });
      onStarted(conversation.conversation_id);
    } catch (refused) {
      setError(explain(refused));
      setBusy(false);
    }
  }

  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby="new-title"
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) onClose(); // The backdrop: the form covers the rest.
      }}
    >
      <form onSubmit={(event) => void start(event)}>
        <header>
          <h2 id="new-title">New conversation</h2>
          <button type="button" className="tool" aria-label="Close" onClick={onClose}>
            <CloseIcon />
          </button>
        </header>
        <fieldset className="choice" aria-label="Kind of conversation">
          <KindOption kind="direct" label="One person" chosen={kind} onChoose={setKind} />
          <KindOption kind="group" label="Group" chosen={kind} onChoose={setKind} />
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
              <input value={title} onChange={(event) => setTitle(event.target.value)} maxLength={200} placeholder="Optional" />
            </label>
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
        <footer>
          <button type="button" className="quiet" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="primary" disabled={busy || chosen.length === 0}>
            Start
          </button>
        </footer>
      </form>
    </dialog>
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

/** Everybody one shares a conversation with: a hint while typing, nothing more. */
function useKnownPeople(): string[] {
  const { client, userId } = useMe();
  const { conversations } = useSignal(client.conversations);
  return useMemo(() => {
    const names = new Set(conversations.flatMap((conversation) => conversation.member_ids));
    names.delete(userId);
    return [...names].sort((a, b) => a.localeCompare(b));
  }, [conversations, userId]);
}
