import { useMe } from '../hooks/useMe';
import { usePlace } from '../hooks/usePlace';
import { goTo } from '../hooks/useRoute';
import { useSignal } from '../hooks/useSignal';
import { spanName } from '../lib/spans';
import { ClockIcon, CloseIcon, TimerIcon } from '../ui/icons';

/** Above the text: that the message will disappear, and that others wait to be sent. */
export function SendingNotes({ life, onLife }: { life: number | null; onLife: (life: number | null) => void }) {
  const { client } = useMe();
  const { conversationId, conversation, root } = usePlace();
  const waiting = useSignal(client.schedule.view).filter(({ conversation_id }) => conversation_id === conversationId);
  const failed = waiting.filter(({ status }) => status === 'failed').length;
  const ends = life ?? conversation?.message_ttl_s ?? null;
  const scheduled = root === null && waiting.length > 0;
  if (ends === null && !scheduled) return null;
  return (
    <div className="sending-notes">
      {ends !== null && (
        <span className="sending-note" data-testid="life-note">
          <TimerIcon />
          Disappears {spanName(ends)} after it is sent
          {life !== null && (
            <button type="button" aria-label="Let it stay" title="Let it stay" onClick={() => onLife(null)}>
              <CloseIcon />
            </button>
          )}
        </span>
      )}
      {scheduled && (
        <button type="button" className="sending-note" data-problem={failed > 0} onClick={() => goTo(conversationId, { kind: 'scheduled' })}>
          <ClockIcon />
          {failed > 0 ? `${failed} could not be sent` : waiting.length === 1 ? '1 scheduled message' : `${waiting.length} scheduled messages`}
        </button>
      )}
    </div>
  );
}
