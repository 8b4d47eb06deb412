import { screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { dialog, dialogGone, openAtDays, row } from '../testing/open';
import { FakeService, freeDay, fullDay, problem, TODAY } from '../testing/service';

const button = (name: string) => ({ name, hidden: true });
const question = 'Why do you come to the office?';
const wednesday = 'Wednesday 25 November';

function asking(...days: ReturnType<typeof freeDay>[]): FakeService {
  const service = new FakeService();
  service.me = { ...service.me, needsReason: true };
  if (days.length > 0) service.days = days;
  return service;
}

async function openForm(service = asking(), name = `Book ${wednesday}`) {
  const opened = await openAtDays(service);
  await opened.user.click(screen.getByRole('button', { name }));
  return { ...opened, form: await dialog() };
}

describe('where a reason is needed', () => {
  test('booking asks for it and sends it along', async () => {
    const { user, service, form } = await openForm(asking(), `Book ${wednesday} with parking`);
    await user.type(form.getByLabelText(question), 'Meet the auditors');
    expect(form.getByText('17 of 500 characters')).toBeTruthy();
    await user.click(form.getByRole('button', button('Book')));
    await dialogGone();
    await row(wednesday).findByText('Booked · with parking');
    expect(service.asks).toEqual([{ ask: 'ask-1-0000', office: 'london', date: '2026-11-25', parking: true, reason: 'Meet the auditors' }]);
    await waitFor(() => expect(document.activeElement).toBe(row(wednesday).getByRole('link', { name: `Show pass for ${wednesday}` })));
  });

  test.each(['{Control>}{Enter}{/Control}', '{Meta>}{Enter}{/Meta}'])('the keys %s send it, Enter alone does not', async (keys) => {
    const { user, service, form } = await openForm();
    await user.type(form.getByLabelText(question), 'One{Enter}two');
    expect(service.asks).toEqual([]);
    await user.keyboard(keys);
    await dialogGone();
    await row(wednesday).findByText('Booked');
    expect(service.asks[0]?.reason).toBe('One\ntwo');
  });

  test('a blank one is said right there, and nothing is sent', async () => {
    const { user, service, form } = await openForm();
    await user.type(form.getByLabelText(question), '  ');
    await user.click(form.getByRole('button', button('Book')));
    expect(form.getByText('Please say briefly why you come to the office.')).toBeTruthy();
    await user.type(form.getByLabelText(question), 'Audit');
    expect(form.queryByText('Please say briefly why you come to the office.')).toBeNull();
    expect(service.count('POST')).toBe(0);
  });

  test('what was typed stays after a refusal, which is said once, in the form', async () => {
    const service = asking();
    service.mishaps.push(problem(409, 'All 10 places are taken.'));
    const { user, form } = await openForm(service);
    await user.type(form.getByLabelText(question), 'Audit');
    await user.click(form.getByRole('button', button('Book')));
    expect(await screen.findAllByText('All 10 places are taken.')).toHaveLength(1);
    expect(form.getByText('All 10 places are taken.').getAttribute('role')).toBe('alert');
    expect(form.getByLabelText<HTMLTextAreaElement>(question).value).toBe('Audit');
    await user.click(form.getByRole('button', button('Book')));
    await dialogGone();
    await row(wednesday).findByText('Booked');
  });

  test('a refusal that comes after the form was closed is said in the row', async () => {
    const service = asking();
    let answer: (refusal: Response) => void = () => {};
    service.mishaps.push(new Promise<Response>((resolve) => (answer = resolve)));
    const { user, form } = await openForm(service);
    await user.type(form.getByLabelText(question), 'Audit');
    await user.click(form.getByRole('button', button('Book')));
    await user.keyboard('{Escape}');
    await dialogGone();
    answer(problem(409, 'All 10 places are taken.'));
    expect(await row(wednesday).findByText('All 10 places are taken.')).toBeTruthy();
  });

  test('what was typed is there again for the same day, and gone for another', async () => {
    const { user, form } = await openForm();
    await user.type(form.getByLabelText(question), 'Audit');
    await user.keyboard('{Escape}');
    await dialogGone();
    await user.click(screen.getByRole('button', { name: `Book ${wednesday}` }));
    expect((await dialog()).getByLabelText<HTMLTextAreaElement>(question).value).toBe('Audit');
    await user.keyboard('{Escape}');
    await dialogGone();
    await user.click(screen.getByRole('button', { name: 'Book Thursday 26 November' }));
    expect((await dialog()).getByLabelText<HTMLTextAreaElement>(question).value).toBe('');
  });

  test('today is asked about in the same form', async () => {
    const { form } = await openForm(asking(freeDay(TODAY)), 'Book Tuesday 24 November');
    expect(form.getByText("Today's booking can be cancelled only by an administrator.")).toBeTruthy();
    expect(form.getByLabelText(question)).toBeTruthy();
  });

  test('waiting asks for it, too', async () => {
    const { user, service, form } = await openForm(asking(fullDay('2026-11-25')), `Wait for a place on ${wednesday}`);
    await user.type(form.getByLabelText(question), 'Audit');
    await user.click(form.getByRole('button', button('Wait')));
    await dialogGone();
    await row(wednesday).findByText('You are 1st in line');
    expect(service.waits[0]?.reason).toBe('Audit');
    await user.click(row(wednesday).getByRole('button', { name: `How to wait for ${wednesday}` }));
    expect((await dialog()).getByLabelText<HTMLTextAreaElement>(question).value).toBe('Audit');
  });
});

test('a house that asks for reasons since the page was opened is noticed by the first refusal', async () => {
  const service = new FakeService();
  service.mishaps.push(problem(422, 'Please say briefly why you come to the office.', 'reason_missing'));
  const { user } = await openAtDays(service);
  service.me = { ...service.me, needsReason: true };
  await user.click(screen.getByRole('button', { name: `Book ${wednesday}` }));
  await row(wednesday).findByText('Please say briefly why you come to the office.');
  await user.click(screen.getByRole('button', { name: `Book ${wednesday}` }));
  expect((await dialog()).getByLabelText(question)).toBeTruthy();
});
