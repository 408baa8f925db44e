export const QUICK_EMOJI = ['👍', '❤️', '😂', '😮', '🙏', '🎉'] as const;

/** A set to choose from that fits one look; anything else can be typed with the system's own keyboard. */
export const EMOJI = [
  ...['👍', '👎', '❤️', '😂', '😮', '😢', '🙏', '🎉'],
  ...['😀', '😊', '😍', '😎', '🤔', '😴', '😬', '🙄'],
  ...['😅', '🤣', '😉', '😘', '🥳', '🤯', '😡', '😱'],
  ...['👏', '🙌', '💪', '👋', '🤝', '👀', '🫡', '🤷'],
  ...['✅', '❌', '❓', '❗', '💯', '🔥', '⭐', '💡'],
  ...['☕', '🍕', '🍻', '🚀', '🐛', '🌱', '☀️', '⏰'],
] as const;
