// Stock clients that are not the newest JavaScript one: an older one, and Debian's Python client.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { io } from "socket.io-client-4.5";
import { TRANSPORTS } from "../lib/client.mjs";
import { inTime, startServer } from "../lib/server.mjs";

const PYTHON = process.env.KLATCH_PYTHON ?? "/usr/bin/python3";
const SCRIPT = join(dirname(fileURLToPath(import.meta.url)), "python_client.py");
const BYTES = Buffer.from([0, 1, 127, 128, 255]);

let server, features;
before(async () => {
  server = await startServer({ command: "conformance-server", args: ["--ping-interval", "25000", "--ping-timeout", "20000"] });
  features = await startServer({ command: "conformance-server", args: ["--suite", "features"] });
});
after(async () => {
  await server?.cleanUp();
  await features?.cleanUp();
});

for (const [name, options] of Object.entries(TRANSPORTS)) {
  describe(`socket.io-client 4.5 over ${name}`, () => {
    test("sends and receives text and binary in order", async (t) => {
      const socket = open(t, "/", options);
      const sent = [["text 👋", 1, null], [BYTES], [{ deep: [BYTES] }, "after"]];

      const received = [];
      const all = new Promise((done) => socket.on("message-back", (...args) => received.push(args) === sent.length && done()));
      sent.forEach((args) => socket.emit("message", ...args));
      await inTime(all, 10_000, () => `only ${received.length} came back`);

      assert.deepEqual(received, sent);
    });

    test("is acknowledged, and acknowledges", async (t) => {
      const socket = open(t, "/", options);
      socket.on("question", (...args) => args.pop()("answer", ...args));

      const answer = await new Promise((done) => socket.emit("message-with-ack", 1, { two: BYTES }, (...args) => done(args)));
      const answered = new Promise((done) => socket.on("answered", (...args) => done(args)));
      socket.emit("ask-me", BYTES);

      assert.deepEqual(answer, [1, { two: BYTES }]);
      assert.deepEqual(await answered, ["answer", BYTES]);
    });

    test("is in two namespaces with an id in each, and refused in a third", async (t) => {
      const main = open(t, "/", { ...options, auth: { who: "main" } });
      const custom = main.io.socket("/custom", { auth: { who: "custom" } });
      const nowhere = main.io.socket("/nowhere");

      const [first, second, refusal] = await Promise.all([
        new Promise((done) => main.on("auth", done)),
        new Promise((done) => custom.on("auth", done)),
        new Promise((done) => nowhere.on("connect_error", done)),
      ]);

      assert.deepEqual([first, second, refusal.message], [{ who: "main" }, { who: "custom" }, "Invalid namespace"]);
      assert.notEqual(main.id, custom.id);
    });
  });

  test(`python-socketio over ${name} does the same`, async (t) => {
    const { code, output } = await python(t, server.url, options.transports.join(","), features.url);

    assert.equal(code, 0, output);
    assert.equal(output.trim(), "text, binary, acknowledgements, namespaces, refusals, rooms, volatile, guards, broadcasts: all as expected");
  });
}

function open(t, namespace, options) {
  const socket = io(server.url + namespace, { forceNew: true, ...options });
  t.after(() => {
    socket.io.reconnection(false);
    socket.io.engine.close(); // with all its namespaces
  });
  return socket;
}

async function python(t, ...args) {
  const child = spawn(PYTHON, [SCRIPT, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  t.after(() => child.kill("SIGKILL"));
  let output = "";
  child.stdout.on("data", (text) => (output += text));
  child.stderr.on("data", (text) => (output += text));
  const ended = new Promise((done) => child.on("error", (fault) => done(String(fault))).on("close", done));
  return { code: await inTime(ended, 60_000, () => `the Python client did not end:\n${output}`), output };
}
