import { type Attachment, ATTACHMENTS_MAX, FILE_BYTES_MAX } from '@klatch/sdk';
import { useEffect, useRef, useState } from 'react';
import { useMe } from '../hooks/useMe';
import { kindOf, sizeLabel } from '../lib/files';
import { explain } from '../lib/toasts';

export interface Upload {
  id: number;
  file: File;
  /** Of a picture, from this device. */
  preview: string | null;
  /** From 0 to 1. */
  progress: number;
  attachment: Attachment | null;
  problem: string | null;
}

/** Files on their way to the server, in the order they will be shown. Leaving the composer gives them up. */
export function useUploads(conversationId: string) {
  const { client, toasts } = useMe();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const controls = useRef(new Map<number, AbortController>());
  const last = useRef(0);

  const change = (id: number, to: Partial<Upload>) =>
    setUploads((all) => all.map((each) => (each.id === id ? { ...each, ...to } : each)));

  useEffect(() => {
    const running = controls.current;
    return () => {
      for (const control of running.values()) control.abort();
    };
  }, []);

  function start(id: number, file: File) {
    const control = new AbortController();
    controls.current.set(id, control);
    change(id, { progress: 0, problem: null });
    const onProgress = (progress: number) => {
      client.typists.start(conversationId, 'upload');
      change(id, { progress });
    };
    client.files.upload(file, file.name, { onProgress, signal: control.signal }).then(
      (attachment) => {
        client.typists.stop(conversationId);
        change(id, { attachment, progress: 1 });
      },
      (error: unknown) => change(id, { problem: explain(error) }),
    );
  }

  function add(files: Iterable<File>) {
    const room = ATTACHMENTS_MAX - uploads.length;
    const wanted = [...files];
    if (wanted.length > room) toasts.say(`A message has at most ${ATTACHMENTS_MAX} files: send the rest in another.`, true);
    for (const file of wanted.slice(0, room)) {
      if (file.size > FILE_BYTES_MAX) {
        toasts.say(`${file.name} has ${sizeLabel(file.size)}; a file may have ${sizeLabel(FILE_BYTES_MAX)}.`, true);
        continue;
      }
      const id = ++last.current;
      const preview = kindOf(file.type) === 'image' ? URL.createObjectURL(file) : null;
      setUploads((all) => [...all, { id, file, preview, progress: 0, attachment: null, problem: null }]);
      start(id, file);
    }
  }

  function remove(id: number) {
    controls.current.get(id)?.abort();
    controls.current.delete(id);
    setUploads((all) => {
      const gone = all.find((each) => each.id === id);
      if (gone?.preview) URL.revokeObjectURL(gone.preview);
      return all.filter((each) => each.id !== id);
    });
  }

  function clear() {
    for (const { preview } of uploads) if (preview) URL.revokeObjectURL(preview);
    controls.current.clear();
    setUploads([]);
  }

  const ready = uploads.every(({ attachment }) => attachment !== null);
  const attachments = uploads.flatMap(({ attachment }) => attachment ?? []);
  return { uploads, attachments, ready, add, remove, clear, retry: (upload: Upload) => start(upload.id, upload.file) };
}
