import { PASSWORD } from '../support/app';
import { beginJourney, type Journey } from './support/journey';
import { found, LEILA } from './support/programme';
import { PHONE, type Visitor } from './support/visitor';

describe('an intake', () => {
  let journey: Journey;
  let path: string;
  beforeAll(async () => {
    journey = await beginJourney();
    await found(journey.mawa);
  });
  afterAll(() => journey?.end());

  const goOn = (visitor: Visitor, name = 'Continuer', status = 200) =>
    visitor.press(
      visitor.page.locator('.intake__actions').getByRole('button', { name, exact: true }),
      status,
    );

  it('is begun on a phone in French with a woman and her child, and paused half way through a word', () =>
    journey.as(
      'leila-telephone',
      async (leila) => {
        const { page } = leila;
        await leila.signIn(LEILA, PASSWORD);
        await leila.press(
          page.getByRole('main').getByRole('link', { name: 'Entretiens d’accueil' }),
        );
        await leila.press(page.getByRole('button', { name: 'Commencer un entretien d’accueil' }));
        await leila.press(page.getByRole('button', { name: 'Ajouter un enfant' }));
        await goOn(leila);

        await page.getByRole('heading', { name: 'Sécurité et contact sûr' }).waitFor();
        const mother = page.getByRole('group', { name: 'Personne 1', exact: true });
        await mother
          .getByRole('group', { name: 'Peut-on appeler ?' })
          .getByLabel('Non', { exact: true })
          .check();
        await mother.getByLabel('Ne doit pas le savoir').fill('son oncle');
        await goOn(leila);

        await mother.getByLabel('Prénom').fill('Mariam');
        await page.getByLabel('Prénom').nth(1).fill('Issa');
        await goOn(leila);

        // Something that is not right yet: told beside the field, and never in the way of a pause.
        const year = page.getByLabel('Année de naissance').first();
        await year.fill('199?');
        await goOn(leila, 'Continuer', 422);
        await page.getByText('quatre chiffres').first().waitFor();
        await goOn(leila, 'Passer cette étape');
        await page.getByRole('heading', { name: 'Origine et langues' }).waitFor();
        await goOn(leila, 'Retour');
        expect(await year.inputValue()).toBe('199?');
        await page.getByLabel('Âge à l’enregistrement').nth(1).fill('sep');
        await leila.press(page.getByRole('button', { name: 'Mettre en pause' }));
        await page.getByText('En pause.').waitFor();
        path = new URL(page.url()).pathname;
        expect(await page.content()).not.toContain('Mariam');
      },
      PHONE,
    ));

  it('keeps by itself what is typed and not yet sent, whatever becomes of the page', () =>
    journey.as(
      'leila-coupure',
      async (leila) => {
        const { page } = leila;
        await leila.signIn(LEILA, PASSWORD);
        await leila.open(`${path}/steps/needs`);
        const child = page.getByRole('group', { name: /Personne 2/ });
        const kept = page.waitForResponse((answer) => answer.request().method() === 'POST');
        await child.getByRole('group', { name: 'Besoin d’accès' }).getByLabel('Aucun').check();
        await kept;
        await page.getByText('Gardé.').waitFor();
        await leila.open('/');
        await leila.open(`${path}/steps/needs`);
        const access = child.getByRole('group', { name: 'Besoin d’accès' });
        expect(await access.getByLabel('Aucun').isChecked()).toBe(true);
      },
      PHONE,
    ));

  it('is resumed by the same person at a desk in Arabic, put right and registered', () =>
    journey.as('leila-bureau', async (leila) => {
      const { page } = leila;
      await leila.signIn(LEILA, PASSWORD);
      await leila.press(page.getByRole('button', { name: 'العربية' }));
      await leila.press(page.getByRole('main').getByRole('link', { name: 'مقابلات الاستقبال' }));
      await leila.press(page.getByRole('main').getByRole('link', { name: /بدأت في/ }));
      await leila.press(page.getByRole('link', { name: 'متابعة المقابلة' }));
      expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
      // Where she left it; from there to the step that is to be put right.
      await page.getByRole('heading', { name: 'الحاجات من أجل سرير' }).waitFor();
      await page.getByText('كل الخطوات').click();
      const wrong = page.getByRole('listitem').filter({ hasText: 'للتصحيح' });
      await leila.press(wrong.getByRole('button', { name: '4. السن' }));
      await page.getByRole('heading', { name: 'السن', exact: true }).waitFor();

      const year = page.getByLabel('سنة الازدياد').first();
      expect(await year.inputValue()).toBe('199?');
      const age = page.getByLabel('السن عند التسجيل').nth(1);
      expect(await age.inputValue()).toBe('sep');
      await page.getByText('اكتبوا سنة بأربعة أرقام').first().waitFor();
      // Numbers stay left to right, and the last field stands to the right of its page.
      const [box, main] = [
        (await year.boundingBox())!,
        (await page.locator('main').boundingBox())!,
      ];
      expect(box.x).toBeGreaterThan(main.x + main.width / 2);
      await year.fill('1996');
      await age.fill('7');
      await goOn(leila, 'متابعة');
      for (const step of ['الأصل واللغات', 'الحاجات من أجل سرير', 'ما الذي حدث', 'الوثائق']) {
        await page.getByRole('heading', { name: step }).waitFor();
        await goOn(leila, 'متابعة');
      }
      await page.getByRole('heading', { name: 'المراجعة والتسجيل' }).waitFor();
      for (const word of ['Mariam', 'Issa', 'son oncle', '1996']) {
        await page.getByText(word, { exact: true }).first().waitFor();
      }
      await leila.press(page.getByRole('button', { name: 'تسجيل', exact: true }));
      await page.getByText('فُتح ملفان.').waitFor();

      const { rows } = await journey.mawa.admin.query(
        `SELECT birth_year AS year, age_at_registration AS age, may_call AS call FROM cases ORDER BY birth_year NULLS LAST`,
      );
      expect(rows).toEqual([
        { year: 1996, age: 29, call: false },
        { year: null, age: 7, call: null },
      ]);
      const left = await journey.mawa.admin.query(
        `SELECT (SELECT count(*)::int FROM intakes WHERE sealed IS NOT NULL) AS drafts,
                (SELECT count(*)::int FROM keys.record_keys WHERE kind = 'intake') AS keys`,
      );
      expect(left.rows).toEqual([{ drafts: 0, keys: 0 }]);
    }));
});
