// I7: nothing crosses tenants. I9: who is out says nothing there. And nobody is refused as if the client or the server were broken.

import { key } from "../facts.mjs";

/** Answers that no client here should get: they say that somebody has made a mistake. */
const FAULTS = new Set(["bad_request", "unknown_event", "internal", "user_mismatch"]);

export function checkBoundaries(facts, violated) {
  checkTenants(facts, violated);
  checkOutsiders(facts, violated);
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
    if (owner && owner !== operation.tenant && operation.answers.some(({ answer }) => answer.ok)) {
      violated("I7", `${operation.c} reached a conversation of ${owner}`, [operation, ...operation.answers]);
    }
  }
}

/** In the order of the log, and in the order of what was answered before something else was begun. */
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
  const operations = [...facts.operations.values()];
  const about = (operation) => key(operation.tenant, operation.payload.conversation_id);
  for (const removal of operations.filter(({ event, result }) => event === "member:remove" && result === "ok")) {
    const user = removal.payload.user_id;
    const later = operations.find(
      (send) =>
        send.event === "message:send" && send.result === "ok" && send.user === user && about(send) === about(removal) && send.first > removal.answered &&
        !send.answers[0].answer.deduplicated &&
        !operations.some((add) => add.event === "member:add" && about(add) === about(removal) && add.payload.user_ids.includes(user) && mayLieBetween(add, removal, send)),
    );
    if (later) {
      violated("I9", `${user} was removed and sent a message afterwards`, [removal, removal.answers[0], later, later.answers[0]]);
    }
  }
}

/** Whether an operation can have had its effect after one had begun and before the other was answered. */
function mayLieBetween(operation, one, other) {
  return operation.first < other.answered && (operation.result === "unknown" || operation.answered > one.first);
}

function checkFaults(facts, violated) {
  for (const operation of facts.operations.values()) {
    const fault = operation.answers.find(({ answer }) => !answer.ok && FAULTS.has(answer.code));
    if (fault) {
      violated("fault", `${operation.event} was answered ${fault.answer.code}: ${fault.answer.message}`, [operation, fault]);
    }
  }
  for (const entry of facts.history.entries.filter(({ k }) => k === "refusedConnect")) {
    violated("fault", `${entry.c} was not let in`, [entry]);
  }
}
