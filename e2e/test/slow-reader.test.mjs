import assert from "node:assert/strict";
import { test } from "node:test";
import { numbered, say, twoPeople, wholeHistory } from "../lib/client.mjs";
import { NO_RATE_LIMIT, startServer } from "../lib/server.mjs";

test("A client that stops reading is let go and slows down nobody; when it reads again it comes back, and is told honestly what it has", async (t) => {
  const server = await startServer({ env: { ...NO_RATE_LIMIT, KLATCH_SOCKETIO_OUTBOX_BYTES_MAX: "1000000" } });
  t.after(() => server.cleanUp());
  const { ann, bob, id } = await twoPeople(t, server);
  await say(ann, id, "before");
  await bob.received("message:new");

  // What the kernel's buffers hold counts besides the outbox, so the flood is several megabytes.
  const wire = bob.socket.io.engine.transport.ws._socket;
  wire.pause();
  for (let round = 0; round < 20; round++) {
    const texts = numbered("m", 50, round * 50 + 1).map((text) => text.padEnd(7_900, "x"));
    const answers = await Promise.all(texts.map((text) => ann.ask("message:send", { conversation_id: id, text })));
    assert.ok(answers.every((answer) => answer.ok));
  }
  const metrics = await (await server.get("/metrics")).text();
  wire.resume();
  await bob.received("connect", 2);
  const session = await bob.ready();

  assert.match(metrics, /^klatch_sessions 1(\.0)?$/m);
  const seqs = bob.all("message:new").map(({ args }) => args[0].seq);
  assert.deepEqual(seqs, Array.from({ length: seqs.length }, (_, index) => index + 1));
  assert.equal(session.recovered, seqs.length === 1_001);
  assert.equal(session.resync, seqs.length < 1_001);
  assert.equal((await wholeHistory(bob, id)).length, 1_001);
  assert.deepEqual(ann.all("disconnect"), []);
});
