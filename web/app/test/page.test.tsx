import type { KlatchClient } from '@klatch/sdk';
import { Refusal } from '@klatch/sdk';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { type ReactNode, useState } from 'react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MeContext } from '../src/hooks/useMe';
import { Seen } from '../src/lib/seen';
import { loadSession, type Session } from '../src/lib/session';
import { MemberField } from '../src/list/MemberField';
import { SignIn } from '../src/signin/SignIn';
import { Composer } from '../src/thread/Composer';
import { MessageRow } from '../src/thread/MessageRow';

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
  const sent: string[] = [];
  const client = { send: (_conversation: string, text: string) => sent.push(text) } as unknown as KlatchClient;
  const around = (children: ReactNode) => (
    <MeContext value={{ client, userId: 'ann', seen: new Seen('ann') }}>{children}</MeContext>
  );
  const field = () => screen.getByRole('textbox');
  beforeEach(() => {
    sent.length = 0;
    render(around(<Composer conversationId={crypto.randomUUID()} name="bob" />));
  });

  test('sends with Enter and is empty again', () => {
    type('Message to bob', ' hello ');
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(sent).toEqual(['hello']);
    expect(field()).toHaveProperty('value', '');
  });

  test('does not send with Shift+Enter, within an input method, or nothing but blanks', () => {
    type('Message to bob', 'hello');
    fireEvent.keyDown(field(), { key: 'Enter', shiftKey: true });
    fireEvent.keyDown(field(), { key: 'Enter', isComposing: true });
    type('Message to bob', '  \n ');
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(sent).toEqual([]);
  });

  test('says how many bytes are left, and sends nothing beyond the limit', () => {
    type('Message to bob', 'ü'.repeat(3990));
    screen.getByText('20 bytes left');
    type('Message to bob', 'ü'.repeat(4001));
    screen.getByText('2 bytes too long');
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(sent).toEqual([]);
  });
});

describe('a message of ours', () => {
  const entry = { key: 'k', senderId: 'ann', own: true, text: 'hello', createdAt: '2026-03-01T10:00:00.000Z', clientMsgId: 'c-1' };
  const place = { first: true, last: true, showSender: false };

  test('that failed says why and can be sent again or discarded', () => {
    const done: string[] = [];
    const refusal = new Refusal('text_too_long', '9000 bytes, at most 8000');
    render(
      <MessageRow
        entry={{ ...entry, state: 'failed', refusal }}
        {...place}
        onRetry={(id) => done.push(`retry ${id}`)}
        onDiscard={(id) => done.push(`discard ${id}`)}
      />,
    );
    screen.getByText(/9000 bytes/);
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    fireEvent.click(screen.getByRole('button', { name: 'Discard' }));
    expect(done).toEqual(['retry c-1', 'discard c-1']);
  });

  test('goes from sending to stored', () => {
    const row = (state: 'sending' | 'stored') => (
      <MessageRow entry={{ ...entry, state, refusal: null }} {...place} onRetry={() => {}} onDiscard={() => {}} />
    );
    const { rerender } = render(row('sending'));
    screen.getByRole('img', { name: 'Sending' });
    rerender(row('stored'));
    screen.getByRole('img', { name: 'Stored' });
  });
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
