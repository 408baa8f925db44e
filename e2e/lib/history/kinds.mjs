// What a device may do beside sending and reading: pairs of weight and `[event, payload, how]`, or of weight and a function that does it.

import { randomUUID } from "node:crypto";
import { fetchFile, upload } from "./files.mjs";

const EXPIRES_S = [5, 6];
/** The server wants ten seconds at least, when it gets it. */
const SCHEDULED_AHEAD_MS = [10_300, 12_000];
const FILE_BYTES = [1, 60_000];
const PRIVACY = ["read_receipts", "typing", "last_seen", "reciprocal"];

/** In a conversation. @param {{device: object, dice: object, world: object, text: () => string, said: () => string}} one */
export function kindsInConversation(one, here, seq) {
  const { device, dice, world, text, said } = one;
  const others = [...device.known.keys()];
  const send = (more) => ["message:send", { ...here, text: text(), client_msg_id: randomUUID(), ...more }];
  return [
    [2, ["draft:set", { ...here, text: dice.chance(0.2) ? "" : `draft ${text()}` }]],
    // What ends later than the run, nobody would wait for.
    ...(performance.now() < world.shortLivedUntil ? [[2, send({ expires_in_s: dice.between(...EXPIRES_S) })]] : []),
    [0.7, send({ send_at: new Date(Date.now() + dice.between(...SCHEDULED_AHEAD_MS)).toISOString() })],
    [1, () => sendFile(one, send)],
    [1, ["message:search", { query: `"${said()}"`, ...(dice.chance(0.5) && here) }]],
    ...(seq
      ? [
          [3, send({ thread: seq })],
          [1, ["message:thread", { ...here, seq, limit: 50 }]],
          [2, ["message:forward", { ...here, seq, to_conversation_id: dice.pick(others), client_msg_id: randomUUID() }]],
        ]
      : []),
  ];
}

async function sendFile({ device, dice }, send) {
  device.pending++; // It is not done before it is said.
  try {
    const attachment = await upload(device, Buffer.alloc(dice.between(...FILE_BYTES), randomUUID()));
    if (attachment) {
      await device.perform(...send({ attachments: [attachment] }));
    }
  } finally {
    device.pending--;
  }
}

/** Anywhere. */
export function kindsAnywhere({ device, dice, world, scheduled }) {
  const user_id = dice.pick(world.people.filter((user) => user !== device.user));
  const file = dice.pick(device.files);
  const waits = dice.pick(scheduled);
  return [
    [0.3, ["user:block", { user_id }]],
    [0.5, ["user:unblock", { user_id }]],
    [0.3, ["user:blocked", {}]],
    [0.5, ["privacy:set", { [dice.pick(PRIVACY)]: dice.chance(0.5) }]],
    [0.3, ["privacy:get", {}]],
    [0.5, ["draft:list", {}]],
    [0.5, ["message:scheduled-list", {}]],
    ...(waits ? [[0.3, ["message:scheduled-cancel", { scheduled_id: waits }]]] : []),
    ...(file ? [[1, () => fetchFile(device, file)]] : []),
    // What the other tenant's people are called, nobody here has said.
    [0.3, ["message:search", { query: dice.pick(world.foreignWords) }]],
    ...kindsInRooms(device, dice, world),
  ];
}

/** Who has made a room stays in it, so that there is somebody to ask in the end. */
function kindsInRooms({ user }, dice, { rooms, maker, people, isModerated }) {
  const room_id = dice.pick(rooms);
  const other = dice.pick(people.filter((one) => one !== maker));
  if (room_id === undefined) {
    return [];
  }
  return [
    [1, ["room:get", { room_id }]],
    [0.5, ["room:participants", { room_id }]],
    ...(user === maker ? [[3, ["room:kick", { room_id, user_id: other }]]] : [[3, ["room:join", { room_id, mode: dice.pick(["viewer", "publisher"]) }]], [1, ["room:leave", { room_id }]]]),
    ...(user === maker && isModerated
      ? [
          [1, ["room:ban", { room_id, user_id: other, reason: "at random" }]],
          [2, ["room:unban", { room_id, user_id: other }]],
          [0.5, ["room:mute", { room_id, user_id: other }]],
          [1, ["room:unmute", { room_id, user_id: other }]],
          [0.5, ["room:lock", { room_id, locked: true }]],
          [1, ["room:lock", { room_id, locked: false }]],
          [0.5, ["room:status", { room_id }]],
        ]
      : []),
  ];
}
