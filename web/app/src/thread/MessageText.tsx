import { memo } from 'react';
import { ALL, HERE } from '../lib/mentions';
import { isOnlyEmoji, textParts } from '../lib/text';

interface Props {
  text: string;
  /** As messages carry them: ids, `@all`, `@here`. */
  mentions: readonly string[];
  me: string;
}

const NAMES_ALL: ReadonlySet<string> = new Set([ALL, HERE]);

export const MessageText = memo(function MessageText({ text, mentions, me }: Props) {
  const names = mentions.map((mention) => (NAMES_ALL.has(mention) ? mention.slice(1) : mention));
  return (
    <p className="text" data-testid="message-text" data-large={isOnlyEmoji(text)} dir="auto">
      {textParts(text, names).map((part, index) => {
        if (part.kind === 'link') return <Link key={index} href={part.text} />;
        if (part.kind === 'mention') {
          const name = part.text.slice(1);
          return (
            <span key={index} className="mention" data-me={name === me || NAMES_ALL.has(part.text)}>
              {part.text}
            </span>
          );
        }
        return part.text;
      })}
    </p>
  );
});

function Link({ href }: { href: string }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {href}
    </a>
  );
}
