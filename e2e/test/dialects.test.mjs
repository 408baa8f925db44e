import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { clientsOf, numbered, person, say, twoPeople } from "../lib/client.mjs";
import { rest } from "../lib/rest.mjs";
import { NO_RATE_LIMIT, startServer } from "../lib/server.mjs";

let server;
before(async () => (server = await startServer({ env: NO_RATE_LIMIT })));
after(() => server?.cleanUp());

describe("An application of the Linsta dialect", () => {
  test("gets one room per pair, whoever asks [M2]", async (t) => {
    const { ann, bob, names } = await linsta(t);

    const first = await ann.rest.post("/api/chat/rooms", { otherUserId: names.bob });
    const again = await ann.rest.post("/api/chat/rooms", { otherUserId: names.bob });
    const fromBob = await bob.rest.post("/api/chat/rooms", { otherUserId: names.ann });

    assert.deepEqual([first.status, again.status, fromBob.status], [201, 200, 200]);
    assert.deepEqual(Object.keys(first.body).sort(), ["_id", "createdAt", "participants", "updatedAt"]);
    assert.deepEqual([...first.body.participants].sort(), [names.ann, names.bob].sort());
    assert.equal(again.body._id, first.body._id);
    assert.equal(fromBob.body._id, first.body._id);
  });

  test("talks with join_room, send_message and receive_message alone [M4]", async (t) => {
    const { ann, bob, names, room } = await linstaRoom(t);

    ann.socket.emit("send_message", { chatRoomId: room, text: "hello", clientMsgId: "one" });
    const [received] = await bob.received("receive_message");
    const [echoed] = await ann.received("receive_message");

    assert.deepEqual(Object.keys(received).sort(), LINSTA_KEYS);
    const { _id, createdAt, ...rest } = received;
    assert.deepEqual(rest, { chatRoomId: room, senderId: names.ann, text: "hello", seq: 1, clientMsgId: "one" });
    assert.match(createdAt, /^\d{4}-.*Z$/);
    assert.ok(_id.length > 0);
    assert.deepEqual(echoed, received);
    assert.deepEqual(bob.all("message:new"), []);
  });

  test("pages history with limit and skip, counted from the newest, in rising order [M4]", async (t) => {
    const { ann, bob, room } = await linstaRoom(t);
    for (const text of numbered("m", 60)) {
      ann.socket.emit("send_message", { chatRoomId: room, text });
    }
    await bob.received("receive_message", 60);
    const page = async (payload, nth) => {
      bob.socket.emit("get_history", { chatRoomId: room, ...payload });
      return (await bob.received("message_history", nth))[0];
    };

    const newest = await page({}, 1);
    const older = await page({ limit: 20, skip: 50 }, 2);

    assert.deepEqual(Object.keys(newest).sort(), ["chatRoomId", "hasMore", "limit", "messages", "skip"]);
    assert.deepEqual([newest.chatRoomId, newest.limit, newest.skip, newest.hasMore], [room, 50, 0, true]);
    assert.deepEqual(newest.messages.map((message) => message.text), numbered("m", 50, 11));
    assert.deepEqual(Object.keys(newest.messages[0]).sort(), LINSTA_KEYS);
    assert.deepEqual([older.limit, older.skip, older.hasMore], [20, 50, false]);
    assert.deepEqual(older.messages.map((message) => message.text), numbered("m", 10));
  });

  test("reads the same through /api/chat [M3]", async (t) => {
    const { ann, bob, room, names } = await linstaRoom(t);
    for (const text of numbered("m", 5)) {
      ann.socket.emit("send_message", { chatRoomId: room, text });
    }
    await bob.received("receive_message", 5);

    const rooms = await bob.rest.get("/api/chat/rooms");
    const all = await bob.rest.get(`/api/chat/messages/${room}`);
    const some = await bob.rest.get(`/api/chat/messages/${room}?limit=2&skip=1`);

    assert.equal(rooms.status, 200);
    assert.deepEqual(rooms.body.map((one) => one._id), [room]);
    assert.deepEqual([...rooms.body[0].participants].sort(), [names.ann, names.bob].sort());
    assert.equal(rooms.body[0].lastMessage.text, "m5");
    assert.deepEqual(all.body, bob.all("receive_message").map(({ args }) => args[0]));
    assert.deepEqual(some.body.map((message) => message.text), ["m3", "m4"]);
  });

  test("is refused by the event `error` where there is no callback, by the canonical answer where there is one", async (t) => {
    const { ann, room } = await linstaRoom(t);
    const eve = clientsOf(t, server).open(server.token(person("eve")));
    await eve.ready();
    const requests = [
      ["join_room", { chatRoomId: room }, "not_found"],
      ["send_message", { chatRoomId: room, text: "let me in" }, "not_found"],
      ["get_history", { chatRoomId: room }, "not_found"],
      ["send_message", { chatRoomId: room }, "bad_request"],
      ["join_room", {}, "bad_request"],
      ["get_history", null, "bad_request"],
    ];

    for (const [index, [event, payload, code]] of requests.entries()) {
      eve.socket.emit(event, payload);
      const [error] = await eve.received("error", index + 1);
      assert.equal(error.code, code, event);
      assert.ok(error.message.length > 0);
      const answer = await eve.ask(event, payload);
      assert.deepEqual([answer.ok, answer.code], [false, code], event);
    }
    ann.socket.emit("send_message", { chatRoomId: room, text: "   " });
    assert.equal((await ann.received("error"))[0].code, "text_empty");
    assert.equal(eve.all("error").length, requests.length);
    assert.deepEqual(eve.all("receive_message"), []);
  });

  test("gets 401, 404 and 400 from /api/chat as from everywhere", async (t) => {
    const { ann, room, names } = await linstaRoom(t);
    const nobody = rest(server, undefined);
    const eve = rest(server, server.token(person("eve")));

    for (const answer of [
      await nobody.post("/api/chat/rooms", { otherUserId: names.bob }),
      await nobody.get("/api/chat/rooms"),
      await nobody.get(`/api/chat/messages/${room}`),
    ]) {
      assert.deepEqual([answer.status, answer.body.ok, answer.body.code], [401, false, "unauthorized"]);
    }
    assert.equal((await eve.get(`/api/chat/messages/${room}`)).status, 404);
    assert.equal((await ann.rest.post("/api/chat/rooms", {})).status, 400);
    assert.equal((await ann.rest.post("/api/chat/rooms", { otherUserId: names.ann })).status, 400);
    assert.equal((await ann.rest.get(`/api/chat/messages/${room}?limit=x`)).status, 400);
    assert.equal((await ann.rest.get(`/api/chat/messages/${room}?skip=10001`)).status, 400);
  });

  test("is spoken to in its dialect from the start when its auth says so", async (t) => {
    const { ann, id, names, clients } = await twoPeople(t, server);
    const bob = await clients.signIn(names.bob, { auth: { profile: "linsta" } });

    await say(ann, id, "hello");

    assert.equal((await bob.received("receive_message"))[0].text, "hello");
  });
});

describe("An application of the camel-case dialect", () => {
  test("joins by the bare id or an object, sends and receives [M5]", async (t) => {
    const { ann, bob, names, id } = await twoPeople(t, server);
    ann.socket.emit("joinRoom", id);
    bob.socket.emit("joinRoom", { conversationId: id });

    ann.socket.emit("sendMessage", { conversationId: id, text: "hello", clientMessageId: "one" });
    const [echoed] = await ann.received("newMessage");
    assert.equal((await bob.ask("joinRoom", id)).ok, true);
    const second = await ann.ask("sendMessage", { conversationId: id, text: "again" });
    const [received] = await bob.until("newMessage again", () => bob.all("newMessage").find(({ args }) => args[0].text === "again")?.args);

    assert.deepEqual(Object.keys(echoed).sort(), CAMEL_KEYS);
    const { messageId, createdAt, ...rest } = echoed;
    assert.deepEqual(rest, { conversationId: id, senderId: names.ann, text: "hello", seq: 1, clientMessageId: "one" });
    assert.deepEqual([second.ok, second.seq, second.deduplicated], [true, 2, false]);
    assert.deepEqual([received.seq, received.messageId, received.clientMessageId], [2, second.message_id, null]);
  });

  test("is refused by `room:error` for joinRoom and by `error` for sendMessage [M5]", async (t) => {
    const { id } = await twoPeople(t, server);
    const eve = await clientsOf(t, server).signIn(person("eve"));

    eve.socket.emit("joinRoom", id);
    const [roomError] = await eve.received("room:error");
    eve.socket.emit("sendMessage", { conversationId: id, text: "let me in" });
    const [error] = await eve.received("error");

    assert.equal(roomError.code, "not_found");
    assert.equal(error.code, "not_found");
    assert.equal((await eve.ask("joinRoom", id)).code, "not_found");
    assert.equal((await eve.ask("joinRoom", 5)).code, "bad_request");
  });
});

describe("Three dialects in one conversation", () => {
  test("carry the same messages under the same numbers", async (t) => {
    const { ann, bob, clients, names, id } = await twoPeople(t, server);
    const linstaBob = await clients.signIn(names.bob);
    const camelBob = await clients.signIn(names.bob);
    assert.equal((await linstaBob.ask("join_room", { chatRoomId: id })).ok, true);
    assert.equal((await camelBob.ask("joinRoom", id)).ok, true);

    await say(ann, id, "canonical");
    await linstaBob.ask("send_message", { chatRoomId: id, text: "linsta" });
    await camelBob.ask("sendMessage", { conversationId: id, text: "camel" });

    const seen = async (client, name) => {
      await client.received(name, 3);
      return client.all(name).map(({ args }) => [args[0].seq, args[0].text]);
    };
    const expected = [[1, "canonical"], [2, "linsta"], [3, "camel"]];
    assert.deepEqual(await seen(bob, "message:new"), expected);
    assert.deepEqual(await seen(linstaBob, "receive_message"), expected);
    assert.deepEqual(await seen(camelBob, "newMessage"), expected);
  });

  test("change for a socket with its last join", async (t) => {
    const { ann, bob, id } = await twoPeople(t, server);

    await bob.ask("join_room", { chatRoomId: id });
    await bob.ask("joinRoom", id);
    await say(ann, id, "hello");
    await bob.received("newMessage");

    assert.deepEqual(bob.all("receive_message"), []);
    assert.deepEqual(bob.all("message:new"), []);
  });
});

const LINSTA_KEYS = ["_id", "chatRoomId", "clientMsgId", "createdAt", "senderId", "seq", "text"];
const CAMEL_KEYS = ["clientMessageId", "conversationId", "createdAt", "messageId", "senderId", "seq", "text"];

async function linsta(t) {
  const clients = clientsOf(t, server);
  const names = { ann: person("ann"), bob: person("bob") };
  const [ann, bob] = await Promise.all([clients.signIn(names.ann), clients.signIn(names.bob)]);
  ann.rest = rest(server, server.token(names.ann));
  bob.rest = rest(server, server.token(names.bob));
  return { clients, ann, bob, names };
}

/** Both have joined by the event alone, as that application does: nothing tells it when the join is done but the order of events. */
async function linstaRoom(t) {
  const people = await linsta(t);
  const room = (await people.ann.rest.post("/api/chat/rooms", { otherUserId: people.names.bob })).body._id;
  people.ann.socket.emit("join_room", { chatRoomId: room });
  people.bob.socket.emit("join_room", { chatRoomId: room });
  // Events of one connection are handled in order, so an answer to a later one proves the join.
  await Promise.all([people.ann.ask("sync:get", {}), people.bob.ask("sync:get", {})]);
  return { ...people, room };
}
