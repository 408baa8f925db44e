import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

export interface StickyScroll {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLOListElement | null>;
  atBottom: boolean;
  toBottom: () => void;
  onScroll: () => void;
}

const NEAR_PX = 40;

/**
 * Keeps the end in view while the reader is there, and the line being read in place when older messages come above it.
 *
 * @param isEnd whether the last item is the newest; otherwise more may come below, and nothing sticks
 * @param firstKey changes when something was put before the first item
 * @param sentKey changes when the reader sent something, which always leads to the end
 */
export function useStickyScroll(
  firstKey: string | undefined,
  lastKey: string | undefined,
  sentKey: string | undefined,
  isEnd = true,
): StickyScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLOListElement>(null);
  const sticking = useRef(true);
  const before = useRef({ firstKey, sentKey, height: 0 });
  const [atBottom, setAtBottom] = useState(true);

  const toBottom = useCallback(() => {
    sticking.current = true;
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, []);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    sticking.current = isEnd && element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
    setAtBottom(sticking.current);
  }, [isEnd]);

  useLayoutEffect(() => {
    if (isEnd) return;
    sticking.current = false;
    setAtBottom(false);
  }, [isEnd]);
  useEffect(() => {
    if (isEnd) onScroll();
  }, [isEnd, onScroll]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const was = before.current;
    if (sticking.current || (sentKey && sentKey !== was.sentKey)) toBottom();
    else if (firstKey !== was.firstKey) element.scrollTop += element.scrollHeight - was.height;
    before.current = { firstKey, sentKey, height: element.scrollHeight };
  }, [firstKey, lastKey, sentKey, toBottom]);

  // The keyboard of a phone, a growing composer and a turned screen change sizes without a new message.
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (sticking.current) toBottom();
      before.current.height = scroller.current?.scrollHeight ?? 0;
    });
    if (scroller.current) observer.observe(scroller.current);
    if (content.current) observer.observe(content.current);
    return () => observer.disconnect();
  }, [toBottom]);

  return { scroller, content, atBottom, toBottom, onScroll };
}
