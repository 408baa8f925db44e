import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { clientsOf, person, say } from "../lib/client.mjs";
import { rest } from "../lib/rest.mjs";
import { NO_RATE_LIMIT, startServer } from "../lib/server.mjs";

let server;
before(async () => (server = await startServer({ env: NO_RATE_LIMIT })));
after(() => server?.cleanUp());

describe("Users of the same id in two tenants", () => {
  test("share nothing: no conversation, no event, no history, no client_msg_id [A3]", async (t) => {
    const { red, blue, names } = await twoTenants(t);

    const inRed = await red.ann.ask("conversation:create", { type: "direct", member_ids: [names.bob] });
    const inBlue = await blue.ann.ask("conversation:create", { type: "direct", member_ids: [names.bob] });
    const sentRed = await red.ann.ask("message:send", { conversation_id: inRed.conversation_id, text: "red", client_msg_id: "one" });
    const sentBlue = await blue.ann.ask("message:send", { conversation_id: inBlue.conversation_id, text: "blue", client_msg_id: "one" });
    await Promise.all([red.bob.received("message:new"), blue.bob.received("message:new")]);

    assert.notEqual(inRed.conversation_id, inBlue.conversation_id);
    assert.deepEqual([inRed.created, inBlue.created], [true, true]);
    assert.deepEqual([sentRed.deduplicated, sentBlue.deduplicated], [false, false]);
    assert.deepEqual([red.bob.texts(), blue.bob.texts()], [["red"], ["blue"]]);
    const listed = await blue.bob.ask("conversation:list", {});
    assert.deepEqual(listed.conversations.map((one) => one.conversation_id), [inBlue.conversation_id]);
  });

  test("cannot reach each other's conversation by any door, not even as the member of the same name", async (t) => {
    const { red, blue, names } = await twoTenants(t);
    const { conversation_id } = await red.ann.ask("conversation:create", { type: "direct", member_ids: [names.bob] });
    await say(red.ann, conversation_id, "red");

    const asked = [
      ["conversation:get", { conversation_id }],
      ["message:history", { conversation_id }],
      ["message:send", { conversation_id, text: "blue" }],
      ["join_room", { chatRoomId: conversation_id }],
      ["get_history", { chatRoomId: conversation_id }],
      ["send_message", { chatRoomId: conversation_id, text: "blue" }],
      ["joinRoom", { conversationId: conversation_id }],
      ["sendMessage", { conversationId: conversation_id, text: "blue" }],
    ];
    for (const [event, payload] of asked) {
      assert.equal((await blue.bob.ask(event, payload)).code, "not_found", event);
    }
    const http = rest(server, server.token(names.bob, { tenant_id: "blue" }));
    for (const answer of [
      await http.get(`/v1/conversations/${conversation_id}`),
      await http.get(`/v1/conversations/${conversation_id}/messages`),
      await http.post(`/v1/conversations/${conversation_id}/messages`, { text: "blue" }),
      await http.get(`/api/chat/messages/${conversation_id}`),
    ]) {
      assert.deepEqual([answer.status, answer.body.code], [404, "not_found"]);
    }
    assert.deepEqual((await http.get("/v1/sync")).body.conversations, []);
    assert.deepEqual((await http.get("/api/chat/rooms")).body, []);
    assert.equal((await red.bob.ask("message:history", { conversation_id })).messages.length, 1);
    assert.deepEqual([blue.ann.texts(), blue.bob.texts()], [[], []]);
  });
});

async function twoTenants(t) {
  const clients = clientsOf(t, server);
  const names = { ann: person("ann"), bob: person("bob") };
  const signIn = async (tenant_id) => ({
    ann: await clients.signIn(names.ann, { claims: { tenant_id } }),
    bob: await clients.signIn(names.bob, { claims: { tenant_id } }),
  });
  return { red: await signIn("red"), blue: await signIn("blue"), names };
}
