import { type Conversation, type Profile, TITLE_MAX } from '@klatch/sdk';
import { type FormEvent, useId, useRef, useState } from 'react';
import { useMe } from '../hooks/useMe';
import { isGroup } from '../lib/names';
import { pictureAddress } from '../lib/picture';
import { isAtLeast } from '../lib/roles';
import { DAY_S, KEPT_DAYS, LIVES, spanName, withChosen } from '../lib/spans';

/** What a conversation says of itself, and how long its messages stay: to be changed by those who may, and read by all. */
export function ConversationSettings({ conversation }: { conversation: Conversation }) {
  const group = isGroup(conversation);
  const manages = group && isAtLeast(conversation.me.role, 'admin');
  return (
    <>
      {manages && <PictureForm conversation={conversation} />}
      {manages && <TitleForm key={conversation.title} conversation={conversation} />}
      <section aria-label="Messages">
        <h3 className="section-title">Messages</h3>
        <Disappearing conversation={conversation} may={manages || !group} />
        {group && <Kept conversation={conversation} may={manages} />}
      </section>
      {conversation.metadata && <CustomData metadata={conversation.metadata} />}
    </>
  );
}

/** Changes one thing, and says so when it could not be done. */
function useDescribe({ conversation_id }: Conversation): (profile: Profile, what: string) => Promise<boolean> {
  const { client, toasts } = useMe();
  return (profile, what) => toasts.watch(client.commands.describe(conversation_id, profile), `Could not change ${what}`);
}

function PictureForm({ conversation }: { conversation: Conversation }) {
  const { toasts } = useMe();
  const describe = useDescribe(conversation);
  const input = useRef<HTMLInputElement>(null);
  async function choose(file: File) {
    try {
      await describe({ picture: await pictureAddress(file) }, 'the picture');
    } catch (error) {
      toasts.say(`Could not use ${file.name}: ${error instanceof Error ? error.message : String(error)}.`, true);
    }
  }
  return (
    <div className="picture-form">
      <button type="button" className="quiet" onClick={() => input.current?.click()}>
        {conversation.picture ? 'Another picture' : 'Choose a picture'}
      </button>
      {conversation.picture && (
        <button type="button" className="quiet danger" onClick={() => void describe({ picture: null }, 'the picture')}>
          Take it away
        </button>
      )}
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label="Picture of the conversation"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) void choose(file);
          event.target.value = '';
        }}
      />
    </div>
  );
}

function TitleForm({ conversation }: { conversation: Conversation }) {
  const describe = useDescribe(conversation);
  const [title, setTitle] = useState(conversation.title ?? '');
  const changed = title.trim() !== (conversation.title ?? '');
  function save(event: FormEvent) {
    event.preventDefault();
    void describe({ title: title.trim() || null }, 'the title');
  }
  return (
    <form className="inline-form" onSubmit={save} aria-label="Title">
      <label className="field">
        Title
        <input value={title} maxLength={TITLE_MAX} placeholder="No title" onChange={(event) => setTitle(event.target.value)} />
      </label>
      <button type="submit" className="primary" disabled={!changed}>
        Save
      </button>
    </form>
  );
}

function Disappearing({ conversation, may }: { conversation: Conversation; may: boolean }) {
  const describe = useDescribe(conversation);
  const { message_ttl_s } = conversation;
  return (
    <Choice
      label="New messages disappear"
      hint="Those that are there stay as they are."
      none="Never"
      name={(seconds) => `After ${spanName(seconds)}`}
      options={LIVES}
      chosen={message_ttl_s}
      may={may}
      onChoose={(seconds) => describe({ message_ttl_s: seconds }, 'when messages disappear')}
    />
  );
}

function Kept({ conversation, may }: { conversation: Conversation; may: boolean }) {
  const describe = useDescribe(conversation);
  const { retention_days } = conversation;
  return (
    <Choice
      label="Messages are kept"
      hint="Older ones are removed for everybody, for ever."
      none="As long as the server keeps them"
      name={(days) => `For ${spanName(days * DAY_S)}`}
      options={KEPT_DAYS}
      chosen={retention_days}
      may={may}
      onChoose={(days) => describe({ retention_days: days }, 'how long messages are kept')}
    />
  );
}

interface ChoiceProps {
  label: string;
  hint: string;
  none: string;
  name: (value: number) => string;
  options: readonly number[];
  chosen: number | null;
  may: boolean;
  onChoose: (value: number | null) => Promise<boolean>;
}

/** Who may not change it reads what is so. */
function Choice({ label, hint, none, name, options, chosen, may, onChoose }: ChoiceProps) {
  const id = useId();
  const [wished, setWished] = useState<number | null | undefined>(undefined);
  const shown = wished === undefined ? chosen : wished;
  if (!may) {
    return (
      <p className="setting">
        {label}
        <span className="hint">{chosen === null ? none : name(chosen)}</span>
      </p>
    );
  }
  return (
    <label className="field setting">
      {label}
      <select
        value={shown ?? ''}
        aria-describedby={id}
        onChange={(event) => {
          const value = event.target.value === '' ? null : Number(event.target.value);
          setWished(value);
          void onChoose(value).then(() => setWished(undefined));
        }}
      >
        <option value="">{none}</option>
        {withChosen(options, shown).map((option) => (
          <option key={option} value={option}>
            {name(option)}
          </option>
        ))}
      </select>
      <span id={id} className="hint">
        {hint}
      </span>
    </label>
  );
}

/** What an application keeps with the conversation. */
function CustomData({ metadata }: { metadata: Record<string, unknown> }) {
  const entries = Object.entries(metadata);
  if (entries.length === 0) return null;
  return (
    <section aria-label="Custom data">
      <h3 className="section-title">Custom data</h3>
      <dl className="custom-data">
        {entries.map(([key, value]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
