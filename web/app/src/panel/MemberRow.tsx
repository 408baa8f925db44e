import type { Conversation, Member } from '@klatch/sdk';
import { useState } from 'react';
import { ReportDialog } from '../dialogs/ReportDialog';
import { useBlocked, useBlocking } from '../hooks/useBlocked';
import { useMe } from '../hooks/useMe';
import { useNow } from '../hooks/useNow';
import { usePresence } from '../hooks/usePresence';
import { goTo } from '../hooks/useRoute';
import { presenceLine } from '../lib/presence';
import { mayRemove, roleName, rolesToGive } from '../lib/roles';
import { PersonAvatar } from '../ui/Avatar';
import { BlockIcon, BubbleIcon, FlagIcon, MoreIcon, TrashIcon } from '../ui/icons';
import { Menu, type MenuItem } from '../ui/Menu';
import { BlockDialog } from './Safety';

export function MemberRow({ member, conversation }: { member: Member; conversation: Conversation }) {
  const { userId } = useMe();
  const presence = usePresence(member.user_id);
  const now = useNow();
  const [menu, setMenu] = useState<DOMRect | null>(null);
  const [asking, setAsking] = useState<'block' | 'report' | null>(null);
  const own = member.user_id === userId;
  return (
    <li className="member" data-testid="member">
      <PersonAvatar userId={member.user_id} />
      <span className="member-name">
        {member.user_id}
        {own && ' (you)'}
        <span className="hint">{presence?.user_id ? presenceLine(presence, now) : ''}</span>
      </span>
      {member.role !== 'member' && <span className="role">{roleName(member.role)}</span>}
      {!own && (
        <button
          type="button"
          className="tool"
          aria-label={`What to do with ${member.user_id}`}
          onClick={(event) => setMenu(event.currentTarget.getBoundingClientRect())}
        >
          <MoreIcon />
        </button>
      )}
      {menu && <MemberMenu member={member} conversation={conversation} anchor={menu} onClose={() => setMenu(null)} onAsk={setAsking} />}
      {asking === 'block' && <BlockDialog userId={member.user_id} onClose={() => setAsking(null)} />}
      {asking === 'report' && (
        <ReportDialog what={{ userId: member.user_id, conversationId: conversation.conversation_id }} onClose={() => setAsking(null)} />
      )}
    </li>
  );
}

interface MenuProps {
  member: Member;
  conversation: Conversation;
  anchor: DOMRect;
  onClose: () => void;
  onAsk: (what: 'block' | 'report') => void;
}

function MemberMenu({ member, conversation, anchor, onClose, onAsk }: MenuProps) {
  const { client, toasts } = useMe();
  const { user_id, role } = member;
  const blocked = useBlocked(user_id);
  const block = useBlocking();
  const { conversation_id, me } = conversation;
  const write = async () => {
    const direct = await client.createConversation({ type: 'direct', member_ids: [user_id] });
    goTo(direct.conversation_id);
  };
  const items: MenuItem[] = [
    { label: 'Message', Icon: BubbleIcon, onChoose: () => void toasts.watch(write(), 'Could not open a conversation') },
    ...rolesToGive(me.role, role).map((given) => ({
      label: roleName(given),
      checked: given === role,
      onChoose: () => void toasts.watch(client.commands.setRole(conversation_id, user_id, given), 'Could not change the role'),
    })),
    { label: blocked ? 'Unblock' : 'Block…', Icon: BlockIcon, danger: !blocked, onChoose: () => (blocked ? void block(user_id, false) : onAsk('block')) },
    { label: 'Report…', Icon: FlagIcon, danger: true, onChoose: () => onAsk('report') },
    ...(mayRemove(me.role, role)
      ? [
          {
            label: 'Remove',
            Icon: TrashIcon,
            danger: true,
            onChoose: () => void toasts.watch(client.commands.removeMember(conversation_id, user_id), `Could not remove ${user_id}`, `${user_id} was removed`),
          },
        ]
      : []),
  ];
  return <Menu anchor={anchor} label={user_id} items={items} onClose={onClose} />;
}
