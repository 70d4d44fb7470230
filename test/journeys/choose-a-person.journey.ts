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
    journey = await beginJourney({ keyboard: true });
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

  it('is reached from any page by the search dialog, without a mouse', () =>
    journey.as('leila-dialog', async (leila) => {
      const { page } = leila;
      await leila.signIn(LEILA, PASSWORD);
      await leila.open('/services');
      const dialog = page.getByRole('dialog', { name: 'Chercher et aller à une page' });
      const field = dialog.getByRole('combobox');
      const focused = () => page.evaluate(() => document.activeElement?.id ?? '');
      const link = page.getByRole('link', { name: 'Noter un service' }).first();
      await link.focus();
      await page.keyboard.press('Control+k');
      await dialog.waitFor();
      await page.keyboard.type('naima');
      await option(page, 'نعيمة').waitFor();
      await leila.look();
      expect(await field.getAttribute('aria-activedescendant')).toBe('search-dialog-list-0');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      expect(
        await dialog.evaluate(
          (one) => one.contains(document.activeElement) || document.activeElement === document.body,
        ),
      ).toBe(true);
      await field.focus();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      expect(await link.evaluate((one) => one === document.activeElement)).toBe(true);
      await page.waitForTimeout(1000);

      await page.keyboard.press('/');
      await dialog.waitFor();
      await page.keyboard.type('audiences');
      await option(page, 'Audiences').waitFor();
      const arrived = page.waitForEvent('load');
      await page.keyboard.press('Enter');
      await arrived;
      expect(leila.isAt('/hearings')).toBe(true);

      await page.locator('#top-search').focus();
      await page.keyboard.type('a/b');
      expect(await dialog.isVisible()).toBe(false);
      expect(await focused()).toBe('top-search');
    }));

  it('reads from right to left in the dialog, with numbers left to right', () =>
    journey.as('leila-arabic', async (leila) => {
      const { page } = leila;
      await leila.signIn(LEILA, PASSWORD);
      await leila.press(page.getByRole('button', { name: 'العربية' }));
      await page.keyboard.press('Control+k');
      const dialog = page.getByRole('dialog', { name: 'البحث والانتقال إلى صفحة' });
      await dialog.waitFor();
      await page.keyboard.type('fatumata');
      const found = option(page, 'Fatoumata');
      await found.waitFor();
      await leila.look();
      expect(await found.evaluate((one) => getComputedStyle(one).direction)).toBe('rtl');
      expect(
        await found.locator('.case-number').evaluate((one) => getComputedStyle(one).direction),
      ).toBe('ltr');
      const arrived = page.waitForEvent('load');
      await page.keyboard.press('Enter');
      await arrived;
      expect(page.url()).toMatch(/\/people\/[0-9a-f-]{36}$/);
      await page.keyboard.press('Control+k');
      await dialog.getByRole('group', { name: 'آخر الملفات التي فُتحت' }).waitFor();
    }));
});
