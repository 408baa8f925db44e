// The server behind Debian's nginx, with the files of deploy/nginx as they are shipped; only ports and paths are others.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { WebSocket } from "ws";
import { Client, TRANSPORTS } from "../lib/client.mjs";
import { DEPLOYED, PROXY_ADDRESS, startNginx } from "../lib/nginx.mjs";
import { rest } from "../lib/rest.mjs";
import { startServer } from "../lib/server.mjs";

const HANDSHAKE = "/socket.io/?EIO=4&transport=polling";
const WAIT_MS = 10_000;
const FILE_BYTES = 5_000_000;

const env = { KLATCH_HTTP_TRUSTED_PROXIES: PROXY_ADDRESS };

describe("Behind nginx", () => {
  let server;
  let nginx;
  before(async () => {
    server = await startServer({ env });
    nginx = await startNginx({ site: "klatch.conf", upstream: server.port });
  });
  after(async () => {
    await nginx?.cleanUp();
    await server?.cleanUp();
  });

  for (const [name, options] of Object.entries(TRANSPORTS)) {
    test(`a stock client over ${name} connects, sends and is sent to [T20]`, async (t) => {
      const ann = new Client(nginx, server.token("ann"), options);
      const bob = new Client(nginx, server.token("bob"), options);
      t.after(() => [ann, bob].forEach((each) => each.close()));
      await Promise.all([ann.ready(), bob.ready()]);
      const { conversation_id } = await ann.ask("conversation:create", { type: "direct", member_ids: ["bob"] });
      const nth = bob.all("message:new").length + 1;
      assert.equal((await ann.ask("message:send", { conversation_id, text: name })).ok, true);
      const [message] = await bob.received("message:new", nth);
      assert.equal(message.text, name);
      if (options.transports.includes("websocket")) {
        await ann.until("a WebSocket", () => ann.socket.io.engine.transport.name === "websocket");
      }
    });
  }

  test("/ws/rooms tells of rooms [T20]", async (t) => {
    const page = await open(t, `${nginx.url.replace("http", "ws")}/ws/rooms?token=${server.token("ann")}`);
    assert.equal((await page.until("CONNECTION_ESTABLISHED")).userId, "ann");
    page.send({ action: "JOIN_ROOM", roomId: 1, userId: "ann" });
    await page.until("ROOM_STATUS");
    const joined = await rest(nginx, server.token("bob")).post("/api/rooms/1/join", {});
    assert.equal(joined.status, 200);
    assert.equal((await page.until("ROOM_UPDATE")).event, "USER_JOINED");
  });

  test("REST answers as it does without it, refusals included", async () => {
    const ann = rest(nginx, server.token("ann"));
    assert.equal((await ann.get("/v1/me")).body.user_id, "ann");
    assert.equal((await rest(nginx).get("/v1/me")).body.code, "unauthorized");
    const large = await ann.post("/v1/conversations", { type: "group", title: "x".repeat(2_000_000), member_ids: [] });
    assert.equal(large.status, 413);
    assert.doesNotMatch(String(large.headers.get("content-type")), /html/, "the refusal is the server's own");
  });

  test("a file of several megabytes goes up and comes down", async () => {
    const bytes = Buffer.alloc(FILE_BYTES, "klatch");
    const headers = { authorization: `Bearer ${server.token("ann")}` };
    const up = await fetch(`${nginx.url}/v1/attachments?name=a.txt`, { method: "POST", headers, body: bytes });
    assert.equal(up.status, 201);
    const { attachment_id } = await up.json();
    const down = await fetch(`${nginx.url}/v1/attachments/${attachment_id}`, { headers });
    assert.ok(Buffer.from(await down.arrayBuffer()).equals(bytes));
  });

  test("a page of its own address may connect, one of another may not", async () => {
    assert.equal((await call(nginx.port, HANDSHAKE, "127.0.0.5", { origin: nginx.url })).status, 200);
    assert.equal((await call(nginx.port, HANDSHAKE, "127.0.0.5", { origin: "https://evil.example" })).status, 403);
  });

  test("the access log holds no token, wherever a client has put it", async (t) => {
    const token = server.token("ann");
    const page = await open(t, `${nginx.url.replace("http", "ws")}/ws/rooms?token=${token}`);
    await page.until("CONNECTION_ESTABLISHED");
    await page.close();
    await fetch(`${nginx.url}/v1/attachments/x?token=${token}`);
    await logged(() => nginx.accessLog.includes("/v1/attachments/x ") && nginx.accessLog.includes("/ws/rooms "));
    assert.ok(!nginx.accessLog.includes(token), "the token is in the log");
  });

  test("metrics are for this machine, and health is for everybody", async () => {
    assert.equal((await call(nginx.port, "/metrics", "127.0.0.1")).status, 200);
    assert.equal((await call(nginx.port, "/metrics", "127.0.0.6")).status, 403);
    assert.equal((await call(nginx.port, "/readyz", "127.0.0.6")).status, 200);
  });

  /** Waiting out nginx's default of a minute would prove no more than reading the files. */
  test("an idle WebSocket may live for a day", () => {
    const shipped = readFileSync(join(DEPLOYED, "klatch-server.inc"), "utf8");
    for (const path of ["/socket.io/", "/ws/"]) {
      const [, block] = new RegExp(`location ${path} {([^}]*)}`).exec(shipped);
      assert.match(block, /proxy_read_timeout 86400;/);
      assert.match(block, /proxy_send_timeout 86400;/);
    }
  });
});

describe("An address that nginx states", () => {
  let server;
  let nginx;
  before(async () => {
    server = await startServer({ env: { ...env, KLATCH_LIMITS_SESSIONS_PER_ADDRESS: "1" } });
    nginx = await startNginx({ site: "klatch.conf", upstream: server.port });
  });
  after(async () => {
    await nginx?.cleanUp();
    await server?.cleanUp();
  });

  test("is the client's: each has its own sessions [T20]", async () => {
    assert.equal((await call(nginx.port, HANDSHAKE, "127.0.0.11")).status, 200);
    assert.equal((await call(nginx.port, HANDSHAKE, "127.0.0.12")).status, 200);
    assert.equal((await call(nginx.port, HANDSHAKE, "127.0.0.11")).status, 429);
  });

  test("is not what the client writes into the header itself [T20]", async () => {
    assert.equal((await call(nginx.port, HANDSHAKE, "127.0.0.13", { "x-forwarded-for": "203.0.113.1" })).status, 200);
    assert.equal((await call(nginx.port, HANDSHAKE, "127.0.0.13", { "x-forwarded-for": "203.0.113.2" })).status, 429);
    assert.equal((await call(nginx.port, HANDSHAKE, "127.0.0.14", { "x-forwarded-for": "127.0.0.13" })).status, 200);
  });

  test("is believed of nobody who comes past nginx [T20]", async () => {
    assert.equal((await call(server.port, HANDSHAKE, "127.0.0.15", { "x-forwarded-for": "203.0.113.3" })).status, 200);
    assert.equal((await call(server.port, HANDSHAKE, "127.0.0.15", { "x-forwarded-for": "203.0.113.4" })).status, 429);
    const forged = { origin: "https://evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" };
    assert.equal((await call(server.port, HANDSHAKE, "127.0.0.16", forged)).status, 403);
  });
});

describe("Behind nginx with TLS", () => {
  let server;
  let nginx;
  before(async () => {
    server = await startServer({ env });
    nginx = await startNginx({ site: "klatch-tls.conf", upstream: server.port });
  });
  after(async () => {
    await nginx?.cleanUp();
    await server?.cleanUp();
  });

  for (const [name, options] of Object.entries(TRANSPORTS)) {
    test(`a stock client over ${name} connects, and its page is of the address it came to [T20]`, async (t) => {
      const more = { ca: nginx.certificate, extraHeaders: { origin: nginx.tlsUrl } };
      const ann = new Client({ url: nginx.tlsUrl }, server.token("ann"), { ...options, ...more });
      t.after(() => ann.close());
      assert.equal((await ann.ready()).user_id, "ann");
    });
  }

  test("/ws/rooms is there too", async (t) => {
    const address = `${nginx.tlsUrl.replace("https", "wss")}/ws/rooms?token=${server.token("ann")}`;
    const page = await open(t, address, { ca: nginx.certificate });
    assert.equal((await page.until("CONNECTION_ESTABLISHED")).userId, "ann");
  });

  test("plain HTTP is sent to https", async () => {
    const answer = await call(nginx.port, "/main-rooms/?room=1", "127.0.0.1");
    assert.equal(answer.status, 308);
    assert.equal(answer.headers.location, "https://127.0.0.1/main-rooms/?room=1");
  });
});

/** A request from another address of this machine, over a connection of its own. */
async function call(port, path, from, headers = {}) {
  const agent = new Agent({ keepAlive: false });
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, headers, agent, localAddress: from, timeout: WAIT_MS }, (answer) => {
      answer.resume();
      answer.once("end", () => resolve({ status: answer.statusCode, headers: answer.headers }));
    });
    sent.once("timeout", () => sent.destroy(new Error(`no answer to ${path} within ${WAIT_MS} ms`)));
    sent.once("error", reject);
    sent.end();
  });
}

/** A plain WebSocket that reads JSON frames by their type. */
async function open(t, address, options = {}) {
  const socket = new WebSocket(address, options);
  t.after(() => socket.terminate());
  const frames = [];
  let wake = () => {};
  socket.on("message", (data) => {
    frames.push(JSON.parse(data));
    wake();
  });
  await new Promise((opened, failed) => {
    socket.once("open", opened);
    socket.once("error", failed);
  });
  return {
    send: (frame) => socket.send(JSON.stringify(frame)),
    close: () => new Promise((closed) => {
      socket.once("close", closed);
      socket.close();
    }),
    until: (type) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no ${type} within ${WAIT_MS} ms, but ${JSON.stringify(frames)}`)), WAIT_MS);
        wake = () => {
          const at = frames.findIndex((frame) => frame.type === type);
          if (at >= 0) {
            clearTimeout(timer);
            resolve(frames.splice(at, 1)[0]);
          }
        };
        wake();
      }),
  };
}

/** nginx writes its log when a request is over, which a client may learn first. */
async function logged(found) {
  const end = Date.now() + WAIT_MS;
  while (!found()) {
    assert.ok(Date.now() < end, "the requests are not in the access log");
    await new Promise((later) => setTimeout(later, 20));
  }
}
