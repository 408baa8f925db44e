import { useBlocked, useBlocking } from '../hooks/useBlocked';
import { useMe } from '../hooks/useMe';
import { usePlace } from '../hooks/usePlace';
import { isGroup, mayWrite, otherMembers } from '../lib/names';
import { Composer } from './Composer';

interface Props {
  name: string;
  onEditLast?: () => void;
}

/** Where one writes, or why one cannot. */
export function Footing(props: Props) {
  const { userId } = useMe();
  const { conversation } = usePlace();
  const peer = conversation && !isGroup(conversation) ? (otherMembers(conversation, userId)[0] ?? null) : null;
  const blocked = useBlocked(peer);
  const block = useBlocking();
  if (conversation && !mayWrite(conversation)) {
    return <p className="footing">Only moderators write here. You can read, react and forward.</p>;
  }
  if (peer && blocked) {
    return (
      <p className="footing">
        You have blocked {peer}.
        <button type="button" className="quiet" onClick={() => void block(peer, false)}>
          Unblock
        </button>
      </p>
    );
  }
  return <Composer {...props} />;
}
