// What the library does for any application, with stock clients: recovery from memory, namespaces that come and go, broadcasts.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { io } from "socket.io-client";
import { TRANSPORTS } from "../lib/client.mjs";
import { startServer } from "../lib/server.mjs";

let server;
before(async () => (server = await startServer({ command: "conformance-server", args: ["--suite", "features"] })));
after(() => server?.cleanUp());

for (const [name, options] of Object.entries(TRANSPORTS)) {
  describe(`A stock client over ${name}`, () => {
    describe("that recovers from memory", () => {
      const enter = (t, user) => open(t, "/recovery", { ...options, auth: { user } });

      test("gets its id, its rooms and what it missed, once and in order, and then goes on", async (t) => {
        const [ann, bob] = await Promise.all([enter(t, "ann"), enter(t, "bob")]);
        await ann.emitWithAck("join", `one of ${name}`);
        const told = collect(ann);
        await bob.emitWithAck("tell", `one of ${name}`, 1);
        await until(() => told.length === 1);
        const id = ann.id;

        await whileAway(ann, async () => {
          await bob.emitWithAck("tell", `one of ${name}`, 2);
          await bob.emitWithAck("tell", "another room", "not for ann");
          await bob.emitWithAck("tell", "", Buffer.from([3]));
        });
        await bob.emitWithAck("tell", `one of ${name}`, 4);
        await until(() => told.length === 4);

        assert.deepEqual([ann.recovered, ann.id], [true, id]);
        assert.deepEqual(told, [1, 2, Buffer.from([3]), 4]);
      });

      test("needs no event before, and may come back more than once", async (t) => {
        const [ann, bob] = await Promise.all([enter(t, "ann"), enter(t, "bob")]);
        const told = collect(ann);

        for (const n of [1, 2, 3]) {
          await whileAway(ann, () => bob.emitWithAck("tell", "", n));
          await until(() => told.length === n);
          assert.equal(ann.recovered, true);
        }

        assert.deepEqual(told, [1, 2, 3]);
      });

      test("is asked again who it is, and is somebody else's no more", async (t) => {
        const [ann, bob] = await Promise.all([enter(t, "ann"), enter(t, "bob")]);
        const id = ann.id;
        ann.auth = { user: "eve" };
        const told = collect(ann);

        await whileAway(ann, () => bob.emitWithAck("tell", "", "for ann"));
        await bob.emitWithAck("tell", "", "for all");
        await until(() => told.includes("for all"));

        assert.equal(ann.recovered, false);
        assert.notEqual(ann.id, id);
        assert.deepEqual(told, ["for all"]);
      });
    });

    test("is refused with a message and data", async (t) => {
      const socket = start(t, "/recovery", options);
      const error = await new Promise((refused) => socket.once("connect_error", refused));
      assert.deepEqual([error.message, error.data], ["say who you are", ["user"]]);
    });

    test("enters namespaces that a pattern allows, each on its own, and no others", async (t) => {
      const [one, two] = await Promise.all(["/room-1", "/room-2"].map((room) => open(t, room, options)));
      const told = [collect(one), collect(two)];
      await one.emitWithAck("tell", "", "in one");
      await two.emitWithAck("tell", "", "in two");
      await until(() => told.every((list) => list.length === 1));
      assert.deepEqual(told, [["in one"], ["in two"]]);

      const other = start(t, "/room-x", options);
      const error = await new Promise((refused) => other.once("connect_error", refused));
      assert.equal(error.message, "Invalid namespace");
    });

    test("answers a broadcast; who does not is missing when the time is up", async (t) => {
      const clients = await Promise.all(["ann", "bob", "cid"].map((user) => open(t, "/recovery", { ...options, auth: { user } })));
      const [ann, bob, cid] = clients;
      for (const client of clients) await client.emitWithAck("join", `quiz ${name}`);
      ann.on("question", (answer) => answer("ann's"));
      bob.on("question", (answer) => answer("bob's", Buffer.from([7])));

      const [some, complete] = await new Promise((done) => cid.emit("ask", `quiz ${name}`, (...args) => done(args)));
      cid.on("question", (answer) => answer("cid's"));
      const [all, completeThen] = await new Promise((done) => cid.emit("ask", `quiz ${name}`, (...args) => done(args)));
      const who = await cid.emitWithAck("who", `quiz ${name}`);

      assert.deepEqual([some.sort(byName), complete], [[["ann's"], ["bob's", Buffer.from([7])]], false]);
      assert.deepEqual([all.map(([said]) => said).sort(), completeThen], [["ann's", "bob's", "cid's"], true]);
      assert.deepEqual(who.sort(), clients.map((client) => client.id).sort());
    });
  });
}

const byName = ([a], [b]) => (a < b ? -1 : 1);

function start(t, namespace, options) {
  const socket = io(server.url + namespace, { forceNew: true, reconnectionDelay: 50, randomizationFactor: 0, ...options });
  t.after(() => socket.disconnect());
  return socket;
}

async function open(t, namespace, options) {
  const socket = start(t, namespace, options);
  await event(socket, "connect");
  return socket;
}

/** What it is told from now on, without the offsets. */
function collect(socket) {
  const told = [];
  socket.on("told", (what) => told.push(what));
  return told;
}

/** Breaks the connection, does something, and waits until the client is back. */
async function whileAway(socket, work) {
  socket.io.reconnection(false);
  const gone = event(socket, "disconnect");
  socket.io.engine.close();
  await gone;
  await work();
  socket.io.reconnection(true);
  const back = event(socket, "connect");
  socket.connect();
  await back;
}

function event(socket, name) {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`no ${name} in ten seconds`)), 10_000);
    socket.once(name, (...args) => {
      clearTimeout(timer);
      done(args);
    });
  });
}

async function until(condition) {
  for (const end = Date.now() + 10_000; !condition(); ) {
    if (Date.now() > end) throw new Error(`not within ten seconds: ${condition}`);
    await new Promise((soon) => setTimeout(soon, 5));
  }
}
