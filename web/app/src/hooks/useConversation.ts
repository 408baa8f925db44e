import { type Conversation, Refusal } from '@klatch/sdk';
import { useEffect, useState } from 'react';
import { useMe } from './useMe';
import { useSignal } from './useSignal';

/** The open conversation; asked for when it is beyond the loaded part of the list. */
export function useConversation(conversationId: string): { conversation: Conversation | undefined; missing: boolean } {
  const { client } = useMe();
  const { conversations, loaded } = useSignal(client.conversations);
  const listed = conversations.find((conversation) => conversation.conversation_id === conversationId);
  const [missing, setMissing] = useState(false);
  const absent = loaded && !listed;
  useEffect(() => {
    setMissing(false);
    if (!absent) return;
    client.getConversation(conversationId).catch((error: unknown) => {
      if (Refusal.from(error).code === 'not_found') setMissing(true); // For all else the list of messages says why.
    });
  }, [client, conversationId, absent]);
  return { conversation: listed, missing };
}
