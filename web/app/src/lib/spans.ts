/** Lengths of time to choose from, in seconds, and what they are called. */
export const MINUTE_S = 60;
export const HOUR_S = 3600;
export const DAY_S = 86_400;

/** After which a message disappears. */
export const LIVES: readonly number[] = [30, 5 * MINUTE_S, HOUR_S, DAY_S, 7 * DAY_S, 30 * DAY_S];
/** For which a conversation keeps its messages. */
export const KEPT_DAYS: readonly number[] = [1, 7, 30, 90, 365];

const UNITS: readonly [number, string][] = [
  [DAY_S, 'day'],
  [HOUR_S, 'hour'],
  [MINUTE_S, 'minute'],
  [1, 'second'],
];

/** `30 seconds`, `1 hour`, `90 days`: in the largest unit that leaves no rest. */
export function spanName(seconds: number): string {
  const [size, unit] = UNITS.find(([of]) => seconds >= of && seconds % of === 0) ?? [1, 'second'];
  const count = seconds / size;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** What is left of a time, as short as the corner of a message needs it: `4:09`, `59 min`, `7 h`, `3 d`. */
export function leftLabel(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  if (seconds < 10 * MINUTE_S) return `${Math.floor(seconds / MINUTE_S)}:${String(seconds % MINUTE_S).padStart(2, '0')}`;
  if (seconds < 2 * HOUR_S) return `${Math.ceil(seconds / MINUTE_S)} min`;
  return seconds < 2 * DAY_S ? `${Math.ceil(seconds / HOUR_S)} h` : `${Math.ceil(seconds / DAY_S)} d`;
}

/** The options of a choice, with the value that is chosen now among them. */
export function withChosen(options: readonly number[], chosen: number | null): number[] {
  return chosen === null || options.includes(chosen) ? [...options] : [...options, chosen].sort((a, b) => a - b);
}
