import assert from "node:assert/strict";
import { copyFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { TRANSPORTS, clientsOf, numbered, person, say, twoPeople, wholeHistory } from "../lib/client.mjs";
import { Wire } from "../lib/wire.mjs";
import { NO_RATE_LIMIT, SECRET_FILE, startServer, tempFolder } from "../lib/server.mjs";

let server;
before(async () => (server = await startServer({ env: NO_RATE_LIMIT })));
after(() => server?.cleanUp());
afterEach(async () => assert.equal((await server.get("/readyz")).status, 200));

for (const [name, options] of Object.entries(TRANSPORTS)) {
  describe(`A stock client over ${name} that lost its transport`, () => {
    test("resumes by itself: the missed messages come once, in order, before `session:ready` and before anything newer", async (t) => {
      const { ann, bob, id } = await twoPeople(t, server, options);
      await say(ann, id, "before");
      await bob.received("message:new");

      await bob.drop();
      await say(ann, id, ...numbered("missed", 20));
      const position = bob.log.length;
      const session = await bob.back();
      await say(ann, id, "after");
      await bob.until("the newest", () => bob.texts().includes("after"));

      assert.equal(bob.socket.recovered, true);
      assert.deepEqual([session.recovered, session.resync], [true, false]);
      assert.deepEqual(bob.texts(), ["before", ...numbered("missed", 20), "after"]);
      assert.deepEqual(
        bob.log.slice(position).map((entry) => entry.name),
        ["connect", ...Array(20).fill("message:new"), "session:ready", "message:new"],
      );
    });

    test("resumes across kill -9, and what was sent to the new server before it was back comes too", async (t) => {
      const { ann, bob, names, id, clients } = await twoPeople(t, server, options);
      await say(ann, id, "before");
      await bob.received("message:new");
      await bob.drop();
      await say(ann, id, ...numbered("missed", 5));

      await server.kill9();
      await server.start();
      const newAnn = await clients.signIn(names.ann);
      await say(newAnn, id, ...numbered("later", 5));
      await bob.back();
      await say(newAnn, id, "after");
      await bob.until("the newest", () => bob.texts().includes("after"));

      assert.equal(bob.socket.recovered, true);
      assert.deepEqual(bob.texts(), ["before", ...numbered("missed", 5), ...numbered("later", 5), "after"]);
    });

    test("resumes though it had never received an event, across a lost transport and across kill -9", async (t) => {
      const { ann, names, id, clients } = await twoPeople(t, server, options);
      const bob = await clients.signIn(names.bob, options);
      assert.deepEqual(bob.all("message:new").concat(bob.all("conversation:new")), []);

      await bob.drop();
      await say(ann, id, "missed1");
      await bob.back();
      assert.equal(bob.socket.recovered, true);
      const carl = await clients.signIn(names.bob, options);
      await carl.drop();
      await say(ann, id, "missed2");
      await server.kill9();
      await server.start();
      await Promise.all([bob.received("message:new", 2), carl.back()]);

      assert.deepEqual([bob.socket.recovered, carl.socket.recovered], [true, true]);
      assert.deepEqual(bob.texts(), ["missed1", "missed2"]);
      assert.deepEqual(carl.texts(), ["missed2"]);
    });
  });
}

describe("A client that resumes", () => {
  test("by itself, unattended, ten times in a row, misses nothing of a running conversation [T18]", async (t) => {
    const { ann, bob, id } = await twoPeople(t, server);
    let sent = 0;

    for (let round = 1; round <= 10; round++) {
      const running = say(ann, id, ...numbered("m", 10, sent + 1));
      bob.socket.io.engine.close();
      await running;
      sent += 10;
      await bob.until("its return", () => bob.all("connect").length > round);
    }
    await bob.received("message:new", sent);

    assert.deepEqual(bob.texts(), numbered("m", 100));
    assert.ok(bob.all("connect").slice(1).every(({ args }) => args[0] === true));
    assert.equal(bob.all("session:ready").filter(({ args }) => args[0].resync).length, 0);
  });

  test("gets conversations that it was added to meanwhile, in the order of the log", async (t) => {
    const { ann, bob, names, id } = await twoPeople(t, server);
    await bob.received("conversation:new");

    await bob.drop();
    await say(ann, id, "one");
    const group = await ann.ask("conversation:create", { type: "group", member_ids: [names.bob], title: "new" });
    await say(ann, group.conversation_id, "two");
    const position = bob.log.length;
    await bob.back();

    const missed = bob.log.slice(position).map(({ name, args }) => [name, args[0]?.text ?? args[0]?.title]);
    assert.deepEqual(missed.slice(1, 4), [["message:new", "one"], ["conversation:new", "new"], ["message:new", "two"]]);
  });

  test("gets nothing of conversations that are not its own", async (t) => {
    const { ann, bob, id } = await twoPeople(t, server);
    const strangers = await twoPeople(t, server);

    await bob.drop();
    await say(strangers.ann, strangers.id, ...numbered("foreign", 5));
    await say(ann, id, "own");
    await bob.back();

    assert.equal(bob.socket.recovered, true);
    assert.deepEqual(bob.texts(), ["own"]);
  });

  test("keeps the Linsta dialect without joining again, across a lost transport and kill -9", async (t) => {
    const { ann, bob, names, id, clients } = await twoPeople(t, server);
    await bob.ask("join_room", { chatRoomId: id });
    await say(ann, id, "one");
    await bob.received("receive_message");

    await bob.drop();
    await say(ann, id, "two");
    await bob.back();
    await say(ann, id, "three");
    await bob.received("receive_message", 3);
    await bob.drop();
    await say(ann, id, "four");
    await server.kill9();
    await server.start();
    await bob.back();
    assert.equal(bob.socket.recovered, true);
    const newAnn = await clients.signIn(names.ann);
    await say(newAnn, id, "five");
    await bob.received("receive_message", 5);

    assert.deepEqual(bob.texts("receive_message"), ["one", "two", "three", "four", "five"]);
    assert.deepEqual(bob.all("message:new"), []);
  });

  test("keeps the camel-case dialect too", async (t) => {
    const { ann, bob, id } = await twoPeople(t, server);
    await bob.ask("joinRoom", id);

    await bob.drop();
    await say(ann, id, "missed");
    await bob.back();
    await say(ann, id, "after");
    await bob.received("newMessage", 2);

    assert.equal(bob.socket.recovered, true);
    assert.deepEqual(bob.texts("newMessage"), ["missed", "after"]);
    assert.deepEqual(bob.all("message:new"), []);
  });
});

describe("A client that missed", () => {
  test("exactly 1,000 messages gets them all", async (t) => {
    const { ann, bob, id } = await twoPeople(t, server);
    await say(ann, id, "before");
    await bob.received("message:new");

    await bob.drop();
    await sendMany(ann, id, 1_000);
    await bob.back();

    assert.equal(bob.socket.recovered, true);
    assert.deepEqual(bob.texts(), ["before", ...numbered("m", 1_000)]);
  });

  test("more than 1,000 is told to resync, gets none of them, and finds all through sync:get and history", async (t) => {
    const { ann, bob, id } = await twoPeople(t, server);
    await say(ann, id, "before");
    await bob.received("message:new");

    await bob.drop();
    await sendMany(ann, id, 1_001);
    const session = await bob.back();
    const sync = await bob.ask("sync:get", {});
    const history = await wholeHistory(bob, id);
    await say(ann, id, "after");
    await bob.received("message:new", 2);

    assert.equal(bob.socket.recovered, false);
    assert.deepEqual([session.recovered, session.resync], [false, true]);
    assert.deepEqual(sync.conversations.filter((one) => one.conversation_id === id), [{ conversation_id: id, last_seq: 1_002, change_seq: 0 }]);
    assert.deepEqual(history.map((message) => message.seq), Array.from({ length: 1_002 }, (_, index) => index + 1));
    assert.deepEqual(bob.texts(), ["before", "after"]);
  });

  test("too much once, resumes the next time from where the resync put it, though it still sends its old offset", async (t) => {
    const { ann, bob, id } = await twoPeople(t, server);
    await say(ann, id, "before");
    await bob.received("message:new");
    await bob.drop();
    await sendMany(ann, id, 1_001);
    assert.equal((await bob.back()).resync, true);

    await bob.drop();
    await say(ann, id, "missed");
    await bob.back();

    assert.equal(bob.socket.recovered, true);
    assert.deepEqual(bob.texts(), ["before", "missed"]);
  });

  test("more than 1,000,000 bytes is told to resync", async (t) => {
    const { ann, bob, id } = await twoPeople(t, server);

    await bob.drop();
    const texts = numbered("m", 140).map((text) => text.padEnd(8_000, "x"));
    await Promise.all(texts.map((text) => ann.ask("message:send", { conversation_id: id, text })));
    const session = await bob.back();

    assert.deepEqual([bob.socket.recovered, session.resync], [false, true]);
    assert.deepEqual(bob.all("message:new"), []);
  });

  test("everything, because the database is another one, is told to resync", async (t) => {
    const { bob } = await twoPeople(t, server);
    await bob.received("conversation:new");
    await bob.drop();
    const elsewhere = await tempFolder();
    t.after(() => rm(elsewhere, { recursive: true, force: true }));
    await copyFile(join(server.dataDir, SECRET_FILE), join(elsewhere, SECRET_FILE));

    await server.kill9();
    await rm(server.dataDir, { recursive: true });
    await mkdir(server.dataDir);
    await copyFile(join(elsewhere, SECRET_FILE), join(server.dataDir, SECRET_FILE));
    await server.start();
    const session = await bob.back();

    assert.equal(bob.socket.recovered, false);
    assert.deepEqual([session.recovered, session.resync], [false, true]);
  });
});

describe("A client whose transport breaks again in the middle of a resume", () => {
  for (const [name, options] of Object.entries({ WebSocket: TRANSPORTS["WebSocket only"], polling: TRANSPORTS["polling only"] })) {
    for (const where of ["the first", "the third", "the last"]) {
      test(`over ${name}, before ${where} missed message, gets each message once`, async (t) => {
        const wire = await Wire.to(t, server);
        const { ann, bob, id } = await throughAWire(t, wire, options);
        const missed = numbered("missed", 5);
        await bob.drop();
        await say(ann, id, ...missed);

        const cut = wire.cutOnceBefore({ "the first": "missed1", "the third": "missed3", "the last": "missed5" }[where]);
        bob.socket.io.reconnection(true);
        bob.socket.connect();
        await cut;
        await bob.until("all that was missed", () => bob.texts().includes("missed5"));
        await say(ann, id, "after");
        await bob.until("the newest", () => bob.texts().includes("after"));

        assert.deepEqual(bob.texts(), [...missed, "after"]);
        assert.equal(bob.socket.recovered, true);
      });
    }

    test(`over ${name}, before the confirmation, gets each message once`, async (t) => {
      const wire = await Wire.to(t, server);
      const { ann, bob, id } = await throughAWire(t, wire, options);
      const missed = numbered("missed", 5);
      await bob.drop();
      await say(ann, id, ...missed);

      const cut = wire.cutOnceBefore('40{"sid"');
      bob.socket.io.reconnection(true);
      bob.socket.connect();
      await cut;
      await bob.until("all that was missed", () => bob.texts().includes("missed5"));
      await say(ann, id, "after");
      await bob.until("the newest", () => bob.texts().includes("after"));

      assert.deepEqual(bob.texts(), [...missed, "after"]);
    });
  }
});

describe("A session that is not the client's own", () => {
  test("is not resumed: a stolen pid and offset give a new session and none of the owner's messages [T14]", async (t) => {
    const { ann, bob, id, clients } = await twoPeople(t, server);
    await say(ann, id, "before");
    await bob.received("message:new");
    await bob.drop();
    await say(ann, id, "secret");
    const eve = clients.open(server.token(person("eve")), { autoConnect: false });
    steal(eve, bob);

    const session = await eve.back();

    assert.equal(eve.socket.recovered, false);
    assert.equal(session.recovered, false);
    assert.notEqual(eve.socket._pid, bob.socket._pid);
    assert.deepEqual(eve.all("message:new"), []);
    await bob.back();
    assert.deepEqual(bob.texts(), ["before", "secret"]);
  });

  test("is not resumed by the user of the same id in another tenant", async (t) => {
    const { ann, bob, id, names, clients } = await twoPeople(t, server);
    await bob.drop();
    await say(ann, id, "secret");
    const twin = clients.open(server.token(names.bob, { tenant_id: "blue" }), { autoConnect: false });
    steal(twin, bob);

    await twin.back();

    assert.equal(twin.socket.recovered, false);
    assert.deepEqual(twin.all("message:new"), []);
  });

  test("is not resumed by a token that has expired meanwhile", async (t) => {
    const { bob, names } = await twoPeople(t, server);
    await bob.drop();

    bob.socket.auth = { token: server.token(names.bob, { exp: Math.floor(Date.now() / 1000) - 60 }) };
    bob.socket.connect();
    const [error] = await bob.received("connect_error");

    assert.equal(error.data.code, "token_expired");
  });

  const forgeries = {
    "a pid with one character changed": (bob) => ({ pid: changed(bob._pid), offset: bob._lastOffset }),
    "a pid cut short": (bob) => ({ pid: bob._pid.slice(0, -2), offset: bob._lastOffset }),
    "a pid made up": () => ({ pid: "v1.default.bob.0.0.0" }),
    "an empty pid": () => ({ pid: "" }),
    "a pid of 100 KB": () => ({ pid: "x".repeat(100_000) }),
    "an object as pid": () => ({ pid: { $gt: "" }, offset: { $gt: "" } }),
    "an offset of the future": (bob) => ({ pid: bob._pid, offset: bob._lastOffset.replace(/\d+$/, (number) => String(Number(number) + 100_000)) }),
    "an offset of another database": (bob) => ({ pid: bob._pid, offset: `zzzzz-${bob._lastOffset.split("-").at(-1)}` }),
    "an offset made up": (bob) => ({ pid: bob._pid, offset: "nonsense" }),
    "a negative offset": (bob) => ({ pid: bob._pid, offset: bob._lastOffset.replace(/-/, "--") }),
    "an offset beyond every number": (bob) => ({ pid: bob._pid, offset: bob._lastOffset.replace(/\d+$/, "9".repeat(40)) }),
    "an object as offset": (bob) => ({ pid: bob._pid, offset: { a: 1 } }),
  };
  for (const [what, forge] of Object.entries(forgeries)) {
    test(`is not resumed by ${what}: a new session, an honest resync`, async (t) => {
      const { ann, bob, id } = await twoPeople(t, server);
      await say(ann, id, "before");
      await bob.received("message:new");
      await bob.drop();
      await say(ann, id, "missed");

      const forged = forge(bob.socket);
      bob.socket._pid = undefined;
      bob.socket.auth = { ...bob.socket.auth, ...forged };
      const session = await bob.back();

      assert.equal(bob.socket.recovered, false);
      assert.deepEqual([session.recovered, session.resync], [false, true]);
      assert.deepEqual(bob.texts(), ["before"]);
      assert.deepEqual((await wholeHistory(bob, id)).map((message) => message.text), ["before", "missed"]);
    });
  }
});

describe("A second device of the same user", () => {
  test("neither takes over nor disturbs the session of the first", async (t) => {
    const { ann, bob, names, id } = await twoPeople(t, server);
    const clients = clientsOf(t, server);
    const phone = await clients.signIn(names.bob);

    await say(ann, id, "one");
    await phone.drop();
    await say(ann, id, "two");
    await phone.back();
    await say(ann, id, "three");
    await Promise.all([bob.received("message:new", 3), phone.received("message:new", 3)]);

    assert.deepEqual(bob.texts(), ["one", "two", "three"]);
    assert.deepEqual(phone.texts(), ["one", "two", "three"]);
    assert.deepEqual(bob.all("disconnect"), []);
  });
});

/** Ann has a wire of her own; bob's goes through one that can be cut. */
async function throughAWire(t, wire, options) {
  const { ann, id, names } = await twoPeople(t, server);
  const bob = clientsOf(t, { url: wire.url }).open(server.token(names.bob), options);
  await bob.ready();
  return { ann, bob, id };
}

async function sendMany(client, conversationId, count) {
  const answers = await Promise.all(numbered("m", count).map((text) => client.ask("message:send", { conversation_id: conversationId, text })));
  assert.ok(answers.every((answer) => answer.ok), JSON.stringify(answers.find((answer) => !answer.ok)));
}

/** What a stock client remembers of its session, and sends when it connects again. */
function steal(thief, owner) {
  thief.socket._pid = owner.socket._pid;
  thief.socket._lastOffset = owner.socket._lastOffset;
}

function changed(pid) {
  const middle = Math.floor(pid.length / 2);
  return pid.slice(0, middle) + (pid[middle] === "A" ? "B" : "A") + pid.slice(middle + 1);
}
