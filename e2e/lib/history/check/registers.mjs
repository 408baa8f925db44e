// I13: what the last command made of something is what it is in the end, whatever device sent it: drafts, blocks, privacy, marks. And of a
// draft, a user's other devices are told.

import { grouped, key } from "../facts.mjs";
import { isSend, placeOf } from "../sends.mjs";

/** In which a device that is there and reads hears of a draft. */
export const TOLD_WITHIN_MS = 5_000;

/** As users have it who never said anything. */
const PRIVACY = { read_receipts: true, typing: true, last_seen: true, reciprocal: false };

export function checkRegisters(facts, violated) {
  const { drafts, blocks, privacy, memberships = [] } = facts.history.final ?? {};
  const operations = [...facts.operations.values()].filter(mayCount);
  if (drafts && blocks && privacy) {
    const names = ({ tenant, user }, ...more) => key(tenant, ...more, user);
    compare("draft", drafts.map((one) => [names(one, one.conversation), one.text]), () => null, draftWrites(facts, operations), violated);
    compare("block", blocks.map((one) => [names(one, one.other), true]), () => false, blockWrites(operations), violated);
    const chosen = privacy.flatMap((one) => Object.keys(PRIVACY).map((field) => [names(one, field), one[field]]));
    compare("privacy", chosen, (name) => PRIVACY[name.split(" ")[1]], privacyWrites(operations), violated);
  }
  // What is read takes a mark away, and nothing but a command sets one: so a mark that is there was made.
  const marks = memberships.filter(({ me }) => me.marked_unread).map(({ tenant, user, conversation }) => [key(tenant, conversation, user), true]);
  const marked = new Set(marks.map(([name]) => name));
  compare("mark", marks, () => false, markWrites(operations).filter(({ name }) => marked.has(name)), violated);
  checkDraftsTold(facts, operations, violated);
}

/** What was refused at once has had no effect. */
const mayCount = ({ result, first, last }) => result !== "refused" || first !== last;

/**
 * @param {Array<[string, any]>} finals what is there in the end, by name
 * @param {(name: string) => any} initial what is there where nobody has said anything
 * @param {Array<{name: string, value: any, write: object, sure?: boolean}>} writes `sure`: an acknowledged one has had its effect
 */
function compare(what, finals, initial, writes, violated) {
  const written = grouped(writes, ({ name }) => name);
  const values = new Map(finals);
  for (const name of new Set([...values.keys(), ...written.keys()])) {
    const value = values.has(name) ? values.get(name) : initial(name);
    const those = written.get(name) ?? [];
    const possible = those.filter((one) => !those.some((other) => isSurelyAfter(other, one)));
    const isUntouched = those.every(({ write, sure }) => write.result !== "ok" || sure === false);
    if (!possible.some((one) => one.value === value) && !(isUntouched && value === initial(name))) {
      violated("I13", `the ${what} ${name} is ${JSON.stringify(value)} in the end, which is not what the last command made it`, possible.slice(0, 3).map(({ write }) => write));
    }
  }
}

const isSurelyAfter = (other, { write }) => other.sure !== false && other.write.result === "ok" && write.result === "ok" && other.write.first > write.answered;

function draftWrites(facts, operations) {
  return operations.flatMap((write) => {
    const { event, tenant, user, payload, answers } = write;
    const answer = answers[0]?.answer;
    if (event === "draft:set") {
      return [{ name: key(placeOf(write), user), value: payload.text || null, write }];
    }
    if (isSend(write) && event === "message:send") {
      return [{ name: key(placeOf(write), user), value: null, write }];
    }
    if (event === "conversation:leave" || event === "member:remove") {
      return [{ name: key(placeOf(write), payload.user_id ?? user), value: null, write, sure: Boolean(answer?.change_seq) }];
    }
    if (["room:leave", "room:kick", "room:ban"].includes(event)) {
      return [{ name: key(facts.roomOf(write), payload.user_id ?? user), value: null, write, sure: Boolean(answer?.changed) }];
    }
    return [];
  });
}

function blockWrites(operations) {
  return operations
    .filter(({ event }) => event === "user:block" || event === "user:unblock")
    .map((write) => ({ name: key(write.tenant, write.payload.user_id, write.user), value: write.event === "user:block", write }));
}

function privacyWrites(operations) {
  return operations
    .filter(({ event }) => event === "privacy:set")
    .flatMap((write) => Object.entries(write.payload).map(([field, value]) => ({ name: key(write.tenant, field, write.user), value, write })));
}

/** A mark that was made not long before a kill may be forgotten, as receipts are; what is read or sent there takes it away. */
function markWrites(operations) {
  return operations.flatMap((write) => {
    const name = key(placeOf(write), write.user);
    if (write.event === "conversation:mark-unread") {
      return [{ name, value: write.payload.marked !== false, write }];
    }
    return write.event === "receipt:read" || isSend(write) ? [{ name, value: false, write, sure: false }] : [];
  });
}

/** A draft is told to each other device of its user that is there from before it was begun until a while after its answer. */
function checkDraftsTold(facts, operations, violated) {
  const sets = operations.filter(({ event, result }) => event === "draft:set" && result === "ok");
  const setsOf = grouped(sets, ({ tenant, user }) => key(tenant, user));
  for (const client of facts.clients.values()) {
    const stays = staysOf(facts, client.id);
    const told = facts.history.entries.filter(({ k, c, event }) => (k === "event" || k === "late") && c === client.id && event === "draft:update");
    for (const set of setsOf.get(key(client.tenant, client.user)) ?? []) {
      const { at, answer } = set.answers[0];
      const isThere = set.c !== client.id && stays.some(({ from, to }) => from < set.first && to > at + TOLD_WITHIN_MS);
      const isTold = ({ n, payload }) => n > set.first && payload.conversation_id === answer.conversation_id && payload.updated_at >= answer.updated_at;
      if (isThere && set.first === set.last && set.payload.text && !told.some(isTold)) {
        violated("I13", `${client.id} was not told of a draft of its user's other device`, [set, set.answers[0]]);
      }
    }
  }
}

/** When a client was there: from which entry on, until when in milliseconds. */
function staysOf(facts, id) {
  const stays = [];
  for (const { n, at, k, c } of facts.history.entries) {
    if (c === id && k === "ready") {
      stays.push({ from: n, to: -Infinity });
    } else if (c === id && stays.length > 0 && stays.at(-1).to === -Infinity && k === "disconnect") {
      stays.at(-1).to = at;
    }
  }
  return stays;
}
