// I6: a room never has more participants than seats, at no point of the log, in nothing that anybody is told, and in the end.

import { key } from "../facts.mjs";

export function checkRooms(facts, violated) {
  const { rooms = [] } = facts.history.final ?? {};
  for (const room of rooms) {
    checkLog(facts, room, violated);
  }
  for (const entry of facts.history.entries) {
    checkTold(entry, violated);
  }
}

/** Who came and went in the room's conversation, in the order of its log. */
function checkLog(facts, { tenant, room_id, conversation_id, max_participants, current_participants, participants }, violated) {
  const members = new Set();
  for (const change of facts.conversations.get(key(tenant, conversation_id))?.changes ?? []) {
    if (change.event === "member:added") {
      members.add(change.user_id);
    } else if (change.event === "member:removed") {
      members.delete(change.user_id);
    }
    if (members.size > max_participants) {
      violated("I6", `room ${room_id} of ${tenant} has ${max_participants} seats and ${members.size} participants from change ${change.change_seq} on`, [change]);
      return;
    }
  }
  const there = [...members].sort().join();
  if (there !== [...participants].sort().join() || participants.length !== current_participants) {
    violated("I6", `room ${room_id} of ${tenant} counts ${current_participants}, lists ${participants}, and its log leaves ${there}`, []);
  }
}

function checkTold(entry, violated) {
  const told = entry.event === "room:update" && entry.k === "event" ? entry.payload : entry.k === "ok" ? entry.answer : {};
  const { room_id, current_participants, max_participants, is_full, available_slots } = told;
  if (max_participants === undefined || current_participants === undefined) {
    return;
  }
  if (current_participants > max_participants) {
    violated("I6", `${entry.c} was told of ${current_participants} participants on the ${max_participants} seats of room ${room_id}`, [entry]);
  } else if (available_slots !== max_participants - current_participants || is_full !== (available_slots === 0)) {
    violated("I6", `${entry.c} was told of ${available_slots} free seats in room ${room_id}, where ${current_participants} of ${max_participants} are taken`, [entry]);
  }
}
