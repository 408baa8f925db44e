import { type Conversation, type Role } from '@klatch/sdk';

export const ALL = '@all';
export const HERE = '@here';

const SUGGESTED_MAX = 6;
const TYPED = /(?:^|[\s([{])@([^\s@]{0,64})$/;
const ENDS_NAME = /^(?:$|[^\p{L}\p{N}_])/u;
const BEFORE_AT = /[\p{L}\p{N}_]$/u;
const MAY_CALL_ALL: ReadonlySet<Role> = new Set(['owner', 'admin', 'moderator']);

/** What may follow the `@` in this conversation: its other members, and all of them where one may call all. */
export function mentionable(conversation: Conversation | undefined, me: string): string[] {
  if (!conversation) return [];
  const others = conversation.member_ids.filter((member) => member !== me);
  if (conversation.type === 'direct') return others;
  return MAY_CALL_ALL.has(conversation.me.role) ? [...others, 'all', 'here'] : others;
}

/** What has been typed after an `@` that ends at the caret; null when there is none. */
export function mentionTyped(text: string, caret: number): string | null {
  return TYPED.exec(text.slice(0, caret))?.[1] ?? null;
}

/** Names that go with what has been typed, those that begin with it first. */
export function suggestions(typed: string, names: readonly string[]): string[] {
  const wanted = typed.toLowerCase();
  const fitting = names.filter((name) => name.toLowerCase().includes(wanted));
  const begins = (name: string) => Number(!name.toLowerCase().startsWith(wanted));
  return fitting.sort((a, b) => begins(a) - begins(b)).slice(0, SUGGESTED_MAX);
}

/** Puts the name in the place of what has been typed after the `@`. */
export function withMention(text: string, caret: number, typed: string, name: string): { text: string; caret: number } {
  const head = `${text.slice(0, caret - typed.length)}${name} `;
  return { text: head + text.slice(caret).replace(/^ /, ''), caret: head.length };
}

export interface Found {
  index: number;
  name: string;
}

/** Where a text says `@name`, the longest name first. */
export function findMentions(text: string, names: readonly string[]): Found[] {
  const longest = [...names].sort((a, b) => b.length - a.length);
  const found: Found[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (BEFORE_AT.test(text.slice(0, at))) continue;
    const rest = text.slice(at + 1);
    const name = longest.find((each) => rest.startsWith(each) && ENDS_NAME.test(rest.slice(each.length)));
    if (name) found.push({ index: at, name });
  }
  return found;
}

/** The `mentions` of a message with this text. */
export function mentionsIn(text: string, names: readonly string[]): string[] {
  const wire = (name: string) => (name === 'all' ? ALL : name === 'here' ? HERE : name);
  return [...new Set(findMentions(text, names).map(({ name }) => wire(name)))];
}
