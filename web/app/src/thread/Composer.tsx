import { TEXT_BYTES_MAX } from '@klatch/sdk';
import { type FormEvent, type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { useMe } from '../hooks/useMe';
import { utf8Bytes } from '../lib/text';
import { SendIcon } from '../ui/icons';

/** What was typed and not sent, per user and conversation, for as long as the page lives. */
const drafts = new Map<string, string>();

const HINT_FROM = 0.9;

/** Where the browser cannot size a field by its content, it is measured after each change. */
const SIZED_BY_STYLE = CSS.supports('field-sizing', 'content');

// On a phone's keyboard Enter is the only way to a new line; the button sends.
const touchOnly = () => matchMedia('(hover: none) and (pointer: coarse)').matches;

export function Composer({ conversationId, name }: { conversationId: string; name: string }) {
  const { client, userId } = useMe();
  const draft = `${userId}/${conversationId}`;
  const [text, setText] = useState(drafts.get(draft) ?? '');
  const field = useRef<HTMLTextAreaElement>(null);
  const bytes = utf8Bytes(text);
  const sendable = text.trim() !== '' && bytes <= TEXT_BYTES_MAX;

  useLayoutEffect(() => {
    const element = field.current;
    if (!element || SIZED_BY_STYLE) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);

  function write(value: string) {
    setText(value);
    if (value) drafts.set(draft, value);
    else drafts.delete(draft);
  }

  function send(event?: FormEvent) {
    event?.preventDefault();
    if (!sendable) return;
    client.send(conversationId, text.trim());
    write('');
    field.current?.focus();
  }

  function key(event: KeyboardEvent) {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || touchOnly()) return;
    event.preventDefault();
    send();
  }

  return (
    <form className="composer" onSubmit={send} aria-label="Write a message">
      <div className="composer-field">
        <textarea
          ref={field}
          rows={1}
          autoFocus={!touchOnly()}
          value={text}
          onChange={(event) => write(event.target.value)}
          onKeyDown={key}
          placeholder="Message"
          aria-label={name ? `Message to ${name}` : 'Message'}
          aria-describedby="byte-hint"
          enterKeyHint="enter"
        />
        <span id="byte-hint" className="byte-hint" data-over={bytes > TEXT_BYTES_MAX} aria-live="polite">
          {byteHint(bytes)}
        </span>
      </div>
      <button type="submit" className="send" aria-label="Send" title="Send" disabled={!sendable}>
        <SendIcon />
      </button>
    </form>
  );
}

function byteHint(bytes: number): string {
  if (bytes > TEXT_BYTES_MAX) return `${bytes - TEXT_BYTES_MAX} bytes too long`;
  if (bytes > TEXT_BYTES_MAX * HINT_FROM) return `${TEXT_BYTES_MAX - bytes} bytes left`;
  return '';
}
