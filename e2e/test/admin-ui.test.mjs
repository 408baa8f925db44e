// The Socket.IO Admin UI: its protocol by a stock client, and the real page in a browser.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, extname, join, normalize } from "node:path";
import { after, before, describe, test } from "node:test";
import { launchChromium } from "../lib/browser.mjs";
import { Client, TRANSPORTS, clientsOf, person, say } from "../lib/client.mjs";
import { klatch, startServer, tempFolder } from "../lib/server.mjs";

/** `changeit`, in the README of `@socket.io/admin-ui`. */
const HASH = "$2b$10$heqvAkYMez.Va6Et2uXInOnkCT6/uQj1brkrbyG3LpopDklcq7ZOS";
const LOGIN = { username: "admin", password: "changeit" };

const DIST = join(dirname(createRequire(import.meta.url).resolve("@socket.io/admin-ui/package.json")), "ui/dist");
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png" };

const PRODUCTION = { KLATCH_SOCKETIO_ADMIN_UI_MODE: "production", KLATCH_SOCKETIO_ADMIN_UI_PASSWORD: HASH };
const DEVELOPMENT = { ...PRODUCTION, KLATCH_SOCKETIO_ADMIN_UI_MODE: "development", KLATCH_SOCKETIO_ADMIN_UI_READ_ONLY: "off" };

describe("The Admin UI's protocol in development mode", () => {
  let server;
  before(async () => (server = await startServer({ env: DEVELOPMENT })));
  after(() => server?.cleanUp());

  for (const [name, options] of Object.entries(TRANSPORTS)) {
    test(`lets in who knows the password, and then by the session id, over ${name}`, async (t) => {
      const first = administrator(t, server, LOGIN, options);
      const [sessionId] = await first.received("session");
      const [config] = await first.received("config");
      assert.deepEqual(config.supportedFeatures, [
        ...["EMIT", "JOIN", "LEAVE", "DISCONNECT", "MJOIN", "MLEAVE", "MDISCONNECT"],
        ...["AGGREGATED_EVENTS", "ALL_EVENTS"],
      ]);

      const second = administrator(t, server, { sessionId }, options);
      const [all] = await second.received("all_sockets");
      assert.ok(all.some((socket) => socket.id === first.socket.id && socket.nsp === "/admin"));
    });
  }

  test("refuses everybody else in the words that the page knows", async (t) => {
    for (const auth of [{}, { ...LOGIN, password: "wrong" }, { sessionId: "1234" }]) {
      const [error] = await administrator(t, server, auth).received("connect_error");
      assert.equal(error.message, "invalid credentials");
    }
  });

  test("shows a person's socket and events, without the token", async (t) => {
    const admin = administrator(t, server, LOGIN);
    await admin.received("all_sockets");
    const annId = person("ann");
    const ann = await clientsOf(t, server).signIn(annId, TRANSPORTS["polling, then upgrade"]);
    const bob = await clientsOf(t, server).signIn(person("bob"));
    const id = ann.socket.id;

    const { args: [shown] } = await admin.until("socket_connected", () => admin.all("socket_connected").find(({ args }) => args[0].id === id));
    assert.deepEqual([shown.nsp, shown.rooms], ["/", [id]]);
    const upgraded = ({ args }) => args[0].id === id && args[0].transport === "websocket";
    await admin.until("the upgrade", () => [...admin.all("socket_connected"), ...admin.all("socket_updated")].some(upgraded));
    const { conversation_id } = await bob.ask("conversation:create", { type: "direct", member_ids: [annId] });
    await say(bob, conversation_id, "hello");
    await admin.until("the message", () => admin.all("event_sent").find(({ args }) => args[1] === id && args[2][0] === "message:new" && args[2][1].text === "hello"));
    await ann.ask("conversation:list", { limit: 1 });
    const received = await event(admin, "event_received", id);
    assert.deepEqual(received[2], ["conversation:list", { limit: 1 }]);

    await ann.drop();
    const [nsp, , reason] = await event(admin, "socket_disconnected", id);
    assert.deepEqual([nsp, reason], ["/", "transport close"]);
    assert.equal(JSON.stringify(admin.log).includes(server.token("ann").split(".")[0]), false);
  });

  test("does what an administrator asks for", async (t) => {
    const admin = administrator(t, server, LOGIN);
    await admin.received("all_sockets");
    const ann = await clientsOf(t, server).signIn(person("ann"));
    const id = ann.socket.id;

    assert.equal(await admin.ask("join", "/", "room", id), "ok");
    assert.deepEqual((await event(admin, "room_joined", id, 2, "room")).slice(0, 3), ["/", "room", id]);
    assert.equal(await admin.ask("emit", "/", "room", "hello", "world"), "ok");
    assert.deepEqual(await ann.received("hello"), ["world"]);
    assert.equal(await admin.ask("leave", "/", "room", id), "ok");
    assert.deepEqual((await event(admin, "room_left", id, 2, "room")).slice(0, 3), ["/", "room", id]);
    assert.match(await admin.ask("join", "/nowhere", "room"), /there is no namespace/);
    admin.socket.emit("_disconnect", "/", true, id);
    assert.deepEqual(await ann.received("disconnect"), ["io server disconnect"]);
  });
});

test("The Admin UI in production mode shows figures only, and only looks", async (t) => {
  const server = await startServer({ env: PRODUCTION });
  t.after(() => server.cleanUp());
  const admin = administrator(t, server, LOGIN);
  const ann = await clientsOf(t, server).signIn(person("ann"), TRANSPORTS["polling only"]);

  const [config] = await admin.received("config");
  assert.deepEqual(config.supportedFeatures, ["AGGREGATED_EVENTS"]);
  admin.socket.emit("_disconnect", "/", true);
  const stats = await admin.until("figures of both", () => admin.all("server_stats").find(({ args }) => args[0].clientsCount === 2)?.args[0]);
  assert.equal(stats.pollingClientsCount, 1);
  assert.deepEqual(stats.namespaces.find(({ name }) => name === "/"), { name: "/", socketsCount: 1 });
  assert.equal(ann.socket.connected, true);
  assert.deepEqual([...new Set(admin.log.map(({ name }) => name))].sort(), ["config", "connect", "server_stats", "session"]);
});

test("The Admin UI is refused without a password, and is not there unless turned on", async (t) => {
  const dataDir = await tempFolder();
  const end = await klatch(["serve", "--port", "0", "--data", dataDir], { env: { KLATCH_SOCKETIO_ADMIN_UI_MODE: "production" } });
  assert.equal(end.code, 1);
  assert.match(end.stderr, /socketio\.admin-ui\.mode needs socketio\.admin-ui\.password: give a bcrypt hash/);

  const server = await startServer({ dataDir });
  t.after(() => server.cleanUp());
  const [error] = await administrator(t, server, LOGIN).received("connect_error");
  assert.equal(error.message, "Invalid namespace");
});

describe("The page of @socket.io/admin-ui", () => {
  let page;
  let files;
  let server;
  let somebody;
  let browser;
  before(async () => {
    files = createServer(serveDist);
    await new Promise((listening) => files.listen(0, "127.0.0.1", listening));
    const origin = `http://127.0.0.1:${files.address().port}`;
    server = await startServer({ env: { ...DEVELOPMENT, KLATCH_HTTP_ORIGINS: `same,${origin}`, KLATCH_HTTP_CORS: "with_credentials" } });
    // The page selects "/" if there is somebody in it.
    somebody = new Client(server, server.token(person("somebody")));
    await somebody.ready();
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.setDefaultTimeout(20_000);
    // Its icons are a font from elsewhere, which a test does not load.
    await page.route((url) => url.hostname !== "127.0.0.1", (route) => route.abort());
    await page.goto(origin);
  });
  after(async () => {
    somebody?.close();
    await browser?.close();
    await server?.cleanUp();
    files?.close();
  });

  test("logs in, after a wrong password, and shows the server", async () => {
    await login("wrong");
    await page.getByText("Invalid credentials").waitFor();
    await login(LOGIN.password);
    await page.getByText("Connection and disconnection events").waitFor();
    await page.getByRole("link", { name: "Servers" }).click();
    await page.getByRole("cell", { name: String(server.pid), exact: true }).waitFor();
    await screenshot("admin-ui-servers");
  });

  test("shows a person's socket and its events, and disconnects it", async (t) => {
    const ann = await clientsOf(t, server).signIn(person("ann"));
    await ann.ask("conversation:list", { limit: 1 });

    await page.getByRole("link", { name: "Events" }).click();
    await page.getByRole("cell", { name: "conversation:list" }).waitFor();
    await screenshot("admin-ui-events");
    await page.getByRole("link", { name: "Sockets" }).click();
    const row = page.getByRole("row").filter({ hasText: ann.socket.id }).filter({ hasText: "127.0.0.1" });
    await row.waitFor();
    await screenshot("admin-ui-sockets");
    await row.click();
    await page.getByText("Initial HTTP request").waitFor();
    await page.getByRole("cell", { name: "sec-websocket-version", exact: true }).waitFor();
    await screenshot("admin-ui-socket");
    await page.getByRole("link", { name: "Sockets" }).first().click();
    await row.getByRole("button").click();
    assert.deepEqual(await ann.received("disconnect"), ["io server disconnect"]);
    await row.waitFor({ state: "detached" });
  });

  test("comes back by its session id after a reload", async () => {
    await page.goto(new URL("/", page.url()).href);
    await page.reload();
    await page.getByText("Connection and disconnection events").waitFor();
    await page.getByRole("link", { name: "Servers" }).click();
    await page.getByRole("cell", { name: String(server.pid), exact: true }).waitFor();
  });

  async function login(password) {
    await page.getByLabel("Server URL").fill(server.url);
    await page.getByLabel("Username").fill(LOGIN.username);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Connect", exact: true }).click();
  }

  async function screenshot(name) {
    await page.screenshot({ path: new URL(`../test-results/${name}.png`, import.meta.url).pathname });
  }
});

function administrator(t, server, auth, options = {}) {
  const client = new Client({ url: `${server.url}/admin` }, undefined, { reconnection: false, ...options, auth });
  t.after(() => client.close());
  return client;
}

/** The arguments of an event that names the socket at a position, and a room before it where one is meant. */
async function event(admin, name, id, at = 1, room) {
  const fits = ({ args }) => args[at] === id && (room === undefined || args[at - 1] === room);
  return admin.until(`${name} of ${id}`, () => admin.all(name).find(fits)?.args);
}

async function serveDist(request, response) {
  const path = normalize(new URL(request.url, "http://localhost").pathname);
  const file = join(DIST, path.endsWith("/") ? "index.html" : path);
  try {
    const body = await readFile(file);
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
}
