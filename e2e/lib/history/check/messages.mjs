// I1 to I4 for what is stored: every acknowledged message is there once, nothing is there that nobody sent, numbers have no gaps,
// a client's messages are in the order in which it sent them.

import { grouped, key } from "../facts.mjs";
import { conversationOf, found, placeOf, scheduledOf, sendsOf, storedMessages } from "../sends.mjs";

export function checkMessages(facts, violated) {
  const sends = sendsOf(facts);
  const sendOf = new Map(sends.map((send) => [key(placeOf(send), send.user, send.payload.client_msg_id), send]));
  // What a scheduled message is called, a client learns only if it is answered; its text has no other.
  const scheduled = new Map(scheduledOf(facts).map((send) => [key(placeOf(send), send.user, send.payload.text), send]));
  for (const conversation of facts.conversations.values()) {
    checkNumbers(conversation, violated);
    checkOrigin(conversation, (message) => sendOf.get(nameOf(conversation, message, message.client_msg_id)) ?? scheduled.get(nameOf(conversation, message, message.text)), violated);
  }
  const stored = storedMessages(facts);
  sends.forEach((send) => checkAcknowledged(send, stored, violated));
  checkOrder(facts, sends, stored, violated);
  checkSeenAfterwards(facts, sends, violated);
}

const nameOf = ({ tenant, id }, { sender_id }, what) => key(tenant, id, sender_id, what);

/** How the `client_msg_id` of what was scheduled begins. */
const SCHEDULED = "scheduled-";

function checkNumbers({ tenant, id, messages, last_seq }, violated) {
  const wrong = messages.findIndex(({ seq }, index) => seq !== index + 1);
  if (wrong >= 0) {
    violated("I3", `${tenant} ${id} has number ${messages[wrong].seq} where ${wrong + 1} must be`, messages.slice(Math.max(0, wrong - 1), wrong + 1));
  } else if (last_seq !== messages.length) {
    violated("I3", `${tenant} ${id} says last_seq ${last_seq} and has ${messages.length} messages`, []);
  }
}

function checkOrigin({ tenant, id, messages }, sendOf, violated) {
  for (const message of messages) {
    const send = sendOf(message);
    const isGone = message.deleted || message.edited_at;
    if (!send && !(isGone && message.client_msg_id?.startsWith(SCHEDULED))) {
      violated("I2", `${tenant} ${id} has a message that nobody sent`, [message]);
    } else if (!isGone && send.event === "message:send" && message.text !== send.payload.text) {
      violated("I2", `${tenant} ${id} has another text than was sent`, [send, message]);
    }
  }
}

function checkAcknowledged(send, stored, violated) {
  const messages = found(stored, send);
  if (messages.length > 1) {
    violated("I1", "a message is there more than once", [send, ...messages]);
  }
  for (const { answer, ...entry } of send.answers) {
    if (answer.ok && messages.length === 0) {
      violated("I1", "an acknowledged message is lost", [send, { ...entry, answer }]);
    } else if (answer.ok && (messages[0].seq !== answer.seq || messages[0].message_id !== answer.message_id)) {
      violated("I1", "an acknowledged message has another number or id than was answered", [send, { ...entry, answer }, messages[0]]);
    } else if (!answer.ok && messages.length > 0 && send.first === send.last) {
      violated("I1", "a refused message was stored", [send, { ...entry, answer }, messages[0]]);
    }
  }
}

/** I4, for each client and conversation. */
function checkOrder(facts, sends, stored, violated) {
  for (const own of grouped(sends, (send) => key(send.c, conversationOf(send))).values()) {
    const there = own.flatMap((send) => found(stored, send).map(({ seq }) => ({ send, seq })));
    const client = facts.clients.get(own[0].c);
    there.forEach((later, index) => {
      const earlier = there.slice(0, index).find(({ send, seq }) => seq > later.seq && isBefore(client, send, later.send));
      if (earlier) {
        violated("I4", `${later.send.c} sent ${earlier.seq} before ${later.seq}`, [earlier.send, later.send]);
      }
    });
  }
}

/**
 * Whether the client sent one before the other, so that the server must as well have got it before. What was sent over a connection that
 * broke before it was answered may still be on its way; only the stock client's own queue (`retries`) waits for that.
 */
function isBefore(client, one, other) {
  return one.last < other.first && (client.queued || one.answered < other.first || !client.disconnects.some((n) => n > one.last && n < other.first));
}

/** Who asks after an acknowledgement is told of that message, and never of more messages than were sent. */
function checkSeenAfterwards(facts, sends, violated) {
  const attempts = grouped(sends, placeOf);
  const scheduled = grouped(scheduledOf(facts), placeOf);
  for (const asked of facts.operations.values()) {
    for (const [conversation, lastSeq] of toldOf(asked)) {
      const here = attempts.get(key(asked.tenant, conversation)) ?? [];
      const acknowledged = here.filter((send) => send.result === "ok" && send.answered < asked.first);
      const newest = acknowledged.reduce((most, send) => (most && seqOf(most) > seqOf(send) ? most : send), null);
      if (newest && seqOf(newest) > lastSeq) {
        violated("I1", `${asked.c} asked after message ${seqOf(newest)} was acknowledged, and was told that ${lastSeq} is the last`, [newest, asked, asked.answers[0]]);
      }
      const begun = [...here, ...(scheduled.get(key(asked.tenant, conversation)) ?? [])].filter((send) => send.first < asked.answered);
      if (lastSeq > begun.length) {
        violated("I2", `${asked.c} was told of ${lastSeq} messages, more than had been sent`, [asked, asked.answers[0]]);
      }
    }
  }
}

const seqOf = (send) => send.answers[0].answer.seq;

/** Pairs of conversation and last number. */
function toldOf({ event, result, answers }) {
  if (result !== "ok") {
    return [];
  }
  const { answer } = answers[0];
  return event === "conversation:get" ? [[answer.conversation_id, answer.last_seq]] : event === "conversation:list" ? answer.conversations : [];
}
