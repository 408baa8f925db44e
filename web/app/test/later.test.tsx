import { Refusal, type Scheduled } from '@klatch/sdk';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { fieldTime } from '../src/lib/later';
import { rowsOf } from '../src/lib/rows';
import { ConversationSettings } from '../src/panel/ConversationSettings';
import { ScheduledPanel } from '../src/panel/ScheduledPanel';
import { Composer } from '../src/thread/Composer';
import { MessageRow } from '../src/thread/MessageRow';
import { around, group } from './around';
import { conversation, fakeClient, ME, message } from './samples';

afterEach(cleanup);

const soon = () => new Date(Date.now() + 86_400_000);
const option = (name: RegExp | string) => {
  fireEvent.click(screen.getByRole('button', { name: 'Send later or let disappear' }));
  fireEvent.click(screen.getByRole(/^Send/.test(String(name)) ? 'menuitem' : 'menuitemradio', { name }));
};
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

function scheduled(fields: Partial<Scheduled> = {}): Scheduled {
  const send_at = soon().toISOString();
  return { scheduled_id: 's-1', conversation_id: 'c', status: 'pending', send_at, created_at: send_at, text: 'later', ...fields };
}

describe('the composer', () => {
  test('gives a message its life, until it is taken back', () => {
    const fake = fakeClient();
    render(around(fake, <Composer name="bob" />));
    option('Disappears after 1 hour');
    screen.getByText('Disappears 1 hour after it is sent');
    type('Message to bob', 'psst');
    fireEvent.keyDown(screen.getByRole('textbox'), { key: 'Enter' });
    fireEvent.click(screen.getByRole('button', { name: 'Let it stay' }));
    type('Message to bob', 'hello');
    fireEvent.keyDown(screen.getByRole('textbox'), { key: 'Enter' });
    expect(fake.send.mock.calls.map(([, content]) => content)).toEqual([{ text: 'psst', expires_in_s: 3600 }, { text: 'hello' }]);
  });

  test('says how long messages stay in this conversation', () => {
    render(around(fakeClient(), <Composer name="bob" />, [], { ...group, message_ttl_s: 86_400 }));
    screen.getByText('Disappears 1 day after it is sent');
    expect(screen.queryByRole('button', { name: 'Let it stay' })).toBeNull();
  });

  test('schedules what was written, and is empty then', async () => {
    const fake = fakeClient();
    render(around(fake, <Composer name="bob" />));
    type('Message to bob', 'good morning @bob');
    option('Send later…');
    const at = fieldTime(soon());
    type('When', at);
    fireEvent.click(screen.getByRole('button', { name: 'Schedule' }));
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const [, content, time] = fake.schedule.add.mock.calls[0] ?? [];
    expect([content, time]).toEqual([{ text: 'good morning @bob', mentions: ['bob'] }, new Date(at)]);
    expect(screen.getByRole('textbox')).toHaveProperty('value', '');
    expect(fake.send).not.toHaveBeenCalled();
  });

  test('says why a message cannot be scheduled, and keeps it', async () => {
    const fake = fakeClient();
    fake.schedule.add.mockRejectedValueOnce(new Refusal('limit_reached', 'you have 100 scheduled messages, at most 100: cancel one'));
    render(around(fake, <Composer name="bob" />));
    option('Send later…');
    const press = () => fireEvent.click(screen.getByRole('button', { name: 'Schedule' }));
    press();
    await screen.findByText('Write what is to be sent.');
    type('Message', 'hello');
    type('When', '2020-01-01T00:00');
    press();
    await screen.findByText(/That time is over/);
    type('When', fieldTime(soon()));
    press();
    await screen.findByText(/cancel one/);
    expect(screen.getByLabelText('Message')).toHaveProperty('value', 'hello');
  });
});

describe('scheduled messages', () => {
  const show = (...all: Scheduled[]) => {
    const fake = fakeClient([], [], all);
    render(around(fake, <ScheduledPanel conversation={group} />));
    return fake;
  };
  const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

  test('are those of the conversation, and can be changed, sent and deleted', async () => {
    const fake = show(scheduled(), scheduled({ scheduled_id: 's-2', conversation_id: 'other', text: 'elsewhere' }));
    expect(screen.getAllByTestId('scheduled').length).toBe(1);
    press('Send now');
    expect(fake.schedule.sendNow.mock.calls[0]?.[0]).toMatchObject({ scheduled_id: 's-1' });
    press('Delete');
    expect(fake.schedule.cancel.mock.calls).toEqual([['s-1']]);
    press('Change…');
    type('Message', 'later still');
    press('Save');
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(fake.schedule.change.mock.calls).toEqual([['s-1', { text: 'later still' }]]);
  });

  test('say why they could not be sent', () => {
    show(scheduled({ status: 'failed', failure: 'forbidden' }));
    screen.getByText(/Not sent: you may not write here any more. Send it now, give it another time, or delete it./);
  });
});

describe('a message that disappears', () => {
  const shown = (fields: object) => {
    const of = message(1, 'bob', undefined, fields);
    const row = rowsOf({ messages: [of], outgoing: [], me: 'ann', newAfter: null, reached: { delivered: 0, read: 0 }, replies: new Map() }).at(-1);
    if (row?.kind !== 'message') throw new Error('no message');
    render(around(fakeClient(), <MessageRow entry={row.entry} quoted={null} first last showSender />));
  };

  test('says how long it is still there', () => {
    shown({ expires_at: new Date(Date.now() + 125_000).toISOString() });
    expect(screen.getByTestId('countdown').textContent).toMatch(/Disappears in 2:0[45]/);
  });

  test('says that it has', () => {
    shown({ expires_at: new Date().toISOString(), text: '', deleted: true });
    screen.getByText('This message has disappeared');
    expect(screen.queryByTestId('countdown')).toBeNull();
  });
});

describe('settings of a conversation', () => {
  const show = (fields: Parameters<typeof conversation>[0]) => {
    const fake = fakeClient();
    render(around(fake, <ConversationSettings conversation={conversation(fields)} />));
    return fake;
  };

  test('are changed by an admin', () => {
    const fake = show({ me: { ...ME, role: 'admin' }, title: 'Tea', retention_days: 45 });
    expect(screen.getByLabelText(/Messages are kept/)).toHaveProperty('value', '45');
    fireEvent.change(screen.getByLabelText(/New messages disappear/), { target: { value: '3600' } });
    fireEvent.change(screen.getByLabelText(/Messages are kept/), { target: { value: '' } });
    fireEvent.change(screen.getByRole('textbox', { name: 'Title' }), { target: { value: 'Coffee' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(fake.commands.describe.mock.calls).toEqual([
      ['c', { message_ttl_s: 3600 }],
      ['c', { retention_days: null }],
      ['c', { title: 'Coffee' }],
    ]);
  });

  test('are read by a member', () => {
    show({ title: 'Tea', message_ttl_s: 86_400, metadata: { order: 'A-17', items: 3 } });
    for (const text of ['After 1 day', 'As long as the server keeps them', 'A-17', '3']) screen.getByText(text);
    expect(screen.queryByRole('combobox')).toBeNull();
    expect(screen.queryByRole('textbox', { name: 'Title' })).toBeNull();
  });

  test('let each of two choose when messages disappear, and nothing else', () => {
    show({ type: 'direct' });
    expect(screen.getAllByRole('combobox').length).toBe(1);
    screen.getByLabelText(/New messages disappear/);
  });
});
