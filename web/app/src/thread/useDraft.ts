import { useEffect, useRef, useState } from 'react';
import { useMe } from '../hooks/useMe';
import { usePlace } from '../hooks/usePlace';
import { useSignal } from '../hooks/useSignal';
import { draftKey, draftOf, keepDraft, keptDraft } from '../lib/drafts';

/**
 * The text of a composer: what was begun here, or on another device, or the message that is being edited.
 *
 * @return `write` keeps what was typed; `done` forgets it, since it was sent
 */
export function useDraft() {
  const { client, userId } = useMe();
  const { conversationId, conversation, root, composing } = usePlace();
  const { editing, replyTo } = composing;
  const key = draftKey(userId, conversationId, root);
  const begun = () => draftOf(key) || (touched.current ? '' : keptDraft(conversation, root));
  /** Once written here, what the server keeps from before counts no more. */
  const touched = useRef(false);
  const [text, setText] = useState(begun);
  const known = conversation !== undefined;

  useEffect(() => setText(editing ? editing.text : begun()), [editing, key, known]);

  const elsewhere = useSignal(client.drafts.elsewhere);
  const heard = useRef(elsewhere);
  useEffect(() => {
    if (heard.current === elsewhere) return;
    heard.current = elsewhere;
    if (elsewhere?.conversation_id !== conversationId || (elsewhere.thread ?? null) !== root) return;
    keepDraft(key, elsewhere.text);
    if (!editing) setText(elsewhere.text);
  }, [elsewhere, conversationId, root, key, editing]);

  // Whoever leaves has stopped typing, and finds on the next device what was begun here.
  useEffect(
    () => () => {
      client.typists.stop(conversationId);
      client.drafts.flush(conversationId);
    },
    [client, conversationId],
  );

  function write(value: string) {
    setText(value);
    if (editing) return;
    touched.current = true;
    keepDraft(key, value);
    client.drafts.set(conversationId, {
      text: value,
      ...(replyTo ? { reply_to: replyTo.seq } : {}),
      ...(root === null ? {} : { thread: root }),
    });
    if (value.trim()) client.typists.start(conversationId);
    else client.typists.stop(conversationId);
  }

  function done() {
    touched.current = true;
    keepDraft(key, '');
    setText('');
  }

  return { text, write, done };
}
