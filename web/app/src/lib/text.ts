import { findMentions } from './mentions';

const encoder = new TextEncoder();

export function utf8Bytes(text: string): number {
  return encoder.encode(text).length;
}

export interface TextPart {
  text: string;
  kind: 'plain' | 'link' | 'mention';
}

const LINK = /https?:\/\/[^\s<>"']+/g;
const TRAILING = /[.,;:!?)\]}]+$/;
const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}[\u{FE0F}\u{1F3FB}-\u{1F3FF}]*(?:\u{200D}\p{Extended_Pictographic}\u{FE0F}?)*\s?){1,5}$/u;

/** One to five emoji and nothing else are shown large. */
export function isOnlyEmoji(text: string): boolean {
  return ONLY_EMOJI.test(text.trim());
}

interface Span {
  from: number;
  to: number;
  kind: 'link' | 'mention';
}

function links(text: string): Span[] {
  return [...text.matchAll(LINK)].flatMap((match) => {
    const href = match[0].replace(TRAILING, '');
    return URL.canParse(href) ? [{ from: match.index, to: match.index + href.length, kind: 'link' as const }] : [];
  });
}

/**
 * Cuts a text into plain parts, web addresses and `@names`; punctuation that ends a sentence is not part of an address.
 *
 * @param mentions names without the `@`
 */
export function textParts(text: string, mentions: readonly string[] = []): TextPart[] {
  const named = findMentions(text, mentions).map(({ index, name }) => {
    return { from: index, to: index + name.length + 1, kind: 'mention' as const };
  });
  const parts: TextPart[] = [];
  let end = 0;
  for (const { from, to, kind } of [...links(text), ...named].sort((a, b) => a.from - b.from)) {
    if (from < end) continue;
    if (from > end) parts.push({ text: text.slice(end, from), kind: 'plain' });
    parts.push({ text: text.slice(from, to), kind });
    end = to;
  }
  if (end < text.length) parts.push({ text: text.slice(end), kind: 'plain' });
  return parts;
}
