// What a fresh process says of what is on its disk, as users see it.

import { setTimeout as sleep } from "node:timers/promises";
import { grouped } from "./facts.mjs";
import { readFile } from "./files.mjs";
import { rest } from "../rest.mjs";

const PAGE = 100;
/** What is new to the search is found so soon. */
const FOUND_MS = 10_000;
/** Of each tenant. */
const FILES_READ = 20;
const SEARCHES = 10;
const TEXT_SEARCHED_MAX = 100;

/**
 * What a fresh process says: conversations with all messages and changes, rooms, and every user's own view.
 *
 * @param {Map<string, {members: string[], reader: string}>} groups of each its members at the beginning, and who never left and hid nothing
 * @param {Array<{tenant: string, room_id: number, reader: string}>} rooms
 */
export async function readBack(server, people, groups, rooms) {
  const conversations = new Map();
  const own = { memberships: [], totals: [], drafts: [], blocks: [], privacy: [], scheduled: [] };
  for (const about of people) {
    const http = restOf(server, about);
    for (const conversation of await pages(http, "/v1/conversations", "conversations", byCursor)) {
      own.memberships.push(await membership(http, about, conversation));
      await readConversation(http, about, conversation, groups, conversations);
    }
    await readOwn(http, about, own);
  }
  for (const [id, { reader }] of groups) {
    if (!own.memberships.some(({ user, conversation }) => user === reader && conversation === id)) {
      throw new Error(`${reader} is not in ${id} any more, so nobody sees all of it`);
    }
  }
  const read = ({ about, messages, changes }) => ({ ...about, messages: byNumber(messages, "seq"), changes: byNumber(changes, "change_seq") });
  const all = [...conversations.values()].map(read);
  return {
    ...own,
    conversations: all,
    rooms: await Promise.all(rooms.map((room) => readRoom(server, room))),
    files: await readFiles(server, people, all),
    searches: await search(server, all),
    at: Date.now(),
  };
}

const restOf = (server, { tenant, user }) => rest(server, server.token(user, { tenant_id: tenant }));

const byCursor = ({ cursor }) => ({ cursor });

async function membership(http, { tenant, user }, { conversation_id: id, me, last_seq }) {
  const above = last_seq > me.read_seq ? await messagesAfter(http, pathOf(id), me.read_seq) : [];
  return { tenant, user, conversation: id, me, above: above.map(({ seq, sender_id, deleted, mentions }) => ({ seq, sender_id, deleted, mentions })) };
}

const pathOf = (id) => `/v1/conversations/${encodeURIComponent(id)}`;

/** By whoever sees all of it; of a direct conversation, what both see. */
async function readConversation(http, { tenant, user }, { conversation_id: id, type, member_ids: members, last_seq, change_seq }, groups, conversations) {
  if (!conversations.has(id)) {
    const founders = groups.get(id)?.members ?? members;
    conversations.set(id, { about: { tenant, id, type, reader: user, founders, members, last_seq, change_seq }, messages: [], changes: [] });
  }
  if ((groups.get(id)?.reader ?? user) === user) {
    const conversation = conversations.get(id);
    conversation.about.reader = user;
    const messages = await messagesAfter(http, pathOf(id), 0);
    conversation.messages.push(...messages);
    conversation.changes.push(...(await pages(http, `${pathOf(id)}/changes`, "changes", after("after_change_seq", "change_seq"), { after_change_seq: 0 })));
    conversation.about.threads = type === "direct" ? [] : await readThreads(http, id, messages);
  }
}

/** Replies to each message that has some. */
async function readThreads(http, id, messages) {
  const threads = [];
  for (const { seq } of messages.filter(({ replies, deleted }) => replies > 0 && !deleted)) {
    const replies = await pages(http, `${pathOf(id)}/messages/${seq}/thread`, "messages", after("after_seq", "seq"), { after_seq: 0 });
    threads.push({ seq, replies: replies.map((reply) => reply.seq) });
  }
  return threads;
}

/** What is a user's alone. */
async function readOwn(http, { tenant, user }, own) {
  const { body } = await http.get("/v1/unread");
  own.totals.push({ tenant, user, total_unread: body.total_unread, at: Date.now() });
  own.privacy.push({ tenant, user, ...(await http.get("/v1/privacy")).body });
  for (const { conversation_id: conversation, text } of await pages(http, "/v1/drafts", "drafts", byCursor)) {
    own.drafts.push({ tenant, user, conversation, text });
  }
  for (const { user_id: other } of await pages(http, "/v1/blocks", "users", byCursor)) {
    own.blocks.push({ tenant, user, other });
  }
  for (const { scheduled_id, status, send_at } of await pages(http, "/v1/scheduled", "scheduled", byCursor)) {
    own.scheduled.push({ tenant, user, scheduled_id, status, send_at });
  }
}

async function readRoom(server, { tenant, room_id, reader }) {
  const http = restOf(server, { tenant, user: reader });
  const participants = await pages(http, `/v1/rooms/${room_id}/participants`, "participants", byCursor);
  const { conversation_id, max_participants, current_participants } = (await http.get(`/v1/rooms/${room_id}`)).body;
  return { tenant, room_id, conversation_id, max_participants, current_participants, participants: participants.map(({ user_id }) => user_id) };
}

/** Some of the files that messages have, each asked for by a member, by somebody who is in none of its conversations, and by the other tenant. */
async function readFiles(server, people, conversations) {
  const files = [];
  for (const [tenant, those] of grouped(conversations, (conversation) => conversation.tenant)) {
    for (const [attachment, holders] of [...holdersOf(those)].slice(-FILES_READ)) {
      const [{ conversation, message }] = holders;
      // Of two who talk, one may have hidden it.
      const reader = conversation.type === "direct" ? message.sender_id : conversation.reader;
      const readers = new Set(holders.flatMap((holder) => [...holder.conversation.members, holder.message.sender_id]));
      // Who has uploaded it may read it, too, and a forwarded copy does not say who that was; a room is everybody's.
      const isOpen = holders.some((holder) => holder.message.forwarded_from || holder.conversation.type === "room");
      const stranger = people.find((one) => one.tenant === tenant && !readers.has(one.user));
      const foreigner = people.find((one) => one.tenant !== tenant);
      for (const one of [{ tenant, user: reader, isReader: true }, foreigner, ...(stranger && !isOpen ? [stranger] : [])]) {
        files.push({ isReader: false, ...one, attachment, ...(await readFile(server, one, attachment)) });
      }
    }
  }
  return files;
}

/** The messages that have a file, by its id. */
function holdersOf(conversations) {
  const messages = conversations.flatMap((conversation) => conversation.messages.map((message) => ({ conversation, message })));
  const holders = messages.flatMap(({ conversation, message }) =>
    (message.attachments ?? []).filter(() => !message.deleted).map(({ attachment_id }) => ({ attachment_id, conversation, message })),
  );
  return grouped(holders, ({ attachment_id }) => attachment_id);
}

/** For the words of some messages, the newest ones, by somebody who sees them. */
async function search(server, conversations) {
  const searches = [];
  for (const those of grouped(conversations, ({ tenant }) => tenant).values()) {
    // Of two who talk, one may have hidden it.
    const messages = those.filter(({ type }) => type !== "direct").flatMap((conversation) => conversation.messages.map((message) => ({ conversation, message })));
    const texts = messages.filter(({ message: { deleted, text } }) => !deleted && text.length < TEXT_SEARCHED_MAX);
    for (const { conversation, message } of texts.slice(-SEARCHES)) {
      searches.push(await searchFor(server, conversation, message));
    }
  }
  return searches;
}

/** What is new to the search is found a moment later. */
async function searchFor(server, { tenant, id, reader }, { seq, text }) {
  const deadline = Date.now() + FOUND_MS;
  const http = restOf(server, { tenant, user: reader });
  for (;;) {
    const { status, body } = await http.get(`/v1/search?${new URLSearchParams({ query: `"${text}"`, conversation_id: id, limit: 50 })}`);
    const seqs = status === 200 ? body.results.map((result) => result.seq) : [];
    if (seqs.includes(seq) || Date.now() > deadline) {
      return { tenant, user: reader, conversation: id, seq, text, status, seqs };
    }
    await sleep(200);
  }
}

/** Each once, though two have told of it. */
function byNumber(items, field) {
  return [...new Map(items.map((item) => [item[field], item])).values()].sort((one, other) => one[field] - other[field]);
}

const messagesAfter = (http, path, after_seq) => pages(http, `${path}/messages`, "messages", after("after_seq", "seq"), { after_seq });

const after = (parameter, field) => (_, items) => ({ [parameter]: items.at(-1)[field] });

async function pages(http, path, name, next, first = {}) {
  const all = [];
  for (let query = first; ; ) {
    const { status, body } = await http.get(`${path}?${new URLSearchParams({ limit: PAGE, ...query })}`);
    if (status !== 200) {
      throw new Error(`${path} was answered ${status}: ${JSON.stringify(body)}`);
    }
    all.push(...body[name]);
    if (!body.has_more) {
      return all;
    }
    query = next(body, body[name]);
  }
}
