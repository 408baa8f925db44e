// Random operations of all kinds, from a seed: what a device does next.

import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { kindsAnywhere, kindsInConversation } from "./kinds.mjs";

const EMOJI = ["👍", "🎉", "❤️", "😀"];
const IN_FLIGHT_MAX = 4;
const BEYOND_THE_LAST = 1_000;
const LONG_TEXT = "x".repeat(2_000);

/** Acts as one device until it is stopped. */
export class Generator {
  #stopped = false;
  #sent = 0;
  /** Ids of what was scheduled. */
  scheduled = [];

  /**
   * @param {{people: string[], maker: string, groups: string[], rooms: number[], isModerated: boolean, foreign: string[],
   *     foreignWords: string[], shortLivedUntil: number, pauseMs: number}} world of the device's tenant: users, who made the groups and rooms
   *     that are there from the beginning, conversations of the other tenant and what is said there, until when messages may be sent that
   *     end by themselves
   */
  constructor(device, dice, world) {
    Object.assign(this, { device, dice, world });
  }

  async run() {
    while (!this.#stopped && !this.device.gone) {
      // A queued client's library keeps the order and sends one at a time; another has some under way at the same moment.
      if (this.device.pending < IN_FLIGHT_MAX) {
        void this.#one();
      }
      await sleep(this.dice.next() * this.world.pauseMs * 2);
    }
  }

  stop() {
    this.#stopped = true;
  }

  async #one() {
    const conversation_id = this.dice.pick([...this.device.known.keys()]);
    const seq = conversation_id && this.#anySeq(conversation_id);
    const choice = this.dice.weighted(this.#choices(conversation_id, seq));
    if (typeof choice === "function") {
      await choice();
    } else {
      const answer = await this.device.perform(...choice);
      this.scheduled.push(...(answer?.scheduled_id ? [answer.scheduled_id] : []));
    }
  }

  /** What no other message says. */
  text = () => `${this.device.id} ${++this.#sent}`;

  /** What it may have said already. */
  said = () => `${this.device.id} ${this.dice.between(1, this.#sent + 1)}`;

  #choices(conversation_id, seq) {
    const anywhere = [...this.#aboutMyself(), ...kindsAnywhere(this), ...this.#trespass()];
    if (!conversation_id) {
      return anywhere;
    }
    const here = { conversation_id };
    return [
      [30, this.#send(here)],
      [10, ["receipt:read", { ...here, up_to_seq: this.#upTo(conversation_id) }]],
      [5, ["receipt:delivered", { ...here, up_to_seq: this.#upTo(conversation_id) }]],
      [3, ["typing:start", here, { again: false }]],
      [1, ["typing:stop", here, { again: false }]],
      [3, ["conversation:get", here]],
      [3, ["message:history", { ...here, ...this.dice.pick([{}, { after_seq: seq ?? 0 }, { before_seq: (seq ?? 0) + 1 }]), limit: 50 }]],
      [2, ["message:changes", { ...here, limit: 50 }]],
      [1, ["conversation:view", here]],
      [1, ["conversation:mark-unread", here]],
      [1, this.#setting(here)],
      ...(seq ? this.#onMessage(here, seq) : []),
      ...kindsInConversation(this, here, seq),
      ...(this.world.groups.includes(conversation_id) ? this.#onGroup(here) : []),
      ...anywhere,
    ];
  }

  #send(here) {
    const { device, dice } = this;
    const seq = this.#anySeq(here.conversation_id);
    const more = dice.weighted([
      [6, {}],
      [1, seq ? { reply_to: seq } : {}],
      [1, { mentions: [dice.pick(this.world.people)] }],
      [0.2, { mentions: ["@all"] }],
    ]);
    const text = `${this.text()}${dice.chance(0.05) ? ` ${LONG_TEXT}` : ""}`;
    const twice = !device.queued && dice.chance(0.05);
    return ["message:send", { ...here, text, client_msg_id: randomUUID(), ...more }, { again: dice.chance(0.9), twice }];
  }

  #onMessage(here, seq) {
    const { dice } = this;
    const { seqs, mine } = this.device.known.get(here.conversation_id);
    const own = dice.pick(mine);
    // Somebody must be left who sees all of a conversation in the end: who made the group, and of each message its sender.
    const mayHide = seqs.has(seq) && !mine.includes(seq) && this.world.people[0] !== this.device.user;
    const at = { ...here, seq, op_id: randomUUID() };
    return [
      [6, ["message:react", { ...at, emoji: dice.pick(EMOJI) }]],
      [3, ["message:unreact", { ...at, emoji: dice.pick(EMOJI) }]],
      [1, ["message:pin", at]],
      [1, ["message:unpin", at]],
      ...(mayHide ? [[1, ["message:delete", { ...at, for: "me" }]]] : []),
      [1, ["message:versions", { ...here, seq }]],
      [1, ["receipt:get", { ...here, seq }]],
      ...(own ? this.#onMine({ ...at, seq: own }) : []),
    ];
  }

  #onMine(at) {
    return [
      [5, ["message:edit", { ...at, text: `${this.device.id} edited ${++this.#sent}` }]],
      [2, ["message:delete", { ...at, for: "all" }]],
    ];
  }

  #onGroup(here) {
    const { dice, device } = this;
    const [maker] = this.world.people;
    const user_id = dice.pick(this.world.people);
    const change = { ...here, op_id: randomUUID() };
    return [
      [3, ["member:add", { ...change, user_ids: dice.some(this.world.people).slice(0, 3) }]],
      // Who made the group stays, so that there is somebody to ask in the end.
      ...(maker === device.user ? [] : [[0.5, ["conversation:leave", change]]]),
      ...(maker === device.user && maker === user_id ? [] : [[2, ["member:remove", { ...change, user_id }]]]),
      ...(user_id === maker ? [] : [[0.5, ["member:set-role", { ...change, user_id, role: dice.pick(["member", "moderator"]) }]]]),
      [0.5, ["conversation:update", { ...change, title: `${device.id} ${++this.#sent}` }]],
      [1, ["member:list", here]],
    ];
  }

  #setting(here) {
    const change = { ...here, op_id: randomUUID() };
    return this.dice.pick([
      ["conversation:archive", { ...change, archived: this.dice.chance(0.5) }],
      ["conversation:pin", { ...change, pinned: this.dice.chance(0.5) }],
      ["conversation:mute", { ...change, muted: this.dice.chance(0.5) }],
    ]);
  }

  #aboutMyself() {
    const { dice, device, world } = this;
    const status = dice.pick(["online", "away", "busy", "invisible"]);
    return [
      [2, ["presence:set-status", { status, text: `${status} in ${device.tenant}` }]],
      [1, ["presence:subscribe", { user_ids: dice.some(world.people) }]],
      [1, ["presence:unsubscribe", { user_ids: dice.some(world.people) }]],
      [1, ["presence:get-batch", { user_ids: dice.some(world.people) }]],
      [1, ["presence:activity", { active: dice.chance(0.9) }]],
      [2, ["conversation:list", {}]],
      [1, ["sync:get", {}]],
      [1, ["unread:get", {}]],
      [1, ["conversation:create", { type: "direct", member_ids: [dice.pick(world.people.filter((user) => user !== device.user))] }]],
    ];
  }

  /** Another tenant's conversation is none. */
  #trespass() {
    const conversation_id = this.dice.pick(this.world.foreign);
    return conversation_id
      ? [
          [0.5, ["message:send", { conversation_id, text: `${this.device.id} trespasses`, client_msg_id: randomUUID() }]],
          [0.5, ["message:history", { conversation_id }]],
          [0.5, ["receipt:read", { conversation_id, up_to_seq: 1 }]],
        ]
      : [];
  }

  #anySeq(conversation) {
    const { last } = this.device.known.get(conversation) ?? { last: 0 };
    return last > 0 ? this.dice.between(Math.max(1, last - 20), last) : undefined;
  }

  /** Mostly what the device has, sometimes less, sometimes more than there is. */
  #upTo(conversation) {
    const { last } = this.device.known.get(conversation) ?? { last: 0 };
    return this.dice.weighted([
      [6, last],
      [3, this.dice.between(0, last)],
      [1, last + BEYOND_THE_LAST],
    ]);
  }
}
