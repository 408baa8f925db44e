import { useMe } from '../hooks/useMe';
import { useSignal } from '../hooks/useSignal';

/** Has its place whether somebody types or not, so that nothing moves. */
export function TypingLine({ conversationId }: { conversationId: string }) {
  const { client } = useMe();
  const { display_text } = useSignal(client.typists.of(conversationId));
  return (
    <div className="typing-line" role="status" aria-label="Typing" data-active={display_text !== ''}>
      {display_text !== '' && <TypingDots />}
      <span>{display_text}</span>
    </div>
  );
}

export function TypingDots() {
  return (
    <span className="typing-dots" aria-hidden="true">
      <i />
      <i />
      <i />
    </span>
  );
}
