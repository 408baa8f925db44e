import type { Attachment } from './protocol.js';
import { Refusal } from './refusal.js';

export interface FilePorts {
  /** The server's origin, without a path. */
  url: string;
  token: (why: { expired: boolean }) => Promise<string>;
  fetch: typeof fetch;
  wait: (ms: number) => Promise<void>;
}

export interface UploadOptions {
  /** From 0 to 1. */
  onProgress?: (done: number) => void;
  signal?: AbortSignal;
}

/** Where a file can be fetched without a token, for a while. */
export interface FileLink {
  url: string;
  thumbnail_url?: string;
  expires_at: string;
}

interface Upload {
  upload_id: string;
  size: number;
  offset: number;
}

const PART_BYTES = 512 * 1024;
const ATTEMPTS = 6;
const AGAIN_MS = 500;
/** A link that is about to end is not given out any more. */
const LINK_MARGIN_MS = 60_000;

/** Files of messages, over HTTP: uploaded in parts, so that a lost connection costs one part. */
export class Files {
  private readonly ports: FilePorts;
  private readonly links = new Map<string, FileLink>();

  constructor(ports: FilePorts) {
    this.ports = ports;
  }

  /** @return what a message then carries; rejects with a {@link Refusal}, of code `aborted` when the signal said so */
  async upload(file: Blob, name: string, { onProgress, signal }: UploadOptions = {}): Promise<Attachment> {
    const begun = await this.insist<Upload>('POST', '/v1/uploads', { name, size: file.size }, signal);
    const path = `/v1/uploads/${begun.upload_id}`;
    try {
      let offset = begun.offset;
      for (let failures = 0; offset < file.size; ) {
        try {
          const part = file.slice(offset, offset + PART_BYTES);
          offset = (await this.call<Upload>('PATCH', `${path}?offset=${offset}`, part, signal)).offset;
          failures = 0;
        } catch (error) {
          const refusal = Refusal.from(error);
          if (signal?.aborted || !(refusal.retryable || refusal.code === 'conflict') || ++failures === ATTEMPTS) throw refusal;
          await this.ports.wait(refusal.retryAfterMs ?? AGAIN_MS * failures);
          offset = (await this.insist<Upload>('GET', path, null, signal)).offset;
        }
        onProgress?.(file.size === 0 ? 1 : offset / file.size);
      }
      return await this.insist<Attachment>('POST', `${path}/complete`, null, signal);
    } catch (error) {
      if (signal?.aborted) void this.call('DELETE', path, null).catch(() => {}); // The server takes it away in a day anyway.
      throw error;
    }
  }

  /** An address for `<img>`, `<video>` or a download, valid for some minutes. */
  async link(attachmentId: string): Promise<FileLink> {
    const known = this.links.get(attachmentId);
    if (known && Date.parse(known.expires_at) - Date.now() > LINK_MARGIN_MS) return known;
    const link = await this.insist<FileLink>('GET', `/v1/attachments/${attachmentId}/link`, null);
    this.links.set(attachmentId, link);
    return link;
  }

  private async insist<T>(method: string, path: string, body: object | null, signal?: AbortSignal): Promise<T> {
    for (let tried = 1; ; tried++) {
      try {
        return await this.call<T>(method, path, body, signal);
      } catch (error) {
        const refusal = Refusal.from(error);
        if (signal?.aborted || !refusal.retryable || tried === ATTEMPTS) throw refusal;
        await this.ports.wait(refusal.retryAfterMs ?? AGAIN_MS * tried);
      }
    }
  }

  private async call<T>(method: string, path: string, body: object | null, signal?: AbortSignal, expired = false): Promise<T> {
    const headers: Record<string, string> = { authorization: `Bearer ${await this.ports.token({ expired })}` };
    if (body !== null) headers['content-type'] = body instanceof Blob ? 'application/octet-stream' : 'application/json';
    const response = await this.ports
      .fetch(this.ports.url + path, {
        method,
        headers,
        ...(body === null ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
        ...(signal ? { signal } : {}),
      })
      .catch((error: unknown) => {
        throw signal?.aborted ? new Refusal('aborted', 'the upload was cancelled') : Refusal.from(error);
      });
    const answer = (await response.json().catch(() => ({}))) as { code?: string; message?: string };
    if (response.ok) return answer as T;
    if (answer.code === 'token_expired' && !expired) return this.call(method, path, body, signal, true);
    const wait = Number(response.headers.get('retry-after'));
    throw new Refusal(answer.code ?? 'no_answer', answer.message ?? `HTTP ${response.status}`, wait > 0 ? wait * 1000 : null);
  }
}
