import type { Attachment } from '@klatch/sdk';
import { useEffect, useRef } from 'react';
import { useMe } from '../hooks/useMe';
import { sizeLabel } from '../lib/files';
import { useDownload } from '../thread/Attachments';
import { CloseIcon, DownIcon } from '../ui/icons';
import { useLoaded } from './useLoaded';

/** A picture as large as the screen allows. */
export function Lightbox({ attachment, onClose }: { attachment: Attachment; onClose: () => void }) {
  const { client } = useMe();
  const dialog = useRef<HTMLDialogElement>(null);
  const download = useDownload();
  const { attachment_id, name, size } = attachment;
  const { value, problem } = useLoaded(() => client.files.link(attachment_id));
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="lightbox"
      aria-label={name}
      onClose={onClose}
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        if (!(event.target as Element).closest('button')) onClose();
      }}
    >
      <header>
        <span className="file-name">
          {name}
          <span className="hint">{sizeLabel(size)}</span>
        </span>
        <button type="button" className="tool" aria-label="Download" title="Download" onClick={() => void download(attachment)}>
          <DownIcon />
        </button>
        <button type="button" className="tool" aria-label="Close" title="Close (Escape)" onClick={onClose}>
          <CloseIcon />
        </button>
      </header>
      {value ? <img src={value.url} alt={name} /> : <p role="status">{problem ?? 'Loading…'}</p>}
    </dialog>
  );
}
