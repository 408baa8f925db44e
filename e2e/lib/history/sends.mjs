// Operations that make messages: what was sent at once, forwarded, and scheduled.

import { key } from "./facts.mjs";

const AT_ONCE = new Set(["message:send", "message:forward"]);

/** Where an operation has its effect, or undefined. */
export const conversationOf = ({ payload }) => payload.to_conversation_id ?? payload.conversation_id;

export const placeOf = (operation) => key(operation.tenant, conversationOf(operation));

export const isScheduled = ({ event, payload }) => event === "message:send" && payload.send_at !== undefined;

/** What is a message as soon as it is acknowledged. */
export const isSend = (operation) => AT_ONCE.has(operation.event) && !isScheduled(operation);

export const sendsOf = (facts) => [...facts.operations.values()].filter(isSend);

export const scheduledOf = (facts) => [...facts.operations.values()].filter(isScheduled);

/** By tenant, conversation, sender and client_msg_id. */
export function storedMessages(facts) {
  const stored = new Map();
  for (const { tenant, id, messages } of facts.conversations.values()) {
    for (const message of messages) {
      const place = key(tenant, id, message.sender_id, message.client_msg_id);
      stored.set(place, [...(stored.get(place) ?? []), message]);
    }
  }
  return stored;
}

/** The messages that came of a send; one, if all is well. */
export const found = (stored, operation) =>
  stored.get(key(operation.tenant, conversationOf(operation), operation.user, operation.payload.client_msg_id)) ?? [];
