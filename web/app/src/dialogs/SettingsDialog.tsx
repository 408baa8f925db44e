import type { Privacy } from '@klatch/sdk';
import { useMe } from '../hooks/useMe';
import { useSignal } from '../hooks/useSignal';
import { useBlocking } from '../hooks/useBlocked';
import { Dialog } from '../ui/Dialog';
import { Switch } from '../ui/Switch';

const CHOICES: { key: keyof Privacy; label: string; hint: string }[] = [
  { key: 'read_receipts', label: 'Read receipts', hint: 'Others see how far you have read' },
  { key: 'typing', label: 'Typing', hint: 'Others see that you are typing' },
  { key: 'last_seen', label: 'Last seen', hint: 'Others see when you were last here' },
  { key: 'reciprocal', label: 'Only among equals', hint: 'Only those who show the same of themselves see yours' },
];

/** What others learn. The same on all devices of the user. */
export function SettingsDialog({ onClose }: { onClose: () => void }) {
  const { client, toasts } = useMe();
  const privacy = useSignal(client.privacy.view);
  return (
    <Dialog title="Privacy" onClose={onClose}>
      <p className="hint">What you let others know. It holds for all your devices.</p>
      <div>
        {CHOICES.map(({ key, label, hint }) => (
          <Switch
            key={key}
            label={label}
            hint={hint}
            on={privacy?.[key] ?? false}
            disabled={privacy === null}
            onChange={(on) => toasts.watch(client.privacy.set({ [key]: on }), 'Could not change that')}
          />
        ))}
      </div>
      <Blocked />
    </Dialog>
  );
}

function Blocked() {
  const { client } = useMe();
  const blocked = useSignal(client.blocks.view);
  const block = useBlocking();
  return (
    <section aria-label="Blocked">
      <h3 className="section-title">Blocked</h3>
      {blocked.size === 0 && <p className="hint">Nobody. You block somebody from the details of a conversation.</p>}
      <ul className="pick-list">
        {[...blocked].sort().map((user) => (
          <li key={user} className="pick">
            <span className="member-name">{user}</span>
            <button type="button" className="quiet" aria-label={`Unblock ${user}`} onClick={() => void block(user, false)}>
              Unblock
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
