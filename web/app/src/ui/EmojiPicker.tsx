import type { KeyboardEvent } from 'react';
import { emojiToChoose } from '../lib/emoji';
import { Popover } from './Popover';

const COLUMNS = 8;
const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS };

interface Props {
  anchor: DOMRect;
  onChoose: (emoji: string) => void;
  onClose: () => void;
}

export function EmojiPicker({ anchor, onChoose, onClose }: Props) {
  function move(event: KeyboardEvent) {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[Math.min(Math.max(at + step, 0), buttons.length - 1)]?.focus();
  }

  return (
    <Popover anchor={anchor} label="Choose an emoji" role="dialog" onClose={onClose} onKeyDown={move}>
      <div className="emoji-grid">
        {emojiToChoose().all.map((emoji) => (
          <button
            key={emoji}
            type="button"
            className="emoji"
            aria-label={emoji}
            onClick={() => {
              onClose();
              onChoose(emoji);
            }}
          >
            {emoji}
          </button>
        ))}
      </div>
    </Popover>
  );
}
