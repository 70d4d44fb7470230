import type { Locator } from 'playwright-core';
import { PASSWORD } from '../support/app';
import { beginJourney, type Journey } from './support/journey';
import { found, HOUDA, LEILA, SAMIRA } from './support/programme';
import { PHONE, type Visitor } from './support/visitor';

describe('a woman with two children', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await beginJourney();
    await found(journey.mawa);
  });
  afterAll(() => journey?.end());

  const caseNumbers = async (): Promise<string[]> => {
    const { rows } = await journey.mawa.admin.query<{ number: string }>(
      'SELECT case_number AS number FROM cases ORDER BY case_number',
    );
    return rows.map(({ number }) => number);
  };

  it('are registered together by the officer, who asks for their beds and leaves by the quick exit', () =>
    journey.as('leila', async (leila) => {
      const { page } = leila;
      await leila.signIn(LEILA, PASSWORD);
      await leila.open('/people');
      await leila.open('/people/new');
      await fillPerson(leila, 1, { given: 'Mariam', sex: 'Femme', born: '1997-03-12' });
      await addPerson(leila);
      await fillPerson(leila, 2, { given: 'Aïcha', sex: 'Femme', born: '2019-02-03' });
      await addPerson(leila);
      await fillPerson(leila, 3, { given: 'Issa', sex: 'Homme', born: '2025-01-20' });
      expect(await person(leila, 1).getByLabel('Prénom').inputValue()).toBe('Mariam');
      await leila.press(page.getByRole('main').getByRole('button', { name: 'Enregistrer' }));
      await page.getByText('3 dossiers ouverts.').waitFor();

      await leila.press(page.getByRole('link', { name: 'Demander un lit' }));
      const who = page.getByRole('group', { name: 'Pour qui' });
      for (const number of await caseNumbers()) await who.getByLabel(number).check();
      await page.getByLabel('Nombre de nuits').fill('25');
      await page.getByLabel('Demandé par').selectOption({ label: 'Ligne d’écoute' });
      await page.getByLabel('Intérêt vital').check();
      await leila.press(page.getByRole('button', { name: 'Chercher un lit' }));
      await page.getByText('La demande est ouverte.').waitFor();

      await page.getByRole('button', { name: 'Quitter vite' }).click();
      await page.waitForURL(`${journey.neutral}/`);
      await page.getByText('Il fait beau.').waitFor();
      await signedOut(); // The session ends behind the neutral page.
      await leila.open('/people');
      expect(new URL(page.url()).pathname).toBe('/sign-in');
    }));

  it('are seen by the manager on her phone, held, promised and checked in', () =>
    journey.as(
      'samira',
      async (samira) => {
        const { page } = samira;
        await samira.signIn(SAMIRA, PASSWORD);
        await samira.press(page.getByRole('navigation').getByRole('link', { name: 'Lits' }));
        // Beds are on the first screens of the telephone.
        const firstBed = page.locator('[data-row]').first();
        await firstBed.waitFor();
        expect((await firstBed.boundingBox())!.y).toBeLessThan(900);
        await samira.press(
          page.getByRole('link', { name: /femme 29 ans, fille 7 ans, garçon 1 an/ }),
        );
        const best = page.locator('.proposal').filter({ hasText: 'Maison Argane' }).first();
        await samira.press(best.getByRole('button', { name: 'Retenir' }));
        await page.getByText('C’est retenu.').waitFor();
        await samira.press(page.getByRole('button', { name: 'Confirmer : arrivée prévue' }));
        await page.getByText('L’arrivée est prévue.').waitFor();
        await samira.press(page.getByRole('link', { name: 'Noter l’arrivée' }));
        // Nobody has agreed yet to their coming here: at night she says why they are let in.
        await page.locator('#f-emergency').selectOption({ index: 1 });
        await samira.press(page.getByRole('button', { name: 'Noter l’arrivée' }));
        await page.getByText('L’arrivée est notée.').waitFor();
        for (const number of await caseNumbers()) {
          expect(await page.locator('[data-board] .bar--stay', { hasText: number }).count()).toBe(
            1,
          );
        }
        // The roll stands in the width of the telephone, in French and in Arabic.
        await samira.open('/house');
        await page.locator('.roll__answers').first().waitFor();
        await samira.press(page.getByRole('button', { name: 'العربية' }));
        await page.locator('.roll__answers').first().waitFor();
        await samira.press(page.getByRole('button', { name: 'Français' }));
      },
      PHONE,
    ));

  it('stay on the board as three bars, from right to left in Arabic', () =>
    journey.as('samira-arabe', async (samira) => {
      const { page } = samira;
      await samira.signIn(SAMIRA, PASSWORD);
      await samira.open('/beds');
      expect(await page.locator('[data-board] .bar--stay').count()).toBe(3);
      const bar = page.locator('[data-board] .bar--stay').last();
      await bar.hover();
      await standsBeside(bar.locator('.tip'), bar);
      await samira.press(page.getByRole('button', { name: 'العربية' }));
      expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
      expect(await page.locator('[data-board] .bar--stay').count()).toBe(3);
      // The first night stands at the right of the last one.
      const nights = page.locator('thead .night');
      const first = (await nights.first().boundingBox())!;
      const last = (await nights.last().boundingBox())!;
      expect(first.x).toBeGreaterThan(last.x);
      await page.locator('a.bar--stay').first().click();
      const actions = page.getByRole('dialog');
      await samira.press(actions.locator('a[href^="/beds/bookings/"]').last());
    }));

  it('are for another shelter occupied beds without a number', () =>
    journey.as('houda', async (houda) => {
      const { page } = houda;
      await houda.signIn(HOUDA, PASSWORD);
      await houda.open('/beds');
      expect(await page.locator('[data-board] .bar--stay').count()).toBe(3);
      expect(await page.locator('a.bar--stay').count()).toBe(0);
      const html = await page.content();
      for (const number of await caseNumbers()) expect(html).not.toContain(number);
    }));

  async function signedOut(): Promise<void> {
    for (let attempt = 0; attempt < 50; attempt += 1) {
      const { rows } = await journey.mawa.admin.query(
        'SELECT 1 FROM sessions WHERE ended_at IS NULL',
      );
      if (rows.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('the quick exit did not end the session');
  }

  /** The words of a bar open over it or under it, wherever the board has been moved to. */
  async function standsBeside(words: Locator, bar: Locator): Promise<void> {
    const [at, of] = [(await words.boundingBox())!, (await bar.boundingBox())!];
    expect(at.width).toBeGreaterThan(100);
    expect(
      Math.min(Math.abs(at.y - (of.y + of.height)), Math.abs(of.y - (at.y + at.height))),
    ).toBeLessThan(24);
    expect(at.x).toBeGreaterThanOrEqual(of.x - 24);
  }

  const person = (visitor: Visitor, ordinal: number) =>
    visitor.page.getByRole('group', { name: `Personne ${ordinal}`, exact: true });

  async function addPerson(visitor: Visitor): Promise<void> {
    await visitor.press(
      visitor.page.getByRole('button', { name: 'Ajouter une autre personne de la famille' }),
    );
  }

  async function fillPerson(
    visitor: Visitor,
    ordinal: number,
    known: { given: string; sex: string; born: string },
  ): Promise<void> {
    const form = person(visitor, ordinal);
    if (ordinal > 1) await form.getByLabel('Lien').selectOption({ label: 'Enfant' });
    await form.getByLabel('Prénom').fill(known.given);
    await form.getByLabel('Nom de famille').fill('Ouattara');
    await form.getByRole('group', { name: 'Sexe' }).getByLabel(known.sex, { exact: true }).check();
    await form.getByLabel('Date de naissance').fill(known.born);
    await form.getByRole('group', { name: 'Besoin d’accès' }).getByLabel('Aucun').check();
    if (ordinal === 1) {
      await form
        .getByRole('group', { name: 'Enceinte' })
        .getByLabel('Non', { exact: true })
        .check();
    }
  }
});
