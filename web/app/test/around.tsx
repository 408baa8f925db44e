import { type ReactNode, useState } from 'react';
import { MeContext } from '../src/hooks/useMe';
import { type Asked, type Composing, PLAIN, PlaceContext } from '../src/hooks/usePlace';
import { Toasts } from '../src/lib/toasts';
import { conversation, type fakeClient, ME } from './samples';

export const group = conversation({ member_ids: ['ann', 'bob', 'bea', 'carla'], me: { ...ME, role: 'owner' } });

/** A conversation around what is tested; writes down what was asked of it. */
export function around(fake: ReturnType<typeof fakeClient>, children: ReactNode, asked: Asked[] = [], shown = group) {
  function Around() {
    const [composing, compose] = useState<Composing>(PLAIN);
    const conversationId = useState(() => crypto.randomUUID())[0];
    const place = { conversationId, conversation: shown, root: null, composing, compose, ask: (what: Asked) => asked.push(what), jumpTo: () => {} };
    return (
      <MeContext value={{ client: fake.client, userId: 'ann', toasts: new Toasts() }}>
        <PlaceContext value={place}>{children}</PlaceContext>
      </MeContext>
    );
  }
  return <Around />;
}
