// A stock socket.io-client with a log of what it received, in order, and promises in place of sleeps.

import { randomUUID } from "node:crypto";
import { io } from "socket.io-client";
import msgpack from "socket.io-msgpack-parser";

const WAIT_MS = 15_000;

/** Transport options of the three ways in which stock clients connect. */
export const TRANSPORTS = {
  "polling only": { transports: ["polling"] },
  "WebSocket only": { transports: ["websocket"] },
  "polling, then upgrade": { transports: ["polling", "websocket"] },
};

/** The same with the msgpack parser at both ends. */
export const OVER_MSGPACK = Object.fromEntries(
  Object.entries(TRANSPORTS).map(([name, options]) => [`${name}, in msgpack`, { ...options, parser: msgpack, query: { parser: "msgpack" } }]),
);

export class Client {
  #waiting = new Set();

  /** Everything that happened, in order: `{name, args}` of events, and `connect`, `disconnect`, `connect_error`. */
  log = [];

  /**
   * @param {{url: string}} server
   * @param {string|undefined} token
   */
  constructor(server, token, options = {}) {
    const { auth, ...rest } = options;
    this.socket = io(server.url, {
      transports: ["websocket"],
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 300,
      auth: { token, ...auth },
      ...rest,
    });
    this.socket.on("connect", () => this.#note("connect", [this.socket.recovered]));
    this.socket.on("disconnect", (reason) => this.#note("disconnect", [reason]));
    this.socket.on("connect_error", (error) => this.#note("connect_error", [error]));
    this.socket.onAny((name, ...args) => this.#note(name, args));
  }

  /** @returns {any} the server's acknowledgement; fails when none comes */
  async ask(event, ...args) {
    return this.socket.timeout(WAIT_MS).emitWithAck(event, ...args);
  }

  /** Resolves with what `found` returns as soon as that is neither false nor undefined. */
  async until(what, found, ms = WAIT_MS) {
    return new Promise((resolve, reject) => {
      const check = () => {
        const result = found(this);
        if (result !== undefined && result !== false) {
          clearTimeout(timer);
          this.#waiting.delete(check);
          resolve(result);
        }
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(new Error(`waited ${ms} ms for ${what}; the client saw ${this.#tail()}`));
      }, ms);
      this.#waiting.add(check);
      check();
    });
  }

  /** The n-th event of that name (from 1), now or later. */
  async received(name, nth = 1) {
    return this.until(`${name} number ${nth}`, () => this.all(name)[nth - 1]?.args);
  }

  /** Entries of that name from a position of the log on. */
  all(name, from = 0) {
    return this.log.slice(from).filter((entry) => entry.name === name);
  }

  texts(name = "message:new", from = 0) {
    return this.all(name, from).map((entry) => entry.args[0].text);
  }

  /** The `session:ready` of the current connection. */
  async ready() {
    const connects = () => this.all("connect").length;
    const [session] = await this.until("session:ready", () => {
      const at = this.log.findLastIndex((entry) => entry.name === "connect");
      return this.socket.connected && connects() > 0 && this.all("session:ready", at)[0]?.args;
    });
    return session;
  }

  /** Loses the transport and stays away, as a phone in a tunnel does. */
  async drop() {
    const away = this.all("disconnect").length + 1;
    this.socket.io.reconnection(false);
    this.socket.io.engine.close();
    await this.received("disconnect", away);
  }

  /** Comes back with the same socket, which sends what it remembers of the session. */
  async back() {
    const position = this.log.length;
    this.socket.io.reconnection(true);
    this.socket.connect();
    await this.until("a new connection", () => this.all("connect", position).length > 0);
    return this.ready();
  }

  close() {
    this.socket.disconnect();
  }

  #note(name, args) {
    this.log.push({ name, args });
    [...this.#waiting].forEach((check) => check());
  }

  #tail() {
    return this.log.length === 0 ? "nothing" : `… ${this.log.slice(-6).map(({ name, args }) => `${name} ${describe(args)}`).join(" | ")}`;
  }
}

/** Opens clients for one test and closes them all at its end. */
export function clientsOf(t, server) {
  return {
    open: (token, options) => {
      const client = new Client(server, token, options);
      t.after(() => client.close());
      return client;
    },
    /** A connected client of a user. */
    async signIn(user, options = {}) {
      const client = this.open(server.token(user, options.claims), options);
      await client.ready();
      return client;
    },
  };
}

/** A user's id that no other test has. */
export function person(name) {
  return `${name}-${randomUUID().slice(0, 8)}`;
}

/** Two signed-in people and the direct conversation between them. */
export async function twoPeople(t, server, options = {}) {
  const clients = clientsOf(t, server);
  const names = { ann: person("ann"), bob: person("bob") };
  const ann = await clients.signIn(names.ann, options);
  const bob = await clients.signIn(names.bob, options);
  const conversation = await ann.ask("conversation:create", { type: "direct", member_ids: [names.bob] });
  if (!conversation.ok) {
    throw new Error(`conversation:create was refused: ${JSON.stringify(conversation)}`);
  }
  return { clients, ann, bob, names, id: conversation.conversation_id, conversation };
}

/** Sends the texts one after the other. */
export async function say(client, conversationId, ...texts) {
  const answers = [];
  for (const text of texts) {
    const answer = await client.ask("message:send", { conversation_id: conversationId, text, client_msg_id: randomUUID() });
    if (!answer.ok) {
      throw new Error(`message:send of ${text} was refused: ${JSON.stringify(answer)}`);
    }
    answers.push(answer);
  }
  return answers;
}

/** Every message of the conversation, page by page. */
export async function wholeHistory(client, conversationId) {
  const messages = [];
  for (;;) {
    const page = await client.ask("message:history", {
      conversation_id: conversationId,
      after_seq: messages.at(-1)?.seq ?? 0,
      limit: 100,
    });
    if (!page.ok) {
      throw new Error(`message:history was refused: ${JSON.stringify(page)}`);
    }
    messages.push(...page.messages);
    if (!page.has_more) {
      return messages;
    }
  }
}

/** Activity is compared by the millisecond, so what shall be told apart must lie so far apart. */
export async function nextMillisecond() {
  const now = Date.now();
  while (Date.now() <= now) {
    await new Promise((later) => setImmediate(later));
  }
}

/** `["a1", … "an"]` */
export function numbered(prefix, count, from = 1) {
  return Array.from({ length: count }, (_, index) => `${prefix}${from + index}`);
}

function describe(args) {
  return args.map((arg) => (arg instanceof Error ? `${arg.message} ${JSON.stringify(arg.data)}` : JSON.stringify(arg)?.slice(0, 160))).join(", ");
}
