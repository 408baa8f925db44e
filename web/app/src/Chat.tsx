import type { KlatchClient } from '@klatch/sdk';
import { useEffect, useMemo, useState } from 'react';
import { MeContext } from './hooks/useMe';
import { goTo, useRoute } from './hooks/useRoute';
import { useSignal } from './hooks/useSignal';
import { Seen, unreadCount } from './lib/seen';
import { NewConversation } from './list/NewConversation';
import { Sidebar } from './list/Sidebar';
import { NothingOpen, ThreadPane } from './thread/ThreadPane';
import { ConnectionBanner } from './ui/ConnectionBanner';

interface Props {
  client: KlatchClient;
  onSignOut: () => void;
}

/** List and thread side by side; on a phone, one at a time. */
export function Chat({ client, onSignOut }: Props) {
  const { status, userId } = useSignal(client.connection);
  const me = useMemo(() => (userId ? { client, userId, seen: new Seen(userId) } : null), [client, userId]);
  const open = useRoute();
  const [starting, setStarting] = useState(false);
  useWarningBeforeLoss(client);

  if (!me) return <ConnectionBanner status={status} />;
  return (
    <MeContext value={me}>
      <UnreadInTitle client={client} seen={me.seen} userId={me.userId} />
      <ConnectionBanner status={status} />
      <div className="shell" data-open={open !== null}>
        <Sidebar open={open} onStart={() => setStarting(true)} onSignOut={onSignOut} />
        {open === null ? (
          <NothingOpen onStart={() => setStarting(true)} />
        ) : (
          <ThreadPane key={open} conversationId={open} />
        )}
      </div>
      {starting && (
        <NewConversation
          onClose={() => setStarting(false)}
          onStarted={(conversationId) => {
            setStarting(false);
            goTo(conversationId);
          }}
        />
      )}
    </MeContext>
  );
}

/** Leaving the page would lose what is not stored yet: the browser asks first. */
function useWarningBeforeLoss(client: KlatchClient) {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (client.unsent > 0) event.preventDefault();
    };
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [client]);
}

function UnreadInTitle({ client, seen, userId }: { client: KlatchClient; seen: Seen; userId: string }) {
  const { conversations, loaded } = useSignal(client.conversations);
  const marks = useSignal(seen);
  useEffect(() => {
    if (loaded) seen.begin(conversations);
  }, [loaded, conversations, seen]);
  const waiting = conversations.filter((conversation) => unreadCount(conversation, marks, userId) > 0).length;
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) Klatch` : 'Klatch';
  }, [waiting]);
  return null;
}
