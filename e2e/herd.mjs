// Thousands of stock clients come back at once after `kill -9`, and each finds what it missed.
//
//   node herd.mjs [--clients 5000] [--messages 2] [--transports websocket|polling|both] [--limits on|off]
//
// The server is killed while all are connected, then started on another port, where messages are sent while nobody is there, killed
// again, and started where the clients look for it. Time counts from its ready line until a client has resumed; clients come by
// their own back-off (1 to 5 s, as stock clients have it). `--limits on` keeps those on what one address may do, since here all are one.

import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { io } from "socket.io-client";
import { rest } from "./lib/rest.mjs";
import { NO_RATE_LIMIT, Server, inTime } from "./lib/server.mjs";

const GROUP = 10;
const AT_A_TIME = 100;
const CONNECT_MS = 120_000;
const BACK_MS = 120_000;
const TRANSPORTS = { websocket: ["websocket"], polling: ["polling"], both: ["polling", "websocket"] };

/**
 * @param {{clients?: number, messages?: number, transports?: keyof TRANSPORTS, limits?: "on"|"off", say?: (line: string) => void}} [options]
 * @returns {Promise<{figures: object, violations: string[]}>}
 */
export async function herd({ clients = 5_000, messages = 2, transports = "websocket", limits = "off", say = () => {} } = {}) {
  const server = new Server({ env: limits === "off" ? NO_RATE_LIMIT : {} });
  const everybody = [];
  try {
    await server.start();
    for (let number = 0; number < clients; number++) {
      everybody.push(new Client(server, number, TRANSPORTS[transports]));
    }
    await inGroupsOf(AT_A_TIME, everybody, (client) => client.connect());
    say(`${clients} clients are connected`);
    const conversations = await converse(server, everybody);

    const port = server.port;
    await server.kill9();
    server.port = 0;
    await server.start();
    await inGroupsOf(AT_A_TIME, conversations, ({ id, members }) => send(server, members[0], id, messages));
    say(`${conversations.length * messages} messages were sent while they were away`);
    await server.kill9();
    server.port = port;
    await server.start();
    const since = performance.now();
    const cpu = process.cpuUsage();
    say("the server is ready again");

    // Who is not back is told below.
    await inTime(Promise.all(everybody.map((client) => client.back(messages))), BACK_MS, () => "too late").catch(() => {});
    const own = process.cpuUsage(cpu);
    const times = everybody.map(({ backAt }) => (backAt ?? Infinity) - since).sort((one, other) => one - other);
    const at = (share) => Math.round(times[Math.ceil(times.length * share) - 1]);
    const metrics = await (await server.get("/metrics")).text();
    return {
      violations: everybody.flatMap((client) => client.violations(messages)),
      figures: {
        clients,
        waiting: clients * messages,
        server_ready_ms: Math.round(server.readyMs),
        back_p50_ms: at(0.5),
        back_p99_ms: at(0.99),
        all_back_ms: at(1),
        recovered: everybody.filter(({ recovered }) => recovered).length,
        refused_handshakes: total(metrics, "klatch_sessions_denied_total"),
        client_cpu_s: ((own.user + own.system) / 1e6).toFixed(1),
        server_cpu_s: total(metrics, "process_cpu_time_ns_total") / 1e9 || "?",
      },
    };
  } finally {
    everybody.forEach((client) => client.socket.disconnect());
    await server.cleanUp();
  }
}

class Client {
  received = [];
  recovered = false;

  constructor(server, number, transports) {
    Object.assign(this, { id: `user-${number}` });
    this.socket = io(server.url, { transports, forceNew: true, autoConnect: false, auth: { token: server.token(this.id) } });
    this.socket.on("message:new", ({ seq }) => this.received.push(seq));
    this.socket.on("session:ready", (session) => this.#ready(session));
  }

  connect() {
    const ready = new Promise((done) => this.socket.once("session:ready", done));
    this.socket.connect();
    return inTime(ready, CONNECT_MS, () => `${this.id} did not connect`);
  }

  /** Resolves when it has resumed and has what it missed. */
  back(messages) {
    return new Promise((done) => {
      this.#onBack = () => {
        if (this.#resumed && this.received.length >= messages) {
          this.backAt ??= performance.now();
          done();
        }
      };
      this.socket.on("message:new", this.#onBack);
      this.#onBack();
    });
  }

  violations(messages) {
    const expected = Array.from({ length: messages }, (_, index) => index + 1);
    return this.received.join() === expected.join() ? [] : [`${this.id} received ${this.received.join() || "nothing"} of ${expected.join()}`];
  }

  #resumed = false;
  #connected = false;
  #onBack = () => {};

  #ready({ recovered }) {
    this.#resumed = this.#connected;
    this.#connected = true;
    this.recovered = this.#resumed && recovered && this.socket.recovered;
    this.#onBack();
  }
}

async function converse(server, everybody) {
  const conversations = [];
  for (let from = 0; from < everybody.length; from += GROUP) {
    conversations.push({ members: everybody.slice(from, from + GROUP) });
  }
  await inGroupsOf(AT_A_TIME, conversations, async (conversation) => {
    const body = { type: "group", member_ids: conversation.members.map(({ id }) => id) };
    const answer = await rest(server, server.token(conversation.members[0].id)).post("/v1/conversations", body);
    if (answer.status !== 201) {
      throw new Error(`POST /v1/conversations: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    conversation.id = answer.body.conversation_id;
  });
  return conversations;
}

async function send(server, { id }, conversation, messages) {
  const http = rest(server, server.token(id));
  for (let number = 1; number <= messages; number++) {
    const answer = await http.post(`/v1/conversations/${conversation}/messages`, { text: `while you were away, ${number}` });
    if (answer.status !== 201) {
      throw new Error(`sending: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
  }
}

async function inGroupsOf(size, items, work) {
  for (let from = 0; from < items.length; from += size) {
    await Promise.all(items.slice(from, from + size).map(work));
  }
}

function total(metrics, name) {
  return metrics.split("\n").filter((line) => line.startsWith(name)).reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const names = ["clients", "messages", "transports", "limits"];
  const { values } = parseArgs({ options: Object.fromEntries(names.map((name) => [name, { type: "string" }])) });
  const numbers = Object.fromEntries(["clients", "messages"].filter((name) => values[name]).map((name) => [name, Number(values[name])]));
  const { figures, violations } = await herd({ ...values, ...numbers, say: (line) => console.log(line) });
  console.log(Object.entries(figures).map(([name, value]) => `${name}=${value}`).join(" "));
  violations.slice(0, 20).forEach((violation) => console.error(`VIOLATION ${violation}`));
  process.exit(violations.length === 0 ? 0 : 1);
}
