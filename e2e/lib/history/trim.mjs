// What is kept of payloads and answers: what the checker reads.

/** Codes of refusals after which the same may be asked again. */
export const RETRYABLE = new Set(["unavailable", "internal", "rate_limited"]);

const MESSAGE = ["conversation_id", "seq", "message_id", "sender_id", "client_msg_id", "text", "deleted", "edited_at"];

/** A payload as a history keeps it. */
export function trimmed(event, payload) {
  return event === "message:new" ? fields(payload, MESSAGE) : event === "conversation:new" ? fields(payload, ["conversation_id", "type", "title"]) : payload;
}

/** An answer as a history keeps it. */
export function brief(event, answer) {
  if (!answer.ok) {
    return { ok: false, code: answer.code, message: answer.message };
  }
  switch (event) {
    case "message:history":
    case "message:thread":
    case "message:pins":
      return { ok: true, messages: answer.messages.map(({ seq, message_id }) => [seq, message_id]) };
    case "conversation:list":
    case "sync:get":
      return { ok: true, conversations: answer.conversations.map(({ conversation_id, last_seq, change_seq }) => [conversation_id, last_seq, change_seq]) };
    case "message:changes":
      return { ok: true, changes: answer.changes.map(({ change_seq, event: name }) => [change_seq, name]) };
    default:
      return answer;
  }
}

function fields(object, names) {
  return Object.fromEntries(names.filter((name) => object[name] !== undefined).map((name) => [name, object[name]]));
}
