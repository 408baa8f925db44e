import type { Change } from './changes.js';
import { Refusal } from './refusal.js';
import type { ChangesPage } from './requests.js';
import { type Signal, Source } from './signal.js';

/** What became different about a conversation itself: who is in it, as what, and what it says of itself. */
export type Happening = Extract<Change, { event: 'member:added' | 'member:removed' | 'member:role' | 'conversation:updated' }>;

export interface ChronicleView {
  /** Oldest first. */
  happenings: readonly Happening[];
  /** Whether there is nothing before the first of them. */
  whole: boolean;
}

export interface ChroniclePorts {
  /** The oldest {@link WINDOW} changes above that number. */
  changes: (afterChangeSeq: number) => Promise<ChangesPage>;
  /** The conversation's number of changes as far as known. */
  changeSeq: () => number | null;
}

const HAPPENINGS: ReadonlySet<string> = new Set(['member:added', 'member:removed', 'member:role', 'conversation:updated']);
const WINDOW = 100;
/** More pages are not read for one wish; the next goes on from there. */
const WINDOWS_MAX = 30;

export function isHappening(change: Change): change is Happening {
  return HAPPENINGS.has(change.event);
}

/** The happenings of one conversation, read backwards from now in windows of change numbers. */
export class Chronicle {
  private readonly ports: ChroniclePorts;
  private readonly byNumber = new Map<number, Happening>();
  private readonly current = new Source<ChronicleView>({ happenings: [], whole: false });
  /** All changes above it have been looked at; null when nobody has begun. */
  private from: number | null = null;
  /** The oldest time that has been looked at. */
  private reached: string | null = null;
  private wanted: string | null = null;
  private reading = false;
  private again = false;

  constructor(ports: ChroniclePorts) {
    this.ports = ports;
  }

  get view(): Signal<ChronicleView> {
    return this.current;
  }

  note(change: Change): void {
    if (!isHappening(change)) return;
    this.byNumber.set(change.change_seq, change);
    this.publish();
  }

  /** Reads back to that time; what does not come is read at the next wish or connect. */
  async reachBackTo(at: string): Promise<void> {
    if (this.wanted === null || at < this.wanted) this.wanted = at;
    if (this.reading) return;
    this.reading = true;
    try {
      for (let windows = 0; windows < WINDOWS_MAX && !this.isThere(); windows++) await this.readWindow();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    } finally {
      this.reading = false;
      this.publish();
    }
    if (this.again) this.refresh();
  }

  /** Changes may have been missed: reads from now again. */
  refresh(): void {
    this.again = this.reading;
    if (this.wanted === null || this.reading) return;
    this.from = null;
    this.reached = null;
    void this.reachBackTo(this.wanted);
  }

  private isThere(): boolean {
    return this.from === 0 || (this.reached !== null && this.wanted !== null && this.reached < this.wanted);
  }

  private async readWindow(): Promise<void> {
    const upTo = this.from ?? this.ports.changeSeq();
    if (upTo === null) throw new Refusal('not_found', 'the conversation is not known yet');
    const after = Math.max(0, upTo - WINDOW);
    const { changes } = upTo === 0 ? { changes: [] } : await this.ports.changes(after);
    for (const change of changes) if (isHappening(change)) this.byNumber.set(change.change_seq, change);
    const oldest = changes[0];
    if (oldest && (this.reached === null || oldest.at < this.reached)) this.reached = oldest.at;
    this.from = after;
  }

  private publish(): void {
    const happenings = [...this.byNumber.values()].sort((a, b) => a.change_seq - b.change_seq);
    this.current.set({ happenings, whole: this.from === 0 });
  }
}
