import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { clientsOf, numbered, person, say, twoPeople, wholeHistory } from "../lib/client.mjs";
import { startServer } from "../lib/server.mjs";
import { inSeconds, sign, unsigned } from "../lib/token.mjs";

let server;
before(async () => (server = await startServer()));
after(() => server?.cleanUp());

describe("A connection is refused as unauthorized", () => {
  const secret = () => server.secret();
  const bad = {
    "without a token": () => undefined,
    "with an empty token": () => "",
    "with a number as token": () => 7,
    "with an object as token": () => ({ $ne: null }),
    "with garbage": () => "garbage",
    "with three parts of garbage": () => "a.b.c",
    "with a token of 100 KB": () => "x".repeat(100_000),
    "with `alg: none`": () => unsigned({ sub: "ann" }),
    "with `alg: none` over a good signature": () => sign({ sub: "ann" }, secret(), { alg: "none" }),
    "with an algorithm of other keys": () => sign({ sub: "ann" }, secret(), { alg: "RS256", typ: "JWT" }),
    "with a signature by another secret": () => sign({ sub: "ann" }, "another secret of more than 32 bytes length"),
    "with a signature by an empty secret": () => sign({ sub: "ann" }, ""),
    "with a payload changed after signing": () => tampered(sign({ sub: "ann" }, secret())),
    "with a wrong signature and expired": () => sign({ sub: "ann", exp: inSeconds(-60) }, "another secret of more than 32 bytes length"),
    "without `exp`": () => sign({ sub: "ann", exp: undefined }, secret()),
    "without `sub`": () => sign({}, secret()),
    "with an empty `sub`": () => sign({ sub: "" }, secret()),
    "with a `sub` of 129 bytes": () => sign({ sub: "x".repeat(129) }, secret()),
  };
  for (const [how, token] of Object.entries(bad)) {
    test(how, async (t) => {
      const client = clientsOf(t, server).open(token());

      const [error] = await client.received("connect_error");

      assert.equal(error.data?.code, "unauthorized");
      assert.ok(error.message.length > 0);
      assert.equal(client.socket.connected, false);
    });
  }

  test("even if a user's id stands in the query [T3]", async (t) => {
    const client = clientsOf(t, server).open(undefined, { query: { user: "ann", userId: "ann", token: server.token("ann") } });

    const [error] = await client.received("connect_error");

    assert.equal(error.data.code, "unauthorized");
  });
});

describe("An expired token", () => {
  test("is refused by its own code, and the same socket connects with a fresh one", async (t) => {
    const user = person("ann");
    const client = clientsOf(t, server).open(server.token(user, { exp: inSeconds(-60) }));

    const [error] = await client.received("connect_error");
    client.socket.auth = { token: server.token(user) };
    client.socket.connect();
    const session = await client.ready();

    assert.equal(error.data.code, "token_expired");
    assert.equal(session.user_id, user);
  });
});

describe("A refused send stores nothing, says why, and leaves the connection open:", () => {
  const cases = {
    "an empty text": [{ text: "" }, "text_empty"],
    "a text of blanks": [{ text: " \t\r\n\u00a0\u3000" }, "text_empty"],
    "a text of invisible characters": [{ text: "\u200b\u200d\u2060\ufeff" }, "text_empty"],
    "a text of 8,001 bytes": [{ text: "x".repeat(8_001) }, "text_too_long"],
    "a text of 2,001 characters of 4 bytes": [{ text: "😀".repeat(2_001) }, "text_too_long"],
    "no text": [{}, "bad_request", /text/],
    "a number as text": [{ text: 5 }, "bad_request", /text/],
    "null as text": [{ text: null }, "bad_request", /text/],
    "an object as text": [{ text: { $gt: "" } }, "bad_request", /text/],
    "half a surrogate pair": [{ text: "half \ud83d" }, "bad_request", /text/],
    "a NUL": [{ text: "nothing \0" }, "bad_request", /text/],
    "binary as text": [{ text: Buffer.from("hello") }, "bad_request", /text/],
    "no conversation": [{ conversation_id: undefined, text: "x" }, "bad_request", /conversation_id/],
    "a number as conversation": [{ conversation_id: 5, text: "x" }, "bad_request", /conversation_id/],
    "null as conversation": [{ conversation_id: null, text: "x" }, "bad_request", /conversation_id/],
    "an empty client_msg_id": [{ text: "x", client_msg_id: "" }, "bad_request", /client_msg_id/],
    "a client_msg_id of 65 characters": [{ text: "x", client_msg_id: "x".repeat(65) }, "bad_request", /client_msg_id/],
    "a number as client_msg_id": [{ text: "x", client_msg_id: 5 }, "bad_request", /client_msg_id/],
    "an unknown conversation": [{ conversation_id: "nowhere", text: "x" }, "not_found"],
  };
  for (const [what, [change, code, names]] of Object.entries(cases)) {
    test(what, async (t) => {
      const { ann, bob, id } = await twoPeople(t, server);

      const refusal = await ann.ask("message:send", { conversation_id: id, ...change });

      assertRefusal(refusal, code, names);
      await assertOnlyStored("still here", ann, bob, id);
    });
  }

  const payloads = { "no payload": [], null: [null], "a string": ["x"], "a number": [5], "a list": [[]], true: [true], binary: [Buffer.from("x")] };
  for (const [what, args] of Object.entries(payloads)) {
    test(`${what} instead of an object`, async (t) => {
      const { ann, bob, id } = await twoPeople(t, server);

      const refusal = await ann.ask("message:send", ...args);

      assertRefusal(refusal, "bad_request");
      await assertOnlyStored("still here", ann, bob, id);
    });
  }

  test("without an acknowledgement callback", async (t) => {
    const { ann, bob, id } = await twoPeople(t, server);

    ann.socket.emit("message:send", { conversation_id: id, text: "" });
    ann.socket.emit("message:send");
    ann.socket.emit("no:such:event", 1, 2, 3);

    await assertOnlyStored("still here", ann, bob, id);
  });

  test("the message of text_too_long says both numbers", async (t) => {
    const { ann, id } = await twoPeople(t, server);

    const refusal = await ann.ask("message:send", { conversation_id: id, text: "x".repeat(8_001) });

    assert.match(refusal.message.replaceAll(/[,. _](?=\d{3})/g, ""), /8001.*8000|8000.*8001/);
  });
});

describe("A malformed request is refused with the field's name:", () => {
  const many = numbered("member", 1_001);
  const cases = [
    ["conversation:create", {}, "bad_request", /type/],
    ["conversation:create", { type: "circle", member_ids: ["x"] }, "bad_request", /type/],
    ["conversation:create", { type: "direct" }, "bad_request", /member_ids/],
    ["conversation:create", { type: "direct", member_ids: "x" }, "bad_request", /member_ids/],
    ["conversation:create", { type: "direct", member_ids: [] }, "bad_request", /member_ids/],
    ["conversation:create", { type: "direct", member_ids: ["x", "y"] }, "bad_request", /member_ids/],
    ["conversation:create", { type: "direct", member_ids: [5] }, "bad_request", /member_ids/],
    ["conversation:create", { type: "direct", member_ids: [null] }, "bad_request", /member_ids/],
    ["conversation:create", { type: "direct", member_ids: [""] }, "bad_request", /member_ids/],
    ["conversation:create", { type: "direct", member_ids: ["x".repeat(129)] }, "bad_request", /member_ids/],
    ["conversation:create", { type: "group", member_ids: ["x"], title: 5 }, "bad_request", /title/],
    ["conversation:create", { type: "group", member_ids: ["x"], title: "x".repeat(201) }, "bad_request", /title/],
    ["conversation:create", { type: "group", member_ids: many }, "too_many_members"],
    ["conversation:get", {}, "bad_request", /conversation_id/],
    ["conversation:get", { conversation_id: ["x"] }, "bad_request", /conversation_id/],
    ["conversation:list", { limit: "x" }, "bad_request", /limit/],
    ["conversation:list", { limit: 0 }, "bad_request", /limit/],
    ["conversation:list", { limit: 1.5 }, "bad_request", /limit/],
    ["conversation:list", { cursor: 5 }, "bad_request", /cursor/],
    ["conversation:list", { cursor: "forged" }, "bad_request", /cursor/],
    ["message:history", {}, "bad_request", /conversation_id/],
    ["message:history", { conversation_id: "x", limit: 101 }, "bad_request", /limit/],
    ["message:history", { conversation_id: "x", limit: -1 }, "bad_request", /limit/],
    ["message:history", { conversation_id: "x", before_seq: "x" }, "bad_request", /before_seq/],
    ["message:history", { conversation_id: "x", after_seq: -1 }, "bad_request", /after_seq/],
    ["message:history", { conversation_id: "x", after_seq: 1e300 }, "bad_request", /after_seq/],
    ["message:history", { conversation_id: "x", before_seq: 5, after_seq: 2 }, "bad_request", /before_seq|after_seq/],
    ["sync:get", { cursor: 5 }, "bad_request", /cursor/],
    ["message:sned", {}, "unknown_event"],
    ["", {}, "unknown_event"],
    ["__proto__", {}, "unknown_event"],
  ];
  for (const [event, payload, code, names] of cases) {
    test(`${event || "an event without a name"} ${JSON.stringify(payload).slice(0, 70)}`, async (t) => {
      const client = await clientsOf(t, server).signIn(person("ann"));

      const refusal = await client.ask(event, payload);

      assertRefusal(refusal, code, names);
      assert.deepEqual((await client.ask("conversation:list", {})).conversations, []);
      assert.deepEqual(client.all("disconnect"), []);
    });
  }
});

describe("Who is not a member", () => {
  test("gets the very answer of a conversation that does not exist, over sockets [A11]", async (t) => {
    const { ann, bob, clients, id } = await twoPeople(t, server);
    await say(ann, id, "secret");
    const eve = await clients.signIn(person("eve"));
    const requests = {
      "message:send": (conversation_id) => ({ conversation_id, text: "let me in" }),
      "message:history": (conversation_id) => ({ conversation_id }),
      "conversation:get": (conversation_id) => ({ conversation_id }),
    };

    for (const [event, payload] of Object.entries(requests)) {
      const notMine = await eve.ask(event, payload(id));
      const nowhere = await eve.ask(event, payload(otherThan(id)));
      assertRefusal(notMine, "not_found");
      assert.deepEqual(replaced(notMine, id), replaced(nowhere, otherThan(id)), event);
    }
    await assertOnlyStored("secret", undefined, bob, id);
    assert.deepEqual(eve.all("message:new"), []);
  });

  test("gets the very answer of a conversation that does not exist, over REST", async (t) => {
    const { id } = await twoPeople(t, server);
    const authorization = `Bearer ${server.token(person("eve"))}`;
    const requests = [
      ["GET", (conversation) => `/v1/conversations/${conversation}`],
      ["GET", (conversation) => `/v1/conversations/${conversation}/messages`],
      ["POST", (conversation) => `/v1/conversations/${conversation}/messages`, JSON.stringify({ text: "let me in" })],
      ["GET", (conversation) => `/api/chat/messages/${conversation}`],
    ];

    for (const [method, path, body] of requests) {
      const ask = async (conversation) => {
        const response = await fetch(server.url + path(conversation), {
          method,
          body,
          headers: { authorization, "content-type": "application/json" },
        });
        const headers = [...response.headers].filter(([name]) => !["date", "x-request-id"].includes(name));
        return { status: response.status, headers, body: replaced(await response.json(), conversation) };
      };
      const notMine = await ask(id);
      assert.equal(notMine.status, 404);
      assert.equal(notMine.body.code, "not_found");
      assert.deepEqual(notMine, await ask(otherThan(id)), `${method} ${path(id)}`);
    }
  });
});

describe("Who sends too fast", () => {
  test("is told when to go on, nothing is stored, and then may go on [A9]", async (t) => {
    const { ann, bob, id } = await twoPeople(t, server);

    const answers = await Promise.all(
      numbered("m", 45).map((text) => ann.ask("message:send", { conversation_id: id, text })),
    );
    const refused = answers.filter((answer) => !answer.ok);
    await new Promise((later) => setTimeout(later, refused.at(-1)?.retry_after_ms));
    await say(ann, id, "patient");

    assert.ok(refused.length >= 1 && refused.length <= 15, `${refused.length} of 45 were refused`);
    for (const refusal of refused) {
      assertRefusal(refusal, "rate_limited");
      assert.ok(Number.isInteger(refusal.retry_after_ms) && refusal.retry_after_ms > 0 && refusal.retry_after_ms <= 5_000);
    }
    const stored = (await wholeHistory(bob, id)).map((message) => message.text);
    const acknowledged = numbered("m", 45).filter((_, index) => answers[index].ok);
    assert.deepEqual(stored, [...acknowledged, "patient"]);
    assert.deepEqual(ann.all("disconnect"), []);
  });

  test("slows down nobody else, and cannot go round the limit by a second socket or by REST", async (t) => {
    const { ann, bob, clients, names, id } = await twoPeople(t, server);
    const second = await clients.signIn(names.ann);

    await Promise.all(numbered("m", 45).map((text) => ann.ask("message:send", { conversation_id: id, text })));
    const overSecond = await Promise.all(numbered("s", 5).map((text) => second.ask("message:send", { conversation_id: id, text })));
    const overRest = await Promise.all(
      numbered("r", 5).map((text) =>
        fetch(`${server.url}/v1/conversations/${id}/messages`, {
          method: "POST",
          headers: { authorization: `Bearer ${server.token(names.ann)}`, "content-type": "application/json" },
          body: JSON.stringify({ text }),
        }),
      ),
    );
    const limited = overRest.filter((response) => response.status === 429);

    assert.ok(overSecond.some((answer) => answer.code === "rate_limited"));
    assert.ok(limited.length > 0);
    assert.ok(Number(limited[0].headers.get("retry-after")) >= 1);
    assert.equal((await limited[0].json()).code, "rate_limited");
    assert.equal((await bob.ask("message:send", { conversation_id: id, text: "free" })).ok, true);
  });
});

describe("A payload that breaks the transport's limit", () => {
  test("closes the connection, not the server", async (t) => {
    const { ann, bob, id } = await twoPeople(t, server);

    ann.socket.emit("message:send", { conversation_id: id, text: "x".repeat(1_100_000) });
    await ann.received("disconnect");
    await ann.ready();

    await assertOnlyStored("still here", ann, bob, id);
  });
});

function assertRefusal(answer, code, message = /\S/) {
  assert.equal(answer.ok, false);
  assert.equal(answer.code, code, answer.message);
  assert.match(answer.message, message);
}

/** History holds this one message: sent now by `sender`, or before when there is none. */
async function assertOnlyStored(text, sender, reader, conversationId) {
  if (sender) {
    assert.deepEqual(sender.all("disconnect").filter(({ args }) => args[0] === "io server disconnect"), []);
    await say(sender, conversationId, text);
  }
  const stored = await wholeHistory(reader, conversationId);
  assert.deepEqual(stored.map((message) => [message.seq, message.text]), [[1, text]]);
}

function otherThan(id) {
  const last = id.at(-1);
  return id.slice(0, -1) + (last === "0" ? "1" : "0");
}

function replaced(answer, id) {
  return JSON.parse(JSON.stringify(answer).replaceAll(id, "ID"));
}

function tampered(token) {
  const [header, payload, signature] = token.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
  return [header, Buffer.from(JSON.stringify({ ...claims, sub: "root" })).toString("base64url"), signature].join(".");
}
