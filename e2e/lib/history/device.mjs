// One stock socket.io-client of a user, which notes everything that it does and that happens to it.

import { setTimeout as sleep } from "node:timers/promises";
import { io } from "socket.io-client";
import { RETRYABLE, brief, trimmed } from "./trim.mjs";

const ACK_MS = 3_000;
const ASK_MS = 60_000;
const PAGE = 100;
const PID_START = 4;

export class Device {
  /** Of each conversation that the user is in: `{seqs: Set, last, joined, mine: number[]}`; `joined` is the last number when they came in. */
  known = new Map();
  /** Attachments it has heard of. */
  files = [];
  pending = 0;
  gone = false;
  refilling = Promise.resolve();
  #connected = 0;
  #up = false;
  /** Behind which number history must be fetched, by conversation, after a resync. */
  #gaps = new Map();
  #left;
  #leave;

  /** @param {{id: string, tenant: string, user: string, queued: boolean, transports: string[]}} about */
  constructor(history, server, about, dice) {
    Object.assign(this, { history, server, dice, ...about });
    history.client(this.id, { tenant: this.tenant, user: this.user, queued: this.queued });
    this.#left = new Promise((leave) => (this.#leave = leave));
    this.socket = io(server.url, {
      transports: this.transports,
      forceNew: true,
      auth: (give) => give({ token: server.token(this.user, { tenant_id: this.tenant, name: `${this.user} of ${this.tenant}` }) }),
      reconnectionDelay: 50,
      reconnectionDelayMax: 500,
      ...(this.queued && { retries: 10_000, ackTimeout: ACK_MS }),
    });
    this.signedIn = new Promise((ready) => this.socket.once("session:ready", ready));
    this.socket.on("connect", () => this.#onConnect());
    this.socket.on("disconnect", (reason) => this.#onDisconnect(reason));
    this.socket.on("connect_error", (error) => error.data && history.note("refusedConnect", this.id, { answer: error.data }));
    this.socket.onAny((event, ...args) => this.#onEvent(event, args));
  }

  /**
   * Does an operation to its end, again and again while nobody knows what became of it.
   *
   * @returns {Promise<any>} the answer, undefined if it stayed unknown
   */
  async perform(event, payload, { again = true, twice = false } = {}) {
    const op = this.history.invoke(this.id, event, payload);
    this.pending++;
    try {
      if (twice) {
        this.history.note("retry", this.id, { op });
        void this.#emit(event, payload).then((answer) => answer?.ok && this.#answered("ok", op, event, answer));
      }
      for (;;) {
        const answer = await this.#emit(event, payload);
        if (answer?.ok) {
          this.#answered("ok", op, event, answer);
          return answer;
        }
        if (answer && !RETRYABLE.has(answer.code)) {
          this.#answered("refused", op, event, answer);
          return answer;
        }
        if (this.gone || !again) {
          this.history.note("unknown", this.id, { op });
          return undefined;
        }
        await sleep(answer?.retry_after_ms ?? this.dice.between(20, 200));
        this.history.note("retry", this.id, { op });
      }
    } finally {
      this.pending--;
    }
  }

  /** Asks until it is answered, and notes nothing. @returns {Promise<any>} undefined when the device has left, or is never answered */
  async ask(event, payload = {}) {
    const deadline = Date.now() + ASK_MS;
    while (!this.gone && Date.now() < deadline) {
      const answer = await this.#emit(event, payload);
      if (answer && (answer.ok || !RETRYABLE.has(answer.code))) {
        return answer;
      }
      await sleep(50);
    }
    return undefined;
  }

  /** All conversations of the user, as `conversation:list` has them. */
  async conversations() {
    const all = [];
    for (let cursor; ; ) {
      const page = await this.ask("conversation:list", { limit: PAGE, ...(cursor && { cursor }) });
      if (!page?.ok) {
        return all;
      }
      all.push(...page.conversations);
      if (!page.has_more) {
        return all;
      }
      cursor = page.cursor;
    }
  }

  leave() {
    this.gone = true;
    this.#leave();
    this.socket.disconnect();
  }

  /** The transport breaks, or is closed in good order; the stock client comes back by itself. */
  drop() {
    const wire = this.#wire();
    if (wire && this.dice.chance(0.5)) {
      wire.destroy();
    } else {
      this.socket.io.engine?.close();
    }
  }

  /** Loses its transport and stays away until `comeBack`. */
  stayAway() {
    this.socket.io.reconnection(false);
    this.drop();
  }

  /** Comes back with an offset that is none of this log's, so that it cannot be recovered. */
  loseItsPlace() {
    this.socket._lastOffset = "elsewhere-1";
    this.drop();
  }

  comeBack() {
    this.socket.io.reconnection(!this.gone);
    // While its transport is there it has said CONNECT, and would say it twice.
    if (!this.gone && !this.socket.connected && this.socket.io._readyState === "closed") {
      this.socket.connect();
    }
  }

  /** Stops reading for a while, if it has a WebSocket. @returns {boolean} whether it could */
  stall(ms) {
    const wire = this.#wire();
    wire?.pause();
    setTimeout(() => wire?.resume(), ms);
    return Boolean(wire);
  }

  /** The TCP connection under its WebSocket. */
  #wire() {
    return this.socket.io.engine?.transport?.ws?._socket;
  }

  #emit(event, payload) {
    const answered = new Promise((done) => {
      const socket = this.queued ? this.socket : this.socket.timeout(ACK_MS);
      socket.emit(event, payload, (error, answer) => done(error ? undefined : answer));
    });
    return Promise.race([answered, this.#left]);
  }

  #answered(k, op, event, answer) {
    this.history.note(k, this.id, { op, answer: brief(event, answer) });
  }

  #onDisconnect(reason) {
    this.#up = false;
    this.history.note("disconnect", this.id, { reason });
  }

  #onConnect() {
    this.#up = true;
    const recovered = Boolean(this.socket.recovered);
    const start = Number(this.socket._pid?.split(".")[PID_START]);
    if (!recovered) {
      // Not at session:ready, which may be lost with its connection.
      this.known.forEach(({ last }, id) => this.#gaps.has(id) || this.#gaps.set(id, last));
    }
    this.history.note("connect", this.id, { recovered, epoch: this.server.starts, ...(!recovered && { start }) });
  }

  #onEvent(event, args) {
    if (event === "session:ready") {
      const { recovered, resync } = args[0];
      const first = this.#connected++ === 0;
      this.history.note("ready", this.id, { recovered, resync, first });
      if (!recovered && !first) {
        this.refilling = this.refilling.then(() => this.#refill());
      }
      return;
    }
    const offset = typeof args.at(-1) === "string" ? args.at(-1) : undefined;
    const place = offset && { pos: Number(offset.slice(offset.lastIndexOf("-") + 1)) };
    // What the client library read before it noticed that the connection was lost, it delivers when the next one is there, and to the server
    // it has not arrived: it comes once more.
    this.history.note(this.#up ? "event" : "late", this.id, { event, payload: trimmed(event, args[0]), ...place });
    this.#learn(event, args[0]);
  }

  #learn(event, payload) {
    if (event === "conversation:new") {
      this.#conversation(payload.conversation_id).joined = payload.last_seq;
    } else if (event === "member:removed" && payload.user_id === this.user) {
      this.known.delete(payload.conversation_id);
    } else if (event === "message:new") {
      this.#message(payload);
    }
  }

  #conversation(id) {
    if (!this.known.has(id)) {
      this.known.set(id, { seqs: new Set(), last: 0, joined: 0, mine: [] });
    }
    return this.known.get(id);
  }

  #message({ conversation_id, seq, sender_id, attachments = [] }) {
    this.files.push(...attachments.map(({ attachment_id }) => attachment_id));
    const conversation = this.#conversation(conversation_id);
    conversation.seqs.add(seq);
    conversation.last = Math.max(conversation.last, seq);
    if (sender_id === this.user) {
      conversation.mine.push(seq);
    }
  }

  /** What an application does that was told to resync. */
  async #refill() {
    for (const { conversation_id } of await this.conversations()) {
      await this.#refillOne(conversation_id, this.#gaps.get(conversation_id) ?? 0);
      this.#gaps.delete(conversation_id);
    }
  }

  async #refillOne(conversation, after_seq) {
    for (;;) {
      const page = await this.ask("message:history", { conversation_id: conversation, after_seq, limit: PAGE });
      if (!page?.ok) {
        return;
      }
      page.messages.forEach((message) => this.#message(message));
      this.history.note("refill", this.id, { conversation, messages: page.messages.map(({ seq, message_id }) => [seq, message_id]) });
      if (!page.has_more) {
        return;
      }
      after_seq = page.messages.at(-1).seq;
    }
  }
}
