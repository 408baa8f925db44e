import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { KlatchClient } from "../../web/sdk/dist/index.js";
import { numbered, person } from "../lib/client.mjs";
import { inTime, NO_RATE_LIMIT, startServer } from "../lib/server.mjs";

const WAIT_MS = 60_000;

let server;
before(async () => {
  server = await startServer({ env: NO_RATE_LIMIT });
});
after(() => server?.cleanUp());

describe("The client SDK", () => {
  test("sends and receives each message once and in order through three kills of the server", async (t) => {
    const { ann, bob, conversation } = await annAndBob(t, server);

    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 20; i++) {
        ann.client.send(conversation, `ann ${round * 20 + i + 1}`);
        bob.client.send(conversation, `bob ${round * 20 + i + 1}`);
      }
      await server.kill9();
      await server.start();
    }

    await Promise.all([ann.received(120), bob.received(120)]);
    for (const { heard } of [ann, bob]) {
      assert.deepEqual(heard.map((message) => message.seq), Array.from({ length: 120 }, (_, i) => i + 1));
      assert.deepEqual(from("ann", heard), numbered("ann ", 60));
      assert.deepEqual(from("bob", heard), numbered("bob ", 60));
    }
    await until(ann.client.thread(conversation), (view) => view.outgoing.length === 0);
    assert.equal((await everything(ann.client, conversation)).length, 120);
  });

  test("holds what is sent too fast until the server takes it", async (t) => {
    const slow = await startServer({ env: { KLATCH_LIMITS_SEND_PER_SECOND: "20", KLATCH_LIMITS_SEND_BURST: "3" } });
    t.after(() => slow.cleanUp());
    const { ann, bob, conversation } = await annAndBob(t, slow);

    numbered("quick ", 12).forEach((text) => ann.client.send(conversation, text));

    await bob.received(12);
    assert.deepEqual(bob.heard.map((message) => message.text), numbered("quick ", 12));
  });

  test("says why a message was refused, and goes on with the next", async (t) => {
    const { ann, bob, conversation } = await annAndBob(t, server);

    const refused = ann.client.send(conversation, "x".repeat(8_001));
    ann.client.send(conversation, "short");

    await bob.received(1);
    assert.equal(bob.heard[0].text, "short");
    const { outgoing } = await until(ann.client.thread(conversation), (view) => view.outgoing.every((item) => item.state === "failed"));
    assert.deepEqual(outgoing.map((item) => [item.clientMsgId, item.state, item.refusal.code]), [[refused, "failed", "text_too_long"]]);
  });

  test("gets a fresh token when the server says that the first has expired", async (t) => {
    const user = person("ann");
    const asked = [];
    const client = open(t, server, {
      getToken: ({ expired }) => {
        asked.push(expired);
        return server.token(user, expired ? {} : { exp: Math.floor(Date.now() / 1000) - 3_600 });
      },
    });

    const { userId } = await until(client.connection, (state) => state.status === "online");

    assert.equal(userId, user);
    assert.deepEqual(asked, [false, true]);
  });

  test("asks again for a token that could not be had", async (t) => {
    let asked = 0;
    const client = open(t, server, {
      getToken: () => (++asked < 3 ? Promise.reject(new Error("no network")) : server.token(person("ann"))),
    });

    await until(client.connection, (state) => state.status === "online");

    assert.equal(asked, 3);
  });

  test("stays away with a token that is not accepted, until told to try again", async (t) => {
    let token = "nonsense";
    const client = open(t, server, { getToken: () => token });

    const { refusal } = await until(client.connection, (state) => state.status === "refused");
    assert.equal(refusal.code, "unauthorized");

    token = server.token(person("ann"));
    client.reconnect();
    await until(client.connection, (state) => state.status === "online");
  });
});

async function annAndBob(t, at) {
  const [ann, bob] = [listening(t, at, person("ann")), listening(t, at, person("bob"))];
  await Promise.all([ann, bob].map(({ client }) => until(client.connection, (state) => state.status === "online")));
  const { conversation_id } = await ann.client.createConversation({ type: "direct", member_ids: [bob.name] });
  return { ann, bob, conversation: conversation_id };
}

function listening(t, at, name) {
  const client = open(t, at, { token: at.token(name) });
  const heard = [];
  const waiting = [];
  client.onMessage((message) => {
    heard.push(message);
    waiting.filter(({ count }) => heard.length >= count).forEach(({ done }) => done());
  });
  const received = (count) =>
    inTime(
      new Promise((done) => (heard.length >= count ? done() : waiting.push({ count, done }))),
      WAIT_MS,
      () => `${name} heard ${heard.length} of ${count}: ${heard.map((message) => message.seq)}; ${JSON.stringify(client.connection.get())}`,
    );
  return { client, name, heard, received };
}

function open(t, at, options) {
  const client = new KlatchClient(at.url, options);
  t.after(() => client.close());
  return client;
}

function until(signal, holds) {
  let stop;
  const held = new Promise((done) => {
    const look = () => holds(signal.get()) && done(signal.get());
    stop = signal.subscribe(look);
    look();
  });
  return inTime(held, WAIT_MS, () => `never became what it should: ${JSON.stringify(signal.get())}`).finally(stop);
}

function from(sender, messages) {
  return messages.map((message) => message.text).filter((text) => text.startsWith(sender));
}

async function everything(client, conversation) {
  const found = [];
  for (let more = true; more; ) {
    const page = await client.history(conversation, { after_seq: found.at(-1)?.seq ?? 0, limit: 100 });
    found.push(...page.messages);
    more = page.has_more;
  }
  return found;
}
