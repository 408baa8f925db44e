import type { Privacy } from '@klatch/sdk';
import { useMe } from '../hooks/useMe';
import { useSignal } from '../hooks/useSignal';
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
  const privacy = useSignal(client.privacy);
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
            onChange={(on) => toasts.watch(client.setPrivacy({ [key]: on }), 'Could not change that')}
          />
        ))}
      </div>
    </Dialog>
  );
}
