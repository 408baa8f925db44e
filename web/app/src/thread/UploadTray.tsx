import { sizeLabel } from '../lib/files';
import { CloseIcon, FileIcon } from '../ui/icons';
import type { Upload } from './useUploads';

interface Props {
  uploads: readonly Upload[];
  onRemove: (id: number) => void;
  onRetry: (upload: Upload) => void;
}

/** What will go with the message, and how far each has come. */
export function UploadTray({ uploads, onRemove, onRetry }: Props) {
  if (uploads.length === 0) return null;
  return (
    <ul className="upload-tray" aria-label="Files to send">
      {uploads.map((upload) => {
        const { id, file, preview, progress, attachment, problem } = upload;
        return (
          <li key={id} className="upload" data-testid="upload" data-state={problem ? 'failed' : attachment ? 'done' : 'uploading'}>
            {preview ? <img src={preview} alt="" /> : <FileIcon />}
            <span className="upload-name">
              {file.name}
              <span className="hint">{problem ?? sizeLabel(file.size)}</span>
              {!attachment && !problem && <progress aria-label={`Uploading ${file.name}`} value={progress} max={1} />}
            </span>
            {problem && (
              <button type="button" className="quiet" onClick={() => onRetry(upload)}>
                Retry
              </button>
            )}
            <button type="button" className="tool" aria-label={`Remove ${file.name}`} onClick={() => onRemove(id)}>
              <CloseIcon />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
