// Why a socket has ended, in the words of the `disconnect` listener: ours beside the reference's, case by case.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { BETWEEN_POLLS, OVER_WEBSOCKET, WHILE_POLLING } from "../lib/endings.mjs";
import { RawPolling, RawWebSocket } from "../lib/raw.mjs";
import { inTime, startServer } from "../lib/server.mjs";

const REFERENCE = join(dirname(fileURLToPath(import.meta.url)), "../lib/reference-server.mjs");
const WAIT_MS = 10_000;

/** What the reference lets pass and we do not; CORPUS.md says why. */
const STRICTER = new Map([
  ["sends an open packet", "transport error"],
  ["sends an upgrade", "transport error"],
  ["sends a noop", "transport error"],
  ["sends an EVENT without data", "forced close"],
  ["sends an ACK without an id", "forced close"],
]);
const STRICTER_OVER_WEBSOCKET = new Map([...STRICTER, ["says Engine.IO's close", "transport close"]]);

/** What does not end both sockets of its client. */
const FEWER = new Map([
  ["leaves a namespace", 1],
  ["is ended by the server", 1],
  ["is among all that the server ends", 1],
  ["sends an ACK nobody waits for", 0],
  ["posts more than maxPayload", 0],
]);

const REFERENCE_PLACE = 1;

const LISTS = [
  ["over WebSocket", (port) => RawWebSocket.open(port), OVER_WEBSOCKET, STRICTER_OVER_WEBSOCKET],
  ["over polling", (port) => RawPolling.open(port), WHILE_POLLING, STRICTER],
  ["between two polls", (port) => RawPolling.open(port), BETWEEN_POLLS, STRICTER],
];

let servers;
before(async () => (servers = await start(25_000, 20_000)));
after(() => end(servers));

for (const [when, open, endings, stricter] of LISTS) {
  describe(`A socket ends as in the reference, if its client ${when}`, () => {
    for (const [name, act] of Object.entries(endings)) {
      test(name, async () => {
        const [ours, reference] = await Promise.all(servers.map((server, place) => {
          const ends = place === REFERENCE_PLACE && stricter.has(name) ? 0 : (FEWER.get(name) ?? 2);
          return reasons(server, open, act, { ends, polls: when === "over polling" });
        }));

        const reason = stricter.get(name);
        if (reason) {
          assert.deepEqual([ours, reference], [both(reason), both("transport close")]);
        } else {
          assert.deepEqual(ours, reference);
        }
      });
    }
  });
}

test("A socket ends as in the reference, if its client does not answer a ping or the server shuts down", async (t) => {
  const own = await start(1_000, 1_000);
  t.after(() => end(own));
  const silent = await Promise.all(own.map((server) => reasons(server, (port) => RawWebSocket.open(port), () => {})));
  assert.deepEqual(silent, [both("ping timeout"), both("ping timeout")]);

  const down = await Promise.all(
    own.map((server) => reasons(server, (port) => RawWebSocket.open(port), (client) => client.send('42["shut down"]'))),
  );
  assert.deepEqual(down, [both("server shutting down"), both("server shutting down")]);
});

const both = (reason) => [`/ ${reason}`, `/other ${reason}`];

let clients = 0;

/** How the two sockets of one client have ended. Where fewer end of it, the client breaks off then, so that the others do: `transport close`. */
async function reasons(server, open, act, { ends = 2, polls = false } = {}) {
  const as = `client-${++clients}`;
  const client = await open(server.port);
  await client.join("/", { as });
  await client.join("/other", { as });
  if (polls) await client.startPoll();
  await act(client);
  await server.ended(as, ends);
  if (ends < 2) await client.breakOff();
  return server.ended(as, 2);
}

async function start(pingInterval, pingTimeout) {
  const args = ["--suite", "features", "--ping-interval", String(pingInterval), "--ping-timeout", String(pingTimeout)];
  const [ours, reference] = await Promise.all([startServer({ command: "conformance-server", args }), startReference(pingInterval, pingTimeout)]);
  return [{ port: ours.port, output: () => ours.stdout, end: () => ours.cleanUp() }, reference].map((server) => ({
    ...server,
    async ended(as, count) {
      const lines = () => [...server.output().matchAll(new RegExp(`^ended ${as} (.*)$`, "gm"))].map(([, what]) => what);
      for (const late = Date.now() + WAIT_MS; lines().length < count; ) {
        if (Date.now() > late) throw new Error(`${as} has not ended: ${lines()}`);
        await new Promise((soon) => setTimeout(soon, 5));
      }
      return lines().sort();
    },
  }));
}

async function startReference(...heartbeat) {
  const child = spawn(process.execPath, [REFERENCE, ...heartbeat.map(String)], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  const port = new Promise((found) =>
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
      const ready = /^reference ready on \S+:(\d+)$/m.exec(output);
      if (ready) found(Number(ready[1]));
    }),
  );
  return { port: await inTime(port, WAIT_MS, () => `the reference is not ready: ${output}`), output: () => output, end: () => child.kill() };
}

function end(all) {
  return Promise.all((all ?? []).map((server) => server.end()));
}
