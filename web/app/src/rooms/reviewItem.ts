/** One set of states for reports and appeals. */
export const STATES = ['open', 'in_review', 'resolved', 'rejected'] as const;
export type ReviewState = (typeof STATES)[number];

export function stateName(state: ReviewState): string {
  return { open: 'Open', in_review: 'In review', resolved: 'Resolved', rejected: 'Rejected' }[state] ?? state;
}

/** A report or an appeal, as the queue shows it. */
export interface ReviewItem {
  id: string;
  kind: string;
  state: ReviewState;
  roomId: number | null;
  title: string;
  /** What was reported. */
  quote: string | null;
  text: string | null;
  /** What an appeal is against. */
  against: string | null;
  createdAt: string;
  resolver: string | null;
  note: string | null;
}

type Json = Readonly<Record<string, unknown>>;

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);

/** Of the server's words; what it leaves out is not shown. */
export function itemOf(json: unknown): ReviewItem {
  const outer = json as Json;
  const inner = (outer['report'] ?? outer['appeal'] ?? {}) as Json;
  const of = (name: string) => outer[name] ?? inner[name];
  const appeal = outer['kind'] === 'appeal';
  const message = of('message') as { text?: string } | null | undefined;
  const about = text(outer['user_id']) ?? 'somebody';
  const against = appeal ? (text(of('against')) ?? 'ban') : null;
  return {
    id: text(outer['review_id']) ?? '',
    kind: appeal ? 'appeal' : 'report',
    state: (text(of('state')) ?? 'open') as ReviewState,
    roomId: typeof of('room_id') === 'number' ? (of('room_id') as number) : null,
    title: appeal ? `${about} appeals against a ${against}` : `${text(of('reporter_id')) ?? 'Somebody'} reports ${about}: ${text(of('reason')) ?? 'no reason'}`,
    quote: text(message?.text),
    text: appeal ? text(of('text')) : text(of('comment')),
    against,
    createdAt: text(of('created_at')) ?? new Date().toISOString(),
    resolver: text(of('handled_by')),
    note: text(of('note')),
  };
}
