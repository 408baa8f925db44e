// Stock clients that speak msgpack among others that speak JSON.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { OVER_MSGPACK, clientsOf, person } from "../lib/client.mjs";
import { startServer } from "../lib/server.mjs";

let server;
before(async () => (server = await startServer()));
after(() => server?.cleanUp());

for (const [name, options] of Object.entries(OVER_MSGPACK)) {
  describe(`A stock client over ${name}`, () => {
    test("and one that speaks JSON read each other's messages, live and after an absence", async (t) => {
      const clients = clientsOf(t, server);
      const bobId = person("bob");
      const ann = await clients.signIn(person("ann"), options);
      const bob = await clients.signIn(bobId);
      const { conversation_id: id } = await ann.ask("conversation:create", { type: "direct", member_ids: [bobId] });

      const sent = await ann.ask("message:send", { conversation_id: id, text: "👋 in msgpack", client_msg_id: "1" });
      await bob.ask("message:send", { conversation_id: id, text: "in JSON", client_msg_id: "2" });
      const [[first], [second]] = [await bob.received("message:new"), await ann.received("message:new", 2)];
      await ann.drop();
      await bob.ask("message:send", { conversation_id: id, text: "while she was away", client_msg_id: "3" });
      await ann.back();
      const [missed] = await ann.received("message:new", 3);

      assert.equal(sent.seq, 1);
      assert.equal(first.text, "👋 in msgpack");
      assert.equal(second.text, "in JSON");
      assert.equal(missed.text, "while she was away");
    });

    test("is told why it is refused", async (t) => {
      const stranger = clientsOf(t, server).open("no token", options);
      const [error] = await stranger.received("connect_error");
      assert.equal(error.data?.code, "unauthorized");
    });
  });
}
