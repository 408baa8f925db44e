import { useSyncExternalStore } from 'react';

/** What is shown beside the open conversation; `at` is a message in it to be shown. */
export type Panel = { kind: 'thread' | 'at'; seq: number } | { kind: Plain };

type Plain = 'details' | 'pins' | 'scheduled' | 'search';

export interface Route {
  open: string | null;
  panel: Panel | null;
}

const ROUTE = /^#\/c\/([^/]+)(?:\/(details|pins|scheduled|search)|\/(thread|at)\/(\d+))?$/;

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

export function parseRoute(hash: string): Route {
  const [, id, plain, numbered, seq] = ROUTE.exec(hash) ?? [];
  if (!id) return { open: null, panel: null };
  const open = decodeURIComponent(id);
  if (numbered) return { open, panel: { kind: numbered as 'thread' | 'at', seq: Number(seq) } };
  return { open, panel: plain ? { kind: plain as Plain } : null };
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
  const beside = panel === null ? '' : 'seq' in panel ? `/${panel.kind}/${panel.seq}` : `/${panel.kind}`;
  return `#/c/${encodeURIComponent(conversationId)}${beside}`;
}

export function goTo(conversationId: string | null, panel: Panel | null = null): void {
  location.hash = conversationId === null ? '#/' : threadHref(conversationId, panel);
}
