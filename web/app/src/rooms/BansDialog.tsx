import type { Room, RoomBan } from '@klatch/sdk';
import { useCallback } from 'react';
import { Dialog } from '../ui/Dialog';
import { until } from './until';
import { useAnswer } from './useAnswer';
import { useRooms } from './useRooms';

/** Who may not come in, and letting them. */
export function BansDialog({ room, onClose }: { room: Room; onClose: () => void }) {
  const { client, toasts, claimed } = useRooms();
  const { room_id } = room;
  const { answer, problem, again } = useAnswer(useCallback(() => client.commands.bans(room_id), [client, room_id]));

  async function lift(ban: RoomBan) {
    await toasts.watch(client.commands.unban(room_id, ban.user_id, ban.all_rooms), `Could not unban ${ban.user_id}`, `${ban.user_id} may come in again`);
    again();
  }

  return (
    <Dialog title={`Banned from ${room.name}`} onClose={onClose}>
      <p className="error" role="alert">
        {problem && `Could not load: ${problem}`}
      </p>
      {answer && (
        <ul className="pick-list bans" aria-label="Banned people">
          {answer.bans.map((ban) => (
            <li key={`${ban.user_id} ${ban.all_rooms}`} data-testid="ban">
              <span className="person-name">
                {ban.user_id}
                <span className="hint">
                  {until(ban.expires_at)}
                  {ban.all_rooms && ' · in all rooms'} · by {ban.actor_id}
                </span>
                {ban.reason && <span className="hint">Reason: {ban.reason}</span>}
              </span>
              {(!ban.all_rooms || claimed === 'admin') && (
                <button type="button" className="quiet" aria-label={`Unban ${ban.user_id}`} onClick={() => void lift(ban)}>
                  Unban
                </button>
              )}
            </li>
          ))}
          {answer.bans.length === 0 && <li className="hint">Nobody is.</li>}
        </ul>
      )}
      {answer?.has_more && <p className="hint">The first 100 are shown.</p>}
    </Dialog>
  );
}
