// The end of a run: everything drains, presence settles, everybody leaves. What a fresh process then says, reading.mjs asks.

import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { statusOf } from "./check/ending.mjs";
import { grouped } from "./facts.mjs";
import { klatch } from "../server.mjs";

const DRAIN_MS = 60_000;
const LOOK_MS = 10_000;
const PRESENCE_MS = 20_000;
const BASELINE_MS = 30_000;
const USERS_MAX = 100;
/** What has ended by itself is noticed so soon. */
const NOTICED_MS = 3_000;
const PAGE = 100;
const STATUSES = ["online", "away", "busy", "invisible"];
const MEGABYTE = 1_000_000;

/** What is back to what it was: how much more than before is allowed. */
const BASELINE = {
  klatch_sessions: 0,
  klatch_presence_users: 0,
  klatch_presence_subscriptions: 0,
  klatch_typing_users: 0,
  klatch_receipts_pending: 0,
  klatch_store_writes_queued: 0,
  klatch_fanout_events_waiting: 0,
  process_files_open_files: 20,
  jvm_threads_live_threads: 30,
  // Caches that fill up to a bound of their own.
  heap_megabytes_after_gc: 40,
};

/** Waits until nothing is under way and every device has all there is. @returns {Promise<string[]>} who did not get there */
export async function drain(devices) {
  const deadline = Date.now() + DRAIN_MS;
  const missing = await Promise.all(devices.map((device) => drained(device, deadline)));
  return missing.filter(Boolean);
}

async function drained(device, deadline) {
  for (;;) {
    device.comeBack();
    const lacking = await inTime(whatLacks(device), Math.min(LOOK_MS, deadline - Date.now()));
    if (!lacking) {
      return null;
    }
    if (Date.now() > deadline) {
      return `${device.id} ${lacking} ${DRAIN_MS} ms after the last fault`;
    }
    await sleep(100);
  }
}

async function whatLacks(device) {
  if (device.pending > 0) {
    return `waits for ${device.pending} answers`;
  }
  await device.refilling;
  const has = (id) => Math.max(device.known.get(id)?.last ?? 0, device.known.get(id)?.joined ?? 0);
  const behind = (await device.conversations()).find(({ conversation_id, last_seq }) => has(conversation_id) < last_seq);
  return behind && `has not received message ${behind.last_seq} of ${behind.conversation_id}`;
}

/** Everybody takes back what is scheduled and not sent yet, so that nothing is said when all have left. */
export async function withdraw(devices) {
  const one = grouped(devices, ({ tenant, user }) => `${tenant} ${user}`);
  await Promise.all(
    [...one.values()].map(async ([device]) => {
      const waits = async () => (await device.ask("message:scheduled-list", { limit: PAGE }))?.scheduled?.filter(({ status }) => status === "pending") ?? [];
      for (let those = await waits(); those.length > 0; those = await waits()) {
        for (const { scheduled_id } of those) {
          await device.perform("message:scheduled-cancel", { scheduled_id });
        }
      }
    }),
  );
}

/** Until the messages have ended that end by themselves, and a while for it to be noticed. */
export async function outliveMessages({ entries, startedAt }) {
  const lives = new Map(entries.filter(({ k, payload }) => k === "invoke" && payload.expires_in_s).map(({ op, payload }) => [op, payload.expires_in_s * 1_000]));
  const ends = entries.filter(({ k, op }) => k === "ok" && lives.has(op)).map(({ at, op }) => startedAt + at + lives.get(op));
  await sleep(Math.max(0, Math.max(0, ...ends) + NOTICED_MS - Date.now()));
}

async function inTime(lacking, ms) {
  const late = new AbortController();
  const result = await Promise.race([lacking, sleep(Math.max(0, ms), "is not answered", { signal: late.signal }).catch(() => null)]);
  late.abort();
  return result;
}

/** Everybody says how they are, half of them leave, and the others look until what they see is so. */
export async function settlePresence(devices, dice) {
  const expected = [];
  await Promise.all([...grouped(devices, ({ tenant }) => tenant).values()].map(befriend));
  for (const own of grouped(devices, ({ tenant, user }) => `${tenant} ${user}`).values()) {
    const [{ tenant, user }] = own;
    const chosen = dice.pick(STATUSES);
    await own[0].ask("presence:set-status", { status: chosen });
    // Every second one of each tenant; the first of them looks.
    const leaves = expected.filter((one) => one.tenant === tenant).length % 2 === 1;
    if (leaves) {
      own.forEach((device) => device.leave());
    }
    expected.push({ tenant, user, sockets: leaves ? 0 : own.length, chosen });
  }
  const tenants = [...grouped(expected, ({ tenant }) => tenant)];
  return (await Promise.all(tenants.map(([tenant, those]) => look(devices.find((device) => device.tenant === tenant && !device.gone), those)))).flat();
}

/** Nobody keeps away who looks, and the other way round, or they would not see each other. */
async function befriend(devices) {
  const [observer, ...others] = devices;
  const unblock = (device, user_id) => device.perform("user:unblock", { user_id });
  for (const { user_id } of (await observer.ask("user:blocked", { limit: PAGE }))?.users ?? []) {
    await unblock(observer, user_id);
  }
  await Promise.all(others.filter(({ user }) => user !== observer.user).map((device) => unblock(device, observer.user)));
}

async function look(observer, expected) {
  const others = expected.filter(({ user }) => user !== observer.user);
  const deadline = Date.now() + PRESENCE_MS;
  for (;;) {
    const seen = new Map();
    for (let from = 0; from < others.length; from += USERS_MAX) {
      const user_ids = others.slice(from, from + USERS_MAX).map(({ user }) => user);
      const answer = await observer.ask("presence:get-batch", { user_ids });
      answer?.users.forEach(({ user_id, status }) => seen.set(user_id, status));
    }
    const looked = others.map((one) => ({ ...one, seen: seen.get(one.user) }));
    if (Date.now() > deadline || looked.every(({ sockets, chosen, seen: status }) => status === statusOf(sockets, chosen))) {
      return looked;
    }
    await sleep(200);
  }
}

/** Figures of a server on which nobody is, after a garbage collection. */
export async function figures(server) {
  const java = (await klatch(["java-home"])).stdout.trim();
  await promisify(execFile)(join(java, "bin/jcmd"), [String(server.pid), "GC.run"]);
  const text = await (await server.get("/metrics")).text();
  const sum = (name, label = "") =>
    text.split("\n").filter((line) => line.startsWith(name) && line.includes(label) && /[ {]/.test(line[name.length])).reduce((total, line) => total + Number(line.split(" ").at(-1)), 0);
  return Object.fromEntries(
    Object.keys(BASELINE).map((name) => [name, name === "heap_megabytes_after_gc" ? Math.round(sum("jvm_memory_used_bytes", 'area="heap"') / MEGABYTE) : sum(name)]),
  );
}

/** Waits until the figures are back, and says how they are. */
export async function baseline(server, before) {
  const deadline = Date.now() + BASELINE_MS;
  for (;;) {
    const after = await figures(server);
    const compared = Object.entries(BASELINE).map(([what, more]) => ({ what, before: before[what], after: after[what], allowed: before[what] + more }));
    if (Date.now() > deadline || compared.every((one) => one.after <= one.allowed)) {
      return compared;
    }
    await sleep(1_000);
  }
}
