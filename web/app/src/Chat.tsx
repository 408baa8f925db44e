import type { KlatchClient } from '@klatch/sdk';
import { useEffect, useMemo, useState } from 'react';
import { MeContext } from './hooks/useMe';
import { useActivity } from './hooks/usePresence';
import { goTo, useRoute } from './hooks/useRoute';
import { useSignal } from './hooks/useSignal';
import { badge, isMuted } from './lib/preview';
import { Toasts } from './lib/toasts';
import { NewConversation } from './list/NewConversation';
import { Sidebar } from './list/Sidebar';
import { NothingOpen, ThreadPane } from './thread/ThreadPane';
import { ConnectionBanner } from './ui/ConnectionBanner';
import { ToastShelf } from './ui/Toasts';

interface Props {
  client: KlatchClient;
  onSignOut: () => void;
}

/** List and conversation side by side, and a panel of the conversation beside those; on a phone, one at a time. */
export function Chat({ client, onSignOut }: Props) {
  const { status, userId } = useSignal(client.connection);
  const me = useMemo(() => (userId ? { client, userId, toasts: new Toasts() } : null), [client, userId]);
  if (!me) return <ConnectionBanner status={status} />;
  return (
    <MeContext value={me}>
      <ConnectionBanner status={status} />
      <Shell client={client} onSignOut={onSignOut} />
      <ToastShelf toasts={me.toasts} />
    </MeContext>
  );
}

function Shell({ client, onSignOut }: Props) {
  const { open, panel } = useRoute();
  const [starting, setStarting] = useState(false);
  useWarningBeforeLoss(client);
  useUnreadInTitle(client);
  useActivity();
  return (
    <>
      <div className="shell" data-open={open !== null} data-panel={panel !== null && panel.kind !== 'at'}>
        <Sidebar open={open} onStart={() => setStarting(true)} onSignOut={onSignOut} />
        {open === null ? (
          <NothingOpen onStart={() => setStarting(true)} />
        ) : (
          <ThreadPane key={open} conversationId={open} panel={panel} />
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
    </>
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

function useUnreadInTitle(client: KlatchClient) {
  const { conversations } = useSignal(client.conversations);
  const now = new Date();
  const waiting = conversations.filter((each) => badge(each) && !each.me.archived && !isMuted(each, now)).length;
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) Klatch` : 'Klatch';
  }, [waiting]);
}
