import { People, unknownPerson } from '../../modules/beneficiaries';
import { ExchangeRates } from '../../modules/grant-budgeting';
import { Transactions } from '../../modules/platform/database/transactions';
import { PASSWORD } from '../support/app';
import { confirmed } from '../support/confirmed';
import { beginJourney, type Journey } from './support/journey';
import { found, LEILA, OMAR } from './support/programme';

describe('a consultation that cost 350,00 MAD', () => {
  let journey: Journey;
  let caseNumber: string;

  beforeAll(async () => {
    journey = await beginJourney({ keyboard: true });
    const { app } = journey.mawa;
    const founded = await found(journey.mawa);
    const rate = {
      from: 'USD',
      to: 'MAD',
      validFrom: '2026-11-01',
      rate: '10.00',
      source: 'inventé pour ce test',
    };
    const { id } = await app.get(ExchangeRates).propose(await founded.actor('omar'), rate);
    await confirmed(journey.mawa, id);
    const woman = {
      ...unknownPerson('2026-11-20'),
      names: { given: 'Fatoumata', family: 'Diallo', aliases: [] },
      sex: 'female' as const,
    };
    const { cases } = await app
      .get(Transactions)
      .run(await founded.actor('leila'), (tx) => app.get(People).register(tx, [woman], {}));
    caseNumber = cases[0]!.caseNumber;
  });
  afterAll(() => journey?.end());

  it('is noted for a person found by her name, and told on her file', () =>
    journey.as('leila-service', async (leila) => {
      const { page } = leila;
      await leila.signIn(LEILA, PASSWORD);
      await page.getByRole('searchbox', { name: 'Chercher' }).fill('fatumata dialo');
      const found = page.waitForEvent('load');
      await page.keyboard.press('Enter');
      await found;
      await leila.look();
      await leila.press(page.getByRole('link', { name: caseNumber }));
      await leila.press(page.getByRole('link', { name: 'Noter un service' }));
      expect(await page.getByRole('combobox', { name: 'Pour qui' }).inputValue()).toBe(caseNumber);

      await page.getByLabel('Service donné').selectOption('medical_consultation');
      await page.getByLabel('Jour', { exact: true }).fill('2026-11-23');
      await page.getByLabel('Coût').fill('trois cents');
      await page.getByLabel('Note').fill('Suivi dans un mois.');
      await leila.press(page.getByRole('button', { name: 'Enregistrer', exact: true }), 422);
      expect(await page.locator('#e-cost\\.amount').innerText()).toMatch(/montant|nombre/i);
      expect(await page.getByLabel('Coût').inputValue()).toBe('trois cents');
      expect(await page.getByLabel('Jour', { exact: true }).inputValue()).toBe('2026-11-23');
      expect(await page.getByLabel('Note').inputValue()).toBe('Suivi dans un mois.');

      await page.getByLabel('Coût').fill('350,00');
      await leila.press(page.getByRole('button', { name: 'Enregistrer', exact: true }));
      await page
        .getByText(
          `Noté pour ${caseNumber} : Consultation médicale. Le coût est inscrit au budget.`,
        )
        .waitFor();
      await leila.open('/services');
      await page.getByRole('cell', { name: '350,00 MAD' }).waitFor();
      await leila.press(page.getByRole('link', { name: 'Consultation médicale' }));
      await leila.press(page.getByRole('link', { name: caseNumber }));
      await page.locator('.timeline', { hasText: 'Service : Consultation médicale' }).waitFor();
    }));

  it('is 35,00 USD on the budget of the finance officer, by the rate of its day', () =>
    journey.as('omar', async (omar) => {
      const { page } = omar;
      await omar.signIn(OMAR, PASSWORD);
      await omar.press(page.getByRole('navigation').getByRole('link', { name: 'Budget' }));
      // From the bar of its agency to its line, from the line to the entry.
      const spent = page.getByRole('row').filter({ hasText: '35,00 USD' });
      await omar.press(spent.first().getByRole('link'));
      const line = spent.filter({ has: page.locator('a[href^="/budget/lines/"]') });
      await omar.press(line.getByRole('link'));
      const entry = page.getByRole('row').filter({ hasText: '350,00 MAD' });
      expect(await entry.innerText()).toContain('35,00');
      await omar.open('/budget/rates');
      await page.getByText('inventé pour ce test').waitFor();
      for (const path of ['/budget/night-rates', '/budget/periods']) await omar.open(path);
    }));
});
