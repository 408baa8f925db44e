// Makes things go wrong, at moments that a seed chooses.

import { setTimeout as sleep } from "node:timers/promises";
import { RawWebSocket } from "../raw.mjs";

/** In which everything that the killed process had written has been read. */
const SETTLED_MS = 50;
const STALL_MS = [500, 3_000];
const AWAY_MS = [200, 3_000];
const KILLED_WHILE_STARTING = 0.2;

export class Nemesis {
  #relented = false;
  #downMs = 0;
  #sleepers = new Set();

  constructor(history, server, devices, dice) {
    Object.assign(this, { history, server, devices, dice });
  }

  /** Kills so often, spread over that time, which does not pass while the server is down; in between it hurts single clients. */
  async run(forMs, kills) {
    const started = performance.now();
    const passed = () => performance.now() - started - this.#downMs;
    const when = Array.from({ length: kills }, (_, index) => ((index + 0.3 + 0.4 * this.dice.next()) / kills) * forMs);
    while (passed() < forMs) {
      if (when.length > 0 && passed() >= when[0]) {
        when.shift();
        await this.kill();
      } else {
        this.#hurt();
      }
      const untilKill = (when[0] ?? forMs) - passed();
      await sleep(Math.max(0, Math.min(untilKill, 100 + this.dice.next() * 900)));
    }
  }

  async kill() {
    const killed = performance.now();
    this.history.fault("kill -9");
    await this.server.kill9();
    if (this.dice.chance(KILLED_WHILE_STARTING)) {
      await this.#start(async (start) => {
        await sleep(this.dice.next() * 1_000);
        await this.server.kill9();
        await start.catch(() => {});
      });
    }
    await this.#start((start) => start);
    this.#downMs += performance.now() - killed;
    this.history.fault("ready again", { ms: Math.round(this.server.readyMs) });
  }

  /** Ends what is still stalled, so that everybody can catch up. */
  relent() {
    this.#relented = true;
    this.#sleepers.forEach((raw) => raw.tcp.destroy());
  }

  async #start(then) {
    await sleep(SETTLED_MS);
    this.server.starts++;
    await then(this.server.start());
  }

  #hurt() {
    const device = this.dice.pick(this.devices);
    this.dice.weighted([
      [5, () => this.#drop([device])],
      [1, () => this.#drop(this.dice.some(this.devices))],
      [3, () => this.#stall(device)],
      [2, () => this.#away(device)],
      [1, () => this.#loseItsPlace(device)],
      [1, () => this.#sleeper(device)],
    ])();
  }

  #drop(devices) {
    this.history.fault("dropped", { clients: devices.map(({ id }) => id) });
    devices.forEach((device) => device.drop());
  }

  #stall(device) {
    const ms = this.dice.between(...STALL_MS);
    if (device.stall(ms)) {
      this.history.fault("does not read", { client: device.id, ms });
    }
  }

  #loseItsPlace(device) {
    this.history.fault("lost its place in the log", { client: device.id });
    device.loseItsPlace();
  }

  /** Out of reach for a while: the transport is lost, and the client does not come back at once. */
  #away(device) {
    const ms = this.dice.between(...AWAY_MS);
    this.history.fault("away", { client: device.id, ms });
    device.stayAway();
    setTimeout(() => device.comeBack(), ms);
  }

  /** One more connection of that user, which never reads again. */
  async #sleeper(device) {
    if (this.#sleepers.size >= this.devices.length) {
      return;
    }
    this.history.fault("a raw client that stops reading", { client: device.id });
    try {
      const raw = await RawWebSocket.open(this.server.port);
      this.#sleepers.add(raw);
      raw.tcp.on("close", () => this.#sleepers.delete(raw));
      await raw.join("/", { token: this.server.token(device.user, { tenant_id: device.tenant }) });
      raw.tcp.pause();
      if (this.#relented) {
        raw.tcp.destroy();
      }
    } catch {
      // The server was just killed.
    }
  }
}
