import { type Conversation, Refusal, type Scheduled } from '@klatch/sdk';
import { useState } from 'react';
import { ScheduleDialog } from '../dialogs/ScheduleDialog';
import { useMe } from '../hooks/useMe';
import { useSignal } from '../hooks/useSignal';
import { spanName } from '../lib/spans';
import { longTime } from '../lib/time';
import { ClockIcon } from '../ui/icons';
import { PanelFrame } from './PanelFrame';

const FAILURES: Readonly<Record<string, string>> = {
  forbidden: 'you may not write here any more',
  not_found: 'you are not in this conversation any more',
  rejected_by_hook: 'those who run this server did not want it',
  suspended: 'you were not let in at that time',
};

/** What the user has scheduled in a conversation, and what of it could not be sent. */
export function ScheduledPanel({ conversation }: { conversation: Conversation }) {
  const { client } = useMe();
  const { conversation_id } = conversation;
  const waiting = useSignal(client.schedule.view).filter((each) => each.conversation_id === conversation_id);
  return (
    <PanelFrame title="Scheduled messages" conversationId={conversation_id}>
      <div className="panel-content">
        {waiting.length === 0 && (
          <div className="empty">
            <ClockIcon />
            <p>Nothing waits to be sent here. Choose “Send later” beside the field you write in.</p>
          </div>
        )}
        <ul className="result-list">
          {waiting.map((each) => (
            <ScheduledRow key={each.scheduled_id} scheduled={each} />
          ))}
        </ul>
      </div>
    </PanelFrame>
  );
}

function ScheduledRow({ scheduled }: { scheduled: Scheduled }) {
  const { client, toasts } = useMe();
  const [changing, setChanging] = useState(false);
  const { scheduled_id, status, send_at, text, failure, expires_in_s } = scheduled;
  const failed = status === 'failed';
  const { schedule } = client;

  /** Says what has become of it in the meantime. */
  const done = (action: Promise<void>, failureText: string, success: string) =>
    void toasts.watch(action.catch((error: unknown) => found(error)), failureText, success);
  async function found(error: unknown): Promise<never> {
    if (Refusal.from(error).code !== 'not_found') throw error;
    await schedule.load();
    throw new Refusal('not_found', 'it was sent or cancelled in the meantime');
  }

  return (
    <li className="result scheduled" data-testid="scheduled" data-status={status}>
      <p className="scheduled-when">
        <time dateTime={send_at}>{longTime(send_at)}</time>
        {expires_in_s !== undefined && <span className="hint">disappears {spanName(expires_in_s)} later</span>}
      </p>
      <p className="scheduled-text" dir="auto">
        {text || 'Message without text'}
      </p>
      {failed && (
        <p className="error" role="alert">
          Not sent: {FAILURES[failure ?? ''] ?? 'the server refused it'}. Send it now, give it another time, or delete it.
        </p>
      )}
      <div className="scheduled-buttons">
        <button type="button" className="quiet" onClick={() => setChanging(true)}>
          Change…
        </button>
        <button type="button" className="quiet" onClick={() => done(schedule.sendNow(scheduled), 'Could not send it now', 'Sent')}>
          Send now
        </button>
        <button type="button" className="quiet danger" onClick={() => done(schedule.cancel(scheduled_id), 'Could not delete it', 'It will not be sent')}>
          Delete
        </button>
      </div>
      {changing && (
        <ScheduleDialog
          title="Scheduled message"
          text={text}
          at={new Date(send_at)}
          onClose={() => setChanging(false)}
          onSave={(said, at) => schedule.change(scheduled_id, changeOf(scheduled, said, at)).catch(found)}
        />
      )}
    </li>
  );
}

/** What is different; a time that was not touched keeps its seconds. */
function changeOf({ text, send_at, status }: Scheduled, said: string, at: Date): { text?: string; send_at?: string } {
  const sameTime = Math.floor(Date.parse(send_at) / 60_000) === Math.floor(at.getTime() / 60_000);
  return {
    ...(said === text ? {} : { text: said }),
    ...(sameTime && status !== 'failed' ? {} : { send_at: at.toISOString() }),
  };
}
