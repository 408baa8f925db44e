import type { ComponentType, KeyboardEvent, ReactNode } from 'react';
import { Popover } from './Popover';

export interface MenuItem {
  label: string;
  Icon?: ComponentType;
  danger?: boolean;
  checked?: boolean;
  onChoose: () => void;
}

interface Props {
  anchor: DOMRect;
  label: string;
  items: readonly MenuItem[];
  onClose: () => void;
  /** Above the items, such as a row of emoji. */
  children?: ReactNode;
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Arrow keys, Home and End move, Enter chooses. */
export function Menu({ anchor, label, items, onClose, children }: Props) {
  function move(event: KeyboardEvent) {
    const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    const step = STEPS[event.key];
    const ends: Readonly<Record<string, number>> = { Home: 0, End: buttons.length - 1 };
    const to = step === undefined ? ends[event.key] : (at + step + buttons.length) % buttons.length;
    if (event.key === 'Tab') onClose();
    if (to === undefined) return;
    event.preventDefault();
    buttons[to]?.focus();
  }

  return (
    <Popover anchor={anchor} label={label} role="menu" onClose={onClose} onKeyDown={move}>
      {children}
      {items.map(({ label: text, Icon, danger = false, checked, onChoose }) => (
        <button
          key={text}
          type="button"
          role={checked === undefined ? 'menuitem' : 'menuitemradio'}
          aria-checked={checked}
          className="menu-item"
          data-danger={danger}
          onClick={() => {
            onClose();
            onChoose();
          }}
        >
          {Icon && <Icon />}
          {text}
        </button>
      ))}
    </Popover>
  );
}
