import { readFile } from 'node:fs/promises';
import type { Download, Page } from 'playwright-core';
import { aQuarter, type AQuarter, closeLedger } from '../donor-reports/a-quarter';
import { PASSWORD } from '../support/app';
import { beginJourney, type Journey } from './support/journey';
import { PHONE } from './support/visitor';

const SUMMARY = 'Les deux hébergements ont fonctionné sans interruption pendant le trimestre.';
/** Jobs run behind the page, which asks for their progress by itself. */
const WORK = { timeout: 60_000 };

const pdf = (page: Page) => page.getByRole('link', { name: 'PDF accessible, Français' });

async function isThePdf(download: Download): Promise<void> {
  expect(download.suggestedFilename()).toMatch(/\.pdf$/);
  const bytes = await readFile((await download.path())!);
  expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  expect(bytes.length).toBeGreaterThan(20_000);
}

describe('the report of the last closed quarter', () => {
  let journey: Journey;
  let quarter: AQuarter;
  let path: string;

  beforeAll(async () => {
    journey = await beginJourney();
    quarter = await aQuarter(journey.mawa);
    await closeLedger(journey.mawa);
  });
  afterAll(() => journey?.end());

  it('is drafted, written and compared by the programme officer', async () => {
    const { email } = await journey.mawa.signIn('programme_officer');
    await journey.as('nadia', async (nadia) => {
      const { page } = nadia;
      await nadia.signIn(email, PASSWORD);
      await nadia.press(page.getByRole('navigation').getByRole('link', { name: 'Rapports' }));
      const waiting = page
        .getByRole('row')
        .filter({ hasText: '3e trimestre 2026' })
        .filter({ hasText: 'Rapport trimestriel de l’OIM' });
      // Its readers’ language is proposed; this report is written in all three.
      for (const box of await waiting.getByRole('checkbox').all()) await box.check();
      await nadia.press(waiting.getByRole('button', { name: 'Préparer' }));
      path = new URL(page.url()).pathname;
      await page.getByRole('link', { name: 'Comparer les deux versions' }).waitFor(WORK);
      await nadia.look();

      await page.getByLabel('Résumé').fill(SUMMARY);
      await nadia.press(page.getByRole('button', { name: 'Enregistrer le texte' }));
      await page.getByText('C’est enregistré.').waitFor();

      await nadia.press(page.getByRole('link', { name: 'Comparer les deux versions' }));
      const insider = page.getByRole('region', { name: 'Version du programme' });
      const published = page.getByRole('region', { name: 'Version du bailleur' });
      for (const version of [insider, published]) {
        await version.getByText(SUMMARY).first().waitFor();
      }
      expect(await insider.innerText()).not.toEqual(await published.innerText());
      await nadia.press(page.getByRole('link', { name: 'العربية' }));
      await nadia.press(page.getByRole('link', { name: 'Retour au rapport' }));
      expect(await page.getByRole('button', { name: 'Approuver et figer' }).count()).toBe(0);
    });
  });

  it('is approved, frozen and downloaded by somebody else', async () => {
    const { email } = await journey.mawa.signIn('programme_officer');
    await journey.as('ilyas', async (ilyas) => {
      const { page } = ilyas;
      await ilyas.signIn(email, PASSWORD);
      await ilyas.open(path);
      const seen = page.getByRole('checkbox');
      for (let place = 0; place < (await seen.count()); place += 1) await seen.nth(place).check();
      await ilyas.press(page.getByRole('button', { name: 'Approuver et figer' }));
      await page.getByRole('heading', { name: 'Fichiers figés' }).waitFor(WORK);
      await ilyas.look();
      await isThePdf(await ilyas.download(pdf(page)));
    });
  });

  it('is made again, and its table is reached by keyboard on a telephone', async () => {
    const { email } = await journey.mawa.signIn('programme_officer');
    await journey.as(
      'ilyas-on-the-way',
      async (ilyas) => {
        const { page } = ilyas;
        await ilyas.signIn(email, PASSWORD);
        await ilyas.open(path);
        await ilyas.press(page.getByRole('button', { name: 'Refaire maintenant' }));
        await page.getByText('identiques, octet par octet').waitFor(WORK);
        await ilyas.open(path);
        await page.locator('#reproduction .table-frame[tabindex="0"]').first().waitFor();
        await ilyas.look();
      },
      PHONE,
    );
  });

  it('is published to its donor, and handed to a reader outside by a link and a password told apart', async () => {
    const { email } = await journey.mawa.signIn('programme_officer');
    let address = '';
    await journey.as('nadia-again', async (nadia) => {
      const { page } = nadia;
      await nadia.signIn(email, PASSWORD);
      await nadia.open(path);
      await nadia.press(page.getByRole('link', { name: 'Publier et remettre' }));
      await page.getByText('Personne hors du programme ne voit ce rapport.').waitFor();
      await nadia.press(page.getByRole('link', { name: 'Publier' }));
      await nadia.look();
      await nadia.press(page.getByRole('button', { name: 'Publier' }));
      await page.getByText('Bailleur d’essai').first().waitFor();
      await nadia.press(page.getByRole('link', { name: 'Remettre par un lien' }));
      await page.getByRole('textbox', { name: 'Lecteur' }).fill('Jane O’Hara');
      await nadia.press(page.getByRole('button', { name: 'Faire le lien' }));
      address = await page.getByLabel('Lien à copier').inputValue();
      await nadia.look();
    });
    await journey.as('a-stranger', async (reader) => {
      const { page } = reader;
      await reader.open(new URL(address).pathname);
      await reader.press(page.getByRole('button', { name: 'Ouvrir' }));
      await page.getByText('3e trimestre 2026').waitFor();
      const button = page.getByRole('button', { name: /PDF accessible/ });
      await isThePdf(await reader.download(button));
    });
  });

  it('is downloaded by its donor', async () => {
    const { email } = await journey.mawa.signIn('donor_viewer', {
      organisationId: quarter.donorId,
    });
    await journey.as('jane', async (jane) => {
      const { page } = jane;
      await jane.signIn(email, PASSWORD);
      await jane.open('/reports');
      await jane.press(page.getByRole('link', { name: /3e trimestre 2026/ }));
      expect(await page.getByRole('link', { name: 'Comparer' }).count()).toBe(0);
      await isThePdf(await jane.download(pdf(page)));
      await jane.open(`${path}/versions`, 403);
    });
  });

  it('does not exist for another donor', async () => {
    const { email } = await journey.mawa.signIn('donor_viewer', {
      organisationId: quarter.otherId,
    });
    await journey.as('another-donor', async (other) => {
      await other.signIn(email, PASSWORD);
      await other.open('/reports');
      await other.page.getByText('Aucun rapport n’a encore été publié').waitFor();
      await other.open(path, 404);
      await other.open(`${path}/files/pdf/fr`, 404);
    });
  });
});
