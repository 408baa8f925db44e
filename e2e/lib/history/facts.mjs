// A history as the invariants need it: operations by number, the log by position, who was a member when.

/** Changes that concern one user alone. */
export const PRIVATE = new Set(["message:hidden", "conversation:settings", "block:update"]);

/** How something of a tenant is called, since ids may be the same in two tenants. */
export const key = (...parts) => parts.join(" ");

/** @returns {Map<any, any[]>} the items of each name, in their order */
export function grouped(list, by) {
  const groups = new Map();
  for (const item of list) {
    const name = by(item);
    groups.has(name) ? groups.get(name).push(item) : groups.set(name, [item]);
  }
  return groups;
}

export class Facts {
  /** Of each operation: `{op, c, tenant, user, event, payload, first, last, result, answers}`; `first` and `last` are its first and last attempt. */
  operations = new Map();
  /** By tenant and position: `{pos, tenant, conversation, event, payload, entry, owner}`, as whoever received it first was told. */
  log = new Map();
  /** Of each client: `{id, tenant, user, queued, disconnects, sessions}`; a session is what lies between two connects that were not recovered. */
  clients = new Map();
  /** By tenant and id, as the fresh process has them. */
  conversations = new Map();
  /** Conversation of each room, by tenant and `room_id`. */
  #rooms = new Map();
  /** Of whom somebody has blocked or unblocked: the last position that tells of it. */
  #newestBlocks = new Map();
  #timelines = new Map();
  #placed = new Map();
  #positionOfMessage = new Map();

  constructor(history) {
    this.history = history;
    for (const [id, about] of history.clients) {
      this.clients.set(id, { id, ...about, disconnects: [], sessions: [] });
    }
    for (const conversation of history.final?.conversations ?? []) {
      this.conversations.set(key(conversation.tenant, conversation.id), conversation);
    }
    for (const { tenant, room_id, conversation_id } of history.final?.rooms ?? []) {
      this.#rooms.set(key(tenant, room_id), key(tenant, conversation_id));
    }
    history.entries.forEach((entry) => this.#read(entry));
  }

  /** Tenant and id of the conversation of the room that an operation is about. */
  roomOf = ({ tenant, payload }) => this.#rooms.get(key(tenant, payload.room_id));

  /** Whether what concerns one user alone was for this one. Of somebody's blocks, a replay has the newest state of each. */
  isOwn({ event, payload, pos, owner }, user) {
    return owner === user && (event !== "block:update" || this.#newestBlocks.get(key(owner, payload.user_id)) === pos);
  }

  /** All events of the log, in its order. */
  logOf(tenant) {
    return [...this.log.values()].filter((event) => event.tenant === tenant).sort((one, other) => one.pos - other.pos);
  }

  /** Where a message is in the log; undefined if nobody received it with its position. */
  positionOf(tenant, conversation, seq) {
    return this.#positionOfMessage.get(key(tenant, conversation, seq));
  }

  /**
   * Whether the user was in the conversation at that position of the log: `true`, `false`, or undefined where the history does not tell.
   * The event that makes somebody a member, and the one that ends it, are still the member's to see.
   */
  wasMember(tenant, conversation, user, pos) {
    const { changes, certain } = this.#timeline(tenant, conversation, user);
    if (!certain) {
      return undefined;
    }
    let member = false;
    for (const change of changes) {
      if (change.pos > pos) {
        break;
      }
      member = change.pos === pos ? true : change.member;
    }
    return member;
  }

  /** Position of the last time that the user came in; undefined if it is not known or they are out. */
  inSince(tenant, conversation, user) {
    const { changes, certain } = this.#timeline(tenant, conversation, user);
    const last = changes.at(-1);
    return certain && last?.member ? last.pos : undefined;
  }

  /** Whether the user was out at any moment between the two positions; true as well where that is not known. */
  mayHaveBeenOut(tenant, conversation, user, from, to) {
    const { changes, certain } = this.#timeline(tenant, conversation, user);
    return !certain || changes.some(({ pos, member }) => !member && pos >= from && pos <= to);
  }

  #read(entry) {
    const client = this.clients.get(entry.c);
    switch (entry.k) {
      case "invoke":
        this.operations.set(entry.op, { ...entry, tenant: client.tenant, user: client.user, first: entry.n, last: entry.n, result: "unknown", answers: [] });
        break;
      case "retry":
        this.operations.get(entry.op).last = entry.n;
        break;
      case "ok":
      case "refused":
        Object.assign(this.operations.get(entry.op), { result: entry.k, answered: entry.n });
        this.operations.get(entry.op).answers.push(entry);
        break;
      case "connect":
        if (!entry.recovered) {
          client.sessions.push({ start: entry.start, entries: [] });
        }
        client.sessions.at(-1)?.entries.push(entry);
        break;
      case "disconnect":
        client.disconnects.push(entry.n);
        break;
      case "event":
        client.sessions.at(-1)?.entries.push(entry);
        this.#received(client, entry);
        break;
      default:
        break;
    }
  }

  #received({ tenant, user }, entry) {
    const { pos, event, payload } = entry;
    if (pos === undefined) {
      return;
    }
    const place = key(tenant, pos);
    // The one who comes is told of the conversation where the others are told of the one who comes; the latter says more.
    if (!this.log.has(place) || this.log.get(place).event === "conversation:new") {
      this.log.set(place, { pos, tenant, conversation: payload.conversation_id, event, payload, entry, ...(PRIVATE.has(event) && { owner: key(tenant, payload.actor_id ?? user) }) });
    }
    if (event === "block:update") {
      const about = key(tenant, user, payload.user_id);
      this.#newestBlocks.set(about, Math.max(this.#newestBlocks.get(about) ?? 0, pos));
    }
    if (event === "message:new") {
      this.#positionOfMessage.set(key(tenant, payload.conversation_id, payload.seq), pos);
    }
  }

  #timeline(tenant, conversation, user) {
    const place = key(tenant, conversation, user);
    if (!this.#timelines.has(place)) {
      this.#timelines.set(place, this.#makeTimeline(tenant, conversation, user));
    }
    return this.#timelines.get(place);
  }

  #makeTimeline(tenant, conversation, user) {
    const final = this.conversations.get(key(tenant, conversation));
    const placed = this.#placedChanges(tenant, conversation);
    const changes = final?.founders.includes(user) ? [{ pos: placed.beginning, member: true }] : [];
    let certain = final !== undefined && placed.beginning !== undefined;
    for (const { event, user_id, change_seq } of final?.changes ?? []) {
      if (user_id === user && (event === "member:added" || event === "member:removed")) {
        const pos = placed.bySeq.get(change_seq);
        certain &&= pos !== undefined;
        changes.push({ pos, member: event === "member:added" });
      }
    }
    return { changes, certain };
  }

  /** Positions of a conversation's changes by `change_seq`, and of its beginning. */
  #placedChanges(tenant, conversation) {
    if (this.#placed.size === 0) {
      for (const event of this.log.values()) {
        const place = key(event.tenant, event.conversation);
        const placed = this.#placed.get(place) ?? { beginning: undefined, bySeq: new Map() };
        this.#placed.set(place, placed);
        placed.beginning = Math.min(placed.beginning ?? event.pos, event.pos);
        if (event.payload.change_seq !== undefined) {
          placed.bySeq.set(event.payload.change_seq, event.pos);
        }
      }
    }
    return this.#placed.get(key(tenant, conversation)) ?? { beginning: undefined, bySeq: new Map() };
  }
}
