import { People, unknownPerson } from '../../modules/beneficiaries';
import { Transactions } from '../../modules/platform/database/transactions';
import { PASSWORD } from '../support/app';
import { beginJourney, type Journey } from './support/journey';
import { found, KARIM, LEILA } from './support/programme';
import { PHONE, type Visitor } from './support/visitor';

interface File {
  readonly id: string;
  readonly number: string;
}

describe('a woman who has two files', () => {
  let journey: Journey;
  /** Karim's, in Latin letters and seven weeks older; Leïla's, in Arabic letters. */
  let latin: File;
  let arabic: File;
  /** What each of the two said before they were joined. */
  const before = new Map<string, string[]>();

  beforeAll(async () => {
    journey = await beginJourney();
    const { app } = journey.mawa;
    const founded = await found(journey.mawa);
    const woman = {
      ...unknownPerson('2026-10-05'),
      names: { given: 'Fatima Zahra', family: 'Bennani', aliases: [] },
      sex: 'female' as const,
      birthYear: 1999,
      ageCertainty: 'year' as const,
      nationality: 'MA',
      accessNeed: 'none' as const,
    };
    const { cases } = await app
      .get(Transactions)
      .run(await founded.actor('karim'), (tx) => app.get(People).register(tx, [woman], {}));
    latin = { id: cases[0]!.id, number: cases[0]!.caseNumber };
  });
  afterAll(() => journey?.end());

  it('is registered again by a colleague in Arabic letters, who is told of it afterwards', () =>
    journey.as('leila-inscrit', async (leila) => {
      const { page } = leila;
      await leila.signIn(LEILA, PASSWORD);
      await leila.open('/people/new');
      const form = page.getByRole('group', { name: 'Personne 1', exact: true });
      await form.getByLabel('Prénom').fill('فاطمة الزهراء');
      await form.getByLabel('Nom de famille').fill('بناني');
      await form.getByRole('group', { name: 'Sexe' }).getByLabel('Femme', { exact: true }).check();
      await form.getByLabel('Année de naissance').fill('1999');
      await form.getByRole('group', { name: 'Besoin d’accès' }).getByLabel('Sans marche').check();
      await leila.press(page.getByRole('main').getByRole('button', { name: 'Enregistrer' }));
      await page.getByText('Dossier ouvert :').first().waitFor();
      arabic = await fileOn(leila);
      await compared();

      await leila.open(`/people/${arabic.id}`);
      await page.getByText('Peut-être une personne que le programme connaît déjà.').waitFor();
      expect(await page.content()).not.toContain(latin.number);
      await leila.open('/people');
      await leila.press(page.getByRole('link', { name: 'Doublons possibles' }));
      await page.getByText('réponse attendue').waitFor();
      await page.getByText('Aucun doublon à regarder.').waitFor();
      await leila.press(page.getByRole('link', { name: arabic.number }));
      await page.getByText('Ni le récit, ni la santé', { exact: false }).waitFor();
      await leila.press(page.getByRole('button', { name: 'Laisser regarder côte à côte' }));
      await page.getByText('Votre accord est noté.').waitFor();
      // Nothing of the other side opens before it agreed as well.
      expect(await page.content()).not.toContain(latin.number);
      await leila.open(`/people/${latin.id}`, 404);
    }));

  it('is looked at side by side by the other side, on a phone in Arabic, who entrusts their file', () =>
    journey.as(
      'karim-telephone',
      async (karim) => {
        const { page } = karim;
        await karim.signIn(KARIM, PASSWORD);
        await karim.press(page.getByRole('button', { name: 'العربية' }));
        await karim.open('/duplicates');
        await karim.press(page.getByRole('link', { name: latin.number }));
        expect(await page.content()).not.toContain(arabic.number);
        await karim.press(page.getByRole('button', { name: 'السماح بالنظر جنبا إلى جنب' }));

        expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
        await page.getByRole('columnheader', { name: arabic.number }).waitFor();
        const access = page.getByRole('row', { name: 'حاجة الولوج' });
        await access.getByText('مختلف').waitFor();
        expect(await page.content()).not.toContain('Bennani');
        await karim.press(page.getByRole('button', { name: 'إظهار هويتهما' }));
        const names = page.getByRole('row', { name: 'الاسم' });
        expect((await names.getByRole('cell').allInnerTexts()).sort()).toEqual(
          ['', 'Fatima Zahra Bennani', 'فاطمة الزهراء بناني'].sort(),
        );
        // He answers for one of the two: joining is not his alone.
        expect(await page.getByRole('link', { name: 'عرض ما يترتب ثم الضم' }).count()).toBe(0);
        await karim.press(page.getByRole('link', { name: 'تسليمه لزميل' }));
        await page.getByText('إسناد الملف أيضا إلى زميل').click();
        await page.getByLabel('الزميل').selectOption({ label: 'ليلى المنصوري' });
        await karim.press(page.getByRole('button', { name: 'إسناد', exact: true }));
        await page.getByText('أُسند الملف.').waitFor();
      },
      PHONE,
    ));

  it('is joined by her who answers for both, after all that follows was read', () =>
    journey.as('leila-reunit', async (leila) => {
      const { page } = leila;
      await leila.signIn(LEILA, PASSWORD);
      for (const file of [latin, arabic]) before.set(file.id, await factsOf(leila, file));
      await leila.press(page.getByRole('link', { name: 'Peut-être une personne' }).first());
      await page.getByRole('row', { name: 'Année de naissance' }).getByText('identique').waitFor();
      await page.getByRole('row', { name: 'Besoin d’accès' }).getByText('différent').waitFor();
      await leila.press(page.getByRole('link', { name: 'Voir ce qui suit, puis réunir' }));

      // The older file goes on; who may see both from now on stands there by name.
      await page
        .getByText(`Le dossier ${latin.number} continue ; ${arabic.number} lui est réuni`)
        .waitFor();
      await page.getByText('Les périodes closes ne changent pas', { exact: false }).waitFor();
      const access = page.getByRole('group', { name: 'Besoin d’accès' });
      // The answer that protects is proposed.
      expect(await access.getByLabel(/Accès sans marche/).isChecked()).toBe(true);
      await page.getByRole('group', { name: 'Nom' }).getByLabel(latin.number).check();
      const act = page.getByRole('button', { name: 'Réunir les deux dossiers' });
      await leila.press(act, 422);
      expect(await access.getByLabel(/Accès sans marche/).isChecked()).toBe(true);
      await page.getByLabel('La personne le dit').check();
      await leila.press(act);
      await page.getByText('Les deux dossiers sont réunis.').waitFor();
      expect((await fileOn(leila)).number).toBe(latin.number);
      expect(await factsOf(leila, latin)).toContain('Accès sans marche');
    }));

  it('is found by either number from then on, and nothing new is written in the old file', () =>
    journey.as('leila-retrouve', async (leila) => {
      const { page } = leila;
      await leila.signIn(LEILA, PASSWORD);
      for (const words of [arabic.number, latin.number, 'فاطمة', 'Bennani']) {
        await leila.open('/people/search');
        await page.getByRole('main').getByRole('searchbox').fill(words);
        await leila.press(page.getByRole('main').getByRole('button', { name: 'Chercher' }));
        const found = page.locator('main tbody a.case-number');
        expect(await found.allInnerTexts()).toEqual([latin.number]);
        await leila.press(found);
        expect((await fileOn(leila)).number).toBe(latin.number);
      }
      await leila.press(page.getByRole('button', { name: 'Afficher l’identité' }));
      await page.getByText(`Identité dans le dossier ${arabic.number}`).waitFor();
      await page.getByText('فاطمة الزهراء').first().waitFor();

      await leila.open(`/people/${arabic.id}`);
      const notice = page.getByRole('status').filter({ hasText: 'Ce dossier est réuni à' });
      await notice.getByText('Rien de nouveau ne s’écrit ici', { exact: false }).waitFor();
      expect(await page.getByRole('link', { name: 'Demander un lit' }).count()).toBe(0);
      await leila.press(notice.getByRole('link', { name: latin.number }));
      expect((await fileOn(leila)).number).toBe(latin.number);
    }));

  it('turns out to be two people: both files stand as before', () =>
    journey.as('leila-separe', async (leila) => {
      const { page } = leila;
      await leila.signIn(LEILA, PASSWORD);
      await leila.open(`/people/${latin.id}`);
      await leila.press(page.getByRole('link', { name: 'défaire la réunion' }));
      await page
        .getByText('Les faits repris de l’autre dossier reviennent à ce qu’ils étaient.')
        .waitFor();
      await page.getByLabel('Ce sont deux personnes').check();
      await leila.press(page.getByRole('button', { name: 'Séparer les deux dossiers' }));
      await page.getByText('Les deux dossiers sont de nouveau séparés.').waitFor();
      for (const file of [latin, arabic]) {
        expect(await factsOf(leila, file)).toEqual(before.get(file.id));
        expect(await page.getByText('Ce dossier est réuni à').count()).toBe(0);
      }
      await leila.open('/duplicates');
      await leila.press(page.getByRole('link', { name: latin.number }));
      await page.getByText('la réunion a été défaite').waitFor();
      await page.getByLabel('Les faits ne vont pas ensemble').check();
      await leila.press(page.getByRole('button', { name: 'Deux personnes différentes' }));
      await page.getByText('C’est noté : deux personnes différentes.').waitFor();
      await page.getByText('Aucun doublon à regarder.').waitFor();
    }));

  /** The comparison of whoever is new has run in its worker. */
  async function compared(): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const { rows } = await journey.mawa.admin.query(
        `SELECT 1 FROM jobs WHERE kind = 'find-duplicates' AND state <> 'done'`,
      );
      if (rows.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error('nobody was compared');
  }
});

/** What the file says of her, without its number. */
async function factsOf(visitor: Visitor, { id, number }: File): Promise<string[]> {
  await visitor.open(`/people/${id}`);
  expect((await fileOn(visitor)).number).toBe(number);
  return visitor.page
    .locator('section[aria-labelledby=who] dl.facts')
    .first()
    .locator('dt, dd')
    .allInnerTexts();
}

/** The number and the address of the file that the page shows. */
async function fileOn({ page }: Visitor): Promise<File> {
  const id = new URL(page.url()).pathname.split('/')[2]!;
  return { id, number: (await page.locator('h1').innerText()).match(/M-\w{4}-\w{3}-\w/)![0] };
}
