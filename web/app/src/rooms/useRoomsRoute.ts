import { useSyncExternalStore } from 'react';

/** What of the page is open; it is in the address, so that going back closes it. */
export type RoomsRoute = { at: 'list' } | { at: 'room'; roomId: number; people: boolean } | { at: 'review'; roomId: number | null } | { at: 'trail'; roomId: number | null };

const ROOM = /^#\/r\/(\d{1,15})(\/people)?$/;
const DESK = /^#\/(trail|review)(?:\/(\d{1,15}))?$/;
const LIST: RoomsRoute = { at: 'list' };

export function parseRoomsRoute(hash: string): RoomsRoute {
  const room = ROOM.exec(hash);
  if (room) return { at: 'room', roomId: Number(room[1]), people: room[2] !== undefined };
  const desk = DESK.exec(hash);
  return desk ? { at: desk[1] as 'trail' | 'review', roomId: desk[2] === undefined ? null : Number(desk[2]) } : LIST;
}

let parsed: { hash: string; route: RoomsRoute } = { hash: '', route: LIST };

function current(): RoomsRoute {
  if (parsed.hash !== location.hash) parsed = { hash: location.hash, route: parseRoomsRoute(location.hash) };
  return parsed.route;
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

export function useRoomsRoute(): RoomsRoute {
  return useSyncExternalStore(subscribe, current);
}

export function roomHref(roomId: number, people = false): string {
  return `#/r/${roomId}${people ? '/people' : ''}`;
}

/** Of one room, or of all. */
export function deskHref(at: 'trail' | 'review', roomId: number | null = null): string {
  return roomId === null ? `#/${at}` : `#/${at}/${roomId}`;
}

export function goToRoom(roomId: number | null, people = false): void {
  location.hash = roomId === null ? '#/' : roomHref(roomId, people);
}
