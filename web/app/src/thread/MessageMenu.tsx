import type { Message } from '@klatch/sdk';
import { useMe } from '../hooks/useMe';
import { PLAIN, type Place, usePlace } from '../hooks/usePlace';
import { goTo, threadHref } from '../hooks/useRoute';
import { emojiToChoose } from '../lib/emoji';
import { CopyIcon, EditIcon, FlagIcon, ForwardIcon, HistoryIcon, InfoIcon, LinkIcon, PinIcon, ReplyIcon, ThreadIcon, TrashIcon } from '../ui/icons';
import { Menu, type MenuItem } from '../ui/Menu';
import { mayWrite } from '../lib/names';

interface Props {
  message: Message;
  anchor: DOMRect;
  onClose: () => void;
}

/** Everything that can be done to a message. */
export function MessageMenu({ message, anchor, onClose }: Props) {
  const me = useMe();
  const { client, toasts } = me;
  const items = itemsFor(message, usePlace(), me);
  return (
    <Menu anchor={anchor} label="Message" items={items} onClose={onClose}>
      {!message.deleted && (
        <div className="quick-emoji">
          {emojiToChoose().quick.map((emoji) => (
            <button
              key={emoji}
              type="button"
              role="menuitem"
              className="emoji"
              aria-label={`React ${emoji}`}
              onClick={() => {
                onClose();
                const mine = message.reactions?.some((each) => each.emoji === emoji && each.mine) ?? false;
                const done = client.commands.react(message.conversation_id, message.seq, emoji, !mine);
                void toasts.watch(done, 'Could not react');
              }}
            >
              {emoji}
            </button>
          ))}
        </div>
      )}
    </Menu>
  );
}

function itemsFor(message: Message, place: Place, { client, userId, toasts }: ReturnType<typeof useMe>): MenuItem[] {
  const { conversation_id, seq, pinned = false } = message;
  const { ask, compose, root } = place;
  const remove: MenuItem = { label: 'Delete…', Icon: TrashIcon, danger: true, onChoose: () => ask({ what: 'delete', message }) };
  if (message.deleted) return [remove];
  const own = message.sender_id === userId;
  const writes = place.conversation === undefined || mayWrite(place.conversation);
  return [
    ...(writes ? [{ label: 'Reply', Icon: ReplyIcon, onChoose: () => compose({ ...PLAIN, replyTo: message }) }] : []),
    ...(root === null
      ? [{ label: 'Reply in thread', Icon: ThreadIcon, onChoose: () => goTo(conversation_id, { kind: 'thread', seq }) }]
      : []),
    ...(own ? [{ label: 'Edit', Icon: EditIcon, onChoose: () => compose({ ...PLAIN, editing: message }) }] : []),
    { label: 'Forward…', Icon: ForwardIcon, onChoose: () => ask({ what: 'forward', message }) },
    ...(message.text === ''
      ? []
      : [{ label: 'Copy text', Icon: CopyIcon, onChoose: () => void toasts.watch(copy(message.text), 'Could not copy', 'Copied') }]),
    {
      label: 'Copy link',
      Icon: LinkIcon,
      onChoose: () => void toasts.watch(copy(linkTo(message)), 'Could not copy', 'Link copied. It opens for members of this conversation.'),
    },
    {
      label: pinned ? 'Unpin' : 'Pin',
      Icon: PinIcon,
      onChoose: () =>
        void toasts.watch(
          client.commands.pinMessage(conversation_id, seq, !pinned),
          pinned ? 'Could not unpin' : 'Could not pin',
          pinned ? 'Unpinned' : 'Pinned for everybody in this conversation',
        ),
    },
    ...(own ? [{ label: 'Seen by…', Icon: InfoIcon, onChoose: () => ask({ what: 'info', message }) }] : []),
    ...(message.edited_at ? [{ label: 'Earlier versions…', Icon: HistoryIcon, onChoose: () => ask({ what: 'versions', message }) }] : []),
    ...(own ? [] : [{ label: 'Report…', Icon: FlagIcon, danger: true, onChoose: () => ask({ what: 'report', message }) }]),
    remove,
  ];
}

function linkTo({ conversation_id, seq }: Message): string {
  return location.origin + location.pathname + threadHref(conversation_id, { kind: 'at', seq });
}

async function copy(text: string): Promise<void> {
  // Browsers offer the clipboard to pages that came over HTTPS or from this machine only.
  if (!navigator.clipboard) throw new Error('the browser allows it on secure pages only');
  await navigator.clipboard.writeText(text);
}
