// I9: what a command has closed stays closed until another one opens it.

import { grouped, key } from "../facts.mjs";
import { conversationOf, isSend, placeOf } from "../sends.mjs";

/**
 * Operations after which others must be refused, in the order of what was answered before something else was begun. `place` says which
 * operations have to do with one another; those of one place are compared.
 */
const BARRIERS = [
  {
    what: (closing) => `${outOf(closing)} was removed and sent a message afterwards`,
    place: placeInRoom,
    closes: ({ event }) => ["member:remove", "conversation:leave", "room:kick", "room:ban", "room:leave"].includes(event),
    opens: ({ event, user, payload }, closing) =>
      (event === "member:add" && payload.user_ids.includes(outOf(closing))) || (event === "room:join" && user === outOf(closing)),
    refuses: (operation, closing) => isSend(operation) && operation.user === outOf(closing),
  },
  {
    what: ({ user, payload }) => `${user} has blocked ${payload.user_id}, and one of them said or did something in their conversation afterwards`,
    place: pairOf,
    closes: ({ event }) => event === "user:block",
    opens: ({ event, user }, closing) => event === "user:unblock" && user === closing.user,
    refuses: (operation) => isSend(operation) || ["message:edit", "message:react", "message:pin"].includes(operation.event),
    isMade: ({ change_seq }) => change_seq !== null,
  },
  {
    what: ({ payload }) => `${payload.user_id} was banned and came in afterwards`,
    place: placeInRoom,
    closes: ({ event }) => event === "room:ban",
    opens: ({ event, payload }, closing) => event === "room:unban" && payload.user_id === outOf(closing),
    refuses: ({ event, user }, closing) => event === "room:join" && user === outOf(closing),
  },
  {
    what: ({ payload }) => `${payload.user_id} was muted and sent a message afterwards`,
    place: placeInRoom,
    closes: ({ event, payload }) => event === "room:mute" && payload.muted !== false,
    opens: ({ event, payload }, closing) => (event === "room:unmute" || payload.muted === false) && payload.user_id === outOf(closing),
    refuses: (operation, closing) => isSend(operation) && operation.user === outOf(closing),
  },
  {
    what: () => "a room was locked, and somebody came in or sent a message afterwards",
    place: placeInRoom,
    closes: ({ event, payload }) => event === "room:lock" && payload.locked !== false,
    opens: ({ event, payload }) => event === "room:lock" && payload.locked === false,
    refuses: (operation, closing) => (operation.event === "room:join" || isSend(operation)) && operation.user !== closing.user,
    // Who has a seat may take another mode.
    isMade: ({ changed, participant }, { answers: [{ at }] }, { history }) =>
      changed !== false && !(participant && Date.parse(participant.joined_at) <= history.startedAt + at),
  },
];

/** The conversation, also of what is said of its room. */
function placeInRoom(operation, facts) {
  return operation.payload.room_id === undefined ? placeOf(operation) : facts.roomOf(operation);
}

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

export function checkBarriers(facts, violated) {
  for (const barrier of BARRIERS) {
    for (const [place, those] of grouped([...facts.operations.values()], (operation) => barrier.place(operation, facts))) {
      if (place) {
        those.filter((one) => barrier.closes(one) && one.result === "ok").forEach((closing) => checkBarrier(barrier, closing, those, facts, violated));
      }
    }
  }
}

function checkBarrier({ what, opens, refuses, isMade = () => true }, closing, those, facts, violated) {
  const openings = those.filter((other) => opens(other, closing));
  const later = those.find(
    (one) =>
      one.result === "ok" && one.first > closing.answered && refuses(one, closing) && !one.answers[0].answer.deduplicated && isMade(one.answers[0].answer, closing, facts) &&
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
