export interface Piece {
  text: string;
  found: boolean;
}

/** Cuts a snippet at its highlights; it is plain text and stays that. */
export function pieces(snippet: string, highlights: readonly (readonly [number, number])[]): Piece[] {
  const cut: Piece[] = [];
  let end = 0;
  for (const [from, to] of [...highlights].sort((a, b) => a[0] - b[0])) {
    if (from < end || to <= from) continue;
    if (from > end) cut.push({ text: snippet.slice(end, from), found: false });
    cut.push({ text: snippet.slice(from, to), found: true });
    end = to;
  }
  if (end < snippet.length) cut.push({ text: snippet.slice(end), found: false });
  return cut;
}

/** The beginning of a day of a date field, in the user's own time zone, some days later. */
export function dayStart(date: string, daysLater = 0): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(year, month - 1, day + daysLater).toISOString();
}
