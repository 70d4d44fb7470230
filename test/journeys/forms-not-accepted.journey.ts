import type { Language } from '../../modules/platform/shared/actor';
import { aShelter, type TestShelter } from '../shelter-beds/house';
import { aLine } from '../hotline/hotline';
import { PASSWORD, type SignedIn } from '../support/app';
import { beginJourney, type Journey } from './support/journey';
import { DESK, PHONE, type Visitor } from './support/visitor';

const WORDS = 'Dispute dans la cuisine à 23 h.\nPersonne n’est blessé ; une assiette est cassée.';

/** Names of the pages' own controls, the same in every language. */
const signIn = async ({ page }: Visitor, email: string): Promise<void> => {
  await page.locator('[name="email"]').fill(email);
  await page.locator('[name="password"]').fill(PASSWORD);
};

describe('a form that is not accepted', () => {
  let journey: Journey;
  let house: TestShelter;
  beforeAll(async () => {
    journey = await beginJourney();
    house = await aShelter(journey.mawa, { A: { beds: 2 } });
  });
  afterAll(() => journey?.end());

  const incidents = async (): Promise<number> =>
    (await journey.mawa.admin.query('SELECT 1 FROM incidents')).rowCount ?? 0;
  const endSessions = () =>
    journey.mawa.admin.query('UPDATE sessions SET ended_at = $1', [journey.mawa.clock.now()]);
  const aManager = (language: Language): Promise<SignedIn> =>
    journey.mawa.signIn('shelter_manager', { shelterIds: [house.id], language });
  const writeIncident = async ({ page }: Visitor): Promise<void> => {
    await page.locator('details.card-form > summary').click();
    await page.locator('[name="text"]').fill(WORDS);
    await page.locator('[name="severity"]').selectOption('minor');
  };
  const send = ({ page }: Visitor) => page.locator('details.card-form button.btn-primary');

  describe.each([
    ['fr', DESK],
    ['ar', { ...PHONE, keyboard: true }],
  ] as const)('in %s', (language, size) => {
    it('comes back filled in after the session had ended, and is sent by nobody but her', async () => {
      const manager = await aManager(language);
      await journey.as(
        `session-lost-${language}`,
        async (visitor) => {
          const { page } = visitor;
          await visitor.open('/sign-in');
          await signIn(visitor, manager.email);
          await visitor.press(page.locator('.sign-in button.btn-primary'));
          await visitor.open(`/house/${house.id}/incidents`);
          await writeIncident(visitor);
          await page.locator('[name="kind"]').selectOption('conflict');
          const before = await incidents();
          await endSessions();

          await visitor.press(send(visitor), 401);
          await visitor.press(page.locator('.calm a.btn-primary'));
          await signIn(visitor, manager.email);
          await visitor.press(page.locator('.sign-in button.btn-primary'));
          expect(await page.locator('[name="text"]').inputValue()).toBe(WORDS);
          expect(await page.locator('[name="kind"]').inputValue()).toBe('conflict');
          expect(await page.locator('[name="severity"]').inputValue()).toBe('minor');
          expect(await incidents()).toBe(before);

          await visitor.press(send(visitor));
          expect(await incidents()).toBe(before + 1);
        },
        size,
      );
    });

    it('stays filled in when its page is reloaded, and goes out once', async () => {
      const manager = await aManager(language);
      await journey.as(
        `refused-${language}`,
        async (visitor) => {
          const { page } = visitor;
          await visitor.open('/sign-in');
          await signIn(visitor, manager.email);
          await visitor.press(page.locator('.sign-in button.btn-primary'));
          await visitor.open(`/house/${house.id}/incidents`);
          await writeIncident(visitor);
          let sent = 0;
          page.on('request', (request) => (sent += request.method() === 'POST' ? 1 : 0));

          await visitor.press(send(visitor), 422);
          expect(await page.locator('.form-errors li').count()).toBe(1);
          expect(new URL(page.url()).searchParams.has('_draft')).toBe(true);
          await page.reload();
          expect(await page.locator('[name="text"]').inputValue()).toBe(WORDS);
          await visitor.open('/tasks');
          await page.goBack();
          expect(await page.locator('[name="text"]').inputValue()).toBe(WORDS);
          expect(sent).toBe(1);
        },
        size,
      );
    });
  });

  it('of a call that is open in two windows loses no word', async () => {
    const { operator } = await aLine(journey.mawa);
    await journey.as('two-windows', async (visitor) => {
      const { page } = visitor;
      await visitor.signIn(operator.email, PASSWORD);
      await visitor.open('/hotline');
      await visitor.press(page.getByRole('button', { name: 'Nouvel appel' }));
      const second = await page.context().newPage();
      await second.goto(page.url());

      await page.getByLabel('Ce qui est dit').fill('elle est seule');
      await page.getByText('Enregistré.').waitFor();
      await second.getByLabel('Ce qui est dit').fill('deux enfants');
      const told = second.getByRole('alert').filter({ hasText: 'Modifié ailleurs à' });
      await told.waitFor();
      const both = 'elle est seule\ndeux enfants';
      expect(await second.getByLabel('Ce qui est dit').inputValue()).toBe(both);

      await page.getByLabel('Ce qui est dit').pressSequentially(', elle parle bas');
      await page.getByRole('alert').filter({ hasText: 'Modifié ailleurs à' }).waitFor();
      expect(await page.getByLabel('Ce qui est dit').inputValue()).toBe(
        `${both}\n, elle parle bas`,
      );
      await visitor.look();
    });
  });
});
