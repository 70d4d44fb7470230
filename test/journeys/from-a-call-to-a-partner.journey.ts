import { Organisations } from '../../modules/organisations';
import { PASSWORD } from '../support/app';
import { hasPlaces } from '../referrals/partners';
import { beginJourney, type Journey } from './support/journey';
import { found, KARIM, LEILA } from './support/programme';
import { PHONE, type Visitor } from './support/visitor';

const SANAE = 'sanae@demo.mawa';

describe('a woman who calls at night, from the call to a partner', () => {
  let journey: Journey;
  let partnerId: string;
  let caseId: string;
  let officer: string;
  let address: string;

  beforeAll(async () => {
    journey = await beginJourney();
    const founded = await found(journey.mawa);
    ({ id: partnerId } = await journey.mawa.app
      .get(Organisations)
      .create(await founded.actor('amal'), {
        code: 'OLIVIER',
        kind: 'partner',
        name: 'Centre Olivier',
      }));
    const leila = await journey.mawa.signInAs(LEILA);
    await hasPlaces(leila, partnerId, 2, 'psychological').expect(201);
  });
  afterAll(() => journey?.end());

  const one = async <T>(sql: string, params: unknown[] = []): Promise<T> =>
    (await journey.mawa.admin.query(sql, params)).rows[0] as T;

  it('the operator notes the call with one hand, opens the file and holds a bed in one press', () =>
    journey.as(
      'sanae-appel',
      async (sanae) => {
        const { page } = sanae;
        await sanae.signIn(SANAE, PASSWORD);
        await sanae.open('/hotline');
        await sanae.press(page.getByRole('button', { name: 'Nouvel appel' }));
        const question = (name: string) => page.getByRole('group', { name });
        // The first question stands above the acts at once, in each script.
        const firstIsSeen = async () => {
          const first = (await page.locator('.call__questions .pick').first().boundingBox())!;
          return first.y + first.height <= (await page.locator('.call-bar').boundingBox())!.y;
        };
        for (const language of ['العربية', 'Français']) {
          await sanae.press(page.getByRole('button', { name: language }));
          expect([language, await firstIsSeen()]).toEqual([language, true]);
        }
        await question('En danger maintenant ?').getByLabel('Non').check();
        const noPlace = question('Sans endroit sûr pour dormir ce soir ?');
        // The advice that follows a first "yes" moves no question under the finger.
        const depth = async () =>
          Math.round((await noPlace.boundingBox())!.y + (await page.evaluate<number>('scrollY')));
        const before = await depth();
        await noPlace.getByLabel('Oui').check();
        await page.locator('#triage.triage--tonight').waitFor();
        expect(await depth()).toBe(before);
        await page.getByLabel('Ce qui est dit').fill('elle attend devant la gare avec un sac');
        await sanae.press(page.getByRole('button', { name: 'Lit ce soir' }));
        await page.getByLabel('Femme, fille').check();
        await page.getByLabel('Âge').fill('28');
        await page.locator('select[name="people.0.accessNeed"]').selectOption('none');
        await sanae.press(page.getByRole('button', { name: 'Chercher' }));
        const reason = page.getByLabel('Ce qui a été demandé');
        if (await reason.count()) await reason.fill('rien de plus à demander');
        await sanae.press(page.getByRole('button', { name: /retenir/ }).first());
        await page.getByText('C’est fait').waitFor();
        const number = await page.locator('.case-number').first().innerText();
        const file = await one<{ id: string; email: string }>(
          `SELECT c.id, u.email FROM cases c JOIN case_access a ON a.case_id = c.id AND a.reason = 'assigned' AND a.until_at IS NULL
             JOIN users u ON u.id = a.principal_id WHERE c.case_number = $1`,
          [number],
        );
        ({ id: caseId, email: officer } = file);
        expect([LEILA, KARIM]).toContain(officer);
        const held = await one(
          `SELECT k.state FROM booking_people p JOIN bookings k ON k.id = p.booking_id WHERE p.case_id = $1`,
          [caseId],
        );
        expect(held).toEqual({ state: 'hold' });
        // What she opened is no longer hers to read.
        await sanae.open(`/people/${caseId}`, 403);
      },
      PHONE,
    ));

  it('beds for a mother and two children are held in fifteen clicks and three typed fields', () =>
    journey.as(
      'sanae-famille',
      async (sanae) => {
        const { page } = sanae;
        await sanae.signIn(SANAE, PASSWORD);
        await sanae.open('/hotline');
        await sanae.press(page.getByRole('link', { name: 'Reprendre l’appel en cours' }));
        await sanae.open(`${new URL(page.url()).pathname}/end`);
        await page.locator('[name="type"]').first().check();
        await sanae.press(page.locator('.end-acts .btn-primary'));
        await sanae.open('/hotline');
        const counted = { clicks: 0, typed: 0 };
        const click = async (work: () => Promise<unknown>) => {
          counted.clicks += 1;
          await work();
        };
        const press = (name: string | RegExp) =>
          click(() => sanae.press(page.getByRole('button', { name }).first()));
        const type = async (name: string, text: string) => {
          counted.typed += 1;
          await page.locator(`[name="${name}"]`).fill(text);
        };
        await press('Nouvel appel');
        const question = (name: string) => page.getByRole('group', { name });
        await click(() => question('En danger maintenant ?').getByLabel('Non').check());
        const noPlace = question('Sans endroit sûr pour dormir ce soir ?');
        await click(() => noPlace.getByLabel('Oui').check());
        await press('Lit ce soir');
        const people = [
          ['Femme, fille', '31'],
          ['Femme, fille', '8'],
          ['Homme, garçon', '5'],
        ] as const;
        for (const [index, [sex, age]] of people.entries()) {
          if (index > 0) await press('Une autre personne');
          await click(() => page.getByLabel(sex).nth(index).check());
          await type(`people.${index}.age`, age);
          const need = page.locator(`select[name="people.${index}.accessNeed"]`);
          await click(() => need.selectOption('none'));
        }
        await press('Chercher');
        await press(/retenir/);
        await page.getByText('C’est fait').waitFor();
        const held = await one<{ people: number }>(
          `SELECT count(*)::int AS people FROM booking_people p JOIN bookings k ON k.id = p.booking_id
            WHERE k.state = 'hold' AND p.case_id <> $1`,
          [caseId],
        );
        expect(held).toEqual({ people: 3 });
        expect(counted.clicks).toBeLessThanOrEqual(15);
        expect(counted.typed).toBeLessThanOrEqual(3);
      },
      PHONE,
    ));

  it('the officer asks for her agreement, refers her to a partner and has a link to hand on', () =>
    journey.as('officer-oriente', async (visitor) => {
      const { page } = visitor;
      await visitor.signIn(officer, PASSWORD);
      await visitor.open(`/people/${caseId}/consents`);
      await visitor.press(page.getByRole('link', { name: 'Demander un consentement au partage' }));
      await page.getByLabel('Pour quoi').selectOption('sharing');
      await page.getByLabel('Pour qui ou avec qui').selectOption(partnerId);
      await visitor.press(page.getByRole('button', { name: 'Montrer le texte' }));
      await page.getByRole('group', { name: 'Réponse de la personne' }).getByLabel('Donné').check();
      for (const point of await page.locator('.point').all()) {
        await point.getByLabel('Oui', { exact: true }).check();
      }
      await page.getByRole('group', { name: 'Comment' }).getByLabel('Oralement').check();
      await visitor.press(page.getByRole('button', { name: 'Enregistrer', exact: true }));

      await visitor.open(`/people/${caseId}/referrals/new`);
      await visitor.press(page.getByRole('link', { name: 'Soutien psychologique' }));
      await visitor.press(page.getByRole('link', { name: /Centre Olivier|Choisir/ }).first());
      await page.getByLabel('De quoi la personne a besoin').fill('une écoute cette semaine');
      await visitor.press(page.getByRole('button', { name: 'Envoyer l’orientation' }));
      address = new URL(await page.getByLabel('Le lien seul').inputValue()).pathname;
      expect(address).toMatch(/^\/r\/[2-9a-z0-]{39}$/);
      expect(await countedFor(visitor)).toContain('1 ligne.');
    }));

  it('the partner, without an account, reads what was shared and says yes', () =>
    journey.as(
      'partenaire',
      async (partner) => {
        const { page } = partner;
        await partner.open(address);
        await partner.press(page.getByRole('button', { name: 'Ouvrir' }));
        await page.getByText('une écoute cette semaine').waitFor();
        expect(await page.content()).not.toMatch(/M-\w{4}-\w{3}-\w/);
        await page.getByLabel('Oui, nous recevons la personne').check();
        await partner.press(page.getByRole('button', { name: 'Envoyer la réponse' }));
        await page.getByText('Vous avez répondu oui le').waitFor();
      },
      PHONE,
    ));

  it('the officer sees the answer; she changes her mind: the link is dead, the next list leaves her out', () =>
    journey.as('officer-retire', async (visitor) => {
      const { page } = visitor;
      await visitor.signIn(officer, PASSWORD);
      await visitor.open(`/people/${caseId}/referrals`);
      await page.getByText('Centre Olivier').first().waitFor();
      expect(await one('SELECT state FROM referrals WHERE case_id = $1', [caseId])).toEqual({
        state: 'accepted',
      });
      await visitor.open(`/people/${caseId}/consents`);
      await visitor.press(page.locator('.consent-cell--given').getByRole('link').first());
      await page.locator('.consequences__list', { hasText: 'Centre Olivier' }).waitFor();
      await visitor.press(page.locator('button.btn-danger'));
      expect(await one('SELECT state FROM referrals WHERE case_id = $1', [caseId])).toEqual({
        state: 'revoked',
      });
      await visitor.open(address);
      await visitor.press(page.getByRole('button', { name: 'Ouvrir' }), 404);
      expect(await page.content()).not.toContain('écoute');
      expect(await countedFor(visitor)).toContain('0 ligne. Moins de 5 personnes en sont retirées');
    }));

  /** What a list of people for the partner would hold, before it is taken. */
  async function countedFor(visitor: Visitor): Promise<string> {
    const { page } = visitor;
    await visitor.open('/exports/new?list=people');
    await page.getByLabel('À qui la liste est-elle destinée ?').selectOption(partnerId);
    await page.getByLabel('Pourquoi ?').selectOption('agreed_with_people');
    await visitor.press(page.getByRole('button', { name: 'Compter d’abord' }));
    return page.locator('main').innerText();
  }
});
