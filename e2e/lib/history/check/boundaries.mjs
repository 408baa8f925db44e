// I7: nothing crosses tenants. I9: who is out, or may not write, says nothing there. And nobody is refused as if the client or the server were
// broken.

import { isScheduled } from "../sends.mjs";

/** Answers that no client here should get: they say that somebody has made a mistake. */
const FAULTS = new Set(["bad_request", "unknown_event", "internal", "user_mismatch"]);

const SCHEDULED_AHEAD_MS = 10_000;

export function checkBoundaries(facts, violated) {
  checkTenants(facts, violated);
  checkOutsiders(facts, violated);
  checkBroadcasts(facts, violated);
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
