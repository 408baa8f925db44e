import { describe, expect, test } from 'vitest';
import type { Message, MessageChange } from '../src/index.js';
import { Refusal, Timeline } from '../src/index.js';
import { message, messages, randomFrom, storedFor, type Random } from './samples.js';

const texts = (timeline: Timeline) => timeline.view().messages.map((m) => m.seq);
const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

/** What the server would answer to `after_seq`. */
function fill(timeline: Timeline, all: Message[], pageSize: number): void {
  for (let gap = timeline.gap(); gap; gap = timeline.gap()) {
    const { afterSeq } = gap;
    const rest = all.filter((m) => m.seq > afterSeq);
    timeline.append({ messages: rest.slice(0, pageSize), has_more: rest.length > pageSize });
  }
}

/** Every message one to three times, in any order, some not at all. */
function disturbed(all: Message[], random: Random): Message[] {
  const deliveries = all.flatMap((m) => Array<Message>(random.below(4)).fill(m));
  return random.shuffle([...deliveries, ...all.slice(-1)]);
}

describe('a timeline', () => {
  test('is whole and in order whatever order, repeats and losses the deliveries had', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomFrom(seed);
      const all = messages(1 + random.below(60));
      const added: number[] = [];
      const timeline = new Timeline((m) => added.push(m.seq));
      timeline.noteLast(0);
      for (const delivery of disturbed(all, random)) {
        timeline.receive(delivery);
        if (random.below(10) === 0) fill(timeline, all, 1 + random.below(10));
      }
      fill(timeline, all, 7);
      expect(texts(timeline), `seed ${seed}`).toEqual(upTo(all.length));
      expect(added, `seed ${seed}`).toEqual(upTo(all.length));
    }
  });

  test('pages to the beginning while new messages come', () => {
    const all = messages(130);
    const timeline = new Timeline();
    timeline.noteLast(100);
    for (let next = 101; timeline.olderBound() !== null; next++) {
      const bound = timeline.olderBound() ?? 0;
      const older = all.filter((m) => m.seq < bound);
      timeline.receive(message(next));
      timeline.prepend(bound, { messages: older.slice(-20), has_more: older.length > 20 });
    }
    expect(texts(timeline)).toEqual(upTo(105));
    expect(timeline.view().hasOlder).toBe(false);
  });

  test('ignores a page for a bound that has moved', () => {
    const timeline = new Timeline();
    timeline.noteLast(10);
    const page = { messages: messages(10).slice(5), has_more: true };
    timeline.prepend(11, page);
    timeline.prepend(11, page);
    expect(texts(timeline)).toEqual([6, 7, 8, 9, 10]);
  });

  test('shows nothing beyond a hole until it is filled', () => {
    const timeline = new Timeline();
    timeline.noteLast(3);
    expect(timeline.receive(message(6))).toBe('ahead');
    expect(texts(timeline)).toEqual([]);
    expect(timeline.gap()).toEqual({ afterSeq: 3, missing: 3 });
    timeline.append({ messages: [message(4), message(5)], has_more: true });
    expect(texts(timeline)).toEqual([4, 5, 6]);
    expect(timeline.gap()).toBeNull();
  });

  test('knows of a hole at the end from the server’s last number', () => {
    const timeline = new Timeline();
    timeline.receive(message(1));
    timeline.noteLast(4);
    expect(timeline.gap()).toEqual({ afterSeq: 1, missing: 3 });
  });

  test('takes numbers the server does not have as not existing', () => {
    const timeline = new Timeline();
    timeline.receive(message(1));
    timeline.receive(message(9));
    timeline.append({ messages: [message(5), message(9)], has_more: false });
    expect(texts(timeline)).toEqual([1, 5, 9]);
    timeline.noteLast(12);
    timeline.append({ messages: [], has_more: false });
    expect(timeline.gap()).toBeNull();
  });

  test('tells a repeat from another message with the same number', () => {
    const timeline = new Timeline();
    timeline.receive(message(1));
    expect(timeline.receive(message(1))).toBe('repeat');
    expect(timeline.receive({ ...message(1), message_id: 'another' })).toBe('conflict');
  });

  test('begins anew after a restart, and keeps what is being sent', () => {
    const timeline = new Timeline();
    timeline.receive(message(20));
    timeline.addOutgoing('c-1', { text: 'hello' }, 'now');
    timeline.restart();
    timeline.receive(message(3));
    expect(texts(timeline)).toEqual([3]);
    expect(timeline.view().outgoing).toHaveLength(1);
  });

  test('holds no more than 5,000 messages and can page back to those it let go', () => {
    const timeline = new Timeline();
    timeline.noteLast(0);
    for (const m of messages(5001)) timeline.receive(m);
    expect(timeline.view().messages).toHaveLength(4000);
    expect(timeline.olderBound()).toBe(1002);
  });
});

describe('what is new', () => {
  const begun = () => {
    const heard: number[] = [];
    return { heard, timeline: new Timeline((m) => heard.push(m.seq)) };
  };

  test('is told in order, each once, though the server’s last number outran the events', () => {
    const { heard, timeline } = begun();
    timeline.noteLast(3);
    messages(4).slice(1).forEach((m) => timeline.receive(m));
    expect(heard).toEqual([2, 3, 4]);
    expect(texts(timeline)).toEqual([2, 3, 4]);
  });

  test('is told in order, each once, though a page of history outran the events', () => {
    const { heard, timeline } = begun();
    timeline.noteLast(5);
    timeline.prepend(6, { messages: messages(5), has_more: false });
    expect(heard).toEqual([]);
    messages(6).slice(3).forEach((m) => timeline.receive(m));
    expect(heard).toEqual([4, 5, 6]);
    expect(texts(timeline)).toEqual(upTo(6));
  });

  test('is told in order, each once, though an acknowledgement outran the events', () => {
    const { heard, timeline } = begun();
    timeline.noteLast(2);
    timeline.addOutgoing('c-1', { text: 'hello' }, 'now');
    const third = message(3, { client_msg_id: 'c-1' });
    timeline.settle('c-1', 'ann', storedFor(third));
    expect(heard).toEqual([]);
    timeline.receive(message(2));
    timeline.receive(third);
    expect(heard).toEqual([2, 3]);
  });
});

describe('a message of ours', () => {
  const begun = () => {
    const timeline = new Timeline();
    timeline.noteLast(0);
    timeline.addOutgoing('c-1', { text: 'hello' }, 'now');
    return timeline;
  };
  const event = message(1, { sender_id: 'ann', text: 'hello', client_msg_id: 'c-1' });

  test('is there once when the event comes before the acknowledgement', () => {
    const timeline = begun();
    timeline.receive(event);
    timeline.settle('c-1', 'ann', storedFor(event));
    expect(timeline.view()).toMatchObject({ messages: [event], outgoing: [] });
  });

  test('is there once when the acknowledgement comes before the event', () => {
    const timeline = begun();
    timeline.settle('c-1', 'ann', storedFor(event));
    expect(timeline.receive(event)).toBe('repeat');
    expect(timeline.view()).toMatchObject({ messages: [event], outgoing: [] });
  });

  test('stays at the end as stored while messages before it are missing', () => {
    const timeline = begun();
    const third = message(3, { sender_id: 'ann', text: 'hello', client_msg_id: 'c-1' });
    timeline.settle('c-1', 'ann', storedFor(third));
    expect(timeline.view().outgoing).toMatchObject([{ clientMsgId: 'c-1', state: 'stored' }]);
    timeline.append({ messages: [message(1), message(2)], has_more: true });
    expect(timeline.view()).toMatchObject({ messages: [{ seq: 1 }, { seq: 2 }, third], outgoing: [] });
  });

  test('waits, where nothing has begun, for the events that its acknowledgement outran', () => {
    const heard: number[] = [];
    const timeline = new Timeline((m) => heard.push(m.seq));
    const second = message(2, { sender_id: 'ann', text: 'hello', client_msg_id: 'c-1' });
    timeline.addOutgoing('c-1', { text: 'hello' }, 'now');
    timeline.settle('c-1', 'ann', storedFor(second));
    expect(timeline.view()).toMatchObject({ messages: [], outgoing: [{ state: 'stored' }] });
    timeline.receive(message(1));
    timeline.receive(second);
    expect(timeline.view()).toMatchObject({ messages: [{ seq: 1 }, second], outgoing: [] });
    expect(heard).toEqual([1, 2]);
  });

  test('begins the timeline when no event before it will come any more', () => {
    const heard: number[] = [];
    const timeline = new Timeline((m) => heard.push(m.seq));
    timeline.addOutgoing('c-1', { text: 'hello' }, 'now');
    timeline.settle('c-1', 'ann', storedFor(message(4, { client_msg_id: 'c-1' })));
    timeline.settleDown();
    expect(timeline.view()).toMatchObject({ messages: [{ seq: 4 }], outgoing: [] });
    expect(heard).toEqual([4]);
    expect(timeline.gap()).toBeNull();
  });

  test('that failed says why until it is discarded', () => {
    const timeline = begun();
    const refusal = new Refusal('text_too_long', '9000 bytes, at most 8000');
    timeline.mark('c-1', 'failed', refusal);
    expect(timeline.view().outgoing).toMatchObject([{ state: 'failed', refusal }]);
    timeline.dropOutgoing('c-1');
    expect(timeline.view().outgoing).toEqual([]);
  });
});

test('what was removed for its age is gone, and with it what came before', () => {
  const timeline = new Timeline();
  timeline.noteLast(8);
  timeline.prepend(9, { messages: messages(8).slice(3), has_more: true });
  timeline.dropBelow(4);
  expect(timeline.olderBound()).toBe(4);
  timeline.dropBelow(7);
  expect(texts(timeline)).toEqual([7, 8]);
  expect(timeline.olderBound()).toBeNull();
});

describe('a change', () => {
  const edit = (seq: number, text: string): MessageChange => ({
    event: 'message:updated',
    conversation_id: 'c',
    change_seq: 1,
    actor_id: 'bob',
    at: 'now',
    message_id: `m-${seq}`,
    seq,
    text,
    body: null,
    edited_at: 'now',
  });

  test('reaches a message that is here, that waits for a hole, and that comes with a page read before it', () => {
    const timeline = new Timeline();
    timeline.noteLast(3);
    timeline.receive(message(6));
    for (const seq of [3, 5, 6]) timeline.change(edit(seq, `edited ${seq}`));
    timeline.prepend(4, { messages: messages(3), has_more: false });
    timeline.append({ messages: [message(4), message(5)], has_more: true });
    expect(timeline.view().messages.map((m) => m.text)).toEqual(['text 1', 'text 2', 'edited 3', 'text 4', 'edited 5', 'edited 6']);
  });

  test('that hides a message leaves no hole to fill', () => {
    const timeline = new Timeline();
    timeline.noteLast(0);
    for (const m of messages(3)) timeline.receive(m);
    timeline.change({ ...edit(2, ''), event: 'message:hidden' });
    timeline.change({ ...edit(3, ''), event: 'message:hidden' });
    expect(texts(timeline)).toEqual([1]);
    expect(timeline.gap()).toBeNull();
    expect(timeline.receive(message(3))).toBe('repeat');
    timeline.receive(message(4));
    expect(texts(timeline)).toEqual([1, 4]);
  });
});
