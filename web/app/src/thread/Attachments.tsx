import type { Attachment, FileLink } from '@klatch/sdk';
import { useEffect, useState } from 'react';
import { Lightbox } from '../dialogs/Lightbox';
import { useMe } from '../hooks/useMe';
import { kindOf, shownSize, sizeLabel } from '../lib/files';
import { DownIcon, FileIcon, PlayIcon } from '../ui/icons';

/** The files of a message: pictures as pictures, sound and video when asked for, the rest to be downloaded. */
export function Attachments({ attachments }: { attachments: readonly Attachment[] }) {
  const pictures = attachments.filter(({ type }) => kindOf(type) === 'image');
  const others = attachments.filter(({ type }) => kindOf(type) !== 'image');
  return (
    <div className="attachments">
      {pictures.length > 0 && (
        <div className="pictures" data-many={pictures.length > 1}>
          {pictures.map((each) => (
            <Picture key={each.attachment_id} attachment={each} />
          ))}
        </div>
      )}
      {others.map((each) => (kindOf(each.type) === 'file' ? <Download key={each.attachment_id} attachment={each} /> : <Media key={each.attachment_id} attachment={each} />))}
    </div>
  );
}

function useLink({ attachment_id }: Attachment): { link: FileLink | null; failed: boolean; again: () => void } {
  const { client } = useMe();
  const [link, setLink] = useState<FileLink | null>(null);
  const [failed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let current = true;
    setFailed(false);
    client.files.link(attachment_id).then(
      (found) => current && setLink(found),
      () => current && setFailed(true),
    );
    return () => {
      current = false;
    };
  }, [client, attachment_id, attempt]);
  return { link, failed, again: () => setAttempt(attempt + 1) };
}

function Picture({ attachment }: { attachment: Attachment }) {
  const { link, failed, again } = useLink(attachment);
  const [open, setOpen] = useState(false);
  const { name } = attachment;
  const src = link?.thumbnail_url ?? link?.url;
  const { width, height } = shownSize(attachment);
  return (
    <>
      <button
        type="button"
        className="picture"
        style={{ width, aspectRatio: `${width} / ${height}` }}
        aria-label={failed ? `Load ${name} again` : `Open ${name}`}
        onClick={() => (failed ? again() : setOpen(true))}
      >
        {failed ? <span className="hint">Could not load. Try again</span> : src && <img src={src} alt={name} draggable={false} />}
      </button>
      {open && <Lightbox attachment={attachment} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Nothing is fetched before somebody wants to hear or see it. */
function Media({ attachment }: { attachment: Attachment }) {
  const { client, toasts } = useMe();
  const [url, setUrl] = useState<string | null>(null);
  const { attachment_id, name, type, size } = attachment;
  if (url && kindOf(type) === 'video') return <video className="media" src={url} controls autoPlay aria-label={name} />;
  if (url) return <audio className="media" src={url} controls autoPlay aria-label={name} />;
  const play = async () => setUrl((await client.files.link(attachment_id)).url);
  return (
    <button type="button" className="file" onClick={() => void toasts.watch(play(), 'Could not play it')} aria-label={`Play ${name}`}>
      <PlayIcon />
      <Named name={name} size={size} />
    </button>
  );
}

function Download({ attachment }: { attachment: Attachment }) {
  const download = useDownload();
  const { name, size } = attachment;
  return (
    <button type="button" className="file" onClick={() => void download(attachment)} aria-label={`Download ${name}`}>
      <FileIcon />
      <Named name={name} size={size} />
      <DownIcon />
    </button>
  );
}

function Named({ name, size }: { name: string; size: number }) {
  return (
    <span className="file-name">
      {name}
      <span className="hint">{sizeLabel(size)}</span>
    </span>
  );
}

export function useDownload(): (attachment: Attachment) => Promise<boolean> {
  const { client, toasts } = useMe();
  const download = async ({ attachment_id, name }: Attachment) => {
    const anchor = document.createElement('a');
    anchor.href = (await client.files.link(attachment_id)).url;
    anchor.download = name;
    anchor.click();
  };
  return (attachment) => toasts.watch(download(attachment), `Could not download ${attachment.name}`);
}
