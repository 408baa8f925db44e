import { type Message, Refusal } from '@klatch/sdk';
import { useState } from 'react';
import { useMe } from '../hooks/useMe';
import { messageLine } from '../lib/preview';
import { explain } from '../lib/toasts';
import { Dialog } from '../ui/Dialog';

/** A message, or a person met in a conversation. */
export type Reportable = { message: Message } | { userId: string; conversationId: string };

const REASONS: { reason: string; label: string }[] = [
  { reason: 'spam', label: 'Spam or advertising' },
  { reason: 'harassment', label: 'Insult, threat or harassment' },
  { reason: 'sexual', label: 'Sexual content' },
  { reason: 'illegal', label: 'Something illegal or dangerous' },
  { reason: 'other', label: 'Something else' },
];

const COMMENT_MAX = 1000;

export function ReportDialog({ what, onClose }: { what: Reportable; onClose: () => void }) {
  const { client, toasts } = useMe();
  const [reason, setReason] = useState('spam');
  const [comment, setComment] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const message = 'message' in what ? what.message : null;
  const who = 'message' in what ? what.message.sender_id : what.userId;

  async function send() {
    const report = { reason, ...(comment.trim() ? { comment: comment.trim() } : {}) };
    try {
      if ('message' in what) await client.commands.reportMessage(what.message.message_id, report);
      else await client.commands.reportUser(what.userId, what.conversationId, report);
      toasts.say('Reported. Those who run this server will look at it.');
      onClose();
    } catch (error) {
      const limited = Refusal.from(error).code === 'rate_limited';
      setProblem(limited ? 'You have sent many reports in the last hour. Try again later.' : explain(error));
    }
  }

  return (
    <Dialog
      title={message ? 'Report this message' : `Report ${who}`}
      onClose={onClose}
      onSubmit={() => void send()}
      footer={
        <>
          <button type="button" className="quiet" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="primary danger">
            Report
          </button>
        </>
      }
    >
      {message && <blockquote>{messageLine(message)}</blockquote>}
      <fieldset className="statuses" aria-label="Reason">
        {REASONS.map(({ reason: each, label }) => (
          <label key={each}>
            <input type="radio" name="reason" checked={reason === each} onChange={() => setReason(each)} />
            {label}
          </label>
        ))}
      </fieldset>
      <label className="field">
        What else they should know
        <textarea rows={2} maxLength={COMMENT_MAX} placeholder="Optional" value={comment} onChange={(event) => setComment(event.target.value)} />
      </label>
      <p className="hint">{who} does not learn of it.</p>
      <p className="error" role="alert">
        {problem}
      </p>
    </Dialog>
  );
}
