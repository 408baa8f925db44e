import type { Message } from '@klatch/sdk';
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { useMe } from '../hooks/useMe';
import { goTo } from '../hooks/useRoute';

/** A message to be shown; a new object for each wish. */
export interface Jump {
  seq: number;
}

const FLASH: Keyframe[] = [{ backgroundColor: 'var(--accent-soft)' }, { backgroundColor: 'transparent' }];
const FLASH_MS = 1800;

/** Has the wished message loaded, brings it into view and lets it light up. */
export function useJump(conversationId: string, jump: Jump | null, scroller: RefObject<HTMLElement | null>, messages: readonly Message[]): void {
  const { client, toasts } = useMe();
  const done = useRef<Jump | null>(null);

  useEffect(() => {
    if (!jump) return;
    const showing = client.showMessage(conversationId, jump.seq).then((found) => {
      if (!found) toasts.say('That message is not here any more: it was deleted, or it was older than messages are kept.', true);
      const { messages: newest, past } = client.thread(conversationId).get();
      const message = [...newest, ...(past?.messages ?? [])].find(({ seq }) => seq === jump.seq);
      if (message?.thread === undefined) return;
      client.toNewest(conversationId); // It is shown with its thread, not here.
      goTo(conversationId, { kind: 'thread', seq: message.thread });
    });
    void toasts.watch(showing, 'Could not go to that message');
  }, [client, toasts, conversationId, jump]);

  useLayoutEffect(() => {
    if (!jump || done.current === jump) return;
    const element = scroller.current?.querySelector<HTMLElement>(`[data-seq="${jump.seq}"]`);
    if (!element) return;
    done.current = jump;
    element.scrollIntoView({ block: 'center' });
    element.focus({ preventScroll: true });
    element.animate(FLASH, { duration: FLASH_MS, easing: 'ease-out' });
  }, [jump, messages, scroller]);
}
