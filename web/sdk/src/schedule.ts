import type { Commands } from './commands.js';
import { newClientMsgId } from './ids.js';
import { newMessage } from './outbox.js';
import type { Scheduled } from './protocol.js';
import { Refusal } from './refusal.js';
import type { Content } from './requests.js';
import { type Signal, Source } from './signal.js';

export interface SchedulePorts {
  commands: Pick<Commands, 'schedule' | 'scheduled' | 'reschedule' | 'cancelScheduled'>;
  /** Sends at once. */
  send: (conversationId: string, content: Content) => void;
}

const PAGES_MAX = 3;

/** Messages of the user that are to be sent later, and those that could not be: the same on all devices. */
export class Schedule {
  private readonly ports: SchedulePorts;
  private readonly current = new Source<readonly Scheduled[]>([]);

  constructor(ports: SchedulePorts) {
    this.ports = ports;
  }

  /** By the time they are to be sent. */
  get view(): Signal<readonly Scheduled[]> {
    return this.current;
  }

  note(scheduled: Scheduled): void {
    const others = this.current.get().filter((each) => each.scheduled_id !== scheduled.scheduled_id);
    const waits = scheduled.status === 'pending' || scheduled.status === 'failed';
    this.keep(waits ? [...others, scheduled] : others);
  }

  /** Where it cannot be had, it is asked for again at the next connect. */
  async load(): Promise<void> {
    const all: Scheduled[] = [];
    let cursor: string | undefined;
    try {
      for (let page = 0; page < PAGES_MAX; page++) {
        const answer = await this.ports.commands.scheduled(cursor);
        all.push(...answer.scheduled);
        if (!answer.has_more || answer.cursor === null) break;
        cursor = answer.cursor;
      }
      this.keep(all);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }

  /** Files cannot be sent later. */
  async add(conversationId: string, content: Content, sendAt: Date): Promise<void> {
    await this.ports.commands.schedule({
      ...newMessage(conversationId, newClientMsgId(), content),
      send_at: sendAt.toISOString(),
    });
  }

  async change(scheduledId: string, change: { text?: string; send_at?: string }): Promise<void> {
    this.note(await this.ports.commands.reschedule(scheduledId, change));
  }

  async cancel(scheduledId: string): Promise<void> {
    await this.ports.commands.cancelScheduled(scheduledId);
    this.keep(this.current.get().filter((each) => each.scheduled_id !== scheduledId));
  }

  /** Once it is cancelled it is not sent by the server, too. */
  async sendNow({ scheduled_id, conversation_id, text, reply_to, thread, mentions, body, expires_in_s }: Scheduled): Promise<void> {
    await this.cancel(scheduled_id);
    this.ports.send(conversation_id, {
      text,
      ...(reply_to === undefined ? {} : { reply_to }),
      ...(thread === undefined ? {} : { thread }),
      ...(mentions === undefined ? {} : { mentions }),
      ...(body === undefined ? {} : { body }),
      ...(expires_in_s === undefined ? {} : { expires_in_s }),
    });
  }

  private keep(all: Scheduled[]): void {
    this.current.set(all.sort((a, b) => Date.parse(a.send_at) - Date.parse(b.send_at)));
  }
}
