import { type ReactNode, useEffect, useId, useRef } from 'react';
import { CloseIcon } from './icons';

interface Props {
  title: string;
  onClose: () => void;
  onSubmit?: () => void;
  children: ReactNode;
  /** Buttons at the bottom. */
  footer?: ReactNode;
}

/** A question over the page; Escape or a click beside it closes it. */
export function Dialog({ title, onClose, onSubmit, children, footer }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={id}
      onClose={onClose}
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        if (event.target === dialog.current) onClose(); // The backdrop: the form covers the rest.
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit?.();
        }}
      >
        <header>
          <h2 id={id}>{title}</h2>
          <button type="button" className="tool" aria-label="Close" onClick={onClose}>
            <CloseIcon />
          </button>
        </header>
        {children}
        {footer && <footer>{footer}</footer>}
      </form>
    </dialog>
  );
}
