// The checker is told of things that must never happen, and must say so.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { check } from "../lib/history/check.mjs";
import { History } from "../lib/history/history.mjs";

const ANN = "red/ann/0";
const BOB = "red/bob/0";
const EVE = "blue/eve/0";
const AT = "2026-11-21T08:00:00.000Z";

/** A small history in which all promises are kept: Ann, Bob and Carl of one tenant, Eve of another. */
class Story {
  history = new History();
  #pos = 0;
  #seq = 0;
  #changeSeq = 0;
  #messages = [];
  #changes = [];

  constructor() {
    for (const id of [ANN, BOB, EVE]) {
      const [tenant, user] = id.split("/");
      this.history.client(id, { tenant, user, queued: false });
      this.connect(id, { recovered: false });
    }
    this.all("conversation:new", { conversation_id: "c", type: "group" }, ++this.#pos);
  }

  connect(c, { recovered, resync = false, first = true, epoch = 1 }) {
    this.history.note("connect", c, { recovered, epoch, ...(!recovered && { start: this.#pos }) });
    this.history.note("ready", c, { recovered, resync, first });
  }

  reconnect(c, { recovered, resync = !recovered, epoch = 1 }) {
    this.history.note("disconnect", c, { reason: "transport close" });
    this.connect(c, { recovered, resync, first: false, epoch });
  }

  all(event, payload, pos, clients = [ANN, BOB]) {
    clients.forEach((c) => this.history.note("event", c, { event, payload, pos }));
  }

  /**
   * @param {{event?: string, payload?: object, stored?: object}} more `payload`: what is sent besides the text; `stored`: what is there besides it
   * @returns {{op: number, message: object, pos: number}}
   */
  send(c, { text = "hello", to = [ANN, BOB], acknowledged = true, event = "message:send", payload = { text }, stored = {} } = {}) {
    const client_msg_id = `${c}-${this.#seq + 1}`;
    const op = this.history.invoke(c, event, { conversation_id: "c", text, client_msg_id, ...payload });
    const seq = ++this.#seq;
    const pos = ++this.#pos;
    const message = { conversation_id: "c", seq, message_id: `c/${seq}`, sender_id: c.split("/")[1], client_msg_id, text, created_at: AT, ...stored };
    this.#messages.push(message);
    if (acknowledged) {
      this.ok(c, op, { seq, message_id: message.message_id, deduplicated: false });
    } else {
      this.history.note("unknown", c, { op });
    }
    this.all("message:new", { ...message }, pos, to);
    return { op, message, pos };
  }

  /** Somebody does something to a message or a member. */
  change(c, event, payload, told, to = [ANN, BOB]) {
    const op = this.history.invoke(c, event, { conversation_id: "c", ...payload });
    const change_seq = ++this.#changeSeq;
    const change = { conversation_id: "c", change_seq, actor_id: c.split("/")[1], ...told };
    this.#changes.push(change);
    this.ok(c, op, { change_seq, deduplicated: false });
    const { event: name, ...arguments_ } = change;
    this.all(name, arguments_, ++this.#pos, to);
    return { op, change };
  }

  /** Something that no `change` asks for in the same words. */
  happens(event, actor_id, user_id) {
    const change = { conversation_id: "c", change_seq: ++this.#changeSeq, actor_id, event, user_id };
    this.#changes.push(change);
    const { event: name, ...arguments_ } = change;
    this.all(name, arguments_, ++this.#pos);
  }

  ask(c, event, payload, answer) {
    const op = this.history.invoke(c, event, { conversation_id: "c", ...payload });
    this.ok(c, op, { conversation_id: "c", ...answer });
    return op;
  }

  ok(c, op, answer) {
    this.history.note("ok", c, { op, answer: { ok: true, ...answer } });
  }

  /** The fresh process says what was stored; `broken` may change that before the checker reads it. */
  end(broken = () => {}) {
    const last_seq = this.#messages.length;
    const me = { read_seq: last_seq, delivered_seq: last_seq, unread: 0, mentions: 0, archived: false, muted_until: null };
    const members = ["ann", "bob"];
    this.history.final = {
      conversations: [{ tenant: "red", id: "c", founders: members, members, last_seq, change_seq: this.#changeSeq, messages: this.#messages, changes: this.#changes }],
      memberships: members.map((user) => ({ tenant: "red", user, conversation: "c", me: { ...me }, above: [] })),
      totals: members.map((user) => ({ tenant: "red", user, total_unread: 0, at: 0 })),
      presence: [{ tenant: "red", user: "bob", sockets: 1, chosen: "busy", seen: "busy" }],
      baseline: [{ what: "klatch_sessions", before: 0, after: 0, allowed: 0 }],
      undrained: [],
      ...{ drafts: [], blocks: [], privacy: [], scheduled: [], rooms: [], files: [], searches: [] },
      at: Date.parse(AT),
    };
    broken(this.history.final, this.history.final.conversations[0]);
    return check(this.history);
  }

  /** Takes out what the predicate finds; it must find something. */
  without(matches) {
    const left = this.history.entries.filter((entry) => !matches(entry));
    assert.ok(left.length < this.history.entries.length, "nothing was taken out");
    this.history.entries.splice(0, Infinity, ...left);
  }
}

function finds(invariant, sentence, violations) {
  assert.ok(
    violations.some((one) => one.invariant === invariant && sentence.test(one.what)),
    `${invariant} ${sentence} is not among ${JSON.stringify(violations.map((one) => [one.invariant, one.what]))}`,
  );
}

const isMessage = (c, seq) => (entry) => entry.c === c && entry.event === "message:new" && entry.payload.seq === seq;

test("A history in which every promise was kept has no violation", () => {
  const story = new Story();
  story.send(ANN);
  story.reconnect(BOB, { recovered: true });
  story.send(BOB, { text: "hi", acknowledged: false });
  story.change(ANN, "message:edit", { seq: 1, text: "hello again" }, { event: "message:updated", seq: 1, text: "hello again" });
  story.change(BOB, "message:react", { seq: 1, emoji: "👍" }, { event: "message:reaction", seq: 1, emoji: "👍", count: 1, added: true });
  story.change(ANN, "message:delete", { seq: 2, for: "all" }, { event: "message:deleted", seq: 2 });
  story.ask(BOB, "receipt:read", { up_to_seq: 2 }, { read_seq: 2, delivered_seq: 2 });
  story.all("receipt:update", { conversation_id: "c", user_id: "bob", read_seq: 2, delivered_seq: 2 }, undefined);
  story.ask(BOB, "conversation:get", {}, { last_seq: 2 });

  const violations = story.end((_, { messages }) => {
    Object.assign(messages[0], { text: "hello again", edited_at: "2026-11-21T08:00:00.000Z", reactions: [{ emoji: "👍", count: 1 }] });
    Object.assign(messages[1], { text: "", deleted: true });
  });

  assert.deepEqual(violations, []);
});

describe("I1, acknowledged is there exactly once", () => {
  test("an acknowledged message that is in no history", () => {
    const story = new Story();
    story.send(ANN);
    finds("I1", /is lost/, story.end((_, conversation) => Object.assign(conversation, { messages: [], last_seq: 0 })));
  });

  test("a message that is there twice", () => {
    const story = new Story();
    story.send(ANN);
    finds("I1", /more than once/, story.end((_, { messages }) => messages.push({ ...messages[0], seq: 2, message_id: "c/2" })));
  });

  test("a message with another number than was answered", () => {
    const story = new Story();
    const { op } = story.send(ANN);
    story.ok(ANN, op, { seq: 7, message_id: "c/7", deduplicated: true });
    finds("I1", /another number/, story.end());
  });

  test("a message that one member's stream lacks", () => {
    const story = new Story();
    story.send(ANN, { to: [ANN] });
    story.send(ANN);
    finds("I1", /did not receive position 2/, story.end());
  });

  test("a last message that never arrived at one of the devices", () => {
    const story = new Story();
    story.send(ANN, { to: [ANN] });
    finds("I1", /never got 1 of 1/, story.end());
  });

  test("a message that nobody who asks afterwards is told of", () => {
    const story = new Story();
    story.send(ANN);
    story.ask(BOB, "conversation:get", {}, { last_seq: 0 });
    finds("I1", /0 is the last/, story.end());
  });

  test("a refused message that is stored", () => {
    const story = new Story();
    const { op } = story.send(ANN, { acknowledged: false });
    story.history.note("refused", ANN, { op, answer: { ok: false, code: "not_found" } });
    finds("I1", /refused message was stored/, story.end());
  });

  test("an acknowledged change that is in no list", () => {
    const story = new Story();
    story.send(ANN);
    story.change(ANN, "message:pin", { seq: 1 }, { event: "message:pinned", seq: 1 });
    finds("I1", /change is lost/, story.end((_, conversation) => (conversation.changes = [])));
  });

  test("a message that is not what its changes make of it", () => {
    const story = new Story();
    story.send(ANN);
    story.change(BOB, "message:react", { seq: 1, emoji: "👍" }, { event: "message:reaction", seq: 1, emoji: "👍", count: 1, added: true });
    finds("I1", /other reactions/, story.end());
  });

  test("a message with another text than its last edit", () => {
    const story = new Story();
    story.send(ANN);
    story.change(ANN, "message:edit", { seq: 1, text: "second" }, { event: "message:updated", seq: 1, text: "second" });
    finds("I1", /another text than its last edit/, story.end((_, { messages }) => Object.assign(messages[0], { edited_at: "2026-11-21T08:00:00.000Z" })));
  });
});

describe("I2, nothing is there that nobody sent", () => {
  test("a message that nobody sent", () => {
    const story = new Story();
    finds("I2", /nobody sent/, story.end((_, { messages }) => messages.push({ seq: 1, message_id: "c/1", sender_id: "bob", client_msg_id: "x", text: "?" })));
  });

  test("another text than was sent", () => {
    const story = new Story();
    story.send(ANN);
    finds("I2", /another text than was sent/, story.end((_, { messages }) => (messages[0].text = "bye")));
  });

  test("a message that was received and is gone in the end", () => {
    const story = new Story();
    story.send(ANN, { acknowledged: false });
    finds("I2", /not there in the end/, story.end((_, conversation) => Object.assign(conversation, { messages: [], last_seq: 0 })));
  });

  test("a change that nobody asked for", () => {
    const story = new Story();
    story.send(ANN);
    story.change(BOB, "message:pin", { seq: 1 }, { event: "message:pinned", seq: 1 });
    finds("I2", /nobody asked for/, story.end((_, { changes, messages }) => ((changes[0].event = "message:deleted"), (messages[0].deleted = true))));
  });

  test("more messages than were sent, by what a client is told", () => {
    const story = new Story();
    story.ask(BOB, "conversation:get", {}, { last_seq: 1 });
    finds("I2", /more than had been sent/, story.end());
  });
});

describe("I3, numbers without gaps, in their order and once", () => {
  test("a hole in the numbers", () => {
    const story = new Story();
    story.send(ANN, { acknowledged: false });
    story.send(ANN);
    finds("I3", /number 2 where 1 must be/, story.end((_, { messages }) => messages.shift()));
  });

  test("a position received twice", () => {
    const story = new Story();
    const { message, pos } = story.send(ANN);
    story.all("message:new", message, pos, [BOB]);
    finds("I3", /again/, story.end());
  });

  test("an older position after a newer one", () => {
    const story = new Story();
    const first = story.send(ANN, { to: [ANN] });
    story.send(ANN);
    story.all("message:new", first.message, first.pos, [BOB]);
    finds("I3", /position 2 after 3/, story.end());
  });

  test("a message that no client at all received", () => {
    const story = new Story();
    story.send(ANN);
    story.send(ANN, { to: [] });
    story.send(ANN);
    finds("I3", /received 3 after 1/, story.end());
  });

  test("two clients that are told of different things at one position", () => {
    const story = new Story();
    const { message, pos } = story.send(ANN, { to: [ANN] });
    story.all("message:new", { ...message, conversation_id: "d" }, pos, [BOB]);
    finds("I3", /something else at position 2/, story.end());
  });
});

describe("I4, a client's messages are in the order in which it sent them", () => {
  test("two messages of one client that changed places", () => {
    const story = new Story();
    story.send(ANN, { text: "first" });
    story.send(ANN, { text: "second" });
    const sends = story.history.entries.filter(({ k }) => k === "invoke");
    [sends[0].payload, sends[1].payload] = [sends[1].payload, sends[0].payload];
    finds("I4", /sent 2 before 1/, story.end());
  });
});

describe("I5, read and delivered never go back nor beyond the last, and unread is what a recount finds", () => {
  const read = (story, read_seq, more = {}) => story.ask(BOB, "receipt:read", { up_to_seq: read_seq }, { read_seq, delivered_seq: read_seq, ...more });

  test("a receipt that went back", () => {
    const story = new Story();
    story.send(ANN);
    story.send(ANN);
    read(story, 2);
    read(story, 1);
    finds("I5", /read_seq of bob went back/, story.end());
  });

  test("a receipt beyond the last message", () => {
    const story = new Story();
    story.send(ANN);
    read(story, 2);
    finds("I5", /beyond the last of 1/, story.end());
  });

  test("news of a receipt that goes back", () => {
    const story = new Story();
    story.send(ANN);
    story.all("receipt:update", { conversation_id: "c", user_id: "bob", read_seq: 1, delivered_seq: 1 }, undefined);
    story.all("receipt:update", { conversation_id: "c", user_id: "bob", read_seq: 0, delivered_seq: 1 }, undefined);
    finds("I5", /told that read_seq of bob went back/, story.end());
  });

  test("a receipt that counted long before a kill and is gone", () => {
    const story = new Story();
    story.send(ANN);
    read(story, 1);
    story.history.fault("kill -9").at += 60_000;
    finds("I5", /is 0 in the end and was 1/, story.end(({ memberships }) => (memberships[1].me.read_seq = 0)));
  });

  test("a number of unread messages that a recount does not find", () => {
    const story = new Story();
    story.send(ANN);
    finds("I5", /has 0 unread .* finds 1/, story.end(({ memberships }) => Object.assign(memberships[1], { above: [{ seq: 1, sender_id: "ann" }] })));
  });

  test("a total that is not the sum", () => {
    const story = new Story();
    finds("I5", /5 unread in total/, story.end(({ totals }) => (totals[0].total_unread = 5)));
  });
});

describe("I7, nothing crosses tenants", () => {
  test("a message at another tenant's client", () => {
    const story = new Story();
    story.send(ANN, { to: [ANN, BOB, EVE] });
    finds("I7", /blue\/eve\/0 received/, story.end());
  });

  test("an answer about another tenant's conversation", () => {
    const story = new Story();
    story.ask(EVE, "message:history", {}, { messages: [] });
    finds("I7", /blue\/eve\/0 reached/, story.end());
  });
});

describe("I7, what concerns one user is told to nobody else", () => {
  test("a block that the blocked one hears of", () => {
    const story = new Story();
    story.ask(ANN, "user:block", { user_id: "bob" }, { blocked: true });
    story.all("block:update", { user_id: "bob", blocked: true, at: AT }, 100);
    finds("I7", /red\/bob\/0 was told what concerns red ann alone/, story.end(({ blocks }) => blocks.push({ tenant: "red", user: "ann", other: "bob" })));
  });

  test("an answer with another tenant's words", () => {
    const story = new Story();
    story.ask(EVE, "message:search", { query: "hello" }, { conversation_id: undefined, results: [{ conversation_id: "d", seq: 1, snippet: "red/ann/0 1" }] });
    finds("I7", /answered what is another tenant's/, story.end());
  });
});

describe("I8, presence is what the live sockets make of it", () => {
  test("a user without a socket who looks online", () => {
    finds("I8", /looks online/, new Story().end(({ presence }) => Object.assign(presence[0], { sockets: 0, seen: "online" })));
  });

  test("an invisible user who is seen", () => {
    finds("I8", /looks away/, new Story().end(({ presence }) => Object.assign(presence[0], { chosen: "invisible", seen: "away" })));
  });
});

describe("I9, who was removed says nothing there", () => {
  test("a message of a removed member", () => {
    const story = new Story();
    story.change(ANN, "member:remove", { user_id: "bob" }, { event: "member:removed", user_id: "bob" });
    story.send(BOB, { to: [ANN] });
    const violations = story.end((_, conversation) => (conversation.members = ["ann"]));
    finds("I9", /was out of red c and sent message 1/, violations);
    finds("I9", /was removed and sent a message afterwards/, violations);
  });

  test("one who was added again may", () => {
    const story = new Story();
    story.change(ANN, "member:remove", { user_id: "bob" }, { event: "member:removed", user_id: "bob" });
    story.change(ANN, "member:add", { user_ids: ["bob"] }, { event: "member:added", user_id: "bob" });
    story.send(BOB);
    assert.deepEqual(story.end(), []);
  });

  test("and one who is out receives nothing, which is no hole", () => {
    const story = new Story();
    story.change(ANN, "member:remove", { user_id: "bob" }, { event: "member:removed", user_id: "bob" });
    story.send(ANN, { to: [ANN] });
    story.change(ANN, "member:add", { user_ids: ["bob"] }, { event: "member:added", user_id: "bob" });
    story.send(ANN);
    assert.deepEqual(story.end(), []);
  });
});

describe("I9, what a command has closed stays closed", () => {
  const direct = (final) => (_, conversation) => Object.assign(conversation, { type: "direct", ...final });

  test("a message after a block", () => {
    const story = new Story();
    story.ask(BOB, "user:block", { user_id: "ann" }, { user_id: "ann", blocked: true });
    story.send(ANN);
    finds("I9", /bob has blocked ann/, story.end((final, conversation) => (direct()(final, conversation), (final.blocks = [{ tenant: "red", user: "bob", other: "ann" }]))));
  });

  test("a reaction of the one who has blocked", () => {
    const story = new Story();
    story.send(ANN);
    story.ask(BOB, "user:block", { user_id: "ann" }, { user_id: "ann", blocked: true });
    story.change(BOB, "message:react", { seq: 1, emoji: "👍" }, { event: "message:reaction", seq: 1, emoji: "👍", count: 1, added: true });
    finds("I9", /bob has blocked ann/, story.end(direct()));
  });

  test("who was unblocked may write", () => {
    const story = new Story();
    story.ask(BOB, "user:block", { user_id: "ann" }, { user_id: "ann", blocked: true });
    story.ask(BOB, "user:unblock", { user_id: "ann" }, { user_id: "ann", blocked: false });
    story.send(ANN);
    assert.deepEqual(story.end(direct()), []);
  });

  test("… and in a group a block closes nothing", () => {
    const story = new Story();
    story.ask(BOB, "user:block", { user_id: "ann" }, { user_id: "ann", blocked: true });
    story.send(ANN);
    assert.deepEqual(story.end(({ blocks }) => blocks.push({ tenant: "red", user: "bob", other: "ann" })), []);
  });

  test("a message of one without a role in a broadcast conversation", () => {
    const story = new Story();
    story.send(ANN);
    story.send(BOB);
    finds("I9", /bob has no role in the broadcast/, story.end((_, conversation) => (conversation.type = "broadcast")));
  });

  const room = (final) => Object.assign(final, { rooms: [{ tenant: "red", room_id: 7, conversation_id: "c", max_participants: 5, current_participants: 2, participants: ["ann", "bob"] }] });
  const inRoom = (final, conversation) => (room(final), Object.assign(conversation, { type: "room", founders: [] }));
  const comes = (story, c) => {
    story.ask(c, "room:join", { room_id: 7 }, { changed: true });
    story.happens("member:added", c.split("/")[1], c.split("/")[1]);
  };

  test("a message of one who was kicked out of a room", () => {
    const story = new Story();
    comes(story, ANN);
    comes(story, BOB);
    story.ask(ANN, "room:kick", { room_id: 7, user_id: "bob" }, { changed: true });
    story.happens("member:removed", "ann", "bob");
    story.send(BOB, { to: [ANN] });
    const violations = story.end((final, conversation) => (inRoom(final, conversation), Object.assign(final.rooms[0], { current_participants: 1, participants: ["ann"] })));
    finds("I9", /bob was removed and sent a message afterwards/, violations);
    finds("I9", /bob was out of red c/, violations);
  });

  test("one who comes to a room though they are banned, or it is locked", () => {
    const story = new Story();
    comes(story, ANN);
    story.ask(ANN, "room:ban", { room_id: 7, user_id: "bob" }, {});
    story.ask(ANN, "room:lock", { room_id: 7, locked: true }, {});
    comes(story, BOB);
    const violations = story.end(inRoom);
    finds("I9", /bob was banned and came in/, violations);
    finds("I9", /locked, and somebody came in/, violations);
  });

  test("… but one who is in may take another mode of a locked room", () => {
    const story = new Story();
    const participant = { joined_at: new Date(story.history.startedAt).toISOString() };
    comes(story, ANN);
    story.ask(BOB, "room:join", { room_id: 7 }, { changed: true, participant });
    story.happens("member:added", "bob", "bob");
    story.ask(ANN, "room:lock", { room_id: 7, locked: true }, {});
    story.ask(BOB, "room:join", { room_id: 7, mode: "publisher" }, { changed: true, participant });
    assert.deepEqual(story.end(inRoom), []);
  });

  test("a message of one who is muted in a room", () => {
    const story = new Story();
    comes(story, ANN);
    comes(story, BOB);
    story.ask(ANN, "room:mute", { room_id: 7, user_id: "bob" }, { changed: true });
    story.send(BOB);
    finds("I9", /bob was muted and sent/, story.end(inRoom));
  });

  test("… and who comes when that is over", () => {
    const story = new Story();
    comes(story, ANN);
    story.ask(ANN, "room:ban", { room_id: 7, user_id: "bob" }, {});
    story.ask(ANN, "room:lock", { room_id: 7, locked: true }, {});
    story.ask(ANN, "room:unban", { room_id: 7, user_id: "bob" }, {});
    story.ask(ANN, "room:lock", { room_id: 7, locked: false }, {});
    comes(story, BOB);
    assert.deepEqual(story.end(inRoom), []);
  });

  describe("I6, a room has no more participants than seats", () => {
    test("two on one seat", () => {
      const story = new Story();
      comes(story, ANN);
      comes(story, BOB);
      finds("I6", /1 seats and 2 participants/, story.end((final, conversation) => (inRoom(final, conversation), (final.rooms[0].max_participants = 1))));
    });

    test("news of more than there is room for, and of seats that do not add up", () => {
      const story = new Story();
      story.all("room:update", { room_id: 7, current_participants: 6, max_participants: 5, is_full: true, available_slots: 0 }, undefined);
      story.all("room:update", { room_id: 7, current_participants: 5, max_participants: 5, is_full: false, available_slots: 1 }, undefined);
      const violations = story.end();
      finds("I6", /6 participants on the 5 seats/, violations);
      finds("I6", /1 free seats .* 5 of 5/, violations);
    });

    test("a list of participants that is not what came of it", () => {
      const story = new Story();
      comes(story, ANN);
      finds("I6", /counts 2, lists ann,bob, and its log leaves ann/, story.end(inRoom));
    });

    test("an acknowledged seat that nobody has had", () => {
      const story = new Story();
      comes(story, ANN);
      comes(story, BOB);
      story.ask(ANN, "room:join", { room_id: 7 }, { changed: true });
      finds("I1", /1 of 2 acknowledged member:added ann/, story.end(inRoom));
    });
  });
});

describe("I10, recovered means no gap", () => {
  test("a gap behind a recovery", () => {
    const story = new Story();
    story.send(ANN, { to: [ANN] });
    story.reconnect(BOB, { recovered: true });
    story.send(ANN);
    finds("I10", /though it was told that it had recovered/, story.end());
  });

  test("a lost session without a word of it", () => {
    const story = new Story();
    story.reconnect(BOB, { recovered: false, resync: false });
    finds("I10", /not told to resync/, story.end());
  });

  test("a gap that was signalled, and closed from history, is none", () => {
    const story = new Story();
    story.send(ANN, { to: [ANN] });
    story.reconnect(BOB, { recovered: false });
    story.history.note("refill", BOB, { conversation: "c", messages: [[1, "c/1"]] });
    story.send(ANN);
    assert.deepEqual(story.end(), []);
  });

  test("… and is one if it was not closed", () => {
    const story = new Story();
    story.send(ANN, { to: [ANN] });
    story.reconnect(BOB, { recovered: false });
    story.send(ANN);
    finds("I1", /never got 1 of 2/, story.end());
  });
});

describe("I12, what was used is given back", () => {
  test("sessions that are there when everybody has left", () => {
    finds("I12", /klatch_sessions is 3/, new Story().end(({ baseline }) => (baseline[0].after = 3)));
  });
});

describe("I13, what the last command made of something is what it is", () => {
  const draft = (story, c, text, updated_at = AT) => story.ask(c, "draft:set", { text }, { updated_at, text });

  test("a draft that is not the last one", () => {
    const story = new Story();
    draft(story, ANN, "first");
    draft(story, ANN, "second");
    finds("I13", /draft red c ann is "first"/, story.end(({ drafts }) => drafts.push({ tenant: "red", user: "ann", conversation: "c", text: "first" })));
  });

  test("a draft that sending should have ended", () => {
    const story = new Story();
    draft(story, ANN, "hello");
    story.send(ANN);
    finds("I13", /draft red c ann is "hello"/, story.end(({ drafts }) => drafts.push({ tenant: "red", user: "ann", conversation: "c", text: "hello" })));
  });

  test("a draft that is lost", () => {
    const story = new Story();
    draft(story, ANN, "hello");
    finds("I13", /draft red c ann is null/, story.end());
  });

  test("one of two drafts that were set at the same time may be the last", () => {
    const story = new Story();
    const ops = ["one", "other"].map((text) => story.history.invoke(ANN, "draft:set", { conversation_id: "c", text }));
    ops.forEach((op) => story.ok(ANN, op, { conversation_id: "c", updated_at: AT }));
    assert.deepEqual(story.end(({ drafts }) => drafts.push({ tenant: "red", user: "ann", conversation: "c", text: "one" })), []);
  });

  test("a draft that the user's other device is not told of", () => {
    const story = new Story();
    const other = "red/ann/1";
    story.history.client(other, { tenant: "red", user: "ann", queued: false });
    story.connect(other, { recovered: false });
    draft(story, ANN, "hello");
    story.history.note("disconnect", other, { reason: "transport close" }).at += 60_000;
    finds("I13", /red\/ann\/1 was not told of a draft/, story.end(({ drafts }) => drafts.push({ tenant: "red", user: "ann", conversation: "c", text: "hello" })));
  });

  test("a block that is lost, and one that was lifted and is there", () => {
    const story = new Story();
    story.ask(ANN, "user:block", { user_id: "bob" }, { blocked: true });
    story.ask(BOB, "user:unblock", { user_id: "ann" }, { blocked: false });
    const violations = story.end(({ blocks }) => blocks.push({ tenant: "red", user: "bob", other: "ann" }));
    finds("I13", /block red bob ann is false/, violations);
    finds("I13", /block red ann bob is true/, violations);
  });

  test("a privacy that was not chosen", () => {
    const story = new Story();
    story.ask(ANN, "privacy:set", { typing: false }, { typing: false });
    const chosen = { read_receipts: true, typing: true, last_seen: true, reciprocal: false };
    finds("I13", /privacy red typing ann is true/, story.end(({ privacy }) => privacy.push({ tenant: "red", user: "ann", ...chosen })));
  });

  test("a mark that was taken away", () => {
    const story = new Story();
    story.ask(ANN, "conversation:mark-unread", {}, {});
    story.ask(ANN, "conversation:mark-unread", { marked: false }, {});
    finds("I13", /mark red c ann is true/, story.end(({ memberships }) => (memberships[0].me.marked_unread = true)));
  });
});

describe("I14, contents are what was sent", () => {
  test("replies that are not counted, or not listed", () => {
    const story = new Story();
    story.send(ANN);
    story.send(BOB, { payload: { thread: 1 }, stored: { thread: 1 } });
    const violations = story.end((_, conversation) => (conversation.threads = [{ seq: 1, replies: [] }]));
    finds("I14", /has 0 replies, a recount finds 1/, violations);
    finds("I14", /lacks 1 of 1 replies, the first of them 2/, violations);
  });

  const forward = { event: "message:forward", payload: { seq: 1, to_conversation_id: "c" } };

  test("a forwarded message that says something else, of somebody else, with other files", () => {
    const story = new Story();
    story.send(ANN, { payload: { attachments: ["f"] }, stored: { attachments: [{ attachment_id: "f" }] } });
    story.send(BOB, { ...forward, text: "bye", stored: { forwarded_from: "c/7" } });
    const violations = story.end();
    finds("I14", /never said/, violations);
    finds("I14", /names another one/, violations);
    finds("I14", /other files/, violations);
  });

  test("a forwarded message may say what the other said before or after an edit", () => {
    const story = new Story();
    story.send(ANN);
    story.send(BOB, { ...forward, text: "hello", stored: { forwarded_from: "c/1" } });
    story.change(ANN, "message:edit", { seq: 1, text: "hello again" }, { event: "message:updated", seq: 1, text: "hello again" });
    story.send(BOB, { ...forward, text: "hello again", stored: { forwarded_from: "c/1" } });
    assert.deepEqual(story.end((_, { messages }) => Object.assign(messages[0], { text: "hello again", edited_at: AT })), []);
  });

  test("a message that lost its file, and mentions whom nobody mentioned", () => {
    const story = new Story();
    story.send(ANN, { payload: { attachments: ["f"] }, stored: { mentions: ["bob"] } });
    const violations = story.end();
    finds("I14", /other files than were sent/, violations);
    finds("I14", /mentions somebody/, violations);
  });

  test("a file with other bytes, one that a member cannot read, and one that a stranger can", () => {
    const story = new Story();
    story.history.note("uploaded", ANN, { attachment: "f", sha: "1" });
    story.history.note("fetched", BOB, { attachment: "f", status: 200, sha: "2" });
    const violations = story.end(({ files }) => {
      files.push({ tenant: "red", user: "bob", attachment: "f", isReader: true, status: 404, sha: "0" });
      files.push({ tenant: "blue", user: "eve", attachment: "f", isReader: false, status: 200, sha: "1" });
    });
    finds("I14", /other bytes/, violations);
    finds("I14", /may read the file f and is answered 404/, violations);
    finds("I7", /may not read the file f and is answered 200/, violations);
  });

  test("a message that the search does not find, and a deleted one that it does", () => {
    const story = new Story();
    story.send(ANN);
    story.change(ANN, "message:delete", { seq: 1, for: "all" }, { event: "message:deleted", seq: 1 });
    story.ask(BOB, "message:search", { query: "hello" }, { results: [{ conversation_id: "c", seq: 1 }] });
    const violations = story.end(({ searches }, { messages }) => {
      Object.assign(messages[0], { text: "", deleted: true });
      searches.push({ tenant: "red", user: "ann", conversation: "c", seq: 2, text: "x", seqs: [1] });
    });
    finds("I14", /does not find it/, violations);
    finds("I14", /deleted before/, violations);
  });
});

describe("I15, what was to end has ended, and what was scheduled is sent once", () => {
  const later = (ms) => new Date(Date.parse(AT) + ms).toISOString();

  test("a message that is there after its time", () => {
    const story = new Story();
    story.send(ANN, { payload: { expires_in_s: 5 } });
    finds("I15", /was to end .* and is there/, story.end((final) => (final.at += 60_000)));
  });

  test("a message that ended too early, and one that was to stay", () => {
    const story = new Story();
    story.send(ANN, { payload: { expires_in_s: 5 } });
    story.send(ANN);
    const violations = story.end((_, { changes, messages }) => {
      messages.forEach((message) => Object.assign(message, { text: "", deleted: true }));
      changes.push(...[1, 2].map((seq) => ({ conversation_id: "c", change_seq: seq, actor_id: "ann", event: "message:deleted", cause: "expired", seq, at: later(4_000) })));
    });
    finds("I15", /message 1 .* too early/, violations);
    finds("I15", /message 2 .* was to stay/, violations);
  });

  const schedule = (story) => story.ask(ANN, "message:send", { text: "later", client_msg_id: "x", send_at: later(10_000) }, { scheduled_id: "scheduled-1", send_at: later(10_000) });
  const waits = { tenant: "red", user: "ann", scheduled_id: "scheduled-1", status: "pending", send_at: later(10_000) };
  const sent = { conversation_id: "c", seq: 1, message_id: "c/1", sender_id: "ann", client_msg_id: "scheduled-1", text: "later", created_at: later(10_000) };

  test("a scheduled message that is neither sent nor waits", () => {
    const story = new Story();
    schedule(story);
    finds("I15", /is lost/, story.end());
  });

  test("one that is sent and waits, and one that waits too long", () => {
    const both = new Story();
    schedule(both);
    finds("I15", /sent and waits too/, both.end((final, { messages }) => (messages.push(sent), final.scheduled.push(waits))));
    const late = new Story();
    schedule(late);
    finds("I15", /waits 50000 ms after/, late.end((final) => (final.scheduled.push(waits), (final.at += 60_000))));
  });

  test("one that was taken back and sent, and one before its time", () => {
    const story = new Story();
    schedule(story);
    story.ask(ANN, "message:scheduled-cancel", { scheduled_id: "scheduled-1" }, {});
    finds("I15", /was taken back too/, story.end((_, { messages }) => messages.push(sent)));
    const early = new Story();
    schedule(early);
    finds("I15", /before its time/, early.end((_, { messages }) => messages.push({ ...sent, created_at: AT })));
  });

  test("one that waits, or was sent, is none", () => {
    const waiting = new Story();
    schedule(waiting);
    assert.deepEqual(waiting.end(({ scheduled }) => scheduled.push(waits)), []);
    const done = new Story();
    schedule(done);
    assert.deepEqual(done.end((_, conversation) => (conversation.messages.push(sent), Object.assign(conversation, { last_seq: 1 }))), []);
  });
});

test("An answer that no correct client gets is reported too", () => {
  const story = new Story();
  const op = story.history.invoke(ANN, "message:send", { conversation_id: "c", text: "?", client_msg_id: "x" });
  story.history.note("refused", ANN, { op, answer: { ok: false, code: "internal", message: "…" } });
  finds("fault", /internal/, story.end());
});

test("Each violation shows the few entries that prove it", () => {
  const story = new Story();
  for (let round = 0; round < 50; round++) {
    story.send(ANN);
  }
  story.without(isMessage(BOB, 25));
  const [violation, ...others] = story.end();

  assert.ok(others.length <= 2, JSON.stringify(others.map(({ what }) => what)));
  assert.ok(violation.evidence.length <= 3, JSON.stringify(violation.evidence));
});
