// I5: how far somebody has got never goes back and never beyond the last message; what is unread is what a recount finds.

import { grouped, key } from "../facts.mjs";
import { placeOf, scheduledOf, sendsOf } from "../sends.mjs";

/** Receipts are on disk a second after they count; this is that second and a busy machine's delay. */
export const WRITTEN_WITHIN_MS = 3_000;

const MARKS = ["read_seq", "delivered_seq"];
const RECEIPTS = new Set(["receipt:read", "receipt:delivered"]);

export function checkReceipts(facts, violated) {
  checkAnswers(facts, violated);
  checkUpdates(facts, violated);
  checkKept(facts, violated);
  checkUnread(facts, violated);
}

const receiptsOf = (facts) => [...facts.operations.values()].filter(({ event, result }) => RECEIPTS.has(event) && result === "ok");

/** A receipt answered before another one was begun is not ahead of it, while the same process runs. */
function checkAnswers(facts, violated) {
  const sends = sendsByConversation(facts);
  const epochOf = epochs(facts);
  for (const own of grouped(receiptsOf(facts), ({ tenant, user, payload }) => key(tenant, user, payload.conversation_id)).values()) {
    const steady = isSteady(facts, own[0].tenant, own[0].payload.conversation_id, own[0].user);
    for (const mark of MARKS) {
      let highest = null;
      const answered = [...own].sort((one, other) => one.answered - other.answered);
      let next = 0;
      for (const receipt of own) {
        for (; next < answered.length && answered[next].answered < receipt.first; next++) {
          const { answer } = answered[next].answers[0];
          highest = !highest || epochOf(answered[next]) > epochOf(highest) || answer[mark] > highest.answers[0].answer[mark] ? answered[next] : highest;
        }
        const { answer } = receipt.answers[0];
        if (steady && highest && epochOf(highest) === epochOf(receipt) && highest.answers[0].answer[mark] > answer[mark]) {
          violated("I5", `${mark} of ${receipt.user} went back`, [highest, highest.answers[0], receipt, receipt.answers[0]]);
        }
      }
    }
    for (const receipt of own) {
      const { answer } = receipt.answers[0];
      const begun = (sends.get(key(receipt.tenant, receipt.payload.conversation_id)) ?? []).filter(({ first }) => first < receipt.answered).length;
      if (answer.read_seq > begun || answer.delivered_seq > begun) {
        violated("I5", `${receipt.user} is beyond the last of ${begun} messages that had been sent`, [receipt, receipt.answers[0]]);
      }
      if (steady && answer.read_seq > answer.delivered_seq) {
        violated("I5", `${receipt.user} has read more than was delivered`, [receipt, receipt.answers[0]]);
      }
    }
  }
}

/** Whom the others are told of does not go back either, while the same process runs. */
function checkUpdates(facts, violated) {
  for (const client of facts.clients.values()) {
    let last = new Map();
    for (const entry of client.sessions.flatMap(({ entries }) => entries)) {
      if (entry.k === "connect") {
        last = entry.epoch === last.epoch ? last : Object.assign(new Map(), { epoch: entry.epoch });
        continue;
      }
      for (const { conversation_id, user_id, ...marks } of toldBy(entry)) {
        const place = key(conversation_id, user_id);
        const before = last.get(place);
        const back = before && isSteady(facts, client.tenant, conversation_id, user_id) && MARKS.find((mark) => marks[mark] < before.marks[mark]);
        if (back) {
          violated("I5", `${client.id} was told that ${back} of ${user_id} went back`, [before.entry, entry]);
        }
        last.set(place, { marks, entry });
      }
    }
  }
}

function toldBy({ event, payload }) {
  return event === "receipt:update" ? [payload] : event === "receipt:batch" ? payload.receipts.map((one) => ({ conversation_id: payload.conversation_id, ...one })) : [];
}

/** What counted long enough before a kill, or before the end, is still so in the end. */
function checkKept(facts, violated) {
  const kills = facts.history.entries.filter(({ k, what }) => k === "fault" && what === "kill -9").map(({ at }) => at);
  const finals = new Map((facts.history.final?.memberships ?? []).map((one) => [key(one.tenant, one.user, one.conversation), one]));
  for (const receipt of receiptsOf(facts)) {
    const { at, answer } = receipt.answers[0];
    const kill = kills.find((when) => when >= at) ?? Infinity;
    const final = finals.get(key(receipt.tenant, receipt.user, receipt.payload.conversation_id));
    const back = final && kill - at > WRITTEN_WITHIN_MS && isSteady(facts, receipt.tenant, receipt.payload.conversation_id, receipt.user)
      && MARKS.find((mark) => final.me[mark] < answer[mark]);
    if (back) {
      violated("I5", `${back} of ${receipt.user} is ${final.me[back]} in the end and was ${answer[back]}`, [receipt, receipt.answers[0]]);
    }
  }
}

function checkUnread(facts, violated) {
  for (const { tenant, user, conversation, me, above } of facts.history.final?.memberships ?? []) {
    const last = facts.conversations.get(key(tenant, conversation))?.last_seq;
    const seen = above.filter(({ deleted }) => !deleted);
    const mentions = seen.filter(({ mentions: those = [] }) => those.includes(user) || those.includes("@all"));
    const own = above.find(({ sender_id }) => sender_id === user);
    const where = `${user} of ${tenant} in ${conversation}`;
    if (me.unread !== seen.length || me.mentions !== mentions.length) {
      violated("I5", `${where} has ${me.unread} unread and ${me.mentions} mentions, a recount finds ${seen.length} and ${mentions.length}`, [me, ...above.slice(0, 3)]);
    }
    if (own) {
      violated("I5", `${where} has not read what they sent`, [me, own]);
    }
    if (last !== undefined && (me.read_seq > last || me.delivered_seq > last)) {
      violated("I5", `${where} is beyond the last message ${last}`, [me]);
    }
  }
  for (const { tenant, user, total_unread, at } of facts.history.final?.totals ?? []) {
    const counted = (facts.history.final.memberships ?? []).filter((one) => one.tenant === tenant && one.user === user && counts(one.me, at));
    const sum = counted.reduce((total, { me }) => total + me.unread, 0);
    if (sum !== total_unread) {
      violated("I5", `${user} of ${tenant} has ${total_unread} unread in total, the sum is ${sum}`, counted.map(({ conversation, me }) => ({ conversation, unread: me.unread })));
    }
  }
}

const counts = ({ archived, muted_until }, at) => !archived && !(muted_until && Date.parse(muted_until) > at);

/** Who comes in later has nothing unread from before, which nobody delivered to them; who went out may begin anew. */
function isSteady(facts, tenant, conversation, user) {
  const { changes = [] } = facts.conversations.get(key(tenant, conversation)) ?? {};
  return !changes.some(({ event, user_id }) => (event === "member:removed" || event === "member:added") && user_id === user);
}

function sendsByConversation(facts) {
  return grouped([...sendsOf(facts), ...scheduledOf(facts)], placeOf);
}

/** @returns {(operation: object) => number} which process answered */
function epochs(facts) {
  const connects = grouped(facts.history.entries.filter(({ k }) => k === "connect"), ({ c }) => c);
  return ({ c, answered }) => connects.get(c)?.findLast(({ n }) => n < answered)?.epoch;
}
