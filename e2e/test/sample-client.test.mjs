// The sample code of the second source system's guide, run as it stands: only the address is the test's, and the token is added to it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import WebSocket from "ws";
import { rest } from "../lib/rest.mjs";
import { inTime, NO_RATE_LIMIT, startServer } from "../lib/server.mjs";

const WAIT_MS = 10_000;

/** "Connect to WebSocket" of the guide. */
const CONNECT = String.raw`
const userId = '123456789';
const ws = new WebSocket(${"`ws://localhost:3000/ws/rooms?userId=${userId}`"});

ws.addEventListener('open', () => {
  console.log('Connected to room updates');

  // Join specific room
  ws.send(JSON.stringify({
    action: 'JOIN_ROOM',
    roomId: 1,
    userId: userId
  }));
});

ws.addEventListener('message', (event) => {
  const data = JSON.parse(event.data);

  if (data.type === 'ROOM_UPDATE') {
    console.log(${"`Room ${data.roomId} - ${data.currentParticipants}/${data.maxParticipants}`"});
    // Update UI with new participant count
  }
});

ws.addEventListener('error', (error) => {
  console.error('WebSocket error:', error);
  // Fallback to polling
});

ws.addEventListener('close', () => {
  console.log('Disconnected from room updates');
  // Attempt reconnect
});
return ws;
`;

/** "Webapp Integration": the seat is taken over HTTP, and nothing is sent over the socket. */
const WEBAPP = String.raw`
const WEBSOCKET_URL = window.location.protocol === 'https:'
  ? ${"`wss://${window.location.host}`"}
  : ${"`ws://${window.location.host}`"};

async function joinRoom(roomId, asPublisher) {
  await join(roomId, asPublisher);

  // Setup WebSocket for real-time updates
  if (window.WebSocket) {
    const ws = new WebSocket(${"`${WEBSOCKET_URL}/ws/rooms?userId=${userId}`"});
    ws.addEventListener('message', (event) => {
      const data = JSON.parse(event.data);
      if (data.roomId === roomId) {
        updateRoomUI(data);
      }
    });
    return ws;
  }
}
return joinRoom;
`;

/** "Fallback (Polling)". */
const POLL = String.raw`
async function pollRoomUpdates(roomId, interval = 5000) {
  return setInterval(async () => {
    const response = await fetch(${"`/api/rooms/${roomId}`"});
    const room = await response.json();
    updateRoomUI(room);
  }, interval);
}
return pollRoomUpdates;
`;

/** "Test WebSocket Connection". */
const PING = String.raw`
const ws = new WebSocket(${"`ws://${window.location.host}/ws/rooms?userId=123456789`"});

ws.onopen = () => {
  console.log('Connected');
  ws.send(JSON.stringify({ action: 'PING' }));
};

ws.onmessage = (e) => {
  console.log('Message:', JSON.parse(e.data));
};
return ws;
`;

let server;
before(async () => (server = await startServer({ env: NO_RATE_LIMIT })));
after(() => server?.cleanUp());

describe("The second source system's sample client", () => {
  test("is told who comes and goes, by the code as it stands [T2, T4, T5, R16]", async (t) => {
    const heard = heardBy();
    const ws = run(CONNECT, { WebSocket: withToken("123456789"), console: heard.console });
    t.after(() => ws.terminate());
    const status = untilStatus(ws);
    await heard.until("Connected to room updates");
    await status; // now it watches
    const bob = rest(server, server.token("bob", { name: "Bob" }));

    await bob.post("/api/rooms/1/join", {});
    await heard.until("Room 1 - 1/50");
    await bob.post("/api/rooms/1/leave", {});
    await heard.until("Room 1 - 0/50");
    ws.close();
    await heard.until("Disconnected from room updates");

    assert.deepEqual(heard.errors, []);
  });

  test("in the web application is told without a frame of its own, once it has joined over HTTP [T5, R17]", async (t) => {
    const seen = seenBy();
    const joinRoom = run(WEBAPP, {
      window: { location: { protocol: "http:", host: new URL(server.url).host }, WebSocket },
      WebSocket: withToken("42"),
      userId: "42",
      join: (roomId, asPublisher) => rest(server, server.token("42", { name: "Zoe" })).post(`/api/rooms/${roomId}/join`, { asPublisher }),
      updateRoomUI: seen.update,
    });
    const ws = await joinRoom(2, true);
    t.after(() => ws.terminate());
    await established(ws);
    await rest(server, server.token("carl", { name: "Carl" })).post("/api/rooms/2/join", {});

    const update = await seen.until((room) => room.participantName === "Carl");

    assert.deepEqual(
      [update.type, update.event, update.currentParticipants, update.maxParticipants, update.isFull, update.availableSlots],
      ["ROOM_UPDATE", "USER_JOINED", 2, 50, false, 48],
    );
  });

  test("polls where there is no WebSocket and sees the same numbers [T8]", async (t) => {
    const seen = seenBy();
    const polling = await run(POLL, {
      fetch: (path) => server.get(path, { authorization: `Bearer ${server.token("dora")}` }),
      setInterval: (poll) => setInterval(poll, 20), // five seconds are long
      updateRoomUI: seen.update,
    })(3);
    t.after(() => clearInterval(polling));
    await seen.until((room) => room.currentParticipants === 0);
    await rest(server, server.token("emil")).post("/api/rooms/3/join", {});

    const room = await seen.until((it) => it.currentParticipants === 1);

    assert.deepEqual([room.roomId, room.maxParticipants, room.isFull, room.availableSlots], [3, 50, false, 49]);
  });

  test("is answered when it pings [T4]", async (t) => {
    const heard = heardBy();
    const ws = run(PING, {
      WebSocket: withToken("123456789"),
      console: heard.console,
      window: { location: { host: new URL(server.url).host } },
    });
    t.after(() => ws.terminate());

    await heard.until("Connected");
    await heard.until(/^Message: .*"type":"PONG"/);
  });
});

/** Runs the code with these names, as a page's script would. */
function run(code, names) {
  return new Function(...Object.keys(names), code)(...Object.values(names));
}

/** The address is the test server's and has a token; all else is what the code says. */
function withToken(user) {
  const token = server.token(user);
  return class extends WebSocket {
    constructor(address) {
      const url = new URL(address);
      url.host = new URL(server.url).host;
      url.searchParams.set("token", token);
      super(url);
    }
  };
}

function untilStatus(ws) {
  return frame(ws, "ROOM_STATUS");
}

function established(ws) {
  return frame(ws, "CONNECTION_ESTABLISHED");
}

function frame(ws, type) {
  const came = new Promise((found) => ws.on("message", (text) => JSON.parse(text).type === type && found()));
  return inTime(came, WAIT_MS, () => `no ${type} came`);
}

/** What the code says on its console. */
function heardBy() {
  const errors = [];
  const seen = seenBy();
  const text = (parts) => parts.map((part) => (typeof part === "string" ? part : JSON.stringify(part))).join(" ");
  return {
    errors,
    console: { log: (...parts) => seen.update(text(parts)), error: (...parts) => errors.push(text(parts)) },
    until: (line) => seen.until((it) => (typeof line === "string" ? it === line : line.test(it))),
  };
}

/** What the code shows, and a wait for it. */
function seenBy() {
  const all = [];
  const waiting = new Set();
  return {
    update(it) {
      all.push(it);
      waiting.forEach((look) => look());
    },
    until(meant) {
      const came = new Promise((found) => {
        const look = () => {
          const one = all.find(meant);
          if (one !== undefined) {
            waiting.delete(look);
            found(one);
          }
        };
        waiting.add(look);
        look();
      });
      return inTime(came, WAIT_MS, () => `it did not come; seen: ${JSON.stringify(all)}`);
    },
  };
}
