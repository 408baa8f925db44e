import { Refusal } from '@klatch/sdk';

export interface Toast {
  id: number;
  text: string;
  problem: boolean;
}

const SHOWN_MS = 6000;
const SHOWN_MAX = 3;

/** What to do about a refusal, where its message alone does not say. */
const ADVICE: Readonly<Record<string, string>> = {
  no_answer: 'The server did not answer. Check your connection and try again.',
  unavailable: 'The server cannot do this right now. Try again in a moment.',
  internal: 'Something went wrong on the server. Try again.',
  rate_limited: 'That was too fast. Wait a moment and try again.',
  disconnected: 'You are not connected. Try again when the connection is back.',
};

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

export function explain(error: unknown): string {
  const { code, message } = Refusal.from(error);
  return ADVICE[code] ?? sentence(message);
}

/** Short notes at the edge of the page. A problem says what was not done, why, and what to do. */
export class Toasts {
  private toasts: readonly Toast[] = [];
  private readonly listeners = new Set<() => void>();
  private last = 0;

  readonly get = (): readonly Toast[] => this.toasts;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  say(text: string, problem = false): void {
    const id = ++this.last;
    this.keep([...this.toasts.slice(1 - SHOWN_MAX), { id, text, problem }]);
    setTimeout(() => this.dismiss(id), SHOWN_MS);
  }

  dismiss(id: number): void {
    this.keep(this.toasts.filter((toast) => toast.id !== id));
  }

  /** Waits for what the user asked for; says so when it could not be done. @return whether it was */
  async watch(action: Promise<unknown>, failure: string, success?: string): Promise<boolean> {
    try {
      await action;
      if (success) this.say(success);
      return true;
    } catch (error) {
      this.say(`${failure}: ${explain(error)}`, true);
      return false;
    }
  }

  private keep(toasts: readonly Toast[]): void {
    this.toasts = toasts;
    for (const listener of [...this.listeners]) listener();
  }
}
