// The server with a certificate of its own: stock clients over https:// and wss://, and a renewal without a restart.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, renameSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { connect } from "node:tls";
import { Client, TRANSPORTS } from "../lib/client.mjs";
import { klatch, startServer, tempFolder } from "../lib/server.mjs";

const RENEWAL_MS = 15_000;

let folder;
let server;

before(async () => {
  folder = await tempFolder();
  makeCertificate();
  server = await startServer({ env: tls() });
});
after(async () => {
  await server?.cleanUp();
  await rm(folder, { recursive: true, force: true });
});

test("The ready line says https", () => assert.match(server.url, /^https:\/\/127\.0\.0\.1:\d+$/));

for (const [name, options] of Object.entries(TRANSPORTS)) {
  describe(`A stock client over TLS and ${name}`, () => {
    test("connects and is answered", async (t) => {
      const client = new Client(server, server.token("ann"), { ...options, ca: readFileSync(path("chain.pem")) });
      t.after(() => client.socket.disconnect());
      const made = await client.ask("conversation:create", { type: "direct", member_ids: ["bob"] });
      assert.equal(made.ok, true);
      if (options.transports.includes("websocket")) {
        await client.until("a WebSocket", () => client.socket.io.engine.transport.name === "websocket");
      }
    });

    test("that does not know the certificate stays away", async (t) => {
      const client = new Client(server, server.token("ann"), { ...options, reconnection: false });
      t.after(() => client.socket.disconnect());
      await client.until("a refusal", () => client.log.some((entry) => entry.name === "connect_error"));
      assert.ok(!client.log.some((entry) => entry.name === "connect"));
    });
  });
}

test("A renewed certificate is served without a restart, and who was connected stays [T22]", async (t) => {
  const client = new Client(server, server.token("ann"), { ca: readFileSync(path("chain.pem")) });
  t.after(() => client.socket.disconnect());
  await client.until("a connection", () => client.socket.connected);
  const old = await served();
  makeCertificate();
  const end = Date.now() + RENEWAL_MS;
  while ((await served()) === old) {
    assert.ok(Date.now() < end, `after ${RENEWAL_MS} ms the old certificate is still served`);
  }
  assert.equal((await client.ask("conversation:create", { type: "direct", member_ids: ["bob"] })).ok, true);
  assert.ok(!client.log.some((entry) => entry.name === "disconnect"));
});

test("A start with a key of another certificate is refused in one sentence", async () => {
  const wrong = { KLATCH_HTTP_TLS_CERTIFICATES: path("chain.pem"), KLATCH_HTTP_TLS_KEY: path("other.key") };
  execFileSync("openssl", ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", path("other.key")], {
    stdio: "pipe",
  });
  const end = await klatch(["serve", "--port", "0", "--data", join(folder, "data")], { env: wrong });
  assert.equal(end.code, 1);
  assert.match(end.stderr, /klatch: cannot serve TLS: the key in \S+ is not that of the first certificate in \S+$/m);
});

function tls() {
  return {
    KLATCH_HTTP_TLS_CERTIFICATES: path("chain.pem"),
    KLATCH_HTTP_TLS_KEY: path("key.pem"),
    KLATCH_HTTP_TLS_LOOK_INTERVAL: "1s",
  };
}

function path(name) {
  return join(folder, name);
}

/** Each file is replaced at one instant, one after the other. */
function makeCertificate() {
  const made = ["-keyout", path("key.next"), "-out", path("chain.next"), "-days", "2", "-subj", "/CN=127.0.0.1"];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  execFileSync("openssl", ["req", "-x509", ...curve, ...made, "-addext", "subjectAltName=IP:127.0.0.1"], { stdio: "pipe" });
  renameSync(path("chain.next"), path("chain.pem"));
  renameSync(path("key.next"), path("key.pem"));
}

/** The fingerprint of the certificate that a new connection is shown. */
async function served() {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port: server.port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.end();
    });
    socket.on("error", reject);
  });
}
