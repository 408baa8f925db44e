import { type Room, type RoomsClient, TEXT_BYTES_MAX } from '@klatch/sdk';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { utf8Bytes } from '../lib/text';
import { SendIcon } from '../ui/icons';
import { AppealDialog } from './Excluded';
import type { Standing } from './standing';
import { untilText } from './until';

interface Props {
  room: Room;
  silence: 'out' | 'muted' | 'locked' | null;
  standing: Standing;
  client: RoomsClient;
}

export function RoomComposer({ room, silence, standing, client }: Props) {
  const [text, setText] = useState('');
  const tooLong = utf8Bytes(text) > TEXT_BYTES_MAX;
  const sendable = text.trim() !== '' && !tooLong;
  const { conversation_id } = room;

  if (silence !== null) return <Silence room={room} silence={silence} standing={standing} />;

  function send(event?: FormEvent) {
    event?.preventDefault();
    if (!sendable) return;
    client.send(conversation_id, text.trim());
    setText('');
  }

  function key(event: KeyboardEvent) {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    if (matchMedia('(hover: none)').matches) return; // A finger has the button, and Enter makes a new line.
    event.preventDefault();
    send();
  }

  return (
    <form className="composer" onSubmit={send} aria-label="Write a message">
      <div className="composer-field">
        <textarea
          rows={1}
          value={text}
          placeholder="Message"
          aria-label={`Message to ${room.name}`}
          onKeyDown={key}
          onChange={(event) => {
            setText(event.target.value);
            if (event.target.value === '') client.typists.stop(conversation_id);
            else client.typists.start(conversation_id);
          }}
        />
        <span className="byte-hint" data-over={tooLong} aria-live="polite">
          {tooLong ? `${utf8Bytes(text) - TEXT_BYTES_MAX} bytes too long` : ''}
        </span>
      </div>
      <button type="submit" className="send" aria-label="Send" title="Send" disabled={!sendable}>
        <SendIcon />
      </button>
    </form>
  );
}

/** In place of the field, so that it is plain why there is none. */
function Silence({ room, silence, standing }: Omit<Props, 'client' | 'silence'> & { silence: 'out' | 'muted' | 'locked' }) {
  const [appealing, setAppealing] = useState(false);
  const until = standing.own?.muted_until ?? standing.status?.muted_until ?? null;
  const reason = standing.status?.mute_reason ?? null;
  return (
    <div className="footing" role="status" aria-label="Writing">
      {silence === 'out' && <span>{room.locked ? 'This room is locked: nobody new is let in.' : 'Join to write.'}</span>}
      {silence === 'locked' && <span>This room is locked: only moderators write.</span>}
      {silence === 'muted' && (
        <>
          <span>
            You are muted here{untilText(until, ' ')}.{reason && ` Reason: ${reason}.`}
          </span>
          <button type="button" className="quiet" onClick={() => setAppealing(true)}>
            Appeal
          </button>
        </>
      )}
      {appealing && <AppealDialog room={room} onClose={() => setAppealing(false)} />}
    </div>
  );
}
