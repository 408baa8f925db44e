import { type Content, TEXT_BYTES_MAX } from '@klatch/sdk';
import { type FormEvent, type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { ScheduleDialog } from '../dialogs/ScheduleDialog';
import { useMe } from '../hooks/useMe';
import { PLAIN, usePlace } from '../hooks/usePlace';
import { mentionable, mentionsIn } from '../lib/mentions';
import { utf8Bytes } from '../lib/text';
import { longTime } from '../lib/time';
import { EmojiPicker } from '../ui/EmojiPicker';
import { AttachIcon, SendIcon, SmileIcon, TickIcon } from '../ui/icons';
import { ComposingNote } from './ComposingNote';
import { MentionList } from './MentionList';
import { SendingNotes } from './SendingNotes';
import { SendOptions } from './SendOptions';
import { UploadTray } from './UploadTray';
import { useDraft } from './useDraft';
import { useDroppedFiles } from './useDroppedFiles';
import { useMentions } from './useMentions';
import { useUploads } from './useUploads';

const HINT_FROM = 0.9;

/** Where the browser cannot size a field by its content, it is measured after each change. */
const SIZED_BY_STYLE = CSS.supports('field-sizing', 'content');

// On a phone's keyboard Enter is the only way to a new line; the button sends.
const touchOnly = () => matchMedia('(hover: none) and (pointer: coarse)').matches;

interface Props {
  name: string;
  /** Takes ArrowUp in an empty field: the last message of one's own is to be edited. */
  onEditLast?: () => void;
}

export function Composer({ name, onEditLast }: Props) {
  const { client, userId, toasts } = useMe();
  const { conversationId, conversation, root, composing, compose } = usePlace();
  const { editing, replyTo } = composing;
  const { text, write, done } = useDraft();
  const [picking, setPicking] = useState<DOMRect | null>(null);
  const [life, setLife] = useState<number | null>(null);
  const [later, setLater] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const caretWanted = useRef<number | null>(null);
  const names = mentionable(conversation, userId);
  const mentions = useMentions(names, text, (value, caret) => {
    caretWanted.current = caret;
    write(value);
  });
  const listId = useId();
  const bytes = utf8Bytes(text);
  const files = useUploads(conversationId);
  const form = useRef<HTMLFormElement>(null);
  const over = useDroppedFiles(form, files.add);
  const full = text.trim() !== '' || (files.uploads.length > 0 && !editing);
  const sendable = full && bytes <= TEXT_BYTES_MAX && (files.ready || editing !== null);

  useEffect(() => {
    if (editing || replyTo) field.current?.focus();
  }, [editing, replyTo]);

  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    if (caretWanted.current !== null) {
      element.setSelectionRange(caretWanted.current, caretWanted.current);
      caretWanted.current = null;
    }
    if (SIZED_BY_STYLE) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);

  function send(event?: FormEvent) {
    event?.preventDefault();
    if (!sendable) return;
    const said = text.trim();
    if (editing) {
      if (said !== editing.text) void toasts.watch(client.commands.edit(conversationId, editing.seq, said), 'Could not edit');
    } else {
      client.send(conversationId, {
        ...contentOf(said),
        ...(files.attachments.length > 0 ? { attachments: files.attachments } : {}),
      });
      done();
      files.clear();
    }
    compose(PLAIN);
    field.current?.focus();
  }

  function contentOf(said: string): Content {
    const named = mentionsIn(said, names);
    return {
      text: said,
      ...(root === null ? {} : { thread: root }),
      ...(replyTo ? { reply_to: replyTo.seq } : {}),
      ...(named.length > 0 ? { mentions: named } : {}),
      ...(life === null ? {} : { expires_in_s: life }),
    };
  }

  async function sendLater(said: string, at: Date) {
    await client.schedule.add(conversationId, contentOf(said), at);
    toasts.say(`It will be sent on ${longTime(at.toISOString())}.`);
    write('');
    compose(PLAIN);
  }

  function askWhen() {
    if (files.uploads.length > 0) toasts.say('Files cannot be sent later. Take them out, or send them now.', true);
    else setLater(true);
  }

  function key(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing || mentions.key(event)) return;
    if (event.key === 'Escape' && (editing || replyTo)) {
      event.stopPropagation();
      compose(PLAIN);
    } else if (event.key === 'ArrowUp' && text === '' && onEditLast) {
      event.preventDefault();
      onEditLast();
    } else if (event.key === 'Enter' && !event.shiftKey && !touchOnly()) {
      event.preventDefault();
      send();
    }
  }

  function insert(emoji: string) {
    const at = field.current?.selectionStart ?? text.length;
    caretWanted.current = at + emoji.length;
    write(text.slice(0, at) + emoji + text.slice(field.current?.selectionEnd ?? at));
    field.current?.focus();
  }

  return (
    <>
      <form ref={form} className="composer" data-over={over} onSubmit={send} aria-label={root === null ? 'Write a message' : 'Write a reply'}>
        {(editing || replyTo) && <ComposingNote />}
        {!editing && <SendingNotes life={life} onLife={setLife} />}
        {mentions.offered.length > 0 && (
          <MentionList id={listId} names={mentions.offered} chosen={mentions.chosen} onChoose={mentions.choose} />
        )}
        {!editing && <UploadTray uploads={files.uploads} onRemove={files.remove} onRetry={files.retry} />}
        {!editing && <AttachButton onFiles={files.add} />}
        <div className="composer-field">
          <textarea
            ref={field}
            rows={1}
            autoFocus={!touchOnly()}
            value={text}
            onChange={(event) => {
              mentions.moved(event.target.selectionStart);
              write(event.target.value);
            }}
            onSelect={(event) => mentions.moved(event.currentTarget.selectionStart)}
            onKeyDown={key}
            onPaste={(event) => {
              if (event.clipboardData.files.length === 0) return;
              event.preventDefault();
              files.add(event.clipboardData.files);
            }}
            placeholder={root === null ? 'Message' : 'Reply'}
            aria-label={root === null ? (name ? `Message to ${name}` : 'Message') : 'Reply in thread'}
            aria-describedby={`${listId}-hint`}
            aria-autocomplete="list"
            aria-controls={mentions.offered.length > 0 ? listId : undefined}
            aria-activedescendant={mentions.offered.length > 0 ? `${listId}-${mentions.chosen}` : undefined}
            enterKeyHint={touchOnly() ? 'enter' : 'send'}
          />
          {!editing && <SendOptions life={life} onLife={setLife} onLater={askWhen} />}
          <button
            type="button"
            className="composer-tool pick-emoji"
            aria-label="Emoji"
            title="Emoji"
            onClick={(event) => setPicking(event.currentTarget.getBoundingClientRect())}
          >
            <SmileIcon />
          </button>
          <span id={`${listId}-hint`} className="byte-hint" data-over={bytes > TEXT_BYTES_MAX} aria-live="polite">
            {byteHint(bytes)}
          </span>
        </div>
        <button type="submit" className="send" aria-label={editing ? 'Save' : 'Send'} title={editing ? 'Save' : 'Send'} disabled={!sendable}>
          {editing ? <TickIcon /> : <SendIcon />}
        </button>
        {picking && <EmojiPicker anchor={picking} onChoose={insert} onClose={() => setPicking(null)} />}
      </form>
      {later && <ScheduleDialog title="Send later" text={text} at={null} onClose={() => setLater(false)} onSave={sendLater} />}
    </>
  );
}

function AttachButton({ onFiles }: { onFiles: (files: FileList) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className="tool composer-attach" aria-label="Attach files" title="Attach files" onClick={() => input.current?.click()}>
        <AttachIcon />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to attach"
        onChange={(event) => {
          if (event.target.files) onFiles(event.target.files);
          event.target.value = ''; // The same file can be chosen again.
        }}
      />
    </>
  );
}

function byteHint(bytes: number): string {
  if (bytes > TEXT_BYTES_MAX) return `${bytes - TEXT_BYTES_MAX} bytes too long`;
  if (bytes > TEXT_BYTES_MAX * HINT_FROM) return `${TEXT_BYTES_MAX - bytes} bytes left`;
  return '';
}
