import type { Conversation, Message } from '@klatch/sdk';
import { createContext, useContext } from 'react';

/** A question about one message that is asked in a dialog. */
export interface Asked {
  what: 'delete' | 'forward' | 'info' | 'report' | 'versions';
  message: Message;
}

/** What the composer is about; a new message when both are null. */
export interface Composing {
  replyTo: Message | null;
  editing: Message | null;
}

export const PLAIN: Composing = { replyTo: null, editing: null };

/** Where messages are shown: a conversation, or the replies to one message in it. */
export interface Place {
  conversationId: string;
  conversation: Conversation | undefined;
  /** The `seq` of the message whose replies are shown; null in the conversation itself. */
  root: number | null;
  composing: Composing;
  compose: (composing: Composing) => void;
  ask: (asked: Asked) => void;
  jumpTo: (seq: number) => void;
}

export const PlaceContext = createContext<Place | null>(null);

export function usePlace(): Place {
  const place = useContext(PlaceContext);
  if (!place) throw new Error('no conversation here');
  return place;
}
