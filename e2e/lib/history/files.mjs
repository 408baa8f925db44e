// Files over HTTP, noted with a digest of their bytes.

import { createHash } from "node:crypto";

const WAIT_MS = 10_000;

const digest = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

/** @returns {Promise<string|undefined>} the attachment's id; undefined when nobody knows whether it is there */
export async function upload(device, bytes) {
  const answer = await ask(device, "/v1/attachments?name=at-random.bin", { method: "POST", body: bytes, headers: { "content-type": "application/octet-stream" } });
  const { attachment_id: attachment } = answer?.status === 201 ? JSON.parse(answer.bytes) : {};
  if (attachment) {
    device.history.note("uploaded", device.id, { attachment, sha: digest(bytes) });
  }
  return attachment;
}

export async function fetchFile(device, attachment) {
  const answer = await ask(device, `/v1/attachments/${attachment}`);
  if (answer) {
    device.history.note("fetched", device.id, { attachment, status: answer.status, sha: digest(answer.bytes) });
  }
}

/** As a user of a tenant. @returns {Promise<{status: number, sha: string}>} */
export async function readFile(server, { tenant, user }, attachment) {
  const response = await server.get(`/v1/attachments/${attachment}`, { authorization: `Bearer ${server.token(user, { tenant_id: tenant })}` });
  return { status: response.status, sha: digest(Buffer.from(await response.arrayBuffer())) };
}

async function ask(device, path, { headers = {}, ...request } = {}) {
  try {
    const authorization = `Bearer ${device.server.token(device.user, { tenant_id: device.tenant })}`;
    const response = await fetch(device.server.url + path, { ...request, headers: { authorization, ...headers }, signal: AbortSignal.timeout(WAIT_MS) });
    return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
  } catch {
    return undefined; // The server was just killed.
  }
}
