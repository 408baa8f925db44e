import { useCallback, useEffect, useMemo, useState } from 'react';
import { useConversation } from '../hooks/useConversation';
import { useMe } from '../hooks/useMe';
import { type Asked, type Composing, PLAIN, type Place, PlaceContext } from '../hooks/usePlace';
import { goTo, type Panel, threadHref } from '../hooks/useRoute';
import { useSignal } from '../hooks/useSignal';
import { conversationName } from '../lib/names';
import { DetailsPanel } from '../panel/DetailsPanel';
import { SearchPanel } from '../search/SearchPanel';
import { PinsPanel } from '../panel/PinsPanel';
import { RepliesPanel } from '../panel/RepliesPanel';
import { ScheduledPanel } from '../panel/ScheduledPanel';
import { MessageDialog } from '../dialogs/MessageDialog';
import { BackIcon, BubbleIcon } from '../ui/icons';
import { Announcer } from './Announcer';
import { ConversationMessages } from './ConversationMessages';
import { Footing } from './Footing';
import { ThreadHeader } from './ThreadHeader';
import { TypingLine } from './TypingLine';
import type { Jump } from './useJump';

interface Props {
  conversationId: string;
  panel: Panel | null;
}

/** A conversation, and beside it what has been opened of it. */
export function ThreadPane({ conversationId, panel }: Props) {
  const { client, userId } = useMe();
  const view = useSignal(client.thread(conversationId));
  const { conversation, missing } = useConversation(conversationId);
  const [composing, compose] = useState<Composing>(PLAIN);
  const [asked, ask] = useState<Asked | null>(null);
  const [jump, setJump] = useState<Jump | null>(null);
  const jumpTo = useCallback(
    (seq: number) => {
      if (matchMedia('(max-width: 720px)').matches) goTo(conversationId);
      setJump({ seq });
    },
    [conversationId],
  );
  const place = useMemo<Place>(
    () => ({ conversationId, conversation, root: null, composing, compose, ask, jumpTo }),
    [conversationId, conversation, composing, jumpTo],
  );

  // A link to a message: shown, and then as any open conversation, so that the same link can be followed again.
  useEffect(() => {
    if (panel?.kind !== 'at') return;
    setJump({ seq: panel.seq });
    history.replaceState(null, '', threadHref(conversationId));
    dispatchEvent(new HashChangeEvent('hashchange'));
  }, [conversationId, panel]);

  useEffect(() => void client.openThread(conversationId), [client, conversationId]);
  useEffect(() => {
    client.view(conversationId);
    return () => client.view(null);
  }, [client, conversationId]);

  if (missing || view.refusal?.code === 'not_found') return <NotFound />;
  const name = conversation ? conversationName(conversation, userId) : '';

  function editLast() {
    const own = view.messages.findLast((each) => each.sender_id === userId && each.thread === undefined && !each.deleted);
    if (own) compose({ ...PLAIN, editing: own });
  }

  return (
    <PlaceContext value={place}>
      <main
        className="thread"
        aria-label={name || 'Conversation'}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.nativeEvent.isComposing) goTo(panel ? conversationId : null);
        }}
      >
        <ThreadHeader conversation={conversation} name={name} panel={panel} />
        {conversation ? <ConversationMessages conversation={conversation} view={view} jump={jump} /> : <div className="messages-area" />}
        <Announcer messages={view.messages} me={userId} />
        <TypingLine conversationId={conversationId} />
        <Footing name={name} onEditLast={editLast} />
      </main>
      {conversation && panel?.kind === 'thread' && (
        <RepliesPanel key={panel.seq} conversation={conversation} rootSeq={panel.seq} ask={ask} jumpTo={jumpTo} view={view} />
      )}
      {conversation && panel?.kind === 'details' && <DetailsPanel conversation={conversation} />}
      {conversation && panel?.kind === 'pins' && <PinsPanel conversation={conversation} />}
      {conversation && panel?.kind === 'scheduled' && <ScheduledPanel conversation={conversation} />}
      {conversation && panel?.kind === 'search' && <SearchPanel conversation={conversation} />}
      {asked && <MessageDialog asked={asked} onClose={() => ask(null)} />}
    </PlaceContext>
  );
}

export function BackButton() {
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
        <button type="button" className="quiet" onClick={() => goTo(null)}>
          Back to your conversations
        </button>
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
