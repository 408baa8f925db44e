import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, test } from "node:test";
import { numbered, say, twoPeople, wholeHistory } from "../lib/client.mjs";
import { NO_RATE_LIMIT, startServer } from "../lib/server.mjs";

describe("SIGTERM", () => {
  test("during sends ends the server with 0, answers what was in flight, and clients go on at the next start without loss", async (t) => {
    const { server, ann, bob, id } = await talk(t);
    const answers = new Map();
    const sending = numbered("m", 400).map((text) => {
      const client_msg_id = randomUUID();
      return ann
        .ask("message:send", { conversation_id: id, text, client_msg_id })
        .then((answer) => answers.set(client_msg_id, answer), () => {});
    });
    await ann.received("message:new", 20);

    const end = await server.stop();
    await server.start();
    await Promise.all([ann.received("connect", 2), bob.received("connect", 2)]);
    await Promise.all(sending);
    await say(ann, id, "after");
    await bob.until("the newest", () => bob.texts().includes("after"));

    assert.deepEqual(end, { code: 0, signal: null }, server.stderr);
    const stored = await wholeHistory(bob, id);
    const storedIds = new Set(stored.map((message) => message.client_msg_id));
    for (const [clientMsgId, answer] of answers) {
      assert.equal(answer.ok, storedIds.has(clientMsgId), JSON.stringify(answer));
      assert.ok(answer.ok || answer.code === "unavailable", JSON.stringify(answer));
    }
    assert.equal(bob.socket.recovered, true);
    assert.deepEqual(bob.all("message:new").map(({ args }) => args[0].seq), stored.map((message) => message.seq));
  });

  test("acknowledges every send that it stored before it closes the connection [M14]", async (t) => {
    const { server, ann, id } = await talk(t);
    const acknowledged = [];
    for (const text of numbered("m", 200)) {
      ann.socket.emit("message:send", { conversation_id: id, text, client_msg_id: text }, (answer) => answer.ok && acknowledged.push(text));
    }
    await ann.received("message:new", 1);

    const away = ann.received("disconnect");
    await server.stop();
    const [reason] = await away;
    const answered = [...acknowledged];
    await server.start();
    await ann.received("connect", 2);

    assert.notEqual(reason, "io server disconnect", "a client told so would not come back");
    assert.deepEqual((await wholeHistory(ann, id)).map((message) => message.client_msg_id), answered);
  });

  test("turns /readyz to 503 and refuses new sessions while clients are still being let go", async (t) => {
    const { server } = await talk(t);
    assert.equal((await server.get("/readyz")).status, 200);
    const seen = [];
    let ended = false;

    const end = server.stop().finally(() => (ended = true));
    while (!ended) {
      seen.push(await server.get("/readyz").then((response) => response.status, () => "closed"));
    }

    assert.equal((await end).code, 0);
    assert.ok(seen.includes(503), `/readyz answered ${[...new Set(seen)]}`);
    assert.ok(!seen.slice(seen.indexOf(503)).includes(200));
  });

  test("ends an idle server within 5 s, its clients come back to the next by themselves", async (t) => {
    const { server, ann, bob, id } = await talk(t);

    const started = performance.now();
    await server.stop();
    const ms = performance.now() - started;
    await server.start();
    await Promise.all([ann.received("connect", 2), bob.received("connect", 2)]);
    await say(ann, id, "hello again");
    await bob.received("message:new");

    assert.ok(ms < 5_000, `${Math.round(ms)} ms`);
    assert.deepEqual([ann.socket.recovered, bob.socket.recovered], [true, true]);
  });
});

async function talk(t) {
  const server = await startServer({ env: NO_RATE_LIMIT });
  t.after(() => server.cleanUp());
  return { server, ...(await twoPeople(t, server)) };
}
