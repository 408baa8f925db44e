import { type KeyboardEvent, useId } from 'react';
import { CloseIcon } from '../ui/icons';

interface Props {
  label?: string;
  members: string[];
  onMembers: (members: string[]) => void;
  typed: string;
  onTyped: (typed: string) => void;
}

export function namesIn(text: string): string[] {
  return text.split(',').map((name) => name.trim()).filter(Boolean);
}

/** Names as chips: Enter or a comma makes one, Backspace in the empty field takes the last away. */
export function MemberField({ label = 'Members', members, onMembers, typed, onTyped }: Props) {
  const id = useId();

  function take() {
    onMembers([...new Set([...members, ...namesIn(typed)])]);
    onTyped('');
  }

  function key(event: KeyboardEvent) {
    if ((event.key === 'Enter' || event.key === ',') && typed.trim()) {
      event.preventDefault();
      take();
    } else if (event.key === 'Backspace' && !typed) {
      onMembers(members.slice(0, -1));
    }
  }

  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="chips">
        {members.map((name) => (
          <span className="chip" key={name}>
            {name}
            <button type="button" aria-label={`Remove ${name}`} onClick={() => onMembers(members.filter((other) => other !== name))}>
              <CloseIcon />
            </button>
          </span>
        ))}
        <input
          id={id}
          autoFocus={label === 'Members'}
          value={typed}
          onChange={(event) => onTyped(event.target.value)}
          onKeyDown={key}
          list="known-people"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder={members.length === 0 ? 'Names, separated by commas' : ''}
        />
      </div>
    </div>
  );
}
