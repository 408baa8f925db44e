import type { RoomRemoved, RoomsClient } from '@klatch/sdk';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useSignal } from '../hooks/useSignal';
import { Toasts } from '../lib/toasts';
import { PeopleIcon } from '../ui/icons';
import { ToastShelf } from '../ui/Toasts';
import { Review } from './Review';
import { RoomList } from './RoomList';
import { RoomPane } from './RoomPane';
import type { Telegram } from './telegram';
import { Trail } from './Trail';
import { type AtRooms, claimedRole, RoomsContext } from './useRooms';
import { goToRoom, type RoomsRoute, useRoomsRoute } from './useRoomsRoute';

interface Props {
  client: RoomsClient;
  token: () => string;
  telegram: Telegram | null;
  /** Null where the user cannot be another. */
  onSignOut: (() => void) | null;
}

/** The list of rooms, and beside it the one that is open; on a phone, one at a time. */
export function Rooms({ client, token, telegram, onSignOut }: Props) {
  const { userId } = useSignal(client.connection);
  const { removals, forgive } = useRemovals(client, userId);
  const toasts = useMemo(() => new Toasts(), []);
  const me = useMemo<AtRooms | null>(
    () => userId === null ? null : { client, userId, toasts, claimed: claimedRole(token()), removals, forgive },
    [client, userId, toasts, token, removals, forgive],
  );
  const route = useRoomsRoute();
  useNetworkBack(client);
  useTelegramBack(telegram, route);

  if (!me) {
    return (
      <main className="empty" aria-label="Rooms">
        <PeopleIcon />
        <p role="status">Connecting…</p>
      </main>
    );
  }
  return (
    <RoomsContext value={me}>
      <div className="rooms-shell" data-open={route.at !== 'list'} data-back={telegram?.hasBackButton ?? false}>
        <RoomList route={route} onSignOut={onSignOut} />
        {route.at === 'room' && <RoomPane key={route.roomId} roomId={route.roomId} people={route.people} />}
        {route.at === 'review' && <Review key={route.roomId} roomId={route.roomId} />}
        {route.at === 'trail' && <Trail key={route.roomId} roomId={route.roomId} />}
        {route.at === 'list' && <NoRoom />}
      </div>
      <ToastShelf toasts={toasts} />
    </RoomsContext>
  );
}

function NoRoom() {
  return (
    <main className="thread" aria-label="No room open">
      <div className="empty">
        <PeopleIcon />
        <p>Choose a room. Looking takes no seat.</p>
      </div>
    </main>
  );
}

/** What the user was put out of, as told at once on every way; kept until it is undone or put away. */
function useRemovals(client: RoomsClient, userId: string | null) {
  const [removals, setRemovals] = useState<ReadonlyMap<number, RoomRemoved>>(new Map());
  const forgive = useCallback(
    (roomId: number) => setRemovals((before) => new Map([...before].filter(([id]) => id !== roomId))),
    [],
  );
  useEffect(() => client.feed.onRemoved((removed) => setRemovals((before) => new Map(before).set(removed.room_id, removed))), [client]);
  useEffect(
    () => client.on('room:update', ({ room_id, user_id, event }) => {
      if (user_id === userId && (event === 'unban' || event === 'join')) forgive(room_id);
    }),
    [client, userId, forgive],
  );
  return { removals, forgive };
}

function useNetworkBack(client: RoomsClient) {
  useEffect(() => {
    const hurry = () => client.feed.hurry();
    addEventListener('online', hurry);
    return () => removeEventListener('online', hurry);
  }, [client]);
}

/** From the participants to their room, and from all else to the list. */
function useTelegramBack(telegram: Telegram | null, route: RoomsRoute) {
  useEffect(() => {
    if (!telegram || route.at === 'list') return;
    return telegram.back(() => goToRoom(route.at === 'room' && route.people ? route.roomId : null));
  }, [telegram, route]);
}
