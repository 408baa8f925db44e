import type { Conversation } from '@klatch/sdk';
import { useEffect, useState } from 'react';
import { useMe } from '../hooks/useMe';
import { goTo } from '../hooks/useRoute';
import { useSignal } from '../hooks/useSignal';
import { conversationName, otherMembers } from '../lib/names';
import { Avatar } from '../ui/Avatar';
import { BackIcon, BubbleIcon } from '../ui/icons';
import { Announcer } from './Announcer';
import { Composer } from './Composer';
import { MessageList } from './MessageList';

export function ThreadPane({ conversationId }: { conversationId: string }) {
  const { client, userId } = useMe();
  const view = useSignal(client.thread(conversationId));
  const conversation = useConversation(conversationId);
  const name = conversation ? conversationName(conversation, userId) : '';

  useEffect(() => void client.openThread(conversationId), [client, conversationId]);

  if (view.refusal?.code === 'not_found') return <NotFound />;
  return (
    <main
      className="thread"
      aria-label={name || 'Conversation'}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.nativeEvent.isComposing) goTo(null);
      }}
    >
      <header className="bar">
        <BackButton />
        {conversation && <Avatar name={name} group={conversation.type === 'group'} />}
        <div className="bar-names">
          <h2 className="bar-title">{name}</h2>
          {conversation?.type === 'group' && <MembersNote conversation={conversation} me={userId} />}
        </div>
      </header>
      <MessageList conversationId={conversationId} view={view} group={conversation?.type === 'group'} />
      <Announcer messages={view.messages} me={userId} />
      <Composer conversationId={conversationId} name={name} />
    </main>
  );
}

function MembersNote({ conversation, me }: { conversation: Conversation; me: string }) {
  const names = ['you', ...otherMembers(conversation, me)].join(', ');
  return (
    <p className="bar-note" title={names}>
      {conversation.member_ids.length} members: {names}
    </p>
  );
}

/** The open conversation; asked for when it is beyond the loaded part of the list. */
function useConversation(conversationId: string): Conversation | undefined {
  const { client } = useMe();
  const { conversations, loaded } = useSignal(client.conversations);
  const listed = conversations.find((conversation) => conversation.conversation_id === conversationId);
  const [asked, setAsked] = useState<string | null>(null);
  useEffect(() => {
    if (!loaded || listed || asked === conversationId) return;
    setAsked(conversationId);
    client.getConversation(conversationId).catch(() => setAsked(null));
  }, [client, conversationId, loaded, listed, asked]);
  return listed;
}

function BackButton() {
  return (
    <button type="button" className="tool back" aria-label="Back to conversations" onClick={() => goTo(null)}>
      <BackIcon />
    </button>
  );
}

function NotFound() {
  return (
    <main className="thread" aria-label="Conversation">
      <header className="bar">
        <BackButton />
      </header>
      <div className="empty">
        <BubbleIcon />
        <p>There is no such conversation, or you are not in it.</p>
      </div>
    </main>
  );
}

export function NothingOpen({ onStart }: { onStart: () => void }) {
  return (
    <main className="thread nothing-open" aria-label="No conversation open">
      <div className="empty">
        <BubbleIcon />
        <p>Choose a conversation, or start a new one.</p>
        <button type="button" className="quiet" onClick={onStart}>
          New conversation
        </button>
      </div>
    </main>
  );
}
