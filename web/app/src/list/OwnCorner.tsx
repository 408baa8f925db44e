import { useState } from 'react';
import { SettingsDialog } from '../dialogs/SettingsDialog';
import { StatusDialog } from '../dialogs/StatusDialog';
import { useMe } from '../hooks/useMe';
import { usePresence } from '../hooks/usePresence';
import { statusName } from '../lib/presence';
import { PersonAvatar } from '../ui/Avatar';
import { GearIcon, SignOutIcon, SmileIcon } from '../ui/icons';
import { Menu } from '../ui/Menu';

/** Who one is here and how one looks to others; opens what concerns oneself. */
export function OwnCorner({ onSignOut }: { onSignOut: () => void }) {
  const { userId } = useMe();
  const presence = usePresence(userId);
  const [menu, setMenu] = useState<DOMRect | null>(null);
  const [dialog, setDialog] = useState<'status' | 'settings' | null>(null);
  const how = presence?.user_id ? (presence.status_text ?? statusName(presence.status)) : '';
  return (
    <>
      <button
        type="button"
        className="bar-who"
        aria-label={`You: ${userId}`}
        aria-haspopup="menu"
        onClick={(event) => setMenu(event.currentTarget.getBoundingClientRect())}
      >
        <PersonAvatar userId={userId} />
        <span className="bar-names">
          <h1 className="bar-title" title={userId}>
            {userId}
          </h1>
          <span className="bar-note">{how}</span>
        </span>
      </button>
      <button type="button" className="tool" aria-label="Sign out" title="Sign out" onClick={onSignOut}>
        <SignOutIcon />
      </button>
      {menu && (
        <Menu
          anchor={menu}
          label="You"
          onClose={() => setMenu(null)}
          items={[
            { label: 'Set your status…', Icon: SmileIcon, onChoose: () => setDialog('status') },
            { label: 'Privacy…', Icon: GearIcon, onChoose: () => setDialog('settings') },
            { label: 'Sign out', Icon: SignOutIcon, onChoose: onSignOut },
          ]}
        />
      )}
      {dialog === 'status' && <StatusDialog onClose={() => setDialog(null)} />}
      {dialog === 'settings' && <SettingsDialog onClose={() => setDialog(null)} />}
    </>
  );
}
