const QUICK = ['👍', '❤️', '😂', '😮', '🙏', '🎉', '😀', '😍', '😢', '☀️', '⭐', '✅'];
const QUICK_SHOWN = 6;

/** A set to choose from that fits one look; anything else can be typed with the system's own keyboard. */
const CHOICE = [
  ...['👍', '👎', '❤️', '😂', '😮', '😢', '🙏', '🎉'],
  ...['😀', '😊', '😍', '😎', '🤔', '😴', '😬', '🙄'],
  ...['😅', '🤣', '😉', '😘', '🥳', '🤯', '😡', '😱'],
  ...['👏', '🙌', '💪', '👋', '🤝', '👀', '🫡', '🤷'],
  ...['✅', '❌', '❓', '❗', '💯', '🔥', '⭐', '💡'],
  ...['☕', '🍕', '🍻', '🚀', '🐛', '🌱', '☀️', '⏰'],
];

const SIZE_PX = 16;
const NO_CHARACTER = '\u{10FFFF}';

type Draw = (text: string) => string;

/** What a text looks like on this system, as something to compare; null where that cannot be found out. */
function drawing(): Draw | null {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIZE_PX;
  const paint = canvas.getContext('2d', { willReadFrequently: true });
  if (!paint) return null;
  paint.font = `${SIZE_PX}px ${getComputedStyle(document.body).fontFamily}`;
  paint.textBaseline = 'top';
  return (text) => {
    paint.clearRect(0, 0, SIZE_PX, SIZE_PX);
    paint.fillText(text, 0, 0);
    return paint.getImageData(0, 0, SIZE_PX, SIZE_PX).data.join();
  };
}

/** Those for which this system has a picture: others would be the same empty box. */
function shown(emoji: readonly string[]): string[] {
  const draw = drawing();
  const box = draw?.(NO_CHARACTER);
  const seen = draw ? emoji.filter((each) => draw(each) !== box) : [];
  return seen.length > 0 ? seen : [...emoji];
}

let choice: { quick: string[]; all: string[] } | null = null;

/** Asked for when it is first shown, since fonts differ from system to system. */
export function emojiToChoose(): { quick: string[]; all: string[] } {
  choice ??= { quick: shown(QUICK).slice(0, QUICK_SHOWN), all: shown(CHOICE) };
  return choice;
}
