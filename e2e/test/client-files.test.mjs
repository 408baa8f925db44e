// The client's bundles, served beside the endpoint: a page needs no other place to load them from.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launchChromium } from "../lib/browser.mjs";
import { startServer } from "../lib/server.mjs";

const BUNDLES = ["socket.io.js", "socket.io.min.js", "socket.io.esm.min.js", "socket.io.msgpack.min.js"];
const NPM = dirname(createRequire(import.meta.url).resolve("socket.io-client/dist/socket.io.js"));

describe("The client's files", () => {
  let server;
  before(async () => (server = await startServer()));
  after(() => server?.cleanUp());

  test("are those of npm, with their maps", async () => {
    for (const name of BUNDLES.flatMap((bundle) => [bundle, `${bundle}.map`])) {
      const answer = await server.get(`/socket.io/${name}`);

      assert.equal(answer.status, 200, name);
      assert.equal(await answer.text(), await readFile(join(NPM, name), "utf8"), name);
      assert.equal(answer.headers.get("etag"), '"4.8.4"');
      assert.equal(answer.headers.get("content-encoding"), "gzip");
    }
  });

  test("are not sent again to who has them", async () => {
    const answer = await server.get("/socket.io/socket.io.min.js", { "If-None-Match": '"4.8.4"' });

    assert.deepEqual([answer.status, await answer.text()], [304, ""]);
  });

  for (const [how, load] of Object.entries({
    "as a script": () =>
      new Promise((loaded, onerror) => {
        const onload = () => loaded();
        const script = Object.assign(document.createElement("script"), { src: "/socket.io/socket.io.min.js", onload, onerror });
        document.head.append(script);
      }),
    "as a module": async () => {
      window.io = (await import("/socket.io/socket.io.esm.min.js")).io;
    },
  })) {
    test(`let a page chat that loads them ${how}`, async (t) => {
      const users = ["ann", "bob"].map((name) => `${name}-${how.split(" ").at(-1)}`);
      const browser = await launchChromium();
      t.after(() => browser.close());
      const [ann, bob] = await Promise.all(users.map((user) => open(browser, server, user, load)));

      const { conversation_id } = await ask(ann, "conversation:create", { type: "direct", member_ids: users });
      const sent = await ask(ann, "message:send", { conversation_id, text: "hello", client_msg_id: "1" });
      const received = await bob.evaluate(() => window.received);

      assert.equal(sent.ok, true, JSON.stringify(sent));
      assert.deepEqual([received.text, received.conversation_id], ["hello", conversation_id]);
    });
  }
});

test("The client's files are not served where they are turned off", async (t) => {
  const server = await startServer({ env: { KLATCH_SOCKETIO_CLIENT_FILES: "off" } });
  t.after(() => server.cleanUp());

  assert.equal((await server.get("/socket.io/socket.io.min.js")).status, 404);
});

/** A page of the server's origin, under the server's own security policy, connected. */
async function open(browser, server, user, load) {
  const page = await browser.newPage();
  await page.goto(`${server.url}/healthz`);
  await page.evaluate(load);
  await page.evaluate(async (token) => {
    window.socket = window.io({ auth: { token } });
    window.received = new Promise((got) => window.socket.on("message:new", got));
    await new Promise((ready, failed) => window.socket.on("session:ready", ready).on("connect_error", failed));
  }, server.token(user));
  return page;
}

async function ask(page, event, body) {
  return page.evaluate(([name, data]) => window.socket.timeout(10_000).emitWithAck(name, data), [event, body]);
}
