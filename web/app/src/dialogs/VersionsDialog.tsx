import type { Message } from '@klatch/sdk';
import { useMe } from '../hooks/useMe';
import { fullTime } from '../lib/time';
import { Dialog } from '../ui/Dialog';
import { useLoaded } from './useLoaded';

/** What a message said before it was edited, newest first. */
export function VersionsDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { client } = useMe();
  const { value, problem } = useLoaded(() => client.commands.versions(message.conversation_id, message.seq));
  return (
    <Dialog title="Versions" onClose={onClose}>
      {problem && (
        <p className="error" role="alert">
          {problem}
        </p>
      )}
      <ol className="versions">
        {value?.toReversed().map(({ text, at }, index) => (
          <li key={at + text}>
            <time className="hint" dateTime={at}>
              {index === 0 ? 'Now, since' : ''} {fullTime(at)}
            </time>
            <p className="text">{text}</p>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
