import { aQuarter } from '../donor-reports/a-quarter';
import { PASSWORD } from '../support/app';
import { beginJourney, type Journey } from './support/journey';

const WORK = { timeout: 60_000 };

describe('the report of a new partner, made in the application', () => {
  let journey: Journey;

  beforeAll(async () => {
    journey = await beginJourney();
    await aQuarter(journey.mawa);
  });
  afterAll(() => journey?.end());

  it('begins as a copy of another one; its sections are moved, its preview looked at, and it is put in force', async () => {
    const { email } = await journey.mawa.signIn('programme_officer');
    await journey.as('nadia', async (nadia) => {
      const { page } = nadia;
      /** One press of the editor; its page is looked at once, below. */
      const press = async (name: string) => {
        const loaded = page.waitForEvent('load');
        await page.getByRole('button', { name, exact: true }).click();
        await loaded;
        await page.waitForLoadState('networkidle');
      };
      const sections = () => page.locator('.definition-section h2').allInnerTexts();
      await nadia.signIn(email, PASSWORD);
      await nadia.open('/report-definitions');
      await nadia.look();
      await nadia.press(page.getByRole('link', { name: 'Rapport trimestriel de l’OIM' }));
      await nadia.look();
      await page.getByLabel('Nom court').fill('fondation');
      await page.getByLabel('Titre en français').fill('Rapport à la fondation');
      await page.getByLabel('Titre en arabe').fill('تقرير إلى المؤسسة');
      await page.getByLabel('Titre en anglais').fill('Report to the foundation');
      await press('Copier');
      await page.getByRole('heading', { name: 'Rapport à la fondation' }).first().waitFor();
      expect((await sections())[0]).toBe('L’essentiel');
      await press('Monter : Budget et dépenses');
      await press('Monter : Budget et dépenses');
      expect((await sections()).indexOf('Budget et dépenses')).toBe(3);
      await press('Retirer : Services rendus');
      await page.getByText('Ajouter une section').first().click();
      const added = page.locator('form > .definition-add').last();
      await added.getByLabel('Français').fill('Pour la fondation');
      await added.getByLabel('العربية').fill('إلى المؤسسة');
      await added.getByLabel('English').fill('For the foundation');
      await press('Ajouter une section');
      expect((await sections()).at(-1)).toBe('Pour la fondation');
      await page.getByText('Ajouter ici').last().click();
      const last = page.locator('.definition-section').last();
      await last.getByLabel('Choisir un tableau ou une image…').selectOption('referrals');
      await last.getByRole('button', { name: 'Ajouter', exact: true }).click();
      const preview = page.getByRole('region', { name: 'Aperçu' });
      await preview.getByText('Orientations vers des partenaires').first().waitFor();
      await nadia.look();
      await preview.getByLabel('Langue du texte').selectOption('ar');
      await preview.getByText('التوجيهات إلى الشركاء').first().waitFor();
      await press('Mettre en vigueur');
      await page.getByText('C’est en vigueur').waitFor();
      await nadia.open('/reports');
      const waiting = page
        .getByRole('row')
        .filter({ hasText: 'Rapport à la fondation · 3e trimestre 2026' });
      // Its readers’ language is proposed; this report is written in all three.
      for (const box of await waiting.getByRole('checkbox').all()) await box.check();
      await nadia.press(waiting.getByRole('button', { name: 'Préparer' }));
      await page.getByRole('link', { name: 'Comparer les deux versions' }).waitFor(WORK);
      await nadia.press(page.getByRole('link', { name: 'Comparer les deux versions' }));
      const published = page.getByRole('region', { name: 'Version du bailleur' });
      await published.getByText('Pour la fondation').first().waitFor();
      expect(await published.getByRole('heading', { name: 'Services rendus' }).count()).toBe(0);
    });
  });
});
