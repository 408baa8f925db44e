import type { Happening } from '@klatch/sdk';
import { spanName } from './spans';
import { listed } from './preview';

/** What happened to a conversation, as a line among its messages. */
export interface Line {
  key: string;
  at: string;
  text: string;
}

type Profile = Extract<Happening, { event: 'conversation:updated' }>;
type Added = Extract<Happening, { event: 'member:added' }>;

/** Those who come within it, by the same hand, share a line. */
const TOGETHER_MS = 60_000;
const NAMED = 4;

const ROLES = { owner: 'an owner', admin: 'an admin', moderator: 'a moderator', member: 'an ordinary member' } as const;

/**
 * One line or more for each happening.
 *
 * @param whole whether there was none before the first: a title is then all a conversation began with
 */
export function linesOf(happenings: readonly Happening[], whole: boolean, me: string): Line[] {
  const lines: Line[] = [];
  let profile: Profile | null = null;
  for (let i = 0; i < happenings.length; i++) {
    const happening = happenings[i] as Happening;
    const say = (...texts: string[]) =>
      texts.forEach((text, index) => lines.push({ key: `line/${happening.change_seq}/${index}`, at: happening.at, text }));
    if (happening.event === 'member:added') {
      const together = addedTogether(happenings, i, happening);
      i += together.length - 1;
      say(`${subject(happening.actor_id, me)} added ${listed(together.map(({ user_id }) => object(user_id, me)), NAMED)}`);
    } else if (happening.event === 'conversation:updated') {
      say(...profileTexts(happening, profile, whole).map((text) => `${subject(happening.actor_id, me)} ${text}`));
      profile = happening;
    } else {
      say(memberText(happening, me));
    }
  }
  return lines;
}

function subject(user: string, me: string): string {
  return user === me ? 'You' : user;
}

function object(user: string, me: string): string {
  return user === me ? 'you' : user;
}

function addedTogether(happenings: readonly Happening[], from: number, first: Added): Added[] {
  const together: Added[] = [];
  for (const each of happenings.slice(from)) {
    const near = Date.parse(each.at) - Date.parse(first.at) < TOGETHER_MS;
    if (each.event !== 'member:added' || each.actor_id !== first.actor_id || !near) break;
    together.push(each);
  }
  return together;
}

function memberText(happening: Exclude<Happening, Profile | Added>, me: string): string {
  const { actor_id, user_id } = happening;
  const who = subject(actor_id, me);
  if (happening.event === 'member:removed') return actor_id === user_id ? `${who} left` : `${who} removed ${object(user_id, me)}`;
  // Whoever leaves as the last owner hands it on.
  if (happening.role === 'owner') return user_id === me ? 'You are an owner now' : `${user_id} is an owner now`;
  return `${who} made ${object(user_id, me)} ${ROLES[happening.role]}`;
}

/** What of a conversation's own words is different from before. */
function profileTexts(now: Profile, before: Profile | null, whole: boolean): string[] {
  if (!before && !whole) return ['changed the settings of this conversation'];
  const was = before ?? { title: now.title, picture: null, metadata: null, message_ttl_s: null, retention_days: null };
  const texts: string[] = [];
  if (now.title !== was.title) texts.push(titleText(now.title));
  if (now.picture !== was.picture) texts.push(now.picture ? 'changed the picture' : 'took the picture away');
  if (now.message_ttl_s !== was.message_ttl_s) texts.push(ttlText(now.message_ttl_s));
  if (now.retention_days !== was.retention_days) texts.push(retentionText(now.retention_days));
  if (JSON.stringify(now.metadata) !== JSON.stringify(was.metadata)) texts.push('changed the custom data');
  // The first change of all: what the title was before is not known, and nothing else is different.
  return texts.length > 0 ? texts : [titleText(now.title)];
}

function titleText(title: string | null): string {
  return title === null ? 'took the title away' : `changed the title to “${title}”`;
}

function ttlText(seconds: number | null): string {
  return seconds === null ? 'set new messages to stay' : `set new messages to disappear after ${spanName(seconds)}`;
}

function retentionText(days: number | null): string {
  return days === null ? 'set messages to be kept as long as the server keeps them' : `set messages to be kept for ${spanName(days * 86_400)}`;
}
