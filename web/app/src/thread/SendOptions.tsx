import { useState } from 'react';
import { usePlace } from '../hooks/usePlace';
import { goTo } from '../hooks/useRoute';
import { LIVES, spanName } from '../lib/spans';
import { ClockIcon, HistoryIcon } from '../ui/icons';
import { Menu, type MenuItem } from '../ui/Menu';

interface Props {
  /** After how many seconds the message disappears; null for as the conversation has it. */
  life: number | null;
  onLife: (life: number | null) => void;
  onLater: () => void;
}

/** When a message is sent, and how long it stays. */
export function SendOptions({ life, onLife, onLater }: Props) {
  const { conversationId, conversation } = usePlace();
  const [menu, setMenu] = useState<DOMRect | null>(null);
  const usual = conversation?.message_ttl_s ?? null;
  const items: MenuItem[] = [
    { label: 'Send later…', Icon: ClockIcon, onChoose: onLater },
    { label: 'Scheduled messages', Icon: HistoryIcon, onChoose: () => goTo(conversationId, { kind: 'scheduled' }) },
    {
      label: usual === null ? 'Stays' : `Disappears after ${spanName(usual)}, as all here`,
      checked: life === null,
      onChoose: () => onLife(null),
    },
    ...LIVES.filter((seconds) => seconds !== usual).map((seconds) => ({
      label: `Disappears after ${spanName(seconds)}`,
      checked: life === seconds,
      onChoose: () => onLife(seconds),
    })),
  ];
  return (
    <>
      <button
        type="button"
        className="composer-tool send-options"
        aria-label="Send later or let disappear"
        title="Send later or let disappear"
        aria-haspopup="menu"
        data-on={life !== null}
        onClick={(event) => setMenu(event.currentTarget.getBoundingClientRect())}
      >
        <ClockIcon />
      </button>
      {menu && <Menu anchor={menu} label="When and how long" items={items} onClose={() => setMenu(null)} />}
    </>
  );
}
