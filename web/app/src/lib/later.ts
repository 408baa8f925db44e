import { SCHEDULE_LEAST_S, SCHEDULE_MOST_DAYS } from '@klatch/sdk';
import { DAY_S } from './spans';

export interface Proposal {
  label: string;
  at: Date;
}

const MORNING = 9;
const SOON_MINUTES = 60;

function morning(now: Date, daysLater: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + daysLater, MORNING);
}

/** Times at which a message may well be wanted, each later than now. */
export function proposals(now: Date): Proposal[] {
  const untilMonday = (8 - now.getDay()) % 7 || 7;
  return [
    { label: 'In an hour', at: new Date(now.getTime() + SOON_MINUTES * 60_000) },
    { label: 'Tomorrow at 9', at: morning(now, 1) },
    ...(untilMonday > 1 ? [{ label: 'Monday at 9', at: morning(now, untilMonday) }] : []),
  ];
}

/** As a field for date and time wants it, in the user's own time zone, to the minute. */
export function fieldTime(date: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Why a message cannot be sent at that time, and what can be done; null when it can. */
export function unfit(field: string, now: Date): string | null {
  const at = Date.parse(field);
  if (Number.isNaN(at)) return 'Choose a day and a time.';
  if (at < now.getTime() + SCHEDULE_LEAST_S * 1000) return 'That time is over. Choose a later one, or send it now.';
  if (at > now.getTime() + SCHEDULE_MOST_DAYS * DAY_S * 1000) return 'That is more than a year away. Choose an earlier time.';
  return null;
}
