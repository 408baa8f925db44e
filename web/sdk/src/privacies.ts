import type { Privacy } from './protocol.js';
import type { Request } from './requests.js';
import { type Signal, Source } from './signal.js';

/** What the user lets others know; null until it has come. */
export class PrivacySettings {
  private readonly request: Request;
  private readonly current = new Source<Privacy | null>(null);

  constructor(request: Request) {
    this.request = request;
  }

  get view(): Signal<Privacy | null> {
    return this.current;
  }

  note(privacy: Privacy): void {
    this.current.set(privacy);
  }

  async load(): Promise<void> {
    this.note(await this.request('privacy:get', {}));
  }

  async set(change: Partial<Privacy>): Promise<void> {
    this.note(await this.request('privacy:set', change));
  }
}
