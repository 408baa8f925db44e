import { clockTime, fullTime, sameDay } from '../lib/time';

/** `until 14:30`, `until Tuesday, 3 March 2026 …`, `for good`. */
export function until(iso: string | null, now = new Date()): string {
  if (iso === null) return 'for good';
  return `until ${sameDay(iso, now.toISOString()) ? clockTime(iso) : fullTime(iso)}`;
}

/** The same where there is an end to tell, else nothing. */
export function untilText(iso: string | null, before: string): string {
  return iso === null ? '' : `${before}${until(iso)}`;
}
