// What a client sees of each feature of the library, with the newest stock client and an old one, over every transport. The Java client's half is
// JavaClientFeaturesTest, the Python client's is python_client.py.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { io as io48 } from "socket.io-client";
import { io as io45 } from "socket.io-client-4.5";
import { TRANSPORTS } from "../lib/client.mjs";
import { inTime, startServer } from "../lib/server.mjs";

let server;
before(async () => (server = await startServer({ command: "conformance-server", args: ["--suite", "features"] })));
after(() => server?.cleanUp());

test("The table of stock clients in README.md has these tests", async () => {
  const names = async (file, pattern) => [...(await readFile(new URL(file, import.meta.url), "utf8")).matchAll(pattern)].map((match) => match[1]);
  const here = await names("client-features.test.mjs", /^ {6}test\("([^"]+)"/gm);
  const table = await names("../README.md", /^\| ([a-z][^|]+?) \| yes/gm);
  assert.deepEqual(table.slice(0, here.length), here);
});

for (const [version, io] of Object.entries({ 4.8: io48, 4.5: io45 })) {
  for (const [transport, options] of Object.entries(TRANSPORTS)) {
    describe(`socket.io-client ${version} over ${transport}`, () => {
      const open = (t, namespace, auth) => connected(start(t, io, namespace, { ...options, auth }));
      const three = (t) => Promise.all([1, 2, 3].map(() => open(t, "/features")));

      test("is told once what goes to several of its rooms, and nothing where it is left out", async (t) => {
        const [ann, bob, cid] = await three(t);
        const [red, blue] = [`red ${version} ${transport}`, `blue ${version} ${transport}`];
        for (const [client, room] of [[ann, red], [ann, blue], [bob, blue], [cid, red]]) await ask(client, "join", room);
        const told = [ann, bob, cid].map(collect);

        await ask(cid, "send", { to: [red, blue], own: true }, 1);
        await ask(cid, "send", { to: [red, blue] }, 2);
        await ask(cid, "send", { to: [red, blue], except: [blue], own: true }, 3);
        await ask(cid, "send", { to: [blue], compress: false, own: true }, Buffer.from([4]));
        await ask(cid, "send", { to: [red, blue], own: true }, "end");
        await until(() => told.every((list) => list.includes("end")), () => JSON.stringify(told));

        assert.deepEqual(told, [[1, 2, Buffer.from([4]), "end"], [1, 2, Buffer.from([4]), "end"], [1, 3, "end"]]);
      });

      test("gets volatile events while it can take them", async (t) => {
        const [ann, bob] = await three(t);
        await ask(ann, "join", "cursors");
        const told = collect(ann);
        for (let n = 0; told.length === 0 && n < 100; n++) {
          await ask(bob, "send", { to: ["cursors"], volatile: true }, n); // over polling some find no poll waiting
        }
        assert.equal(typeof told[0], "number");
      });

      test("is put into rooms, taken out of them and ended from elsewhere", async (t) => {
        const [ann, bob, cid] = await three(t);
        const room = `moved ${version} ${transport}`;
        await ask(cid, "gather", ann.id, room);
        await ask(cid, "gather", bob.id, room);
        assert.deepEqual((await ask(ann, "rooms")).sort(), [ann.id, room].sort());

        await ask(cid, "part", bob.id, room);
        assert.deepEqual(await ask(bob, "rooms"), [bob.id]);

        const ended = once(ann, "disconnect");
        cid.emit("end", room);
        assert.deepEqual((await ended)[0], "io server disconnect");
        assert.deepEqual(await ask(bob, "rooms"), [bob.id], "who had left the room stays");
      });

      test("answers in time or is not waited for, and does not wait for ever itself", async (t) => {
        const [ann] = await three(t);
        assert.equal(await ask(ann, "ask me", "who?"), "no answer");
        ann.on("question", (what, answer) => answer(`${what} me`));
        assert.equal(await ask(ann, "ask me", "who?"), "who? me");

        const late = await new Promise((done) => ann.timeout(50).emit("nobody listens", done));
        assert.match(late.message, /timed out/);
      });

      test("meets guards of events and those who listen to all", async (t) => {
        const [ann] = await three(t);
        const refused = once(ann, "refused");
        ann.emit("forbidden", 1);
        assert.deepEqual(await refused, ["forbidden", "not for you"]);
        assert.equal(await ask(ann, "seen"), 2, "who listens to all hears what a guard refuses, as in the reference");
        const all = [];
        ann.onAny((name, ...args) => all.push([name, ...args]));
        ann.onAnyOutgoing?.((name) => all.push([`out ${name}`]));
        await ask(ann, "send", { to: [ann.id], own: true }, "to all ears");
        assert.deepEqual(all, [["out send"], ["told", "to all ears"]]);
      });

      test("enters namespaces by pattern and is refused others, with data", async (t) => {
        const room = await open(t, "/room-7");
        assert.ok(room.connected);
        const [nowhere] = await once(start(t, io, "/room-x", options), "connect_error");
        assert.equal(nowhere.message, "Invalid namespace");
        const [nobody] = await once(start(t, io, "/recovery", options), "connect_error");
        assert.deepEqual([nobody.message, nobody.data], ["say who you are", ["user"]]);
      });

      test("answers broadcasts", async (t) => {
        const room = `quiz ${version} ${transport}`;
        const clients = await Promise.all(["ann", "bob"].map((user) => open(t, "/recovery", { user })));
        for (const client of clients) await ask(client, "join", room);
        clients[0].on("question", (answer) => answer("ann's"));

        const [answers, complete] = await new Promise((done) => clients[1].emit("ask", room, (...args) => done(args)));
        assert.deepEqual([answers, complete], [[["ann's"]], false]);
      });

      test("leaves, comes back as another, and comes back by itself when its connection breaks", async (t) => {
        const [ann] = await three(t);
        const first = ann.id;
        ann.disconnect();
        await connected(ann.connect());
        const second = ann.id;
        const back = once(ann, "connect");
        ann.io.engine.close();
        await back;
        assert.equal(new Set([first, second, ann.id]).size, 3);
      });
    });
  }
}

function start(t, io, namespace, options) {
  const socket = io(server.url + namespace, { forceNew: true, reconnectionDelay: 50, randomizationFactor: 0, ...options });
  t.after(() => socket.disconnect());
  return socket;
}

async function connected(socket) {
  await once(socket, "connect");
  return socket;
}

const ask = (socket, event, ...args) =>
  inTime(new Promise((done) => socket.emit(event, ...args, done)), 10_000, () => `${event} was not acknowledged`);

const once = (socket, event) =>
  inTime(new Promise((done) => socket.once(event, (...args) => done(args))), 10_000, () => `no ${event}`);

function collect(socket) {
  const told = [];
  socket.on("told", (what) => told.push(what));
  return told;
}

async function until(condition, missing) {
  for (const end = Date.now() + 10_000; !condition(); ) {
    if (Date.now() > end) throw new Error(`not in ten seconds: ${missing()}`);
    await new Promise((soon) => setTimeout(soon, 10));
  }
}
