import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';

interface Props {
  /** What it belongs to; it opens beside it, or as a sheet from below on a phone. */
  anchor: DOMRect;
  label: string;
  role: 'menu' | 'dialog';
  onClose: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  children: ReactNode;
}

const MARGIN_PX = 8;

/** Floats over the page; Escape or a click elsewhere closes it and gives the focus back. */
export function Popover({ anchor, label, role, onClose, onKeyDown, children }: Props) {
  const box = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const { width, height } = element.getBoundingClientRect();
    const left = Math.max(MARGIN_PX, Math.min(anchor.left, innerWidth - width - MARGIN_PX));
    const below = anchor.bottom + 4;
    const top = below + height + MARGIN_PX <= innerHeight ? below : Math.max(MARGIN_PX, anchor.top - height - 4);
    element.style.setProperty('--left', `${left}px`);
    element.style.setProperty('--top', `${top}px`);
  }, [anchor]);

  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    const element = box.current;
    element?.querySelector<HTMLElement>('button, input')?.focus();
    return () => {
      // Whoever opened a dialog from here has the focus already.
      if (!document.activeElement || document.activeElement === document.body) before?.focus();
    };
  }, []);

  function key(event: KeyboardEvent) {
    event.stopPropagation();
    if (event.key === 'Escape') {
      event.preventDefault();
      onClose();
    } else {
      onKeyDown?.(event);
    }
  }

  return createPortal(
    <div
      className="popover-backdrop"
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
      onContextMenu={(event) => event.preventDefault()}
    >
      <div ref={box} className="popover" role={role} aria-label={label} onKeyDown={key}>
        {children}
      </div>
    </div>,
    document.body,
  );
}
