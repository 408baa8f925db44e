// The checker: a history in, broken promises out. It knows nothing of how the history came about.

import { checkBoundaries } from "./check/boundaries.mjs";
import { checkChanges } from "./check/changes.mjs";
import { checkEnding } from "./check/ending.mjs";
import { checkMessages } from "./check/messages.mjs";
import { checkReceipts } from "./check/receipts.mjs";
import { checkStreams } from "./check/streams.mjs";
import { Facts } from "./facts.mjs";

/** What each of them promises, for people. */
export const INVARIANTS = {
  I1: "acknowledged is there exactly once, in history and in every member's stream",
  I2: "nothing is there that nobody sent",
  I3: "numbers without gaps, received in their order and once",
  I4: "a client's messages are in the order in which it sent them",
  I5: "read and delivered never go back nor beyond the last; unread is what a recount finds",
  I7: "nothing crosses tenants",
  I8: "presence is what the live sockets make of it",
  I9: "who was removed says nothing there",
  I10: "recovered means no gap; else the client is told to resync",
  I12: "memory, sockets and timers are given back",
  fault: "no operation is answered as if client or server were broken",
};

/** @returns {Array<{invariant: string, what: string, evidence: object[]}>} none if every promise was kept */
export function check(history) {
  const violations = [];
  const violated = (invariant, what, evidence) => violations.push({ invariant, what, evidence });
  const facts = new Facts(history);
  checkMessages(facts, violated);
  checkChanges(facts, violated);
  checkStreams(facts, violated);
  checkReceipts(facts, violated);
  checkBoundaries(facts, violated);
  checkEnding(facts, violated);
  return violations;
}

/** A violation for people: what was promised, what was found, and the entries that show it. */
export function describe({ invariant, what, evidence }) {
  const shown = evidence.map((entry) => `    ${JSON.stringify(entry).slice(0, 500)}`);
  return [`${invariant} (${INVARIANTS[invariant]}): ${what}`, ...shown].join("\n");
}
