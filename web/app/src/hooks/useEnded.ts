import { useEffect, useState } from 'react';
import { useMe } from './useMe';

/** A timer of a browser cannot wait for weeks. */
const WAIT_MAX_MS = 3_600_000;

/** Whether that time, by the server's clock, has come; never without one. */
export function useEnded(at: string | undefined): boolean {
  const { client } = useMe();
  const [round, setRound] = useState(0);
  const left = () => (at === undefined ? Infinity : Date.parse(at) - client.serverNow());
  useEffect(() => {
    const leftMs = left();
    if (leftMs <= 0 || leftMs === Infinity) return;
    const timer = setTimeout(() => setRound(round + 1), Math.min(leftMs, WAIT_MAX_MS));
    return () => clearTimeout(timer);
  }, [client, at, round]);
  return left() <= 0;
}
