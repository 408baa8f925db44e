import { useSyncExternalStore } from 'react';

/** What is shown beside the open conversation. */
export type Panel = { kind: 'thread'; seq: number } | { kind: 'details' } | { kind: 'pins' };

export interface Route {
  open: string | null;
  panel: Panel | null;
}

const ROUTE = /^#\/c\/([^/]+)(?:\/(details|pins|thread\/(\d+)))?$/;

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

export function parseRoute(hash: string): Route {
  const [, id, panel, seq] = ROUTE.exec(hash) ?? [];
  if (!id) return { open: null, panel: null };
  const open = decodeURIComponent(id);
  if (seq) return { open, panel: { kind: 'thread', seq: Number(seq) } };
  return { open, panel: panel === 'details' || panel === 'pins' ? { kind: panel } : null };
}

let parsed = { hash: '', route: parseRoute('') };

function current(): Route {
  if (parsed.hash !== location.hash) parsed = { hash: location.hash, route: parseRoute(location.hash) };
  return parsed.route;
}

/** What is open is in the address, so that the browser's back button closes it on a phone. */
export function useRoute(): Route {
  return useSyncExternalStore(subscribe, current);
}

export function threadHref(conversationId: string, panel: Panel | null = null): string {
  const beside = panel === null ? '' : panel.kind === 'thread' ? `/thread/${panel.seq}` : `/${panel.kind}`;
  return `#/c/${encodeURIComponent(conversationId)}${beside}`;
}

export function goTo(conversationId: string | null, panel: Panel | null = null): void {
  location.hash = conversationId === null ? '#/' : threadHref(conversationId, panel);
}
