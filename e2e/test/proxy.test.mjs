// docs/nginx.conf as it is, but for its ports: what operators copy works.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Client, TRANSPORTS } from "../lib/client.mjs";
import { NO_RATE_LIMIT, REPOSITORY, startServer, tempFolder } from "../lib/server.mjs";

const WAIT_MS = 10_000;
const LARGE = 3_000_000;
const missing = spawnSync("nginx", ["-v"]).error !== undefined;

let folder;
let server;
let nginx;
let front;

describe("Behind nginx as docs/nginx.conf sets it up", { skip: missing && "nginx is not installed" }, () => {
  before(async () => {
    server = await startServer({ env: { ...NO_RATE_LIMIT, KLATCH_HTTP_TRUSTED_PROXIES: "127.0.0.1" } });
    folder = await tempFolder();
    const port = await freePort();
    front = { url: `http://127.0.0.1:${port}` };
    writeFileSync(join(folder, "nginx.conf"), configuration(port));
    nginx = spawn("nginx", ["-p", folder, "-c", "nginx.conf", "-e", "stderr", "-g", "daemon off; pid nginx.pid;"], { stdio: ["ignore", "ignore", "inherit"] });
    await answering();
  });
  after(async () => {
    if (nginx?.exitCode === null) {
      nginx.kill("SIGTERM");
      await once(nginx, "exit");
    }
    await server?.cleanUp();
    await rm(folder, { recursive: true, force: true });
  });

  for (const [name, options] of Object.entries(TRANSPORTS)) {
    test(`a stock client over ${name} connects and is answered [T20]`, async (t) => {
      const ann = new Client(front, server.token("ann"), options);
      t.after(() => ann.socket.disconnect());
      assert.equal((await ann.ask("conversation:create", { type: "direct", member_ids: ["bob"] })).ok, true);
      const wanted = options.transports.at(-1);
      await ann.until(wanted, () => ann.socket.io.engine.transport.name === wanted);
    });
  }

  test("a plain WebSocket at /ws/rooms is answered [T20]", async (t) => {
    const { hostname, port, host } = new URL(front.url);
    const tcp = connect(Number(port), hostname);
    t.after(() => tcp.destroy());
    tcp.write(
      `GET /ws/rooms?token=${server.token("ann")} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\n\r\n`,
    );
    let seen = "";
    for await (const bytes of tcp.setTimeout(WAIT_MS, () => tcp.destroy())) {
      seen += bytes;
      if (seen.includes("CONNECTION_ESTABLISHED")) break;
    }
    assert.match(seen, /^HTTP\/1.1 101 [^]*"type":"CONNECTION_ESTABLISHED"/);
  });

  test("a page of the proxy's own address comes in and a foreign one does not [T20]", async () => {
    const handshake = (origin) => fetch(`${front.url}/socket.io/?EIO=4&transport=polling`, { headers: { origin } });
    assert.equal((await handshake(front.url)).status, 200);
    assert.equal((await handshake("https://foreign.example")).status, 403);
  });

  test("a file larger than nginx takes by itself goes up and comes down [T20]", async () => {
    const headers = { authorization: `Bearer ${server.token("ann")}` };
    const made = await fetch(`${front.url}/v1/attachments?name=a.bin`, { method: "POST", headers, body: new Uint8Array(LARGE) });
    assert.equal(made.status, 201);
    const { attachment_id } = await made.json();
    const got = await fetch(`${front.url}/v1/attachments/${attachment_id}`, { headers });
    assert.equal((await got.arrayBuffer()).byteLength, LARGE);
  });
});

/** The file with other ports, and everything nginx writes in the test's folder. */
function configuration(port) {
  const written = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((what) => `${what}_temp_path ${what};`).join(" ");
  const file = readFileSync(join(REPOSITORY, "docs/nginx.conf"), "utf8");
  const changed = file
    .replace("http {", `http { access_log off; ${written}`)
    .replace("listen 8080;", `listen 127.0.0.1:${port};`)
    .replace("127.0.0.1:3000", `127.0.0.1:${server.port}`);
  assert.ok(changed.includes(`listen 127.0.0.1:${port}`) && changed.includes(`server 127.0.0.1:${server.port}`), "docs/nginx.conf has other ports than this test replaces");
  return changed;
}

async function answering() {
  const end = Date.now() + WAIT_MS;
  while (!(await fetch(`${front.url}/healthz`).then(({ ok }) => ok, () => false))) {
    assert.ok(Date.now() < end && nginx.exitCode === null, `nginx does not answer within ${WAIT_MS} ms`);
    await new Promise((later) => setTimeout(later, 50));
  }
}

async function freePort() {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address();
  listener.close();
  await once(listener, "close");
  return port;
}
