import type { Conversation } from '@klatch/sdk';

/** What was typed and not sent, for as long as the page lives; by user, conversation and thread. */
const drafts = new Map<string, string>();

export function draftKey(userId: string, conversationId: string, root: number | null): string {
  return `${userId}/${conversationId}/${root ?? ''}`;
}

export function draftOf(key: string): string {
  return drafts.get(key) ?? '';
}

export function keepDraft(key: string, text: string): void {
  if (text) drafts.set(key, text);
  else drafts.delete(key);
}

/** What the server keeps for this place: there is one draft for a conversation and its threads together. */
export function keptDraft(conversation: Conversation | undefined, root: number | null): string {
  const draft = conversation?.me.draft;
  return draft && (draft.thread ?? null) === root ? draft.text : '';
}
