import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { numbered, twoPeople, wholeHistory } from "../lib/client.mjs";
import { rest } from "../lib/rest.mjs";
import { NO_RATE_LIMIT, startServer } from "../lib/server.mjs";

let server;
before(async () => (server = await startServer({ env: NO_RATE_LIMIT })));
after(() => server?.cleanUp());

describe("The same client_msg_id of one sender in one conversation", () => {
  test("is stored once when two sockets send it at the same moment, 50 times [M8]", async (t) => {
    const { ann, bob, clients, names, id } = await twoPeople(t, server);
    const second = await clients.signIn(names.ann);

    for (const client_msg_id of numbered("race-", 50)) {
      const payload = { conversation_id: id, text: client_msg_id, client_msg_id };
      const answers = await Promise.all([ann.ask("message:send", payload), second.ask("message:send", payload)]);
      assert.deepEqual(answers.map((answer) => answer.deduplicated).sort(), [false, true]);
      assert.equal(answers[0].message_id, answers[1].message_id);
      assert.equal(answers[0].seq, answers[1].seq);
    }
    await bob.received("message:new", 50);

    assert.deepEqual((await wholeHistory(bob, id)).map((message) => message.text), numbered("race-", 50));
    assert.deepEqual(bob.texts(), numbered("race-", 50));
    assert.equal(server.stderr.match(/SQLITE_CONSTRAINT/), null);
  });

  test("is stored once when a socket and REST send it at the same moment", async (t) => {
    const { ann, bob, names, id } = await twoPeople(t, server);
    const http = rest(server, server.token(names.ann));

    for (const client_msg_id of numbered("race-", 20)) {
      const [overSocket, overRest] = await Promise.all([
        ann.ask("message:send", { conversation_id: id, text: "x", client_msg_id }),
        http.post(`/v1/conversations/${id}/messages`, { text: "x", client_msg_id }),
      ]);
      assert.deepEqual({ ...overRest.body, deduplicated: !overRest.body.deduplicated }, overSocket);
      assert.equal(overRest.status, overRest.body.deduplicated ? 200 : 201);
    }

    assert.equal((await wholeHistory(bob, id)).length, 20);
  });

  test("returns the first answer though the text differs, and the first text stays", async (t) => {
    const { ann, bob, id } = await twoPeople(t, server);

    const first = await ann.ask("message:send", { conversation_id: id, text: "first", client_msg_id: "one" });
    const second = await ann.ask("message:send", { conversation_id: id, text: "second", client_msg_id: "one" });

    assert.deepEqual(second, { ...first, deduplicated: true });
    assert.deepEqual((await wholeHistory(bob, id)).map((message) => message.text), ["first"]);
  });

  test("is recognised under the other dialects' names", async (t) => {
    const { ann, bob, id } = await twoPeople(t, server);

    const first = await ann.ask("message:send", { conversation_id: id, text: "x", client_msg_id: "one" });
    const linsta = await ann.ask("send_message", { chatRoomId: id, text: "x", clientMsgId: "one" });
    const camel = await ann.ask("sendMessage", { conversationId: id, text: "x", clientMessageId: "one" });

    assert.deepEqual(linsta, { ...first, deduplicated: true });
    assert.deepEqual(camel, { ...first, deduplicated: true });
    assert.equal((await wholeHistory(bob, id)).length, 1);
  });

  test("is recognised after kill -9 and a new start [M12, M15]", async (t) => {
    const { ann, bob, id } = await twoPeople(t, server);
    const payload = { conversation_id: id, text: "x", client_msg_id: "one" };
    const first = await ann.ask("message:send", payload);

    await server.kill9();
    await server.start();
    await ann.received("connect", 2);
    const second = await ann.ask("message:send", payload);

    assert.deepEqual(second, { ...first, deduplicated: true });
    assert.equal((await wholeHistory(bob, id)).length, 1);
  });

  test("is repeated by the client library itself until the message is confirmed [M12]", async (t) => {
    const { bob, clients, names, id } = await twoPeople(t, server);
    const ann = await clients.signIn(names.ann, { ackTimeout: 5000, retries: 3 });

    const answer = ann.socket.emitWithAck("message:send", { conversation_id: id, text: "x", client_msg_id: "one" });
    await server.kill9();
    await server.start();

    assert.equal((await answer).seq, 1);
    assert.equal((await wholeHistory(bob, id)).length, 1);
  });

  test("of another sender or in another conversation is another message", async (t) => {
    const { ann, bob, names, id } = await twoPeople(t, server);
    const other = await ann.ask("conversation:create", { type: "group", member_ids: [names.bob] });

    const answers = [
      await ann.ask("message:send", { conversation_id: id, text: "x", client_msg_id: "one" }),
      await bob.ask("message:send", { conversation_id: id, text: "x", client_msg_id: "one" }),
      await ann.ask("message:send", { conversation_id: other.conversation_id, text: "x", client_msg_id: "one" }),
    ];

    assert.deepEqual(answers.map((answer) => [answer.seq, answer.deduplicated]), [[1, false], [2, false], [1, false]]);
  });
});

describe("A direct conversation", () => {
  test("is one per pair though both create it at the same moment", async (t) => {
    const { ann, clients, names } = await twoPeople(t, server);
    const carl = `carl-of-${names.ann}`;
    const carls = await clients.signIn(carl);

    const answers = await Promise.all([
      ann.ask("conversation:create", { type: "direct", member_ids: [carl] }),
      carls.ask("conversation:create", { type: "direct", member_ids: [names.ann] }),
      ann.ask("conversation:create", { type: "direct", member_ids: [carl] }),
    ]);

    assert.equal(new Set(answers.map((answer) => answer.conversation_id)).size, 1);
    assert.equal(answers.filter((answer) => answer.created).length, 1);
  });
});
