import type { Asked } from '../hooks/usePlace';
import { DeleteDialog } from './DeleteDialog';
import { ForwardDialog } from './ForwardDialog';
import { ReceiptsDialog } from './ReceiptsDialog';
import { ReportDialog } from './ReportDialog';
import { VersionsDialog } from './VersionsDialog';

export function MessageDialog({ asked: { what, message }, onClose }: { asked: Asked; onClose: () => void }) {
  switch (what) {
    case 'delete':
      return <DeleteDialog message={message} onClose={onClose} />;
    case 'forward':
      return <ForwardDialog message={message} onClose={onClose} />;
    case 'info':
      return <ReceiptsDialog message={message} onClose={onClose} />;
    case 'report':
      return <ReportDialog what={{ message }} onClose={onClose} />;
    case 'versions':
      return <VersionsDialog message={message} onClose={onClose} />;
  }
}
