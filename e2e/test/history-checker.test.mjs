// The checker is told of things that must never happen, and must say so.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { check } from "../lib/history/check.mjs";
import { History } from "../lib/history/history.mjs";

const ANN = "red/ann/0";
const BOB = "red/bob/0";
const EVE = "blue/eve/0";

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

  /** @returns {{op: number, message: object, pos: number}} */
  send(c, { text = "hello", to = [ANN, BOB], acknowledged = true } = {}) {
    const client_msg_id = `${c}-${this.#seq + 1}`;
    const op = this.history.invoke(c, "message:send", { conversation_id: "c", text, client_msg_id });
    const seq = ++this.#seq;
    const pos = ++this.#pos;
    const message = { conversation_id: "c", seq, message_id: `c/${seq}`, sender_id: c.split("/")[1], client_msg_id, text };
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
