import type { Blocks } from './blocks.js';
import { type Change, CHANGES } from './changes.js';
import type { Connection } from './connection.js';
import type { Drafts } from './drafts.js';
import type { Presences } from './presences.js';
import type { PrivacySettings } from './privacies.js';
import type { Receipts } from './receipts.js';
import type { Schedule } from './schedule.js';
import type { Typists } from './typists.js';

export interface Hearers {
  blocks: Blocks;
  drafts: Drafts;
  presences: Presences;
  privacy: PrivacySettings;
  receipts: Receipts;
  schedule: Schedule;
  typists: Typists;
}

/** Gives changes and what is fleeting to those who keep it. */
export function hear(link: Connection, to: Hearers, onChange: (change: Change) => void): void {
  for (const event of CHANGES) link.on(event, (change) => onChange({ ...change, event } as Change));
  link.on('draft:update', (draft) => to.drafts.note(draft));
  link.on('typing:aggregated', (typing) => to.typists.note(typing));
  link.on('presence:update', (state) => to.presences.note(state));
  link.on('privacy:update', (privacy) => to.privacy.note(privacy));
  link.on('receipt:update', ({ conversation_id, ...marks }) => to.receipts.note(conversation_id, marks));
  link.on('receipt:batch', ({ conversation_id, receipts }) => to.receipts.note(conversation_id, ...receipts));
  link.on('scheduled:update', (scheduled) => to.schedule.note(scheduled));
  link.on('block:update', ({ user_id, blocked }) => to.blocks.note(user_id, blocked));
}
