import type { Page } from 'playwright-core';
import { People, unknownPerson } from '../../modules/beneficiaries';
import { Organisations } from '../../modules/organisations';
import { Transactions } from '../../modules/platform/database/transactions';
import { PASSWORD } from '../support/app';
import { beginJourney, type Journey } from './support/journey';
import { found, LEILA } from './support/programme';
import { PHONE } from './support/visitor';

describe('a woman who agrees that a partner is told of her, and changes her mind', () => {
  let journey: Journey;
  let caseId: string;
  let partnerId: string;

  beforeAll(async () => {
    journey = await beginJourney();
    const { app } = journey.mawa;
    const founded = await found(journey.mawa);
    ({ id: partnerId } = await app
      .get(Organisations)
      .create(await founded.actor('amal'), {
        code: 'LAURIER',
        kind: 'partner',
        name: 'Association Laurier',
      }));
    const woman = {
      ...unknownPerson('2026-11-20'),
      names: { given: 'Hafsa', aliases: [] },
      sex: 'female' as const,
      birthDate: '1994-03-08',
      ageCertainty: 'exact' as const,
      languages: ['ara'],
    };
    const { cases } = await app
      .get(Transactions)
      .run(await founded.actor('leila'), (tx) => app.get(People).register(tx, [woman], {}));
    caseId = cases[0]!.id;
  });
  afterAll(() => journey?.end());

  const openShares = async (): Promise<number> => {
    const { rows } = await journey.mawa.admin.query<{ open: number }>(
      'SELECT count(*)::int AS open FROM shares WHERE closed_at IS NULL',
    );
    return rows[0]!.open;
  };

  /** Whether the parts of the header stand in one row; the search has its own on a telephone. */
  const isHeaderOneRow = async (page: Page): Promise<boolean> => {
    const parts = ['.brand', '.languages', '.top__bell', '.account', '.exit'];
    const boxes = await Promise.all(parts.map((part) => page.locator(part).boundingBox()));
    const middles = boxes.map((box) => box!.y + box!.height / 2);
    return Math.max(...middles) - Math.min(...middles) < 4;
  };

  it('hears the text in her language, agrees on a phone, and her needs are shared', () =>
    journey.as(
      'leila-accord',
      async (leila) => {
        const { page } = leila;
        await leila.signIn(LEILA, PASSWORD);
        await page.locator('.top__bell').waitFor();
        for (const language of ['English', 'العربية', 'Français']) {
          await leila.press(page.getByRole('button', { name: language }));
          expect([language, await isHeaderOneRow(page)]).toEqual([language, true]);
        }
        await leila.open(`/people/${caseId}/consents`);
        await leila.press(page.getByRole('link', { name: 'Demander un consentement au partage' }));
        await page.getByLabel('Pour quoi').selectOption('sharing');
        await page.getByLabel('Pour qui ou avec qui').selectOption(partnerId);
        await page.locator('#f-language').selectOption('ara');
        await leila.press(page.getByRole('button', { name: 'Montrer le texte' }));
        const text = page.locator('.read-aloud__text');
        expect(await text.getAttribute('dir')).toBe('rtl');

        // Saying yes without having been told is no consent.
        await page
          .getByRole('group', { name: 'Réponse de la personne' })
          .getByLabel('Donné')
          .check();
        await leila.press(page.getByRole('button', { name: 'Enregistrer', exact: true }), 422);
        for (const point of await page.locator('.point').all()) {
          await point.getByLabel('Oui', { exact: true }).check();
        }
        await page.getByRole('group', { name: 'Comment' }).getByLabel('Oralement').check();
        await leila.press(page.getByRole('button', { name: 'Enregistrer', exact: true }));

        await leila.press(page.getByRole('link', { name: 'Noter un partage' }));
        await page.getByLabel('Avec qui, et pour quoi').selectOption(`sharing ${partnerId}`);
        await page.getByLabel('besoins').check();
        await page.locator('#f-why').selectOption('referral');
        await page.getByLabel('De vive voix').check();
        await leila.press(page.getByRole('button', { name: 'Enregistrer', exact: true }));
        await page.getByText('Le partage est noté.', { exact: false }).waitFor();
        expect(await openShares()).toBe(1);
      },
      PHONE,
    ));

  it('changes her mind: what follows is read to her in Arabic, and the share is gone', () =>
    journey.as('leila-retrait', async (leila) => {
      const { page } = leila;
      await leila.signIn(LEILA, PASSWORD);
      await leila.press(page.getByRole('button', { name: 'العربية' }));
      await leila.open(`/people/${caseId}/consents`);
      expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
      await leila.press(page.locator('.consent-cell--given').getByRole('link').first());
      await page.locator('.consequences__list', { hasText: 'Association Laurier' }).waitFor();
      await leila.press(page.locator('button.btn-danger'));
      await page.locator('.consent-cell--withdrawn').first().waitFor();
      await page.locator('.share--closed').waitFor();
      expect(await openShares()).toBe(0);

      await leila.open('/shares?state=open');
      expect(await page.locator('.share').count()).toBe(0);
      await leila.open('/shares?state=closed');
      expect(await page.locator('.share--closed').count()).toBe(1);
      await leila.open(`/people/${caseId}/shares/new`);
      expect(await page.locator('option').count()).toBe(0);
    }));
});
