// Many stock clients do everything at random while the server is killed and the network breaks; afterwards a checker reads what each of
// them saw and what is on the disk, and names every promise that was broken.
//
//   node history.mjs [--minutes N | --seconds N] [--clients N] [--kills N] [--pause-ms N] [--seed N] [--out FILE]
//
// The same seed chooses the same operations and faults; which of them meet is the machine's doing. --out keeps the history, an entry per line.

import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { check, describe } from "./lib/history/check.mjs";
import { Device } from "./lib/history/device.mjs";
import { baseline, drain, figures, outliveMessages, settlePresence, withdraw } from "./lib/history/ending.mjs";
import { grouped } from "./lib/history/facts.mjs";
import { Generator } from "./lib/history/generator.mjs";
import { History } from "./lib/history/history.mjs";
import { Nemesis } from "./lib/history/nemesis.mjs";
import { readBack } from "./lib/history/reading.mjs";
import { Dice } from "./lib/random.mjs";
import { NO_RATE_LIMIT, Server } from "./lib/server.mjs";

/** Their users have the same names. */
const TENANTS = ["tenant-red", "tenant-blue"];
const DEVICES_OF_A_USER = 2;
const GROUPS = 3;
const ROOMS = 2;
const SEATS = 3;
/** Messages that end by themselves are sent while so much of the time is left. */
const SHORT_LIFE_MS = 7_000;
const TRANSPORTS = [["websocket"], ["polling"], ["polling", "websocket"], ["websocket"], ["polling", "websocket"]];
const VIOLATIONS_SHOWN = 20;
const LINES_SHOWN = 50;
const ENDING_MS = 240_000;

const ENVIRONMENT = {
  ...NO_RATE_LIMIT,
  KLATCH_LIMITS_PRESENCE_SET: "100000 per 1s",
  KLATCH_LIMITS_ROOM_JOIN: "100000 per 1s",
  KLATCH_LIMITS_SEARCH: "100000 per 1s",
  KLATCH_LIMITS_DRAFT: "100000 per 1s",
  KLATCH_LIMITS_UPLOAD: "100000 per 1s",
  // Nobody loses a seat for being away.
  KLATCH_ROOMS_SEAT_GRACE: "30m",
  KLATCH_PRESENCE_OFFLINE_GRACE: "1s",
  KLATCH_PRESENCE_VISIBLE_TO: "tenant",
};

/**
 * @param {{seconds?: number, clients?: number, kills?: number, pauseMs?: number, seed?: number, say?: (line: string) => void}} [options]
 * @returns {Promise<{figures: object, violations: object[], log: string[], history: History}>} `log`: what the last process complained of
 */
export async function run({ seconds = 60, clients = 40, kills = Math.ceil(seconds / 15), pauseMs = 300, seed = Date.now() % 1_000_000, say = () => {} } = {}) {
  const dice = new Dice(seed);
  const history = new History({ seed });
  const server = Object.assign(new Server({ env: ENVIRONMENT }), { starts: 1 });
  const devices = [];
  const log = [];
  const watchdog = setTimeout(() => devices.forEach((device) => device.leave()), seconds * 1_000 + kills * 20_000 + ENDING_MS);
  try {
    await server.start();
    const before = await figures(server);
    people(clients).forEach((about, index) => devices.push(device(history, server, about, index, dice)));
    await Promise.all(devices.map(({ signedIn }) => signedIn));
    const { groups, rooms, worlds } = await converse(devices, dice, { pauseMs, shortLivedUntil: performance.now() + seconds * 1_000 - SHORT_LIFE_MS });

    const generators = devices.map((one) => new Generator(one, new Dice(dice.between(1, 1e9)), worlds.get(one.tenant)));
    const nemesis = new Nemesis(history, server, devices, new Dice(dice.between(1, 1e9)));
    const acting = generators.map((generator) => generator.run());
    say(`${devices.length} clients, seed ${seed}`);
    await nemesis.run(seconds * 1_000, kills);
    generators.forEach((generator) => generator.stop());
    nemesis.relent();
    await Promise.all(acting);

    say("draining");
    const undrained = await drain(devices);
    await withdraw(devices);
    undrained.push(...(await drain(devices)));
    log.push(...(await complaints(server)));
    const presence = await settlePresence(devices, dice);
    devices.forEach((one) => one.leave());
    const compared = await baseline(server, before);
    await outliveMessages(history);
    // What is compared is what a fresh process reads from the disk.
    history.fault("kill -9");
    await server.kill9();
    log.push(...server.stderr.split("\n"));
    await server.start();
    history.final = { ...(await readBack(server, unique(devices), groups, rooms)), presence, baseline: compared, undrained };
    say("checking");
    return { history, log: log.filter((line) => !line.includes("level=INFO")), violations: check(history), figures: summary(history, { seconds, clients, kills }) };
  } finally {
    clearTimeout(watchdog);
    devices.forEach((one) => one.leave());
    await server.cleanUp();
  }
}

/** Users of the same names in all tenants, each with some devices, so many devices in all. */
function people(clients) {
  return Array.from({ length: clients }, (_, index) => {
    const inTenant = Math.floor(index / TENANTS.length);
    const user = `user-${Math.floor(inTenant / DEVICES_OF_A_USER)}`;
    const tenant = TENANTS[index % TENANTS.length];
    return { tenant, user, id: `${tenant}/${user}/${inTenant % DEVICES_OF_A_USER}` };
  });
}

function device(history, server, about, index, dice) {
  const transports = TRANSPORTS[index % TRANSPORTS.length];
  return new Device(history, server, { ...about, transports, queued: dice.chance(0.4) }, new Dice(dice.between(1, 1e9)));
}

function unique(devices) {
  return [...new Map(devices.map(({ tenant, user }) => [`${tenant} ${user}`, { tenant, user }])).values()];
}

/** In each tenant some groups, the first of them with everybody, a broadcast conversation and rooms, all made by the first user. */
async function converse(devices, dice, settings) {
  const groups = new Map();
  const rooms = [];
  const worlds = new Map();
  for (const tenant of TENANTS) {
    const maker = devices.find((one) => one.tenant === tenant);
    const people = unique(devices).filter((one) => one.tenant === tenant).map(({ user }) => user);
    const world = { people, maker: people[0], groups: [], rooms: [], isModerated: await isModerated(maker), ...settings };
    for (let number = 0; number <= GROUPS; number++) {
      const type = number === GROUPS ? "broadcast" : "group";
      const members = number === 1 || number === 2 ? [...new Set([people[0], ...dice.some(people, 3)])] : people;
      const { conversation_id } = await make(maker, "conversation:create", { type, title: `${type} ${number} in ${tenant}`, member_ids: members });
      await maker.perform("member:set-role", { conversation_id, user_id: members[1], role: type === "group" ? "admin" : "moderator", op_id: "setup" });
      groups.set(conversation_id, { members, reader: people[0] });
      world.groups.push(...(type === "group" ? [conversation_id] : []));
    }
    for (let number = 0; number < ROOMS; number++) {
      const { room_id, conversation_id } = await make(maker, "room:create", { name: `room ${number} in ${tenant}`, max_participants: SEATS });
      await maker.perform("room:join", { room_id });
      groups.set(conversation_id, { members: [], reader: people[0] });
      rooms.push({ tenant, room_id, reader: people[0] });
      world.rooms.push(room_id);
    }
    worlds.set(tenant, world);
  }
  worlds.forEach((world, tenant) => {
    const others = TENANTS.filter((other) => other !== tenant);
    Object.assign(world, { foreign: others.flatMap((other) => worlds.get(other).groups), foreignWords: others });
  });
  return { groups, rooms, worlds };
}

async function make(maker, event, payload) {
  const answer = await maker.ask(event, payload);
  if (!answer?.ok) {
    throw new Error(`${event}: ${JSON.stringify(answer)}`);
  }
  return answer;
}

/** Whether this server knows the commands of moderators. */
async function isModerated(maker) {
  const { code } = await maker.ask("room:bans", { room_id: 1 });
  return code !== "unknown_event";
}

/** Counters of what the server refused or ended, where they are not zero. */
async function complaints(server) {
  const metrics = await (await server.get("/metrics")).text();
  return metrics.split("\n").filter((line) => /^klatch_(sessions_ended|sessions_denied|packets_refused|limits_reached|limited)_total.* (?!0\.0$)/.test(line));
}

function summary({ entries, seed, final }, settings) {
  const count = (matches) => entries.filter(matches).length;
  return {
    seed,
    ...settings,
    operations: count(({ k }) => k === "invoke"),
    unknown: count(({ k }) => k === "unknown"),
    retries: count(({ k }) => k === "retry"),
    refused: count(({ k }) => k === "refused"),
    messages: final.conversations.reduce((sum, { messages }) => sum + messages.length, 0),
    changes: final.conversations.reduce((sum, { changes }) => sum + changes.length, 0),
    received: count(({ k }) => k === "event"),
    recovered: count(({ k, recovered }) => k === "ready" && recovered),
    resyncs: count(({ k, resync }) => k === "ready" && resync),
    faults: count(({ k }) => k === "fault"),
    ...Object.fromEntries(final.baseline.map(({ what, before, after }) => [what, `${before}→${after}`])),
  };
}

/** What was found, for people. */
export function report({ figures: found, violations, log }) {
  const lines = [Object.entries(found).map(([name, value]) => `${name}=${value}`).join(" ")];
  if (violations.length > 0) {
    lines.push(`${violations.length} VIOLATIONS, seed ${found.seed}`, ...ofEachKind(violations).slice(0, VIOLATIONS_SHOWN).map(describe));
    lines.push("The last process complained:", ...log.slice(-LINES_SHOWN));
  }
  return lines.join("\n");
}

/** The first two of those that say the same of other clients and numbers. */
function ofEachKind(violations) {
  const kinds = grouped(violations, ({ invariant, what }) => `${invariant} ${what.replace(/\S*\d\S*/g, "#")}`);
  return [...kinds.values()].flatMap((those) => those.slice(0, 2));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const names = ["minutes", "seconds", "clients", "kills", "pause-ms", "seed", "out"];
  const { values } = parseArgs({ options: Object.fromEntries(names.map((name) => [name, { type: "string" }])) });
  const { minutes, out, "pause-ms": pauseMs, ...rest } = values;
  const given = { ...rest, ...(minutes && { seconds: minutes * 60 }), ...(pauseMs && { pauseMs }) };
  const result = await run({ ...Object.fromEntries(Object.entries(given).map(([name, value]) => [name, Number(value)])), say: (line) => console.log(line) });
  if (out) {
    await writeFile(out, [...result.history.entries, result.history.final].map((entry) => JSON.stringify(entry)).join("\n"));
  }
  console.log(report(result));
  process.exit(result.violations.length === 0 ? 0 : 1);
}
