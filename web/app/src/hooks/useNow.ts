import { useEffect, useState } from 'react';

const MINUTE_MS = 60_000;

/** The time, renewed each minute, so that "Today" does not stay on the screen past midnight. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
