// What happened, in the order in which this process saw it. The checker reads nothing else.
//
// An entry is `{n, at, k, c, …}`: its number, milliseconds since the start, its kind, its client.
//
//   invoke      op, event, payload        a client begins an operation
//   retry       op                        … and sends it once more, since it does not know what became of it
//   ok, refused op, answer                … and knows
//   unknown     op                        … or gives up without knowing
//   connect     recovered, start, epoch   `start`: the log position at which a session began that is not recovered;
//                                         `epoch`: how often the server had been started
//   ready       recovered, resync, first  `session:ready`
//   disconnect  reason
//   event       event, payload, pos       received; `pos`: its place in the log, if it has one
//   late        event, payload, pos       … before the connection was lost, and delivered by the client library after that
//   refill      conversation, messages    `[seq, message_id]`s, fetched after a resync
//   uploaded    attachment, sha           a file the server has
//   fetched     attachment, status, sha   a file asked for
//   fault       what

export class History {
  /** Of each client: `{tenant, user, queued}`. */
  clients = new Map();
  entries = [];
  /** What a fresh process says in the end; see ending.mjs. */
  final = null;

  /** Milliseconds since 1970, for what the server's clock has to do with. */
  startedAt = Date.now();
  #started = performance.now();
  #operations = 0;

  constructor({ seed = 0 } = {}) {
    this.seed = seed;
  }

  /** @param {{tenant: string, user: string, queued: boolean}} about */
  client(id, about) {
    this.clients.set(id, about);
  }

  note(k, c, more = {}) {
    const entry = { n: this.entries.length, at: Math.round(performance.now() - this.#started), k, c, ...more };
    this.entries.push(entry);
    return entry;
  }

  /** @returns {number} the operation's number */
  invoke(c, event, payload) {
    const op = ++this.#operations;
    this.note("invoke", c, { op, event, payload });
    return op;
  }

  fault(what, more = {}) {
    return this.note("fault", null, { what, ...more });
  }
}
