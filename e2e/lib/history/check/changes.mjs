// What was done to messages and conversations: acknowledged changes are there once, others that are there somebody asked for, and the
// messages in the end are what the changes make of them (I1, I2).

import { PRIVATE, grouped, key } from "../facts.mjs";

/** The event that tells of an operation. */
const TOLD_AS = {
  "message:edit": "message:updated",
  "message:delete": "message:deleted",
  "message:react": "message:reaction",
  "message:unreact": "message:reaction",
  "message:pin": "message:pinned",
  "message:unpin": "message:unpinned",
  "member:add": "member:added",
  "member:remove": "member:removed",
  "member:set-role": "member:role",
  "conversation:leave": "member:removed",
  "conversation:update": "conversation:updated",
};

/** Who comes to a room and goes from it, comes to its conversation and goes from it. */
const ROOM_TOLD_AS = {
  "room:join": "member:added",
  "room:leave": "member:removed",
  "room:kick": "member:removed",
  "room:ban": "member:removed",
};

export function checkChanges(facts, violated) {
  const asked = [...facts.operations.values()].filter(({ event, payload }) => TOLD_AS[event] && payload.for !== "me");
  const askedIn = grouped(asked, ({ tenant, payload }) => key(tenant, payload.conversation_id));
  const askedOfRooms = grouped([...facts.operations.values()].filter(({ event }) => ROOM_TOLD_AS[event]), facts.roomOf);
  for (const [place, conversation] of facts.conversations) {
    const operations = askedIn.get(place) ?? [];
    const ofRoom = askedOfRooms.get(place) ?? [];
    checkNumbers(conversation, violated);
    checkAcknowledged(conversation, operations, violated);
    checkRoomAcknowledged(conversation, ofRoom, violated);
    checkOrigin(conversation, [...operations, ...ofRoom], violated);
    checkOutcome(conversation, operations, violated);
  }
}

function checkNumbers({ tenant, id, changes, change_seq }, violated) {
  const wrong = changes.findIndex((change, index) => index > 0 && change.change_seq <= changes[index - 1].change_seq);
  if (wrong > 0) {
    violated("I3", `changes of ${tenant} ${id} are not in the order of their numbers`, changes.slice(wrong - 1, wrong + 1));
  }
  if (changes.length > 0 && changes.at(-1).change_seq > change_seq) {
    violated("I3", `${tenant} ${id} says change_seq ${change_seq} and has a later change`, [changes.at(-1)]);
  }
}

function checkAcknowledged({ changes }, operations, violated) {
  const bySeq = new Map(changes.map((change) => [change.change_seq, change]));
  for (const operation of operations) {
    const numbers = new Set(operation.answers.filter(({ answer }) => answer.ok).map(({ answer }) => answer.change_seq));
    if (numbers.size > 1) {
      violated("I1", "a change was answered with two numbers", [operation, ...operation.answers]);
    }
    for (const number of [...numbers].filter((one) => one !== null)) {
      const change = bySeq.get(number);
      if (!change) {
        violated("I1", "an acknowledged change is lost", [operation, ...operation.answers]);
      } else if (change.actor_id !== operation.user || change.event !== TOLD_AS[operation.event]) {
        violated("I1", "an acknowledged change is another one than was asked for", [operation, ...operation.answers, change]);
      }
    }
  }
}

/** Whoever was told that they came to a room, or are gone from it, did so as often at least. */
function checkRoomAcknowledged({ tenant, id, changes }, operations, violated) {
  const about = ({ event, user, payload }) => key(ROOM_TOLD_AS[event], payload.user_id ?? user);
  // Who is banned need not have been in.
  const moved = operations.filter(({ event, answers }) => event !== "room:ban" && answers.some(({ answer }) => answer.ok && answer.changed));
  const stored = grouped(changes, ({ event, user_id }) => key(event, user_id));
  for (const [what, those] of grouped(moved, about)) {
    const number = stored.get(what)?.length ?? 0;
    const seats = new Set(those.map(seatOf));
    if (number < seats.size) {
      violated("I1", `${tenant} ${id} has ${number} of ${seats.size} acknowledged ${what}`, those.slice(0, 3));
    }
  }
}

/** Who is in already joins in another mode, which is no other seat. */
function seatOf({ op, event, answers }) {
  const { participant } = answers.find(({ answer }) => answer.ok).answer;
  return event === "room:join" ? (participant?.joined_at ?? op) : op;
}

function checkOrigin({ type, changes }, operations, violated) {
  for (const change of changes.filter(({ event }) => !PRIVATE.has(event))) {
    // What ends by itself is the checker's of times; a seat may come back by itself when its user is away.
    const byItself = change.cause === "expired" || (type === "room" && change.event === "member:removed" && change.actor_id === change.user_id);
    if (!byItself && !operations.some((operation) => couldBe(operation, change))) {
      violated("I2", "a change that nobody asked for", [change]);
    }
  }
}

function couldBe({ user, event, payload }, change) {
  if (ROOM_TOLD_AS[event]) {
    return user === change.actor_id && ROOM_TOLD_AS[event] === change.event && (payload.user_id ?? user) === change.user_id;
  }
  return (
    user === change.actor_id &&
    TOLD_AS[event] === change.event &&
    (change.seq === undefined || payload.seq === change.seq) &&
    (change.emoji === undefined || payload.emoji === change.emoji) &&
    (payload.user_id === undefined || payload.user_id === change.user_id) &&
    (payload.user_ids === undefined || payload.user_ids.includes(change.user_id))
  );
}

/** Applies the changes to the messages as they were sent, and compares. */
function checkOutcome({ tenant, id, messages, changes }, operations, violated) {
  const made = new Map(messages.map(({ seq }) => [seq, { reactions: new Map(), changes: [] }]));
  changes.filter(({ seq }) => made.has(seq)).forEach((change) => apply(made.get(change.seq), change));
  for (const message of messages) {
    const expected = made.get(message.seq);
    const evidence = [...expected.changes, message];
    const differs = (what) => violated("I1", `message ${message.seq} of ${tenant} ${id} ${what}`, evidence);
    if (Boolean(message.deleted) !== Boolean(expected.deleted)) {
      differs(`is ${message.deleted ? "" : "not "}deleted, other than its changes say`);
    } else if (Boolean(message.pinned) !== Boolean(expected.pinned)) {
      differs(`is ${message.pinned ? "" : "not "}pinned, other than its changes say`);
    } else if (!message.deleted && Boolean(message.edited_at) !== Boolean(expected.edited)) {
      differs(`is ${message.edited_at ? "" : "not "}edited, other than its changes say`);
    } else if (counts(message.reactions) !== counts(reactionsOf(expected))) {
      differs("has other reactions than its changes make");
    } else if (!message.deleted && expected.edited && !isTextOf(message, expected.edited, operations)) {
      differs("has another text than its last edit");
    }
  }
}

function apply(state, change) {
  state.changes.push(change);
  switch (change.event) {
    case "message:updated":
      state.edited = change;
      break;
    case "message:deleted":
      Object.assign(state, { deleted: true, pinned: false, reactions: new Map() });
      break;
    case "message:pinned":
    case "message:unpinned":
      state.pinned = change.event === "message:pinned";
      break;
    case "message:reaction": {
      const those = state.reactions.get(change.emoji) ?? new Set();
      state.reactions.set(change.emoji, those);
      change.added ? those.add(change.actor_id) : those.delete(change.actor_id);
      break;
    }
    default:
      break;
  }
}

function reactionsOf({ reactions }) {
  return [...reactions].filter(([, those]) => those.size > 0).map(([emoji, those]) => ({ emoji, count: those.size }));
}

function counts(reactions = []) {
  return reactions.map(({ emoji, count }) => `${emoji}${count}`).sort().join(" ");
}

/** Where the edit was acknowledged, its very text; else one of those that might be it. */
function isTextOf(message, change, operations) {
  const edits = operations.filter((operation) => operation.event === "message:edit" && couldBe(operation, change));
  const known = edits.find(({ answers }) => answers.some(({ answer }) => answer.ok && answer.change_seq === change.change_seq));
  return known ? known.payload.text === message.text : edits.some(({ payload }) => payload.text === message.text);
}
