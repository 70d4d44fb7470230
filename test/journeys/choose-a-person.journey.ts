import type { Page } from 'playwright-core';
import { People, unknownPerson } from '../../modules/beneficiaries';
import { Transactions } from '../../modules/platform/database/transactions';
import { PASSWORD } from '../support/app';
import { beginJourney, type Journey } from './support/journey';
import { found, LEILA } from './support/programme';

const NAMES = [
  { given: 'Fatoumata', family: 'Diallo' },
  { given: 'نعيمة', family: 'بنعلي' },
  { given: 'Zohra', family: 'Alami' },
];

describe('a person chosen by keyboard', () => {
  let journey: Journey;
  const numbers: string[] = [];

  beforeAll(async () => {
    journey = await beginJourney();
    const founded = await found(journey.mawa);
    const people = NAMES.map((names) => ({
      ...unknownPerson('2026-11-20'),
      names: { ...names, aliases: [] },
      sex: 'female' as const,
    }));
    const leila = await founded.actor('leila');
    const { app } = journey.mawa;
    for (const person of people) {
      const { cases } = await app
        .get(Transactions)
        .run(leila, (tx) => app.get(People).register(tx, [person], {}));
      numbers.push(cases[0]!.caseNumber);
    }
  });
  afterAll(() => journey?.end());

  const services = async (): Promise<number> => {
    const { rows } = await journey.mawa.admin.query('SELECT count(*)::int AS n FROM services');
    return rows[0].n as number;
  };
  const option = (page: Page, name: string) => page.getByRole('option').filter({ hasText: name });

  it('is found by a name in either script, read out, and written as a number', () =>
    journey.as('leila-picks', async (leila) => {
      const { page } = leila;
      await leila.signIn(LEILA, PASSWORD);
      await leila.open('/services/new');
      const field = page.getByRole('combobox', { name: 'Pour qui' });
      await field.focus();
      await page.keyboard.type('naima');
      await option(page, 'نعيمة').waitFor();
      expect(await field.getAttribute('aria-expanded')).toBe('true');
      await page.getByRole('status').filter({ hasText: '1 personne.' }).waitFor();
      await leila.look();
      await page.keyboard.press('ArrowDown');
      const active = await field.getAttribute('aria-activedescendant');
      expect(await page.locator(`[id="${active}"]`).getAttribute('aria-selected')).toBe('true');
      await page.keyboard.press('Escape');
      expect(await field.getAttribute('aria-expanded')).toBe('false');
      expect(await field.inputValue()).toBe('naima');
      await page.waitForTimeout(1000);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      expect(await field.inputValue()).toBe(numbers[1]);
      expect(await page.locator('[data-picker-chosen]').first().innerText()).toContain('نعيمة');
      expect(await field.evaluate((one) => one === document.activeElement)).toBe(true);
      await leila.look();
    }));

  it('is one of three who get a service in twelve clicks at most', () =>
    journey.as('leila-three', async (leila) => {
      const { page } = leila;
      await leila.signIn(LEILA, PASSWORD);
      await leila.open('/services');
      let clicks = 0;
      const press = async (work: () => Promise<unknown>) => {
        clicks += 1;
        await work();
      };
      await press(() => leila.press(page.getByRole('link', { name: 'Noter un service' }).first()));
      await page.getByRole('combobox', { name: 'Pour qui' }).fill('fatumata');
      await press(() => option(page, 'Fatoumata').click());
      await press(() => page.getByText('Le même service pour d’autres personnes').click());
      await page.getByRole('combobox', { name: 'Personne 2' }).fill('naima');
      await press(() => option(page, 'نعيمة').click());
      await page.getByRole('combobox', { name: 'Personne 3' }).fill('zohra');
      await press(() => option(page, 'Zohra').click());
      await press(() => page.getByLabel('Service donné').selectOption('transport'));
      await leila.look();
      await press(() =>
        leila.press(page.getByRole('button', { name: 'Enregistrer', exact: true })),
      );
      await page.getByText(`Noté pour ${numbers.join(', ')} : Transport.`).waitFor();
      expect(clicks).toBeLessThanOrEqual(12);
      expect(await services()).toBe(3);
    }));
});
