// What each client received: in the order of the log, once, without holes (I1, I3, I10), and in the end everything.

import { PRIVATE, key } from "../facts.mjs";

export function checkStreams(facts, violated) {
  const logs = new Map();
  const logOf = (tenant) => logs.get(tenant) ?? logs.set(tenant, facts.logOf(tenant)).get(tenant);
  for (const client of facts.clients.values()) {
    checkOrder(client, violated);
    client.sessions.forEach((session) => checkHoles(facts, client, session, logOf(client.tenant), violated));
  }
  checkOneLog(facts, violated);
  checkWhatSessionsAreTold(facts, violated);
  checkEverythingArrived(facts, violated);
}

const positioned = (session) => session.entries.filter(({ pos }) => pos !== undefined);

/** Positions rise over the whole life of a client, and so do the numbers of each conversation. */
function checkOrder(client, violated) {
  let before = null;
  for (const entry of client.sessions.flatMap(positioned)) {
    if (before && entry.pos <= before.pos) {
      violated("I3", `${client.id} received position ${entry.pos} ${entry.pos === before.pos ? "again" : `after ${before.pos}`}`, [before, entry]);
    }
    before = entry;
  }
}

/** Everything that others were told of, and that was for this user too, lies between what was received before and after it. */
function checkHoles(facts, { id, tenant, user }, session, log, violated) {
  const received = positioned(session);
  const have = new Set(received.map(({ pos }) => pos));
  const from = session.start ?? received[0]?.pos;
  const to = received.at(-1)?.pos;
  if (to === undefined) {
    return;
  }
  for (let index = firstAfter(log, from); index < log.length && log[index].pos <= to; index++) {
    const event = log[index];
    if (!have.has(event.pos) && isFor(facts, event, tenant, user)) {
      const after = received.findIndex(({ pos }) => pos > event.pos);
      const around = [received[after - 1], received[after]].filter(Boolean);
      const recovery = recoveryBetween(session, around);
      violated(
        recovery ? "I10" : "I1",
        `${id} did not receive position ${event.pos} (${event.event} of ${event.conversation})${recovery ? ", though it was told that it had recovered" : ""}`,
        [event.entry, ...around, ...(recovery ? [recovery] : [])],
      );
    }
  }
  checkNumbersInRow(facts, { id, tenant, user }, received, violated);
}

function isFor(facts, entry, tenant, user) {
  const { event, pos, conversation } = entry;
  return PRIVATE.has(event) ? facts.isOwn(entry, key(tenant, user)) : facts.wasMember(tenant, conversation, user, pos) === true;
}

function recoveryBetween(session, around) {
  const [from, to] = around.length === 2 ? around : [session.entries[0], around[0]];
  return session.entries.find((entry) => entry.k === "connect" && entry.recovered && entry.n > from.n && entry.n < to.n);
}

/** For messages that no client at all received: their numbers are missing between two others. */
function checkNumbersInRow(facts, { id, tenant, user }, received, violated) {
  const last = new Map();
  for (const entry of received.filter(({ event }) => event === "message:new")) {
    const { conversation_id, seq } = entry.payload;
    const before = last.get(conversation_id);
    if (before && seq !== before.payload.seq + 1 && !facts.mayHaveBeenOut(tenant, conversation_id, user, before.pos, entry.pos)) {
      violated("I3", `${id} received ${seq} after ${before.payload.seq} of ${conversation_id}`, [before, entry]);
    }
    last.set(conversation_id, entry);
  }
}

/** At one position of the log all are told of the same. */
function checkOneLog(facts, violated) {
  const messages = messagesBySeq(facts);
  for (const client of facts.clients.values()) {
    for (const entry of client.sessions.flatMap(positioned)) {
      const { payload, pos, event } = entry;
      const first = facts.log.get(key(client.tenant, pos));
      if (first.conversation !== payload.conversation_id || first.payload.change_seq !== (payload.change_seq ?? first.payload.change_seq)) {
        violated("I3", `${client.id} was told of something else at position ${pos} than ${first.entry.c}`, [first.entry, entry]);
      }
      if (PRIVATE.has(event) && first.owner !== key(client.tenant, client.user)) {
        violated("I7", `${client.id} was told what concerns ${first.owner} alone`, [first.entry, entry]);
      }
      const stored = messages.get(key(client.tenant, payload.conversation_id, payload.seq));
      if (event === "message:new" && stored?.message_id !== payload.message_id) {
        violated("I2", `${client.id} received a message that is not there in the end`, [entry, ...(stored ? [stored] : [])]);
      } else if (event === "message:new" && !stored.edited_at && !stored.deleted && stored.text !== payload.text) {
        violated("I2", `${client.id} received another text than is there in the end`, [entry, stored]);
      }
    }
  }
}

function messagesBySeq(facts) {
  const messages = new Map();
  for (const { tenant, id, messages: all } of facts.conversations.values()) {
    all.forEach((message) => messages.set(key(tenant, id, message.seq), message));
  }
  return messages;
}

/** I10: who was not recovered is told to resync, and the server means the same by it as the client. */
function checkWhatSessionsAreTold(facts, violated) {
  const connects = new Map();
  for (const entry of facts.history.entries) {
    if (entry.k === "connect") {
      connects.set(entry.c, entry);
    } else if (entry.k === "ready") {
      const connect = connects.get(entry.c);
      if (connect.recovered !== entry.recovered) {
        violated("I10", `${entry.c} calls itself ${connect.recovered ? "" : "not "}recovered and was told otherwise`, [connect, entry]);
      } else if (!entry.first && !entry.recovered && !entry.resync) {
        violated("I10", `${entry.c} lost its session and was not told to resync`, [connect, entry]);
      } else if (entry.recovered && entry.resync) {
        violated("I10", `${entry.c} was told to resync though it had recovered`, [connect, entry]);
      }
    }
  }
}

/** I1: in the end each client has every message since its user came in, from its stream or from history after a resync. */
function checkEverythingArrived(facts, violated) {
  const has = new Map();
  const add = (c, conversation, seq) => {
    const place = key(c, conversation);
    (has.get(place) ?? has.set(place, new Set()).get(place)).add(seq);
  };
  for (const { k, c, event, payload, conversation, messages } of facts.history.entries) {
    if (k === "event" && event === "message:new") {
      add(c, payload.conversation_id, payload.seq);
    } else if (k === "refill") {
      messages.forEach(([seq]) => add(c, conversation, seq));
    }
  }
  const hidden = new Set();
  for (const { event, payload, tenant, user } of facts.operations.values()) {
    if (event === "message:delete" && payload.for === "me") {
      hidden.add(key(tenant, user, payload.conversation_id, payload.seq));
    }
  }
  for (const { tenant, id, members, messages } of facts.conversations.values()) {
    for (const client of facts.clients.values()) {
      const since = client.tenant === tenant && members.includes(client.user) ? facts.inSince(tenant, id, client.user) : undefined;
      const arrived = has.get(key(client.id, id)) ?? new Set();
      const missing = messages.filter(
        ({ seq }) => !arrived.has(seq) && facts.positionOf(tenant, id, seq) > since && !hidden.has(key(tenant, client.user, id, seq)),
      );
      if (missing.length > 0) {
        violated("I1", `${client.id} never got ${missing.length} of ${messages.length} messages of ${id}, the first of them ${missing[0].seq}`, [missing[0]]);
      }
    }
  }
}

/** The first index of a sorted log behind that position. */
function firstAfter(log, pos) {
  let low = 0;
  for (let high = log.length; low < high; ) {
    const middle = (low + high) >> 1;
    log[middle].pos <= pos ? (low = middle + 1) : (high = middle);
  }
  return low;
}
