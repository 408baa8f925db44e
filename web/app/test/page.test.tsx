import { Refusal } from '@klatch/sdk';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Asked } from '../src/hooks/usePlace';
import { rowsOf } from '../src/lib/rows';
import { loadSession, type Session } from '../src/lib/session';
import { ConversationRow } from '../src/list/ConversationRow';
import { MemberField } from '../src/list/MemberField';
import { SignIn } from '../src/signin/SignIn';
import { Composer } from '../src/thread/Composer';
import { Footing } from '../src/thread/Footing';
import { MessageRow } from '../src/thread/MessageRow';
import { around, group } from './around';
import { at, conversation, fakeClient, ME, message } from './samples';

beforeEach(() => {
  sessionStorage.clear();
  history.replaceState(null, '', '/');
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const type = (label: RegExp | string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

describe('signing in', () => {
  function show(answer: () => Promise<Response>): Session[] {
    const sessions: Session[] = [];
    vi.stubGlobal('fetch', answer);
    render(<SignIn problem={null} lastName={null} onSession={(session) => sessions.push(session)} />);
    return sessions;
  }

  test('by name takes a token of the development mode, and a reload keeps it', async () => {
    const sessions = show(() => Promise.resolve(Response.json({ token: 't-ann', user: 'ann' })));
    type('Choose a name', ' ann ');
    fireEvent.submit(screen.getByRole('form'));
    await vi.waitFor(() => expect(sessions).toEqual([{ token: 't-ann', devUser: 'ann' }]));
    expect(loadSession()).toEqual(sessions[0]);
  });

  test('by name asks for a token where there is no development mode', async () => {
    const sessions = show(() => Promise.resolve(new Response('', { status: 404 })));
    type('Choose a name', 'ann');
    fireEvent.submit(screen.getByRole('form'));
    await screen.findByLabelText('Your token');
    type('Your token', 't-1');
    fireEvent.submit(screen.getByRole('form'));
    expect(sessions).toEqual([{ token: 't-1', devUser: null }]);
  });

  test('after a refused token asks for a token again', () => {
    render(<SignIn problem="The server did not accept this token." lastName={null} onSession={() => {}} />);
    screen.getByLabelText('Your token');
    screen.getByText(/did not accept/);
  });

  test('by a link takes the token and cleans the address', () => {
    history.replaceState(null, '', '/#token=t-2');
    expect(loadSession()).toEqual({ token: 't-2', devUser: null });
    expect(location.hash).toBe('');
  });
});

describe('the composer', () => {
  const field = () => screen.getByRole('textbox');
  const sent = () => fake.send.mock.calls.map(([, content]) => content);
  const write = (text: string) => {
    type('Message to bob', text);
    (field() as HTMLTextAreaElement).setSelectionRange(text.length, text.length);
    fireEvent.select(field());
  };
  let fake: ReturnType<typeof fakeClient>;
  beforeEach(() => {
    fake = fakeClient();
    render(around(fake, <Composer name="bob" />));
  });

  test('sends with Enter and is empty again', () => {
    type('Message to bob', ' hello ');
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(sent()).toEqual([{ text: 'hello' }]);
    expect(field()).toHaveProperty('value', '');
  });

  test('does not send with Shift+Enter, within an input method, or nothing but blanks', () => {
    type('Message to bob', 'hello');
    fireEvent.keyDown(field(), { key: 'Enter', shiftKey: true });
    fireEvent.keyDown(field(), { key: 'Enter', isComposing: true });
    type('Message to bob', '  \n ');
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(sent()).toEqual([]);
  });

  test('says how many bytes are left, and sends nothing beyond the limit', () => {
    type('Message to bob', 'ü'.repeat(3990));
    screen.getByText('20 bytes left');
    type('Message to bob', 'ü'.repeat(4001));
    screen.getByText('2 bytes too long');
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(sent()).toEqual([]);
  });

  test('says that one types, and that one has stopped', () => {
    type('Message to bob', 'h');
    type('Message to bob', '');
    expect(fake.typists.start).toHaveBeenCalledTimes(1);
    expect(fake.typists.stop).toHaveBeenCalledTimes(1);
  });

  test('completes a name after @ with the arrow keys and Enter, and sends whom it mentions', () => {
    write('ask @b');
    expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual(['Bbob', 'Bbea']);
    fireEvent.keyDown(field(), { key: 'ArrowDown' });
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(field()).toHaveProperty('value', 'ask @bea ');
    expect(sent()).toEqual([]);
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(sent()).toEqual([{ text: 'ask @bea', mentions: ['bea'] }]);
  });

  test('closes the names with Escape, and Enter sends then', () => {
    write('@b');
    fireEvent.keyDown(field(), { key: 'Escape' });
    expect(screen.queryByRole('listbox')).toBeNull();
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(sent()).toEqual([{ text: '@b' }]);
  });
});

describe('a message', () => {
  const none = { delivered: 0, read: 0 };
  const shown = (of: ReturnType<typeof message>, reached = none) => {
    const row = rowsOf({ messages: [of], outgoing: [], me: 'ann', newAfter: null, reached, replies: new Map([[1, of.replies ?? 0]]) }).at(-1);
    if (row?.kind !== 'message') throw new Error('no message');
    return <MessageRow entry={row.entry} quoted={null} first last showSender />;
  };
  const failed = (refusal: Refusal) => {
    const item = { clientMsgId: 'c-1', text: 'hello', createdAt: at(1, 9), state: 'failed' as const, refusal };
    const row = rowsOf({ messages: [], outgoing: [item], me: 'ann', newAfter: null, reached: none, replies: new Map() }).at(-1);
    if (row?.kind !== 'message') throw new Error('no message');
    return <MessageRow entry={row.entry} quoted={null} first last showSender={false} />;
  };
  const menuOf = () => fireEvent.keyDown(screen.getByTestId('message'), { key: 'Enter' });

  test('of ours that failed says why and can be sent again or discarded', () => {
    const fake = fakeClient();
    render(around(fake, failed(new Refusal('text_too_long', '9000 bytes, at most 8000'))));
    screen.getByText(/9000 bytes/);
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    fireEvent.click(screen.getByRole('button', { name: 'Discard' }));
    expect([fake.retry.mock.calls[0]?.[1], fake.discard.mock.calls[0]?.[1]]).toEqual(['c-1', 'c-1']);
  });

  test('of ours goes from stored to delivered to read', () => {
    const mine = message(1, 'ann');
    render(around(fakeClient(), [none, { delivered: 1, read: 0 }, { delivered: 1, read: 1 }].map((reached, index) => <div key={index}>{shown(mine, reached)}</div>)));
    for (const name of ['Stored', 'Delivered', 'Read']) screen.getByRole('img', { name });
  });

  test('shows its reactions, and a press takes one’s own back', () => {
    const fake = fakeClient();
    const reactions = [{ emoji: '👍', count: 2, mine: true }, { emoji: '🎉', count: 1, mine: false }];
    render(around(fake, shown(message(1, 'bob', at(1, 9), { reactions }))));
    fireEvent.click(screen.getByRole('button', { name: '👍 2', pressed: true }));
    fireEvent.click(screen.getByRole('button', { name: '🎉 1', pressed: false }));
    expect(fake.commands.react.mock.calls).toEqual([['c', 1, '👍', false], ['c', 1, '🎉', true]]);
  });

  test('that was deleted says so and has no text', () => {
    render(around(fakeClient(), shown(message(1, 'bob', at(1, 9), { text: '', deleted: true }))));
    screen.getByText('This message was deleted');
    menuOf();
    expect(screen.getAllByRole('menuitem').map((item) => item.textContent)).toEqual(['Delete…']);
  });

  test('has a menu for the keyboard; only one’s own can be edited', () => {
    const asked: Asked[] = [];
    render(around(fakeClient(), shown(message(1, 'bob')), asked));
    menuOf();
    expect(screen.queryByRole('menuitem', { name: 'Edit' })).toBeNull();
    fireEvent.click(screen.getByRole('menuitem', { name: 'Forward…' }));
    expect(asked.map(({ what }) => what)).toEqual(['forward']);
    expect(screen.queryByRole('menu')).toBeNull();
  });

  test('says that it was edited, pinned and forwarded, and how many replies it has', () => {
    const fields = { edited_at: at(1, 10), pinned: true, forwarded_from: 'm-9', replies: 3 };
    render(around(fakeClient(), shown(message(1, 'bob', at(1, 9), fields))));
    for (const text of ['edited', /Forwarded/, '3 replies']) screen.getByText(text);
    screen.getByRole('img', { name: 'Pinned' });
  });
});

describe('files to send', () => {
  const attachment = { attachment_id: 'a-1', name: 'a.txt', type: 'text/plain', size: 5 };
  const choose = (...files: File[]) => fireEvent.change(screen.getByLabelText('Files to attach'), { target: { files } });
  const send = () => screen.getByRole('button', { name: 'Send' });

  test('hold the message back until they are there, and need no text', async () => {
    const fake = fakeClient();
    let finish = (_: typeof attachment) => {};
    fake.files.upload.mockReturnValue(new Promise((done) => (finish = done)));
    render(around(fake, <Composer name="bob" />));
    choose(new File(['hello'], 'a.txt'));
    screen.getByRole('progressbar', { name: 'Uploading a.txt' });
    expect(send()).toHaveProperty('disabled', true);
    finish(attachment);
    await vi.waitFor(() => expect(send()).toHaveProperty('disabled', false));
    fireEvent.click(send());
    expect(fake.send.mock.calls[0]?.[1]).toEqual({ text: '', attachments: [attachment] });
    expect(screen.queryByTestId('upload')).toBeNull();
  });

  test('that could not be sent say why, and can be tried again or left out', async () => {
    const fake = fakeClient();
    fake.files.upload.mockRejectedValueOnce(new Refusal('limit_reached', 'you have 1,073,741,824 bytes of files, delete some')).mockResolvedValue(attachment);
    render(around(fake, <Composer name="bob" />));
    choose(new File(['hello'], 'a.txt'));
    await screen.findByText(/delete some/);
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    await vi.waitFor(() => expect(screen.getByTestId('upload').dataset['state']).toBe('done'));
    fireEvent.click(screen.getByRole('button', { name: 'Remove a.txt' }));
    expect(send()).toHaveProperty('disabled', true);
  });
});

test('who only reads in a broadcast has no composer', () => {
  const read = { ...group, type: 'broadcast' as const, me: ME };
  render(around(fakeClient(), <Footing name="news" />, [], read));
  screen.getByText(/Only moderators write here/);
  expect(screen.queryByRole('textbox')).toBeNull();
});

test('a row of the list counts what is unread and what mentions the reader', () => {
  const of = conversation({ me: { ...ME, unread: 3, mentions: 1, pinned: true }, title: 'Tea' });
  render(around(fakeClient(), <ul><ConversationRow conversation={of} current={false} now={new Date()} /></ul>));
  for (const name of ['3 unread', '1 mention of you', 'Pinned']) screen.getByRole('img', { name });
});

test('the member field makes chips with Enter and comma, and Backspace takes the last away', () => {
  function Field() {
    const [members, setMembers] = useState<string[]>([]);
    const [typed, setTyped] = useState('');
    return <MemberField members={members} onMembers={setMembers} typed={typed} onTyped={setTyped} />;
  }
  render(<Field />);
  const chips = () => screen.queryAllByRole('button').map((button) => button.getAttribute('aria-label'));
  type('Members', 'bob, carla');
  fireEvent.keyDown(screen.getByLabelText('Members'), { key: 'Enter' });
  type('Members', 'bob');
  fireEvent.keyDown(screen.getByLabelText('Members'), { key: ',' });
  expect(chips()).toEqual(['Remove bob', 'Remove carla']);
  fireEvent.keyDown(screen.getByLabelText('Members'), { key: 'Backspace' });
  expect(chips()).toEqual(['Remove bob']);
});
