import type { Conversation } from '@klatch/sdk';
import { useState } from 'react';
import { ConfirmDialog } from '../dialogs/ConfirmDialog';
import { useMe } from '../hooks/useMe';
import { useNow } from '../hooks/useNow';
import { usePresence } from '../hooks/usePresence';
import { goTo } from '../hooks/useRoute';
import { conversationName, isGroup, otherMembers } from '../lib/names';
import { presenceLine } from '../lib/presence';
import { isMuted } from '../lib/preview';
import { isAtLeast } from '../lib/roles';
import { DAY_S, HOUR_S, spanName } from '../lib/spans';
import { longTime } from '../lib/time';
import { ConversationAvatar } from '../ui/Avatar';
import { Switch } from '../ui/Switch';
import { AddMembers } from './AddMembers';
import { ConversationSettings } from './ConversationSettings';
import { MemberRow } from './MemberRow';
import { PanelFrame } from './PanelFrame';
import { Safety } from './Safety';
import { useMembers } from './useMembers';

export function DetailsPanel({ conversation }: { conversation: Conversation }) {
  const { userId } = useMe();
  const group = isGroup(conversation);
  const name = conversationName(conversation, userId);
  const peer = otherMembers(conversation, userId)[0] ?? userId;
  return (
    <PanelFrame title="Details" conversationId={conversation.conversation_id}>
      <div className="panel-content">
        <div className="who">
          <ConversationAvatar conversation={conversation} />
          <h3>{name}</h3>
          {!group && <Presence userId={peer} />}
        </div>
        <ConversationSettings conversation={conversation} />
        <OwnSettings conversation={conversation} />
        {group && <Members conversation={conversation} />}
        {!group && peer !== userId && <Safety userId={peer} conversationId={conversation.conversation_id} />}
        {group && <Leave conversation={conversation} name={name} />}
      </div>
    </PanelFrame>
  );
}

function Presence({ userId }: { userId: string }) {
  const presence = usePresence(userId);
  const now = useNow();
  return <p className="hint">{presence?.user_id ? presenceLine(presence, now) : ''}</p>;
}

function OwnSettings({ conversation }: { conversation: Conversation }) {
  const { client, toasts } = useMe();
  const now = useNow();
  const { conversation_id: id, me } = conversation;
  const { commands } = client;
  const watch = (done: Promise<unknown>) => toasts.watch(done, 'Could not change that');
  return (
    <section aria-label="For you alone">
      <h3 className="section-title">For you alone</h3>
      <Switch label="Mute" hint={mutedHint(conversation, now)} on={isMuted(conversation, now)} onChange={(on) => watch(commands.mute(id, on))} />
      {!isMuted(conversation, now) && (
        <div className="proposals mutes" role="group" aria-label="Mute for">
          <span className="hint">Only for</span>
          {MUTES_S.map((seconds) => (
            <button key={seconds} type="button" aria-label={`Mute for ${spanName(seconds)}`} onClick={() => void watch(commands.mute(id, true, new Date(client.serverNow() + seconds * 1000)))}>
              {spanName(seconds)}
            </button>
          ))}
        </div>
      )}
      <Switch label="Pin to the top" on={me.pinned} onChange={(on) => watch(commands.pin(id, on))} />
      <Switch label="Archive" hint="Out of your list; you find it under Archived" on={me.archived} onChange={(on) => watch(commands.archive(id, on))} />
    </section>
  );
}

const MUTES_S = [HOUR_S, 8 * HOUR_S, DAY_S];

/** For ever is a time, too: no year of it has to be named. */
const FOR_EVER_MS = 10 * 365 * DAY_S * 1000;

function mutedHint({ me }: Conversation, now: Date): string {
  const until = me.muted_until === null ? 0 : Date.parse(me.muted_until);
  const ends = until > now.getTime() && until < now.getTime() + FOR_EVER_MS;
  return ends ? `Until ${longTime(new Date(until).toISOString())}` : 'Still counted here, but not in your total';
}

function Members({ conversation }: { conversation: Conversation }) {
  const { members, more } = useMembers(conversation);
  const { me, member_ids } = conversation;
  return (
    <section aria-label="Members">
      <h3 className="section-title">{member_ids.length} members</h3>
      {isAtLeast(me.role, 'moderator') && <AddMembers conversation={conversation} />}
      <ul className="member-list">
        {members?.map((member) => (
          <MemberRow key={member.user_id} member={member} conversation={conversation} />
        ))}
      </ul>
      {more && (
        <button type="button" className="quiet more" onClick={more}>
          More members
        </button>
      )}
    </section>
  );
}

function Leave({ conversation, name }: { conversation: Conversation; name: string }) {
  const { client, toasts } = useMe();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <button type="button" className="quiet danger" onClick={() => setAsking(true)}>
        Leave this conversation
      </button>
      {asking && (
        <ConfirmDialog
          title={`Leave ${name}?`}
          text="You get no more messages of it, and can come back only when somebody adds you."
          confirm="Leave"
          onClose={() => setAsking(false)}
          onConfirm={() =>
            void toasts
              .watch(client.commands.leave(conversation.conversation_id), 'Could not leave', `You have left ${name}`)
              .then((done) => done && goTo(null))
          }
        />
      )}
    </>
  );
}
