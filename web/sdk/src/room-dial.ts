/** What is used of a `WebSocket`. */
export interface PlainSocket {
  send: (text: string) => void;
  close: () => void;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
}

export interface DialPorts {
  open: (token: string) => PlainSocket;
  token: (why: { expired: boolean }) => Promise<string>;
  after: (delayMs: number, task: () => void) => () => void;
}

export interface DialEvents {
  up: () => void;
  /** At each attempt that fails, and at a loss. */
  down: () => void;
  frame: (text: unknown) => void;
}

/** A network that blocks WebSockets may let them open and then say nothing: up is who has been greeted. */
const GREETED_IN_MS = 5000;
const PING_EVERY_MS = 20_000;
const PONG_IN_MS = 10_000;
const AGAIN_FIRST_MS = 2000;
const AGAIN_MAX_MS = 15_000;

/** Keeps a WebSocket to `/ws/rooms`: tries again and again, and notices when the other side is silent. */
export class Dial {
  private readonly ports: DialPorts;
  private readonly events: DialEvents;
  private socket: PlainSocket | null = null;
  private greeted = false;
  private running = false;
  private expired = false;
  private failures = 0;
  private cancel = () => {};

  constructor(ports: DialPorts, events: DialEvents) {
    this.ports = ports;
    this.events = events;
  }

  get up(): boolean {
    return this.greeted;
  }

  start(): void {
    this.running = true;
    void this.attempt();
  }

  stop(): void {
    this.running = false;
    this.cancel();
    this.forget()?.close();
  }

  /** Does not wait for the next attempt's time. */
  hurry(): void {
    if (!this.running || this.socket) return;
    this.failures = 0;
    void this.attempt();
  }

  send(frame: object): void {
    if (this.greeted) this.socket?.send(JSON.stringify(frame));
  }

  private async attempt(): Promise<void> {
    this.cancel();
    let late = false;
    this.cancel = () => (late = true);
    try {
      const token = await this.ports.token({ expired: this.expired });
      if (late) return;
      const socket = this.ports.open(token);
      this.socket = socket;
      socket.onmessage = ({ data }) => socket === this.socket && this.heard(data);
      socket.onclose = ({ reason }) => socket === this.socket && this.lost(reason);
      this.cancel = this.ports.after(GREETED_IN_MS, () => this.giveUp());
    } catch {
      if (!late) this.lost('');
    }
  }

  private heard(text: unknown): void {
    if (!this.greeted) {
      if (typeof text !== 'string' || !text.includes('"CONNECTION_ESTABLISHED"')) return;
      this.greeted = true;
      this.failures = 0;
      this.expired = false;
      this.events.up();
    } else {
      this.events.frame(text);
    }
    this.cancel(); // Whatever comes shows that the other side lives.
    this.cancel = this.ports.after(PING_EVERY_MS, () => {
      this.send({ action: 'PING' });
      this.cancel = this.ports.after(PONG_IN_MS, () => this.giveUp());
    });
  }

  private giveUp(): void {
    const silent = this.forget();
    this.lost('');
    silent?.close();
  }

  private lost(reason: string): void {
    this.forget();
    this.cancel();
    if (!this.running) return;
    this.expired = reason.toLowerCase().includes('token_expired');
    const delay = Math.min(AGAIN_MAX_MS, AGAIN_FIRST_MS * 2 ** this.failures++);
    this.cancel = this.ports.after(delay, () => void this.attempt());
    this.events.down();
  }

  private forget(): PlainSocket | null {
    const { socket } = this;
    this.socket = null;
    this.greeted = false;
    return socket;
  }
}
