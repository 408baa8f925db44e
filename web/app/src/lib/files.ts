import type { Attachment } from '@klatch/sdk';

export type FileKind = 'image' | 'video' | 'audio' | 'file';

/** What a browser can show by itself. SVG is not among them: the server gives it out as a download. */
const SHOWN = /^image\/(?:png|jpeg|gif|webp|bmp|avif)$/;

export function kindOf(type: string): FileKind {
  if (SHOWN.test(type)) return 'image';
  if (type.startsWith('video/')) return 'video';
  return type.startsWith('audio/') ? 'audio' : 'file';
}

const UNITS = ['bytes', 'KB', 'MB', 'GB'];

export function sizeLabel(bytes: number): string {
  const power = bytes < 1024 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1);
  const amount = bytes / 1024 ** power;
  return `${power > 0 && amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${UNITS[power]}`;
}

const BOX_WIDTH = 320;
const BOX_HEIGHT = 300;
const SMALLEST = 80;

/** How large a picture is shown; known before it has come, so that nothing moves when it does. */
export function shownSize({ width = BOX_WIDTH, height = BOX_HEIGHT }: Attachment): { width: number; height: number } {
  const scale = Math.min(1, BOX_WIDTH / width, BOX_HEIGHT / height);
  return { width: Math.max(SMALLEST, Math.round(width * scale)), height: Math.max(SMALLEST, Math.round(height * scale)) };
}

/** What a message without text is in one line. */
export function filesLine(attachments: readonly Attachment[]): string {
  const [first] = attachments;
  if (!first) return '';
  if (attachments.length > 1) return `${attachments.length} files`;
  const kinds = { image: 'Picture', video: 'Video', audio: 'Sound', file: 'File' };
  return `${kinds[kindOf(first.type)]}: ${first.name}`;
}
