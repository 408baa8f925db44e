import { useState } from 'react';
import { ConfirmDialog } from '../dialogs/ConfirmDialog';
import { ReportDialog } from '../dialogs/ReportDialog';
import { useBlocked, useBlocking } from '../hooks/useBlocked';

/** Keeping somebody away, and telling those who run the server. */
export function Safety({ userId, conversationId }: { userId: string; conversationId: string }) {
  const blocked = useBlocked(userId);
  const block = useBlocking();
  const [asking, setAsking] = useState<'block' | 'report' | null>(null);
  return (
    <section className="safety" aria-label="Safety">
      <button type="button" className="quiet danger" onClick={() => (blocked ? void block(userId, false) : setAsking('block'))}>
        {blocked ? `Unblock ${userId}` : `Block ${userId}`}
      </button>
      <button type="button" className="quiet danger" onClick={() => setAsking('report')}>
        Report {userId}
      </button>
      {asking === 'block' && <BlockDialog userId={userId} onClose={() => setAsking(null)} />}
      {asking === 'report' && <ReportDialog what={{ userId, conversationId }} onClose={() => setAsking(null)} />}
    </section>
  );
}

export function BlockDialog({ userId, onClose }: { userId: string; onClose: () => void }) {
  const block = useBlocking();
  return (
    <ConfirmDialog
      title={`Block ${userId}?`}
      text={`You can no longer write to each other directly, and neither sees whether the other is here, types or has read. In groups you still meet; messages of ${userId} are folded there. ${userId} is not told.`}
      confirm="Block"
      onClose={onClose}
      onConfirm={() => void block(userId, true)}
    />
  );
}
