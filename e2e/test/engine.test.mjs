// The engine alone, through the two servers for other people's tests and loads: what chat has no event for.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { io } from "socket.io-client";
import { OVER_MSGPACK, TRANSPORTS } from "../lib/client.mjs";
import { startServer } from "../lib/server.mjs";

const BYTES = Buffer.from(Array.from({ length: 256 }, (_, index) => 255 - index));
const LARGE = Buffer.alloc(300_000, 7);

describe("./klatch conformance-server", () => {
  let server;
  // The suites' own timers are so short that a busy machine would break them.
  const patient = ["--ping-interval", "25000", "--ping-timeout", "20000"];
  before(async () => (server = await startServer({ command: "conformance-server", args: patient })));
  after(() => server?.cleanUp());

  for (const [name, options] of Object.entries({ ...TRANSPORTS, ...OVER_MSGPACK })) {
    describe(`to a stock client over ${name}`, () => {
      test("gives back text and binary, nested and large, unchanged and in order", async (t) => {
        const socket = open(t, server, "/", options);
        const sent = [["text 👋", 1, null], [BYTES], [{ deep: [BYTES, { deeper: BYTES }] }, "after"], [LARGE], ["last", true]];

        const received = [];
        const all = new Promise((done) => socket.on("message-back", (...args) => received.push(args) === sent.length && done()));
        sent.forEach((args) => socket.emit("message", ...args));
        await all;

        assert.deepEqual(received, sent);
      });

      test("acknowledges with text and binary", async (t) => {
        const socket = open(t, server, "/", options);

        const answer = await new Promise((done) => socket.emit("message-with-ack", 1, "two", { three: BYTES }, (...args) => done(args)));

        assert.deepEqual(answer, [1, "two", { three: BYTES }]);
      });

      test("takes its acknowledgement of a question, with text and binary", async (t) => {
        const socket = open(t, server, "/", options);
        socket.on("question", (...args) => args.pop()("answer", ...args));

        const answered = new Promise((done) => socket.on("answered", (...args) => done(args)));
        socket.emit("ask-me", 1, "two", { three: BYTES });

        assert.deepEqual(await answered, ["answer", 1, "two", { three: BYTES }]);
      });

      test("hands the auth of each namespace to that namespace over one connection", async (t) => {
        const main = open(t, server, "/", { ...options, auth: { who: "main" } });
        const custom = main.io.socket("/custom", { auth: { who: "custom" } });
        custom.connect();

        const [first, second] = await Promise.all([main, custom].map((socket) => new Promise((done) => socket.on("auth", done))));

        assert.deepEqual([first, second], [{ who: "main" }, { who: "custom" }]);
        assert.notEqual(main.id, custom.id);
      });

      test("refuses a namespace that does not exist and keeps the others", async (t) => {
        const main = open(t, server, "/", options);
        const nowhere = main.io.socket("/nowhere");
        nowhere.connect();

        const [error] = await Promise.all([
          new Promise((refused) => nowhere.on("connect_error", refused)),
          new Promise((connected) => main.on("connect", connected)),
        ]);

        assert.equal(error.message, "Invalid namespace");
        assert.equal(main.connected, true);
      });
    });
  }

  test("sends exactly the documented keys when a session opens", async () => {
    const opened = await (await server.get("/socket.io/?EIO=4&transport=polling")).text();

    const { sid, ...rest } = JSON.parse(opened.slice(1));
    assert.equal(opened[0], "0");
    assert.ok(sid.length >= 20);
    assert.deepEqual(rest, { upgrades: ["websocket"], pingInterval: 25_000, pingTimeout: 20_000, maxPayload: 1_000_000 });
  });

  test("has the timers of the official suites where it is told no others", async (t) => {
    const quick = await startServer({ command: "conformance-server" });
    t.after(() => quick.cleanUp());

    const opened = JSON.parse((await (await quick.get("/engine.io/?EIO=4&transport=polling")).text()).slice(1));

    assert.deepEqual([opened.pingInterval, opened.pingTimeout], [300, 200]);
  });
});

describe("./klatch bench-server", () => {
  test("sends what one says to everybody in the room and to nobody else", async (t) => {
    const server = await startServer({ command: "bench-server" });
    t.after(() => server.cleanUp());
    const [ann, bob, eve] = [1, 2, 3].map(() => open(t, server, "/", { transports: ["websocket"] }));
    const heard = { bob: [], eve: [] };
    bob.on("said", (said) => heard.bob.push(said));
    eve.on("said", (said) => heard.eve.push(said));
    await Promise.all([ann.emitWithAck("join", { room: "one" }), bob.emitWithAck("join", { room: "one" }), eve.emitWithAck("join", { room: "two" })]);

    const said = new Promise((done) => bob.once("said", done));
    ann.emit("say", { room: "one", text: "hello" });
    await said;
    await eve.emitWithAck("join", { room: "two" });

    assert.deepEqual(heard.bob, ["hello"]);
    assert.deepEqual(heard.eve, []);
  });
});

function open(t, server, namespace, options) {
  const socket = io(server.url + namespace, { forceNew: true, ...options });
  t.after(() => {
    socket.io.reconnection(false);
    socket.io.engine?.close();
  });
  return socket;
}
