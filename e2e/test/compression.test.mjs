// The stock client where permessage-deflate is switched on: text frames, and in msgpack binary ones.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { OVER_MSGPACK, TRANSPORTS, clientsOf, person } from "../lib/client.mjs";
import { startServer } from "../lib/server.mjs";

const LARGE = "a long and dull text, ".repeat(300);

let server;
before(async () => (server = await startServer({ env: { KLATCH_SOCKETIO_COMPRESSION_WEBSOCKET: "on" } })));
after(() => server?.cleanUp());

for (const [name, options] of [...Object.entries(TRANSPORTS), ...Object.entries(OVER_MSGPACK)]) {
  describe(`Over ${name}, with compression,`, () => {
    test("short and long messages arrive as they were sent, both ways and in history", async (t) => {
      const clients = clientsOf(t, server);
      const bobId = person("bob");
      const ann = await clients.signIn(person("ann"), options);
      const bob = await clients.signIn(bobId, options);
      const { conversation_id: id } = await ann.ask("conversation:create", { type: "direct", member_ids: [bobId] });

      for (const text of ["short", LARGE, "👋".repeat(600), "again short"]) {
        assert.equal((await ann.ask("message:send", { conversation_id: id, text })).ok, true);
      }
      await bob.received("message:new", 4);
      const history = await bob.ask("message:history", { conversation_id: id });

      assert.deepEqual(bob.texts(), ["short", LARGE, "👋".repeat(600), "again short"]);
      assert.deepEqual(history.messages.map((message) => message.text), bob.texts());
      if (ann.socket.io.engine.transport.name === "websocket") {
        assert.match(ann.socket.io.engine.transport.ws.extensions, /permessage-deflate/);
      }
    });
  });
}
