import type { Conversation } from '@klatch/sdk';
import { useState } from 'react';
import { useMe } from '../hooks/useMe';
import { useNow } from '../hooks/useNow';
import { usePresence } from '../hooks/usePresence';
import { goTo, type Panel } from '../hooks/useRoute';
import { isGroup, otherMembers } from '../lib/names';
import { presenceLine } from '../lib/presence';
import { isMuted } from '../lib/preview';
import { ConversationAvatar } from '../ui/Avatar';
import { ArchiveIcon, BellIcon, ClockIcon, InfoIcon, MoreIcon, MuteIcon, PeopleIcon, PinIcon, SearchIcon, UnreadIcon } from '../ui/icons';
import { Menu, type MenuItem } from '../ui/Menu';
import { BackButton } from './ThreadPane';

interface Props {
  conversation: Conversation | undefined;
  name: string;
  panel: Panel | null;
}

export function ThreadHeader({ conversation, name, panel }: Props) {
  const { userId } = useMe();
  const [menu, setMenu] = useState<DOMRect | null>(null);
  if (!conversation) {
    return (
      <header className="bar">
        <BackButton />
      </header>
    );
  }
  const group = isGroup(conversation);
  const peer = otherMembers(conversation, userId)[0] ?? userId;
  const toggle = (kind: 'details' | 'pins' | 'search') => goTo(conversation.conversation_id, panel?.kind === kind ? null : { kind });
  return (
    <header className="bar">
      <BackButton />
      <button type="button" className="bar-who" aria-label={`Details of ${name}`} onClick={() => toggle('details')}>
        <ConversationAvatar conversation={conversation} />
        <span className="bar-names">
          <h2 className="bar-title">{name}</h2>
          {group ? <MembersNote conversation={conversation} me={userId} /> : <PresenceNote userId={peer} />}
        </span>
      </button>
      <button type="button" className="tool" aria-label="Search in this conversation" title="Search" aria-pressed={panel?.kind === 'search'} onClick={() => toggle('search')}>
        <SearchIcon />
      </button>
      <button type="button" className="tool wide-only" aria-label="Pinned messages" title="Pinned messages" aria-pressed={panel?.kind === 'pins'} onClick={() => toggle('pins')}>
        <PinIcon />
      </button>
      <button type="button" className="tool" aria-label="Conversation menu" title="More" onClick={(event) => setMenu(event.currentTarget.getBoundingClientRect())}>
        <MoreIcon />
      </button>
      {menu && <ConversationMenu conversation={conversation} anchor={menu} onClose={() => setMenu(null)} />}
    </header>
  );
}

function MembersNote({ conversation, me }: { conversation: Conversation; me: string }) {
  const names = ['you', ...otherMembers(conversation, me)].join(', ');
  return (
    <span className="bar-note" title={names}>
      {conversation.member_ids.length} members: {names}
    </span>
  );
}

function PresenceNote({ userId }: { userId: string }) {
  const presence = usePresence(userId);
  const now = useNow();
  return (
    <span className="bar-note" data-testid="presence">
      {presence?.user_id ? presenceLine(presence, now) : ''}
    </span>
  );
}

function ConversationMenu({ conversation, anchor, onClose }: { conversation: Conversation; anchor: DOMRect; onClose: () => void }) {
  const { client, toasts } = useMe();
  const now = useNow();
  const { conversation_id: id, me } = conversation;
  const group = isGroup(conversation);
  const { commands } = client;
  const muted = isMuted(conversation, now);
  const items: MenuItem[] = [
    {
      label: group ? 'Members and details' : 'Details',
      Icon: group ? PeopleIcon : InfoIcon,
      onChoose: () => goTo(id, { kind: 'details' }),
    },
    { label: 'Pinned messages', Icon: PinIcon, onChoose: () => goTo(id, { kind: 'pins' }) },
    { label: 'Scheduled messages', Icon: ClockIcon, onChoose: () => goTo(id, { kind: 'scheduled' }) },
    {
      label: 'Mark as unread',
      Icon: UnreadIcon,
      onChoose: () => {
        goTo(null);
        void toasts.watch(commands.markUnread(id, true), 'Could not mark as unread');
      },
    },
    {
      label: me.pinned ? 'Unpin from the top' : 'Pin to the top',
      Icon: PinIcon,
      onChoose: () => void toasts.watch(commands.pin(id, !me.pinned), 'Could not change that'),
    },
    {
      label: muted ? 'Unmute' : 'Mute',
      Icon: muted ? BellIcon : MuteIcon,
      onChoose: () => void toasts.watch(commands.mute(id, !muted), 'Could not change that', muted ? 'Unmuted' : 'Muted'),
    },
    {
      label: me.archived ? 'Take out of the archive' : 'Archive',
      Icon: ArchiveIcon,
      onChoose: () =>
        void toasts
          .watch(commands.archive(id, !me.archived), 'Could not change that', me.archived ? 'Back in your list' : 'Archived')
          .then((done) => done && !me.archived && goTo(null)),
    },
  ];
  return <Menu anchor={anchor} label="Conversation" items={items} onClose={onClose} />;
}
