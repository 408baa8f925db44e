import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { clientsOf, nextMillisecond, numbered, person, say, twoPeople } from "../lib/client.mjs";
import { rest } from "../lib/rest.mjs";
import { NO_RATE_LIMIT, startServer } from "../lib/server.mjs";
import { inSeconds, sign, unsigned } from "../lib/token.mjs";

let server;
before(async () => (server = await startServer({ env: NO_RATE_LIMIT })));
after(() => server?.cleanUp());

describe("REST", () => {
  test("does all that the events do, and live clients are told", async (t) => {
    const names = { ann: person("ann"), bob: person("bob") };
    const ann = rest(server, server.token(names.ann));
    const clients = clientsOf(t, server);
    const bob = await clients.signIn(names.bob);

    const created = await ann.post("/v1/conversations", { type: "direct", member_ids: [names.bob] });
    const id = created.body.conversation_id;
    const existed = await ann.post("/v1/conversations", { type: "direct", member_ids: [names.bob] });
    const sent = await ann.post(`/v1/conversations/${id}/messages`, { text: "hello", client_msg_id: "one" });
    const repeated = await ann.post(`/v1/conversations/${id}/messages`, { text: "hello", client_msg_id: "one" });
    const [told] = await bob.received("conversation:new");
    const [live] = await bob.received("message:new");

    assert.deepEqual([created.status, created.body.created, existed.status, existed.body.created], [201, true, 200, false]);
    assert.equal(existed.body.conversation_id, id);
    assert.equal(told.conversation_id, id);
    assert.deepEqual([sent.status, sent.body.ok, sent.body.seq, sent.body.deduplicated], [201, true, 1, false]);
    assert.equal(repeated.status, 200);
    assert.deepEqual({ ...repeated.body, deduplicated: false }, sent.body);
    assert.deepEqual((await ann.get(`/v1/conversations/${id}/messages`)).body, { ok: true, messages: [live], has_more: false, first_seq: 1 });
    const answers = { conversation: await ann.get(`/v1/conversations/${id}`), list: await ann.get("/v1/conversations"), sync: await ann.get("/v1/sync") };
    const annLive = await clients.signIn(names.ann); // an answer has the asker's own view, so she is compared with herself
    assert.deepEqual(answers.conversation.body, await annLive.ask("conversation:get", { conversation_id: id }));
    assert.deepEqual(answers.list.body, await annLive.ask("conversation:list", {}));
    assert.deepEqual(answers.sync.body, await annLive.ask("sync:get", {}));
    assert.equal(bob.all("message:new").length, 1);
  });

  test("pages messages in both directions", async (t) => {
    const { ann, id, names } = await twoPeople(t, server);
    await say(ann, id, ...numbered("m", 12));
    const bob = rest(server, server.token(names.bob));
    const page = async (query) => {
      const { body } = await bob.get(`/v1/conversations/${id}/messages?${query}`);
      return [body.messages.map((message) => message.seq), body.has_more];
    };

    assert.deepEqual(await page("limit=3"), [[10, 11, 12], true]);
    assert.deepEqual(await page("before_seq=10&limit=3"), [[7, 8, 9], true]);
    assert.deepEqual(await page("after_seq=9&limit=3"), [[10, 11, 12], false]);
    assert.deepEqual(await page("after_seq=0&limit=3"), [[1, 2, 3], true]);
  });

  test("pages conversations by cursor", async () => {
    const names = { ann: person("ann"), bob: person("bob") };
    const ann = rest(server, server.token(names.ann));
    for (const title of numbered("group ", 5)) {
      assert.equal((await ann.post("/v1/conversations", { type: "group", member_ids: [names.bob], title })).status, 201);
      await nextMillisecond();
    }

    const first = (await ann.get("/v1/conversations?limit=3")).body;
    const second = (await ann.get(`/v1/conversations?limit=3&cursor=${encodeURIComponent(first.cursor)}`)).body;

    assert.deepEqual([...first.conversations, ...second.conversations].map((one) => one.title), ["group 5", "group 4", "group 3", "group 2", "group 1"]);
    assert.deepEqual([first.has_more, second.has_more], [true, false]);
  });

  const routes = [
    ["POST", "/v1/conversations", { type: "direct", member_ids: ["bob"] }],
    ["GET", "/v1/conversations"],
    ["GET", "/v1/conversations/x"],
    ["POST", "/v1/conversations/x/messages", { text: "x" }],
    ["GET", "/v1/conversations/x/messages"],
    ["GET", "/v1/sync"],
  ];
  for (const [method, path, body] of routes) {
    test(`${method} ${path} answers 401 to a bad token and says why`, async () => {
      const cases = [
        [undefined, "unauthorized"],
        ["garbage", "unauthorized"],
        [unsigned({ sub: "ann" }), "unauthorized"],
        [sign({ sub: "ann" }, "another secret of more than 32 bytes length"), "unauthorized"],
        [server.token("ann", { exp: inSeconds(-60) }), "token_expired"],
      ];
      for (const [token, code] of cases) {
        const answer = await rest(server, token).call(method, path, body);
        assert.deepEqual([answer.status, answer.body.ok, answer.body.code], [401, false, code]);
        assert.ok(answer.body.message.length > 0);
      }
    });
  }

  test("says 400 with the code of the event for what is malformed [A10, M9]", async (t) => {
    const { id, names } = await twoPeople(t, server);
    const ann = rest(server, server.token(names.ann));
    const cases = [
      ["POST", "/v1/conversations", {}, "bad_request"],
      ["POST", "/v1/conversations", "{", "bad_request"],
      ["POST", "/v1/conversations", "", "bad_request"],
      ["POST", "/v1/conversations", [], "bad_request"],
      ["POST", "/v1/conversations", "null", "bad_request"],
      ["POST", "/v1/conversations", "[".repeat(5_000), "bad_request"],
      ["POST", "/v1/conversations", { type: "direct", member_ids: "x" }, "bad_request"],
      ["POST", `/v1/conversations/${id}/messages`, { text: "" }, "text_empty"],
      ["POST", `/v1/conversations/${id}/messages`, { text: "x".repeat(8_001) }, "text_too_long"],
      ["POST", `/v1/conversations/${id}/messages`, { text: 5 }, "bad_request"],
      ["GET", `/v1/conversations/${id}/messages?limit=x`, undefined, "bad_request"],
      ["GET", `/v1/conversations/${id}/messages?before_seq=3&after_seq=1`, undefined, "bad_request"],
      ["GET", "/v1/conversations?cursor=forged", undefined, "bad_request"],
      ["GET", "/v1/sync?cursor=two%0Alines", undefined, "bad_request"],
    ];
    for (const [method, path, body, code] of cases) {
      const answer = await ann.call(method, path, body);
      assert.deepEqual([answer.status, answer.body.ok, answer.body.code], [400, false, code], `${method} ${path} ${JSON.stringify(body)?.slice(0, 60)}`);
    }
    assert.deepEqual((await ann.get(`/v1/conversations/${id}/messages`)).body.messages, []);
  });

  test("says 413 for a body over the limit, 404 for an unknown route, 405 or 404 for a wrong method", async () => {
    const ann = rest(server, server.token(person("ann")));

    assert.equal((await ann.post("/v1/conversations", { type: "group", member_ids: ["x"], title: "x".repeat(1_100_000) })).status, 413);
    assert.equal((await ann.get("/v1/nowhere")).status, 404);
    assert.ok([404, 405].includes((await ann.call("DELETE", "/v1/conversations")).status));
  });
});

describe("The development token", () => {
  test("is given to whoever asks while the secret is the data folder's own", async (t) => {
    const user = person("ann");
    const answer = await rest(server).post("/v1/dev/token", { user, name: "Ann" });

    assert.equal(answer.status, 200);
    assert.deepEqual(Object.keys(answer.body).sort(), ["expires_at", "token", "user"]);
    const client = clientsOf(t, server).open(answer.body.token);
    assert.equal((await client.ready()).user_id, user);
  });

  test("is refused without a usable user", async () => {
    for (const body of [{}, { user: "" }, { user: 5 }, { user: "x".repeat(129) }]) {
      assert.equal((await rest(server).post("/v1/dev/token", body)).status, 400, JSON.stringify(body));
    }
  });

  test("does not exist where a real secret is configured", async (t) => {
    const secret = "an application's own secret, long enough to be one";
    const real = await startServer({ env: { KLATCH_AUTH_SECRET: secret } });
    t.after(() => real.cleanUp());

    assert.equal((await rest(real).post("/v1/dev/token", { user: "ann" })).status, 404);
    assert.equal((await rest(real, sign({ sub: "ann" }, secret)).get("/v1/sync")).status, 200);
  });
});
