// I15: what was to end has ended and nothing else has; what was scheduled is sent once, or waits, or was taken back.

import { grouped, key } from "../facts.mjs";
import { conversationOf, found, placeOf, scheduledOf, sendsOf, storedMessages } from "../sends.mjs";

/** What is due may be late by so much. */
export const LATE_MS = 10_000;

const SECOND = 1_000;

export function checkTimes(facts, violated) {
  const stored = storedMessages(facts);
  checkExpired(facts, stored, violated);
  checkScheduled(facts, stored, violated);
}

function checkExpired(facts, stored, violated) {
  const { at = 0 } = facts.history.final ?? {};
  const lives = new Map();
  for (const send of sendsOf(facts)) {
    for (const message of found(stored, send)) {
      lives.set(message, send);
      const end = Date.parse(message.created_at) + send.payload.expires_in_s * SECOND;
      if (end + LATE_MS < at && !message.deleted) {
        violated("I15", `message ${message.seq} of ${placeOf(send)} was to end ${at - end} ms ago and is there`, [send, message]);
      }
    }
  }
  for (const { tenant, id, messages, changes } of facts.conversations.values()) {
    const ends = grouped(changes.filter(({ cause }) => cause === "expired"), ({ seq }) => seq);
    for (const message of messages.filter(({ seq }) => ends.has(seq))) {
      const [end] = ends.get(message.seq);
      const seconds = lives.get(message)?.payload.expires_in_s;
      if (seconds === undefined || Date.parse(end.at) < Date.parse(message.created_at) + seconds * SECOND) {
        violated("I15", `message ${message.seq} of ${tenant} ${id} ended by itself ${seconds === undefined ? "and was to stay" : "too early"}`, [message, end]);
      }
    }
  }
}

function checkScheduled(facts, stored, violated) {
  const { scheduled: waiting = [], at = 0 } = facts.history.final ?? {};
  const waits = new Map(waiting.map((one) => [key(one.tenant, one.scheduled_id), one]));
  const cancelled = new Map(
    [...facts.operations.values()].filter(({ event, result }) => event === "message:scheduled-cancel" && result === "ok").map((cancel) => [key(cancel.tenant, cancel.payload.scheduled_id), cancel]),
  );
  for (const send of scheduledOf(facts).filter(({ result }) => result === "ok")) {
    const id = send.answers.map(({ answer }) => answer.scheduled_id).find(Boolean);
    const name = key(send.tenant, id);
    const messages = id === undefined ? found(stored, send) : found(stored, { ...send, payload: { conversation_id: conversationOf(send), client_msg_id: id } });
    const wait = waits.get(name);
    const cancel = cancelled.get(name);
    const evidence = [send, ...send.answers, ...(cancel ? [cancel] : []), ...(wait ? [wait] : []), ...messages];
    if (id !== undefined && messages.length === 0 && !wait && !cancel) {
      violated("I15", "a scheduled message is lost: it was neither sent nor taken back, and does not wait", evidence);
    } else if (messages.length > 1) {
      violated("I15", "a scheduled message was sent more than once", evidence);
    } else if (messages.length > 0 && (wait || cancel)) {
      violated("I15", `a scheduled message was sent and ${wait ? "waits" : "was taken back"} too`, evidence);
    } else if (wait?.status === "pending" && Date.parse(wait.send_at) + LATE_MS < at) {
      violated("I15", `a scheduled message waits ${at - Date.parse(wait.send_at)} ms after it was due`, evidence);
    } else if (messages.length > 0 && Date.parse(messages[0].created_at) < Date.parse(send.payload.send_at)) {
      violated("I15", "a scheduled message was sent before its time", evidence);
    }
  }
}
