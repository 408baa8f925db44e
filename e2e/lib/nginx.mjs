// Debian's nginx as a child process without rights, with the files of deploy/nginx; only ports and paths are others.

import { execFileSync, spawn } from "node:child_process";
import { chownSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { REPOSITORY, tempFolder } from "./server.mjs";

export const DEPLOYED = join(REPOSITORY, "deploy/nginx");
const NGINX = process.env.KLATCH_NGINX ?? "/usr/sbin/nginx";
const NOBODY = 65_534;
const READY_MS = 10_000;
const STOP_MS = 10_000;

/** Where nginx comes from when it calls the server, so that a test can come from elsewhere. */
export const PROXY_ADDRESS = "127.0.0.2";

/**
 * @param {{site: "klatch.conf" | "klatch-tls.conf", upstream: number}} options the site to serve, and the server's port
 */
export async function startNginx({ site, upstream }) {
  const nginx = new Nginx(await tempFolder(), await freePort(), await freePort());
  nginx.configure(site, upstream);
  await nginx.start();
  return nginx;
}

class Nginx {
  #child;
  #ended;
  #stderr = "";

  constructor(folder, port, tlsPort) {
    Object.assign(this, { folder, port, tlsPort });
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  get tlsUrl() {
    return `https://127.0.0.1:${this.tlsPort}`;
  }

  get certificate() {
    return readFileSync(join(this.folder, "chain.pem"));
  }

  get accessLog() {
    return readFileSync(join(this.folder, "access.log"), "utf8");
  }

  configure(site, upstream) {
    makeCertificate(this.folder);
    for (const name of readdirSync(DEPLOYED).filter((each) => /\.(conf|inc)$/.test(each))) {
      writeFileSync(join(this.folder, name), this.#placed(readFileSync(join(DEPLOYED, name), "utf8"), upstream));
    }
    const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((each) => `${each}_temp_path ${this.folder}/temp-${each};`);
    const main = `pid ${this.folder}/pid; error_log stderr; daemon off; events { worker_connections 1024; }
      http { ${temp.join(" ")} proxy_bind ${PROXY_ADDRESS}; include ${site}; }`;
    writeFileSync(join(this.folder, "nginx.conf"), main);
    mkdirSync(join(this.folder, "logs"), { recursive: true });
    if (process.getuid() === 0) {
      for (const each of [this.folder, ...readdirSync(this.folder).map((name) => join(this.folder, name))]) {
        chownSync(each, NOBODY, NOBODY);
      }
    }
  }

  /** Each replacement must find what it replaces, somewhere: else the files have changed and this has not. */
  #placed(text, upstream) {
    return text
      .replaceAll("127.0.0.1:3000", `127.0.0.1:${upstream}`)
      .replaceAll(/^ *listen \[::\]:.*\n/gm, "")
      .replaceAll("listen 80;", `listen 127.0.0.1:${this.port};`)
      .replaceAll("listen 443 ssl;", `listen 127.0.0.1:${this.tlsPort} ssl;`)
      .replaceAll("/var/log/nginx/klatch.log", join(this.folder, "access.log"))
      .replaceAll(/\/etc\/letsencrypt\/live\/[^/]+\/fullchain\.pem/g, join(this.folder, "chain.pem"))
      .replaceAll(/\/etc\/letsencrypt\/live\/[^/]+\/privkey\.pem/g, join(this.folder, "key.pem"));
  }

  async start() {
    const who = process.getuid() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
    const args = ["-p", this.folder, "-e", "stderr", "-c", join(this.folder, "nginx.conf")];
    this.#child = spawn(NGINX, args, { stdio: ["ignore", "ignore", "pipe"], ...who });
    this.#child.stderr.on("data", (bytes) => (this.#stderr += bytes));
    let gone = null;
    this.#ended = new Promise((resolve) => {
      this.#child.once("error", (error) => resolve((gone = String(error))));
      this.#child.once("exit", (code) => resolve((gone = `ended with ${code}`)));
    });
    const end = Date.now() + READY_MS;
    while (!(await answers(this.port))) {
      if (gone !== null || Date.now() > end) {
        throw new Error(`nginx does not listen (${gone ?? "still starting"}):\n${this.#stderr}`);
      }
    }
  }

  async cleanUp() {
    this.#child.kill("SIGTERM");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), STOP_MS);
    await this.#ended;
    clearTimeout(timer);
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** nginx cannot say which port it was given, so somebody else has to find a free one. */
async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

async function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => setTimeout(() => resolve(false), 20));
  });
}

function makeCertificate(folder) {
  const made = ["-keyout", join(folder, "key.pem"), "-out", join(folder, "chain.pem"), "-days", "2", "-subj", "/CN=127.0.0.1"];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  execFileSync("openssl", ["req", "-x509", ...curve, ...made, "-addext", "subjectAltName=IP:127.0.0.1"], { stdio: "pipe" });
}
