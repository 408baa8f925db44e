import type { Marks } from '@klatch/sdk';
import { listed } from '../lib/preview';

interface Props {
  seq: number;
  others: readonly string[];
  marks: ReadonlyMap<string, Marks>;
  group: boolean;
}

/** Who has read the newest message, where it is the user's own. */
export function SeenBy({ seq, others, marks, group }: Props) {
  const seen = others.filter((user) => (marks.get(user)?.read_seq ?? 0) >= seq);
  if (seen.length === 0) return null;
  const everybody = others.length > 2 && seen.length === others.length;
  const text = !group ? 'Seen' : everybody ? 'Seen by everybody' : `Seen by ${listed(seen)}`;
  return (
    <li className="seen-by" data-testid="seen-by" title={seen.join(', ')}>
      {text}
    </li>
  );
}
