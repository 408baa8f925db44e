import { type KeyboardEvent, useState } from 'react';
import { mentionTyped, suggestions, withMention } from '../lib/mentions';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Completion of `@names` while a text is written. */
export function useMentions(names: readonly string[], text: string, onText: (text: string, caret: number) => void) {
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState(0);
  const [closedFor, setClosedFor] = useState<string | null>(null);
  const typed = mentionTyped(text, Math.min(caret, text.length));
  const offered = typed === null || typed === closedFor ? [] : suggestions(typed, names);
  const at = Math.min(chosen, offered.length - 1);

  function choose(name: string) {
    if (typed === null) return;
    const after = withMention(text, caret, typed, name);
    setChosen(0);
    setCaret(after.caret);
    onText(after.text, after.caret);
  }

  /** @return whether the key was for the completion */
  function key(event: KeyboardEvent): boolean {
    const name = offered[at];
    if (name === undefined) return false;
    const step = STEPS[event.key];
    if (step !== undefined) setChosen((at + step + offered.length) % offered.length);
    else if (event.key === 'Enter' || event.key === 'Tab') choose(name);
    else if (event.key === 'Escape') setClosedFor(typed);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  function moved(to: number) {
    setCaret(to);
    if (mentionTyped(text, to) === null) setClosedFor(null);
  }

  return { offered, chosen: at, choose, key, moved };
}
