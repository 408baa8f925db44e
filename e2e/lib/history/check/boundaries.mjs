// I7: nothing crosses tenants. I9: who is out, or may not write, says nothing there; what a command has closed stays closed until another one
// opens it. And nobody is refused as if the client or the server were broken.

import { grouped, key } from "../facts.mjs";
import { conversationOf, isScheduled, isSend, placeOf } from "../sends.mjs";

/** Answers that no client here should get: they say that somebody has made a mistake. */
const FAULTS = new Set(["bad_request", "unknown_event", "internal", "user_mismatch"]);

const SCHEDULED_AHEAD_MS = 10_000;

export function checkBoundaries(facts, violated) {
  checkTenants(facts, violated);
  checkOutsiders(facts, violated);
  checkBroadcasts(facts, violated);
  checkBarriers(facts, violated);
  checkFaults(facts, violated);
}

function checkTenants(facts, violated) {
  const tenants = [...new Set([...facts.clients.values()].map(({ tenant }) => tenant))];
  const tenantOf = new Map([...facts.conversations.values()].map(({ tenant, id }) => [id, tenant]));
  for (const client of facts.clients.values()) {
    const foreign = tenants.filter((tenant) => tenant !== client.tenant);
    for (const entry of client.sessions.flatMap(({ entries }) => entries).filter(({ k }) => k === "event")) {
      const text = JSON.stringify(entry.payload);
      if (foreign.some((tenant) => text.includes(tenant)) || foreign.includes(tenantOf.get(entry.payload.conversation_id))) {
        violated("I7", `${client.id} received what is another tenant's`, [entry]);
      }
    }
  }
  for (const operation of facts.operations.values()) {
    const owner = tenantOf.get(operation.payload.conversation_id);
    const answers = operation.answers.filter(({ answer }) => answer.ok);
    if (owner && owner !== operation.tenant && answers.length > 0) {
      violated("I7", `${operation.c} reached a conversation of ${owner}`, [operation, ...operation.answers]);
    }
    const foreign = answers.find(({ answer }) => tenants.some((tenant) => tenant !== operation.tenant && JSON.stringify(answer).includes(tenant)));
    if (foreign) {
      violated("I7", `${operation.c} was answered what is another tenant's`, [operation, foreign]);
    }
  }
}

/** In the order of the log. */
function checkOutsiders(facts, violated) {
  for (const { tenant, id, messages, changes } of facts.conversations.values()) {
    for (const message of messages) {
      const pos = facts.positionOf(tenant, id, message.seq);
      if (pos !== undefined && facts.wasMember(tenant, id, message.sender_id, pos) === false) {
        const out = changes.filter(({ event, user_id }) => event.startsWith("member:") && user_id === message.sender_id);
        violated("I9", `${message.sender_id} was out of ${tenant} ${id} and sent message ${message.seq}`, [...out, message]);
      }
    }
  }
}

/** Who never had a role in a broadcast conversation has written nothing in it. */
function checkBroadcasts(facts, violated) {
  for (const { tenant, id, type, founders, messages, changes } of facts.conversations.values()) {
    const writers = new Set([founders[0], ...changes.filter(({ event }) => event === "member:role").map(({ user_id }) => user_id)]);
    for (const message of type === "broadcast" ? messages.filter(({ sender_id }) => !writers.has(sender_id)) : []) {
      violated("I9", `${message.sender_id} has no role in the broadcast ${tenant} ${id} and sent message ${message.seq}`, [message]);
    }
  }
}

/**
 * Operations after which others must be refused, in the order of what was answered before something else was begun. `place` says which
 * operations have to do with one another; those of one place are compared.
 */
const BARRIERS = [
  {
    what: (closing) => `${outOf(closing)} was removed and sent a message afterwards`,
    place: (operation, facts) => (operation.payload.room_id === undefined ? placeOf(operation) : facts.roomOf(operation)),
    closes: ({ event }) => ["member:remove", "conversation:leave", "room:kick", "room:ban", "room:leave"].includes(event),
    opens: ({ event, user, payload }, closing) =>
      (event === "member:add" && payload.user_ids.includes(outOf(closing))) || (event === "room:join" && user === outOf(closing)),
    refuses: (operation, closing) => isSend(operation) && operation.user === outOf(closing),
  },
  {
    what: ({ user, payload }) => `${user} has blocked ${payload.user_id}, and one of them said or did something in their conversation afterwards`,
    place: (operation, facts) => pairOf(operation, facts),
    closes: ({ event }) => event === "user:block",
    opens: ({ event, user }, closing) => event === "user:unblock" && user === closing.user,
    refuses: (operation) => isSend(operation) || ["message:edit", "message:react", "message:pin"].includes(operation.event),
    isMade: ({ change_seq }) => change_seq !== null,
  },
  {
    what: ({ payload }) => `${payload.user_id} was banned and came in afterwards`,
    place: (operation, facts) => operation.payload.room_id !== undefined && facts.roomOf(operation),
    closes: ({ event }) => event === "room:ban",
    opens: ({ event, payload }, closing) => event === "room:unban" && payload.user_id === outOf(closing),
    refuses: ({ event, user }, closing) => event === "room:join" && user === outOf(closing),
  },
  {
    what: () => "a room was locked and somebody came in afterwards",
    place: (operation, facts) => operation.payload.room_id !== undefined && facts.roomOf(operation),
    closes: ({ event, payload }) => event === "room:lock" && payload.locked !== false,
    opens: ({ event, payload }) => event === "room:lock" && payload.locked === false,
    refuses: ({ event, user }, closing) => event === "room:join" && user !== closing.user,
    isMade: ({ changed }) => changed,
  },
];

/** Who is out after it. */
const outOf = ({ user, payload }) => payload.user_id ?? user;

/** The two whom a block concerns, or who talk with each other, in one name. */
function pairOf({ event, tenant, user, payload, ...operation }, facts) {
  if (event === "user:block" || event === "user:unblock") {
    return key(tenant, ...[user, payload.user_id].sort());
  }
  const conversation = facts.conversations.get(key(tenant, conversationOf({ ...operation, payload })));
  return conversation?.type === "direct" && key(tenant, ...[...conversation.members].sort());
}

function checkBarriers(facts, violated) {
  for (const barrier of BARRIERS) {
    for (const [place, those] of grouped([...facts.operations.values()], (operation) => barrier.place(operation, facts))) {
      if (place) {
        those.filter((one) => barrier.closes(one) && one.result === "ok").forEach((closing) => checkBarrier(barrier, closing, those, violated));
      }
    }
  }
}

function checkBarrier({ what, opens, refuses, isMade = () => true }, closing, those, violated) {
  const openings = those.filter((other) => opens(other, closing));
  const later = those.find(
    (one) =>
      one.result === "ok" && one.first > closing.answered && refuses(one, closing) && !one.answers[0].answer.deduplicated && isMade(one.answers[0].answer) &&
      !openings.some((other) => mayLieBetween(other, closing, one)),
  );
  if (later) {
    violated("I9", what(closing), [closing, closing.answers[0], later, later.answers[0]]);
  }
}

/** Whether an operation can have had its effect after one had begun and before the other was answered. */
function mayLieBetween(operation, one, other) {
  return operation.first < other.answered && (operation.result === "unknown" || operation.answered > one.first);
}

function checkFaults(facts, violated) {
  for (const operation of facts.operations.values()) {
    const fault = operation.answers.find(({ answer }) => !answer.ok && FAULTS.has(answer.code));
    if (fault && !isTooLate(facts, operation, fault)) {
      violated("fault", `${operation.event} was answered ${fault.answer.code}: ${fault.answer.message}`, [operation, fault]);
    }
  }
  for (const entry of facts.history.entries.filter(({ k }) => k === "refusedConnect")) {
    violated("fault", `${entry.c} was not let in`, [entry]);
  }
}

/** What was scheduled, and repeated when its time had come too near. */
function isTooLate({ history }, operation, { at }) {
  return isScheduled(operation) && history.startedAt + at > Date.parse(operation.payload.send_at) - SCHEDULED_AHEAD_MS;
}
