// The packaged server as a child process: started through the launcher, killed and started again on the same port and data.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { sign } from "./token.mjs";

export const REPOSITORY = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const KLATCH = process.env.KLATCH ?? join(REPOSITORY, "klatch");

/** Where the server keeps the secret it makes at its first start. */
export const SECRET_FILE = "secret";

/** The launcher builds the jar where it is missing, which takes longer than any start. */
const READY_MS = 240_000;
const STOP_MS = 30_000;

/** Sends and connects as fast as a test likes; the limits have tests of their own. */
export const NO_RATE_LIMIT = {
  KLATCH_LIMITS_SEND_PER_SECOND: "100000",
  KLATCH_LIMITS_SEND_BURST: "100000",
  KLATCH_LIMITS_CONVERSATION_NEW: "100000 per 1s",
  KLATCH_LIMITS_SESSIONS_PER_ADDRESS: "100000",
  KLATCH_LIMITS_HANDSHAKES_PER_ADDRESS_AND_SECOND: "100000",
};

const running = new Set();
process.on("exit", () => running.forEach((child) => signalGroup(child, "SIGKILL")));

/** Runs the launcher to its end. @returns {Promise<{code: number|null, signal: string|null, stdout: string, stderr: string, ms: number}>} */
export async function klatch(args, { env = {}, timeoutMs = READY_MS } = {}) {
  const started = performance.now();
  const child = launch(args, env);
  const end = await inTime(child.ended, timeoutMs, () => {
    signalGroup(child.process, "SIGKILL");
    return `\`klatch ${args.join(" ")}\` did not end:\n${child.stdout}\n${child.stderr}`;
  });
  return { ...end, stdout: child.stdout, stderr: child.stderr, ms: performance.now() - started };
}

/**
 * Starts a server and waits until it says that it is ready.
 *
 * @param {{dataDir?: string, port?: number, env?: Record<string,string>, args?: string[], command?: string}} [options]
 */
export async function startServer(options) {
  const server = new Server(options);
  await server.start();
  return server;
}

export async function tempFolder() {
  return mkdtemp(join(tmpdir(), "klatch-e2e-"));
}

export class Server {
  #child = null;
  #ownsData = false;

  constructor({ dataDir, port = 0, env = {}, args = [], command = "serve" } = {}) {
    Object.assign(this, { dataDir, port, env, args, command });
  }

  /** The second start of the same object takes the port that the first one got. */
  async start() {
    if (!this.dataDir) {
      this.dataDir = await tempFolder();
      this.#ownsData = true;
    }
    const data = this.command === "serve" ? ["--data", this.dataDir] : [];
    const started = performance.now();
    this.#child = launch([this.command, "--port", String(this.port), ...data, ...this.args], this.env);
    this.url = await this.#ready();
    this.readyMs = performance.now() - started;
    this.port = Number(new URL(this.url).port);
  }

  get stdout() {
    return this.#child.stdout;
  }

  get stderr() {
    return this.#child.stderr;
  }

  get pid() {
    return this.#child.process.pid;
  }

  get ended() {
    return this.#child.ended;
  }

  token(user, claims = {}) {
    return sign({ sub: user, ...claims }, this.secret());
  }

  /** The key of its development tokens. */
  secret() {
    return Buffer.from(readFileSync(join(this.dataDir, SECRET_FILE), "ascii").trim(), "base64url");
  }

  /** The launcher has become the JVM, so this hits the JVM itself. */
  async kill9() {
    this.#child.process.kill("SIGKILL");
    return this.#child.ended;
  }

  /** @returns {Promise<{code: number|null, signal: string|null}>} how it ended after SIGTERM */
  async stop() {
    this.#child.process.kill("SIGTERM");
    return inTime(this.#child.ended, STOP_MS, () => `the server did not stop within ${STOP_MS} ms:\n${this.stderr}`);
  }

  async get(path, headers = {}) {
    return fetch(this.url + path, { headers });
  }

  /** Ends the process, whatever its state, and removes the data folder if the harness made it. */
  async cleanUp() {
    if (this.#child) {
      signalGroup(this.#child.process, "SIGKILL");
      await this.#child.ended;
    }
    if (this.#ownsData) {
      await rm(this.dataDir, { recursive: true, force: true });
    }
  }

  async #ready() {
    const child = this.#child;
    const line = new Promise((found, failed) => {
      child.process.stdout.on("data", () => {
        const match = /^klatch\b.* ready on (https?:\/\/\S+)$/m.exec(child.stdout);
        if (match) {
          found(match[1]);
        }
      });
      child.ended.then(({ code, signal }) =>
        failed(new Error(`klatch ended with ${code ?? signal}:\n${child.stdout}\n${child.stderr}`)),
      );
    });
    const url = await inTime(line, READY_MS, () => `klatch is not ready:\n${child.stdout}\n${child.stderr}`);
    return url.replace(/\/\/(0\.0\.0\.0|\[::\]|localhost)(?=:)/, "//127.0.0.1").replace(/\/$/, "");
  }
}

function launch(args, env) {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("KLATCH_")));
  const child = spawn(KLATCH, args, { env: { ...clean, ...env }, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const state = { process: child, stdout: "", stderr: "" };
  running.add(child);
  child.stdout.setEncoding("utf8").on("data", (text) => (state.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (state.stderr += text));
  state.ended = new Promise((done) => {
    child.on("error", (fault) => {
      state.stderr += String(fault);
      done({ code: 127, signal: null });
    });
    child.on("close", (code, signal) => {
      running.delete(child);
      done({ code, signal });
    });
  });
  return state;
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Already gone, which is what was wanted.
  }
}

/** Waits, and fails with the sentence when nothing came in time. */
export async function inTime(promise, ms, sentence) {
  let timer;
  const late = new Promise((_, failed) => {
    timer = setTimeout(() => failed(new Error(sentence())), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
