// An Engine.IO client of bytes, for what no stock client sends.

import { randomBytes } from "node:crypto";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { inTime } from "./server.mjs";

const WAIT_MS = 10_000;
const PATH = "/socket.io/?EIO=4&transport=";
const TEXT = 1;
const BINARY = 2;
const SEPARATOR = "\x1e";

/** A session over a WebSocket, frame by frame. */
export class RawWebSocket {
  #read = Buffer.alloc(0);
  #texts = [];
  #wake = () => {};

  constructor(port) {
    this.tcp = connect(port, "127.0.0.1");
    this.tcp.on("error", () => {});
  }

  static async open(port) {
    const client = new RawWebSocket(port);
    const key = randomBytes(16).toString("base64");
    client.tcp.write(
      `GET ${PATH}websocket HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
    );
    await client.#answer();
    await client.packet("0");
    return client;
  }

  /** One packet, or several, each in a frame of its own. */
  async send(...packets) {
    packets.forEach((packet) => this.frame(typeof packet === "string" ? TEXT : BINARY, packet));
  }

  /** The next packet that begins so. */
  async packet(beginning) {
    const found = () => this.#texts.findIndex((text) => text.startsWith(beginning));
    await until(() => found() >= 0, () => `no packet ${beginning}, but ${this.#texts}`, (wake) => (this.#wake = wake));
    return this.#texts.splice(found(), 1)[0];
  }

  join(namespace, auth) {
    return join(this, namespace, auth);
  }

  /** A text frame of so many bytes. */
  huge(bytes) {
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(bytes));
    this.tcp.write(Buffer.concat([Buffer.from([0x80 | TEXT, 0xff]), length, Buffer.alloc(4), Buffer.alloc(bytes, "4")]));
  }

  frame(opcode, payload, { first = 0x80 | opcode, masked = true } = {}) {
    const body = Buffer.from(payload);
    const length = body.length < 126 ? [body.length] : [126, body.length >> 8, body.length & 255];
    length[0] |= masked ? 0x80 : 0;
    const mask = masked ? [0, 0, 0, 0] : []; // Changes nothing, and is one.
    this.tcp.write(Buffer.concat([Buffer.from([first, ...length, ...mask]), body]));
  }

  breakOff() {
    this.tcp.end();
  }

  async #answer() {
    let head = Buffer.alloc(0);
    const rest = await inTime(
      new Promise((done) => {
        const more = (bytes) => {
          head = Buffer.concat([head, bytes]);
          const at = head.indexOf("\r\n\r\n");
          if (at >= 0) {
            this.tcp.off("data", more);
            done(head.subarray(at + 4));
          }
        };
        this.tcp.on("data", more);
      }),
      WAIT_MS,
      () => `no answer to the handshake, but ${head}`,
    );
    this.tcp.on("data", (bytes) => this.#frames(bytes));
    this.#frames(rest);
  }

  #frames(bytes) {
    this.#read = Buffer.concat([this.#read, bytes]);
    for (;;) {
      const short = this.#read[1] & 0x7f;
      const head = short === 126 ? 4 : 2;
      if (this.#read.length < head) return;
      const end = head + (short === 126 ? this.#read.readUInt16BE(2) : short);
      if (this.#read.length < end) return;
      if ((this.#read[0] & 15) === TEXT) this.#texts.push(this.#read.toString("utf8", head, end));
      this.#read = this.#read.subarray(end);
      this.#wake();
    }
  }
}

/** A session over long polling, request by request. */
export class RawPolling {
  #poll;
  /** Its own connections: one that another client's refused request left behind may be closing. */
  #agent = new Agent({ keepAlive: true });

  constructor(port) {
    this.port = port;
    this.path = `${PATH}polling`;
  }

  static async open(port) {
    const client = new RawPolling(port);
    const { sid } = JSON.parse((await client.get()).body.slice(1));
    client.path += `&sid=${sid}`;
    return client;
  }

  async send(...packets) {
    return this.post(packets.map((packet) => (typeof packet === "string" ? packet : `b${packet.toString("base64")}`)).join(SEPARATOR));
  }

  async packet(beginning) {
    for (;;) {
      const found = (await this.get()).body.split(SEPARATOR).find((packet) => packet.startsWith(beginning));
      if (found) return found;
    }
  }

  join(namespace, auth) {
    return join(this, namespace, auth);
  }

  get() {
    return this.#answered(this.start("GET"), "GET");
  }

  post(body, headers = {}) {
    return this.#answered(this.start("POST", body, headers), "POST");
  }

  #answered({ answer }, what) {
    return inTime(answer, WAIT_MS, () => `no answer to a ${what}`);
  }

  /** A request that a test may abort. */
  start(method, body = "", headers = {}) {
    const about = { "Content-Type": "text/plain;charset=UTF-8", "Content-Length": Buffer.byteLength(body), ...headers };
    const sent = request({ host: "127.0.0.1", port: this.port, path: this.path, method, headers: method === "POST" ? about : {}, agent: this.#agent });
    const answer = new Promise((done) => {
      sent.on("error", () => done({ status: 0, body: "" }));
      sent.on("response", (response) => {
        let text = "";
        response.on("data", (bytes) => (text += bytes));
        response.on("error", () => {});
        response.on("close", () => done({ status: response.statusCode, body: text }));
      });
    });
    const written = new Promise((done) => sent.end(body, done));
    return { sent: written, answer, abort: () => sent.destroy() };
  }

  /** A POST that promises more than it has. */
  breakOffAPost() {
    const tcp = connect(this.port, "127.0.0.1");
    tcp.on("error", () => {});
    tcp.write(`POST ${this.path} HTTP/1.1\r\nHost: 127.0.0.1:${this.port}\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\n4`);
    return new Promise((done) => setTimeout(() => done(tcp.destroy()), 100));
  }

  /** Starts a poll, which the server then has. */
  async startPoll() {
    this.#poll = this.start("GET"); // On the connection that is open.
    await this.#poll.sent;
    await this.post("3"); // On one that is not yet, so that it is read after the poll.
    const early = await Promise.race([this.#poll.answer, null]);
    if (early) throw new Error(`the poll does not wait: ${early.status} ${early.body}`);
  }

  abortPoll() {
    this.#poll.abort();
  }

  breakOff() {
    return this.send("1");
  }
}

async function join(client, namespace, auth) {
  const connect = namespace === "/" ? "40" : `40${namespace},`;
  await client.send(connect + JSON.stringify(auth));
  await client.packet(`${connect}{`);
}

async function until(condition, sentence, onChange) {
  if (!condition()) {
    await inTime(new Promise((done) => onChange(() => condition() && done())), WAIT_MS, sentence);
  }
}
