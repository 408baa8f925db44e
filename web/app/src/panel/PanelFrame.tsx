import type { ReactNode } from 'react';
import { goTo } from '../hooks/useRoute';
import { BackIcon, CloseIcon } from '../ui/icons';

interface Props {
  title: string;
  note?: string;
  conversationId: string;
  children: ReactNode;
}

/** Beside a conversation; on a phone, over it. */
export function PanelFrame({ title, note, conversationId, children }: Props) {
  const close = () => goTo(conversationId);
  return (
    <aside
      className="panel"
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.nativeEvent.isComposing) close();
      }}
    >
      <header className="bar">
        <button type="button" className="tool back" aria-label="Back to the conversation" onClick={close}>
          <BackIcon />
        </button>
        <div className="bar-names">
          <h2 className="bar-title">{title}</h2>
          {note && <span className="bar-note">{note}</span>}
        </div>
        <button type="button" className="tool panel-close" aria-label="Close" title="Close (Escape)" onClick={close}>
          <CloseIcon />
        </button>
      </header>
      {children}
    </aside>
  );
}
