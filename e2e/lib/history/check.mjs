// The checker: a history in, broken promises out. It knows nothing of how the history came about.

import { checkBarriers } from "./check/barriers.mjs";
import { checkBoundaries } from "./check/boundaries.mjs";
import { checkChanges } from "./check/changes.mjs";
import { checkContents } from "./check/contents.mjs";
import { checkEnding } from "./check/ending.mjs";
import { checkMessages } from "./check/messages.mjs";
import { checkReceipts } from "./check/receipts.mjs";
import { checkRegisters } from "./check/registers.mjs";
import { checkRooms } from "./check/rooms.mjs";
import { checkStreams } from "./check/streams.mjs";
import { checkTimes } from "./check/times.mjs";
import { Facts } from "./facts.mjs";

/** What each of them promises, for people. */
export const INVARIANTS = {
  I1: "acknowledged is there exactly once, in history and in every member's stream",
  I2: "nothing is there that nobody sent",
  I3: "numbers without gaps, received in their order and once",
  I4: "a client's messages are in the order in which it sent them",
  I5: "read and delivered never go back nor beyond the last; unread is what a recount finds",
  I6: "a room never has more participants than seats",
  I7: "nothing crosses tenants, or goes to whom it does not concern",
  I8: "presence is what the live sockets make of it",
  I9: "who was removed, blocked or banned, or has no role, says nothing there",
  I10: "recovered means no gap; else the client is told to resync",
  I12: "memory, sockets and timers are given back",
  I13: "what the last command made of something is what it is in the end, and devices are told",
  I14: "threads, forwards, files and search have what was sent",
  I15: "what was to end has ended, what was scheduled is sent once",
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
  checkContents(facts, violated);
  checkRegisters(facts, violated);
  checkTimes(facts, violated);
  checkRooms(facts, violated);
  checkBoundaries(facts, violated);
  checkBarriers(facts, violated);
  checkEnding(facts, violated);
  return violations;
}

/** A violation for people: what was promised, what was found, and the entries that show it. */
export function describe({ invariant, what, evidence }) {
  const shown = evidence.map((entry) => `    ${JSON.stringify(entry).slice(0, 500)}`);
  return [`${invariant} (${INVARIANTS[invariant]}): ${what}`, ...shown].join("\n");
}
