import { useSyncExternalStore } from 'react';

const THREAD = /^#\/c\/(.+)$/;

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

/** The open conversation is in the address, so that the browser's back button closes it on a phone. */
export function useRoute(): string | null {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  const match = THREAD.exec(hash);
  return match?.[1] ? decodeURIComponent(match[1]) : null;
}

export function threadHref(conversationId: string): string {
  return `#/c/${encodeURIComponent(conversationId)}`;
}

export function goTo(conversationId: string | null): void {
  location.hash = conversationId === null ? '#/' : threadHref(conversationId);
}
