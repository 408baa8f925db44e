import type { Tick } from '../lib/rows';
import { AlertIcon, ClockIcon, DoubleTickIcon, TickIcon } from '../ui/icons';

const TICKS = {
  sending: { label: 'Sending', Icon: ClockIcon },
  stored: { label: 'Stored', Icon: TickIcon },
  delivered: { label: 'Delivered', Icon: DoubleTickIcon },
  read: { label: 'Read', Icon: DoubleTickIcon },
  failed: { label: 'Not sent', Icon: AlertIcon },
};

/** How far a message of ours has come. */
export function Ticks({ tick }: { tick: Tick }) {
  const { label, Icon } = TICKS[tick];
  return (
    <span className="mark" data-tick={tick} role="img" aria-label={label} title={label}>
      <Icon />
    </span>
  );
}
