// Every way in which a socket ends that a client, its network or a word to the server brings about. The client is in `/` and `/other`.

const CLOSE = 8;

/** What makes no sense to a server, or to ours: each packet in a frame or a POST of its own. */
const NONSENSE = {
  "an empty packet": [""],
  "an unknown Engine.IO type": ["9"],
  "text that is no packet": ["hello"],
  "an open packet": ["0{}"],
  "a ping": ["2"],
  "a probe": ["2probe"],
  "an upgrade": ["5"],
  "a noop": ["6"],
  "an empty message": ["4"],
  "an unknown Socket.IO type": ["47"],
  "a second CONNECT": ["40"],
  "a CONNECT that is no object": ['40/no,["a"]'],
  "a CONNECT_ERROR": ['44{"message":"no"}'],
  "a DISCONNECT with data": ["41{}"],
  "an EVENT without data": ["42"],
  "an EVENT that is no array": ["42{}"],
  "an EVENT without a name": ["42[]"],
  "an EVENT named null": ["42[null]"],
  "an EVENT named by an object": ['42[{"toString":"a"}]'],
  "an EVENT with a name of the protocol's own": ['42["disconnecting"]'],
  "an EVENT cut short": ['42["a"'],
  "an EVENT with an impossible id": ['42x["a"]'],
  "an EVENT for a namespace it is not in": ['42/nowhere,["a"]'],
  "an ACK without an id": ["43[]"],
  "an ACK nobody waits for": ["43999[]"],
  "an ACK that is no array": ["430{}"],
  "bytes nobody announced": [Buffer.from([1, 2, 3])],
  "a BINARY_EVENT without a count": ['45["a"]'],
  "a BINARY_EVENT of no attachments": ['450-["a"]'],
  "a BINARY_EVENT of eleven attachments": ['4511-["a"]'],
  "text in place of an attachment": ['451-["a",{"_placeholder":true,"num":0}]', '42["a"]'],
  "a placeholder out of range": ['451-["a",{"_placeholder":true,"num":1}]', Buffer.from([1])],
  "a placeholder that is no number": ['451-["a",{"_placeholder":true,"num":"splice"}]', Buffer.from([1])],
};

/** Over either transport; over polling while a poll waits. */
const EITHER = {
  "leaves a namespace": (client) => client.send("41"),
  "is ended by the server": (client) => client.send('42["end me"]'),
  "is ended by the server with its connection": (client) => client.send('42["end us"]'),
  "has its connection closed by the server": (client) => client.send('42["close"]'),
  "is among all that the server ends": (client) => client.send('42/other,["end all"]'),
  "is among all whose connections the server ends": (client) => client.send('42/other,["close all"]'),
  "says Engine.IO's close": (client) => client.send("1"),
  ...Object.fromEntries(Object.entries(NONSENSE).map(([name, packets]) => [`sends ${name}`, (client) => client.send(...packets)])),
};

export const OVER_WEBSOCKET = {
  ...EITHER,
  "closes the WebSocket": (client) => client.frame(CLOSE, [0x03, 0xe8]),
  "closes the WebSocket without a status": (client) => client.frame(CLOSE, []),
  "is gone with its TCP connection": (client) => client.tcp.end(),
  "resets its TCP connection": (client) => client.tcp.resetAndDestroy(),
  "sends a frame without a mask": (client) => client.frame(1, "4", { masked: false }),
  "sends a frame of an unknown kind": (client) => client.frame(3, ""),
  "sends a frame with reserved bits": (client) => client.frame(1, "4", { first: 0xc1 }),
  "sends a ping in fragments": (client) => client.frame(9, "", { first: 9 }),
  "sends the end of a message that did not begin": (client) => client.frame(0, "4"),
  "sends text that is not UTF-8": (client) => client.frame(1, [0xc0, 0xaf]),
  "closes with a status nobody may send": (client) => client.frame(CLOSE, [0x03, 0xed]),
  "sends more than maxPayload": (client) => client.huge(1_000_001),
};

/** Over polling. */
export const WHILE_POLLING = {
  ...EITHER,
  "breaks off a POST": (client) => client.breakOffAPost(),
  "posts bytes that are not text": (client) => client.post("4", { "Content-Type": "application/octet-stream" }),
  "posts more than maxPayload": (client) => client.post("4".repeat(1_000_001)),
  "polls twice at once": (client) => client.get(),
  "aborts its poll": (client) => client.abortPoll(),
};

/** Over polling, between two polls. */
export const BETWEEN_POLLS = {
  "sends a second CONNECT": (client) => client.send("40"),
  "sends an EVENT for a namespace it is not in": (client) => client.send('42/nowhere,["a"]'),
  "sends an EVENT cut short": async (client) => {
    await client.send('42["a"');
    await client.get();
  },
  "has its connection closed by the server": async (client) => {
    await client.send('42["close"]');
    await client.get();
  },
};
