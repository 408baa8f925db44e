import { Avatar } from '../ui/Avatar';

interface Props {
  id: string;
  names: readonly string[];
  chosen: number;
  onChoose: (name: string) => void;
}

const NOTES: Readonly<Record<string, string>> = {
  all: 'everybody in this conversation',
  here: 'everybody who is connected',
};

/** The keyboard stays in the text; this only shows what it chooses from. */
export function MentionList({ id, names, chosen, onChoose }: Props) {
  return (
    <ul id={id} className="mention-list" role="listbox" aria-label="People to mention">
      {names.map((name, index) => (
        <li
          key={name}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          // Not a click, which would take the focus away first.
          onPointerDown={(event) => {
            event.preventDefault();
            onChoose(name);
          }}
        >
          <Avatar name={name} group={name in NOTES} />
          <span>{name}</span>
          {NOTES[name] && <span className="hint">{NOTES[name]}</span>}
        </li>
      ))}
    </ul>
  );
}
