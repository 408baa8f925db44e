import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { TRANSPORTS, nextMillisecond, numbered, say, twoPeople, wholeHistory } from "../lib/client.mjs";
import { NO_RATE_LIMIT, startServer } from "../lib/server.mjs";

/** One character of each of the 17 planes, the edges of UTF-8's lengths, and what JSON and HTML treat specially. */
const EVERY_PLANE = [
  ...Array.from({ length: 17 }, (_, plane) => String.fromCodePoint(plane * 0x10000 + 0x1234)),
  "\u007f\u0080\u07ff\u0800\ud7ff\ue000\ufffd\u{10000}\u{10fffd}",
  "\u2028\u2029\u001e\u0001 \"\\/<b>&amp;</b>\t\r\n",
  "👩‍👩‍👧‍👦 🇩🇪 e\u0301 עברית العربية ไทย 漢字",
].join(" ");

let server;
before(async () => (server = await startServer({ env: NO_RATE_LIMIT })));
after(() => server?.cleanUp());

for (const [name, options] of Object.entries(TRANSPORTS)) {
  describe(`A stock client over ${name}`, () => {
    test("creates a conversation, which the other member is told", async (t) => {
      const { ann, bob, names, id, conversation } = await twoPeople(t, server, options);

      const { ok, created, me, ...rest } = conversation;
      assert.equal(me.role, "member");
      assert.deepEqual([ok, created], [true, true]);
      assert.deepEqual(Object.keys(rest).sort(), CONVERSATION_KEYS);
      assert.equal(rest.type, "direct");
      assert.equal(rest.created_by, names.ann);
      assert.deepEqual([...rest.member_ids].sort(), [names.ann, names.bob].sort());
      assert.match(rest.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

      const [told, offset] = await bob.received("conversation:new");
      assert.equal(told.conversation_id, id);
      assert.deepEqual(Object.keys(told).sort(), CONVERSATION_KEYS);
      assert.equal(typeof offset, "string");
      const answer = await ann.ask("conversation:get", { conversation_id: id });
      assert.equal(answer.conversation_id, id);
    });

    test("sends, is acknowledged with the number, and both sides receive the one message that history has [T1, M6]", async (t) => {
      const { ann, bob, names, id } = await twoPeople(t, server, options);

      const ack = await ann.ask("message:send", { conversation_id: id, text: "hello", client_msg_id: "one" });
      const [received, offset] = await bob.received("message:new");
      const [echoed] = await ann.received("message:new");
      const history = await bob.ask("message:history", { conversation_id: id });

      assert.deepEqual(Object.keys(ack).sort(), ACK_KEYS);
      assert.deepEqual([ack.ok, ack.seq, ack.deduplicated, ack.conversation_id], [true, 1, false, id]);
      assert.ok(Date.parse(ack.persisted_at) >= Date.parse(ack.created_at));
      assert.deepEqual(received, {
        message_id: ack.message_id,
        conversation_id: id,
        seq: 1,
        sender_id: names.ann,
        text: "hello",
        client_msg_id: "one",
        created_at: ack.created_at,
      });
      assert.equal(typeof offset, "string");
      assert.deepEqual(echoed, received);
      assert.deepEqual(history, { ok: true, messages: [received], has_more: false, first_seq: 1 });
    });

    test("carries every plane of Unicode unchanged, live and in history", async (t) => {
      const { ann, bob, id } = await twoPeople(t, server, options);

      await say(ann, id, EVERY_PLANE);
      const [live] = await bob.received("message:new");
      const [stored] = await wholeHistory(bob, id);

      assert.equal(live.text, EVERY_PLANE);
      assert.equal(stored.text, EVERY_PLANE);
    });

    test("sends exactly the 8,000 bytes allowed; 100 KB are refused and the connection stays", async (t) => {
      const { ann, bob, id } = await twoPeople(t, server, options);

      const refused = await ann.ask("message:send", { conversation_id: id, text: "x".repeat(100_000) });
      await say(ann, id, "é".repeat(4_000));
      const [received] = await bob.received("message:new");

      assert.equal(refused.code, "text_too_long");
      assert.equal(received.text, "é".repeat(4_000));
      assert.deepEqual(ann.all("disconnect"), []);
    });

    test("receives a burst of 200 in the order of the numbers, each once", async (t) => {
      const { ann, bob, id } = await twoPeople(t, server, options);

      await Promise.all(numbered("m", 200).map((text) => ann.ask("message:send", { conversation_id: id, text })));
      await bob.received("message:new", 200);

      assert.deepEqual(bob.texts(), numbered("m", 200));
      assert.deepEqual(
        bob.all("message:new").map(({ args }) => args[0].seq),
        Array.from({ length: 200 }, (_, index) => index + 1),
      );
    });

    test("ends up on the transport it asked for", async (t) => {
      const { ann } = await twoPeople(t, server, options);

      const wanted = options.transports.at(-1);
      const engine = ann.socket.io.engine;
      if (engine.transport.name !== wanted) {
        await new Promise((upgraded) => engine.once("upgrade", upgraded));
      }

      assert.equal(engine.transport.name, wanted);
    });

    test("is told that it is new here by session:ready", async (t) => {
      const { ann, names } = await twoPeople(t, server, options);

      const session = await ann.ready();

      assert.deepEqual(Object.keys(session).sort(), ["device_id", "recovered", "resync", "server_time", "user_id"]);
      assert.deepEqual([session.recovered, session.resync, session.user_id], [false, false, names.ann]);
      assert.ok(Math.abs(Date.parse(session.server_time) - Date.now()) < 60_000);
    });
  });
}

describe("A page of history", () => {
  test("is the newest without bounds, and goes backwards and forwards in rising order", async (t) => {
    const { ann, bob, id } = await twoPeople(t, server);
    await Promise.all(numbered("m", 130).map((text) => ann.ask("message:send", { conversation_id: id, text })));
    const page = async (bounds) => {
      const { ok, messages, has_more } = await bob.ask("message:history", { conversation_id: id, ...bounds });
      return [ok, messages.at(0)?.seq, messages.at(-1)?.seq, messages.length, has_more];
    };

    assert.deepEqual(await page({}), [true, 81, 130, 50, true]);
    assert.deepEqual(await page({ limit: 100 }), [true, 31, 130, 100, true]);
    assert.deepEqual(await page({ before_seq: 31, limit: 100 }), [true, 1, 30, 30, false]);
    assert.deepEqual(await page({ before_seq: 51, limit: 50 }), [true, 1, 50, 50, false]);
    assert.deepEqual(await page({ after_seq: 0, limit: 100 }), [true, 1, 100, 100, true]);
    assert.deepEqual(await page({ after_seq: 100 }), [true, 101, 130, 30, false]);
    assert.deepEqual(await page({ after_seq: 130 }), [true, undefined, undefined, 0, false]);
  });
});

describe("The list of conversations", () => {
  test("is sorted by latest activity and paged by its cursor, and sync:get knows each one's last number", async (t) => {
    const { ann, clients, names } = await twoPeople(t, server);
    const ids = [];
    for (const title of numbered("group ", 5)) {
      ids.push((await ann.ask("conversation:create", { type: "group", member_ids: [names.bob], title })).conversation_id);
      await nextMillisecond();
    }
    await say(ann, ids[1], "newest");
    const dora = await clients.signIn(names.ann);

    const first = await dora.ask("conversation:list", { limit: 2 });
    const second = await dora.ask("conversation:list", { limit: 100, cursor: first.cursor });
    const sync = await dora.ask("sync:get", {});

    assert.deepEqual(first.conversations.map((one) => one.conversation_id), [ids[1], ids[4]]);
    assert.equal(first.has_more, true);
    assert.equal(first.conversations[0].last_message.text, "newest");
    assert.equal(first.conversations[1].last_message, null);
    assert.deepEqual(second.conversations.slice(0, 3).map((one) => one.conversation_id), [ids[3], ids[2], ids[0]]);
    assert.equal(second.conversations.length, 4);
    assert.equal(second.has_more, false);
    assert.deepEqual(sync.conversations.filter((one) => one.last_seq === 1).map((one) => one.conversation_id), [ids[1]]);
    assert.equal(sync.conversations.length, 6);
  });
});

const CONVERSATION_KEYS = ["change_seq", "conversation_id", "created_at", "created_by", "last_message", "last_seq", "member_ids", "message_ttl_s", "metadata", "picture", "retention_days", "title", "type"];
const ACK_KEYS = ["conversation_id", "created_at", "deduplicated", "message_id", "ok", "persisted_at", "seq"];
