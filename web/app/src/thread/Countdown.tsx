import { useEffect, useState } from 'react';
import { useMe } from '../hooks/useMe';
import { leftLabel } from '../lib/spans';
import { fullTime } from '../lib/time';
import { TimerIcon } from '../ui/icons';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
/** Counted by the second from here on. */
const LAST_MS = 10 * MINUTE_MS;

/** How long a message is still there. */
export function Countdown({ until }: { until: string }) {
  const { client } = useMe();
  const left = () => Date.parse(until) - client.serverNow();
  const [leftMs, setLeftMs] = useState(left);
  const everyMs = leftMs < LAST_MS + MINUTE_MS ? SECOND_MS : MINUTE_MS;
  useEffect(() => {
    const timer = setInterval(() => setLeftMs(left()), everyMs);
    return () => clearInterval(timer);
  }, [until, everyMs]);
  return (
    <span className="countdown" data-testid="countdown" title={`Disappears on ${fullTime(until)}`}>
      <TimerIcon />
      <span className="visually-hidden">Disappears in </span>
      {leftLabel(leftMs)}
    </span>
  );
}
