// I14: threads count their replies, forwards say what was forwarded, files have the bytes that were uploaded and are for members only, search
// finds what is there.

import { grouped, key } from "../facts.mjs";
import { found, placeOf, sendsOf, storedMessages } from "../sends.mjs";

export function checkContents(facts, violated) {
  const sends = sendsOf(facts);
  const stored = storedMessages(facts);
  const sent = sends.flatMap((send) => found(stored, send).map((message) => ({ send, message })));
  const sentIn = grouped(sent, ({ send }) => placeOf(send));
  for (const [place, conversation] of facts.conversations) {
    const here = sentIn.get(place) ?? [];
    checkThreads(conversation, here, violated);
    checkContent(conversation, here, violated);
  }
  checkForwards(facts, sent, violated);
  checkFiles(facts, violated);
  checkSearch(facts, violated);
}

/** A reply counts for ever, also after it was deleted. */
function checkThreads({ tenant, id, messages, threads = [] }, here, violated) {
  const replies = grouped(here.filter(({ send }) => send.payload.thread !== undefined), ({ send }) => send.payload.thread);
  for (const root of messages) {
    const those = replies.get(root.seq) ?? [];
    if (!root.deleted && (root.replies ?? 0) !== those.length) {
      violated("I14", `message ${root.seq} of ${tenant} ${id} says it has ${root.replies ?? 0} replies, a recount finds ${those.length}`, [root, ...those.map(({ send }) => send).slice(0, 3)]);
    }
  }
  for (const { seq, replies: listed } of threads) {
    const expected = (replies.get(seq) ?? []).filter(({ message }) => !message.deleted).map(({ message }) => message.seq).sort((one, other) => one - other);
    const shown = new Set(listed);
    const missing = expected.filter((reply) => !shown.has(reply));
    if (missing.length > 0) {
      violated("I14", `the thread ${seq} of ${tenant} ${id} lacks ${missing.length} of ${expected.length} replies, the first of them ${missing[0]}`, []);
    }
  }
}

/** What a message had besides its text, it still has. */
function checkContent({ tenant, id }, here, violated) {
  for (const { send, message } of here.filter(({ send: { event }, message: { deleted } }) => event === "message:send" && !deleted)) {
    const { thread, reply_to, attachments = [], mentions = [] } = send.payload;
    const differs = (what) => violated("I14", `message ${message.seq} of ${tenant} ${id} ${what}`, [send, message]);
    if (message.thread !== thread || message.reply_to !== reply_to) {
      differs("is in another thread, or answers another message, than was sent");
    }
    if (filesOf(message).join() !== attachments.join()) {
      differs("has other files than were sent");
    }
    if (!(message.mentions ?? []).every((user) => mentions.includes(user))) {
      differs("mentions somebody whom its sender did not");
    }
  }
}

const filesOf = ({ attachments = [] }) => attachments.map(({ attachment_id }) => attachment_id);

function checkForwards(facts, sent, violated) {
  const edits = grouped([...facts.operations.values()].filter(({ event }) => event === "message:edit"), ({ tenant, payload }) => key(tenant, payload.conversation_id, payload.seq));
  const origins = new Map(sent.map(({ send, message }) => [key(send.tenant, message.conversation_id, message.seq), { send, message }]));
  const textsOf = (place) => {
    const origin = origins.get(place);
    return origin === undefined ? undefined : [...((edits.get(place) ?? []).map(({ payload }) => payload.text)), ...(origin.send.event === "message:forward" ? textsOf(fromOf(origin.send)) ?? [null] : [origin.send.payload.text])];
  };
  for (const { send, message } of sent.filter(({ send: { event }, message: { deleted } }) => event === "message:forward" && !deleted)) {
    const place = fromOf(send);
    const texts = textsOf(place);
    const from = origins.get(place)?.message;
    if (texts && !message.edited_at && !texts.includes(message.text) && !texts.includes(null)) {
      violated("I14", "a forwarded message says what the other never said", [send, message, from]);
    }
    if (from && message.forwarded_from !== from.message_id) {
      violated("I14", "a forwarded message names another one than was forwarded", [send, message, from]);
    }
    if (from && !from.deleted && filesOf(message).join() !== filesOf(from).join()) {
      violated("I14", "a forwarded message has other files", [send, message, from]);
    }
  }
}

const fromOf = ({ tenant, payload }) => key(tenant, payload.conversation_id, payload.seq);

function checkFiles({ history }, violated) {
  const uploaded = new Map(history.entries.filter(({ k }) => k === "uploaded").map((entry) => [entry.attachment, entry]));
  for (const fetched of history.entries.filter(({ k, status }) => k === "fetched" && status === 200)) {
    compareBytes(uploaded.get(fetched.attachment), fetched, [fetched], violated);
  }
  for (const one of history.final?.files ?? []) {
    const { tenant, user, attachment, isReader, status } = one;
    if (isReader && status !== 200) {
      violated("I14", `${user} of ${tenant} may read the file ${attachment} and is answered ${status}`, [one]);
    } else if (!isReader && status !== 404) {
      violated("I7", `${user} of ${tenant} may not read the file ${attachment} and is answered ${status}`, [one]);
    }
    if (status === 200) {
      compareBytes(uploaded.get(attachment), one, [one], violated);
    }
  }
}

function compareBytes(upload, fetched, evidence, violated) {
  if (upload && upload.sha !== fetched.sha) {
    violated("I14", `the file ${fetched.attachment} has other bytes than were uploaded`, [upload, ...evidence]);
  }
}

function checkSearch(facts, violated) {
  for (const one of facts.history.final?.searches ?? []) {
    const { tenant, user, conversation, seq, seqs } = one;
    if (!seqs.includes(seq)) {
      violated("I14", `${user} of ${tenant} searches ${conversation} for the words of message ${seq} and does not find it`, [one]);
    }
  }
  const operations = [...facts.operations.values()].filter(({ result }) => result === "ok");
  const deletions = grouped(operations.filter(({ event }) => event === "message:delete"), ({ tenant, payload }) => key(tenant, payload.conversation_id, payload.seq));
  for (const search of operations.filter(({ event }) => event === "message:search")) {
    for (const { conversation_id, seq } of search.answers[0].answer.results) {
      const deletion = (deletions.get(key(search.tenant, conversation_id, seq)) ?? []).find(
        ({ user, payload, answered }) => answered < search.first && (payload.for === "all" || user === search.user),
      );
      if (deletion) {
        violated("I14", `${search.c} was shown a message that was deleted before`, [deletion, deletion.answers[0], search, search.answers[0]]);
      }
    }
  }
}
