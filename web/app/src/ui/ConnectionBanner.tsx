import type { ConnectionState } from '@klatch/sdk';
import { useEffect, useState } from 'react';

const NOTICE_AFTER_MS = 400;
const BACK_FOR_MS = 2500;

type Notice = 'none' | 'away' | 'back';

/** Lies over the page instead of in it, so that nothing moves when the connection comes and goes. */
export function ConnectionBanner({ status }: { status: ConnectionState['status'] }) {
  const notice = useNotice(status === 'online');
  const text = { none: '', back: 'Back online', away: status === 'connecting' ? 'Connecting…' : 'Reconnecting…' }[notice];
  return (
    <div className="banner" role="status" aria-label="Connection" data-notice={notice}>
      {text}
    </div>
  );
}

/** A blink of the connection is not worth a word; neither is the first connect. */
function useNotice(online: boolean): Notice {
  const [notice, setNotice] = useState<Notice>('none');
  useEffect(() => {
    if (online) {
      setNotice((before) => (before === 'away' ? 'back' : before));
      const timer = setTimeout(() => setNotice('none'), BACK_FOR_MS);
      return () => clearTimeout(timer);
    }
    const timer = setTimeout(() => setNotice('away'), NOTICE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [online]);
  return notice;
}
