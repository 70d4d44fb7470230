import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { ADULT } from '../consents/consent-answers';
import { PASSWORD, type SignedIn } from '../support/app';
import { beginJourney, type Journey } from './support/journey';
import { found, LEILA, OMAR } from './support/programme';
import { PHONE, type Visitor } from './support/visitor';

const TODAY = '2026-11-24';
const COMMITTEE = ['nadia', 'anas', 'mouna'].map((name) => `${name}@demo.mawa`);

describe('a cooperative of three with two tranches', () => {
  let journey: Journey;
  let leila: SignedIn;
  let karim: SignedIn;
  let people: TestPerson[];
  let project = '';
  let sitting = '';

  beforeAll(async () => {
    journey = await beginJourney({ at: `${TODAY}T09:00:00Z` });
    await found(journey.mawa);
    leila = await journey.mawa.signInAs(LEILA);
    karim = await journey.mawa.signInAs('karim@demo.mawa');
    people = [];
    for (let n = 0; n < 3; n += 1) people.push(await aPerson(leila, ADULT));
    await leila.post(`${people[0]!.path}/access`, { userId: karim.actor.userId }).expect(204);
  });
  afterAll(() => journey?.end());

  const as = (email: string, work: (visitor: Visitor) => Promise<void>, name = email) =>
    journey.as(`${name.split('@')[0]}-cooperative`, async (visitor) => {
      await visitor.signIn(email, PASSWORD);
      await work(visitor);
    });
  const press = (visitor: Visitor, label: string, nth = 0) =>
    visitor.press(visitor.page.locator('main').getByRole('link', { name: label }).nth(nth));
  const send = async (
    visitor: Visitor,
    fields: Record<string, string | string[]>,
    status = 200,
  ) => {
    await visitor.fill(fields);
    await visitor.press(visitor.page.locator('form.form button.btn-primary'), status);
  };

  it('three people join with their shares, and the plan that holds is submitted', async () => {
    await as(LEILA, async (visitor) => {
      await visitor.open(`/people/${people[0]!.id}/projects`);
      await press(visitor, 'Noter une idée');
      const idea = { kind: 'cooperative', title: 'Pains du matin', activity: 'food', region: '06' };
      await send(visitor, { ...idea, shares: '40', on: '2026-11-20' });
      project = new URL(visitor.page.url()).pathname;
      for (const { caseNumber } of people.slice(1)) {
        await press(visitor, 'Ajouter une personne');
        await send(visitor, { caseNumber, shares: '30', on: '2026-11-20' });
      }
      await press(visitor, 'Étape suivante');
      await send(visitor, { to: 'plan', on: '2026-11-21' });
      await press(visitor, 'Écrire une version du plan');
      const lines = (income: string) => ({
        'lines.0.label': 'Four',
        'lines.0.amounts': '18000',
        'lines.5.label': 'Pain',
        'lines.5.amounts': income,
        'lines.9.label': 'Farine',
        'lines.9.amounts': '2500',
      });
      const money = { startsOn: '2026-12-01', ownContribution: '3000', grantAsked: '20000' };
      await send(visitor, { ...money, ...lines('1000') });
      await press(visitor, 'Étape suivante');
      await send(visitor, { to: 'submitted', on: '2026-11-22' }, 422);
      expect(await visitor.page.content()).toContain('Le plan passe sous zéro');
      await visitor.open(project);
      await press(visitor, 'Écrire une version du plan');
      await send(visitor, lines('4000'));
      await press(visitor, 'Étape suivante');
      await send(visitor, { to: 'submitted', on: '2026-11-22' });
    });
  });

  it('a committee is called, reads it without its people, scores alone and grants two tranches', async () => {
    await as(COMMITTEE[0]!, async (visitor) => {
      await visitor.open('/training/projects/sittings');
      await press(visitor, 'Convoquer une séance');
      const users = new Map<string, string>();
      for (const option of await visitor.page.locator('select[name=chairId] option').all()) {
        users.set((await option.textContent())!.trim(), (await option.getAttribute('value'))!);
      }
      const member = (name: string) => [...users].find(([label]) => label.includes(name))![1];
      const memberIds = ['Anas', 'Mouna'].map(member);
      await send(visitor, { on: TODAY, chairId: member('Nadia'), memberIds });
      sitting = new URL(visitor.page.url()).pathname;
    });
    await as(
      LEILA,
      async (visitor) => {
        await visitor.open(project);
        await press(visitor, 'Présenter à une séance');
        await send(visitor, {});
      },
      'leila-presente',
    );
    for (const [at, email] of COMMITTEE.entries()) {
      await as(
        email,
        async (visitor) => {
          await visitor.open(sitting);
          const text = await visitor.page.locator('main').innerText();
          for (const { caseNumber } of people) expect(text).not.toContain(caseNumber);
          await press(visitor, 'Noter');
          const scores = [0, 1, 2, 3, 4].map((n) => [
            [`scores.${n}.points`, String(3 + (at % 2))],
            [`scores.${n}.reason`, 'Cela tient debout.'],
          ]);
          for (const [name, value] of scores.flat() as [string, string][]) {
            if (name.endsWith('points')) {
              await visitor.page.locator(`label[for="w-${name}-${value}"]`).click();
            } else await visitor.fill({ [name]: value });
          }
          await visitor.press(visitor.page.locator('form.form button.btn-primary'));
        },
        `${email.split('@')[0]}-note`,
      );
    }
    await as(
      COMMITTEE[0]!,
      async (visitor) => {
        await visitor.open(sitting);
        await press(visitor, 'Décider');
        const line = await visitor.page
          .locator('select[name=lineId] option[value]:not([value=""])')
          .first()
          .getAttribute('value');
        await send(visitor, {
          outcome: 'approved',
          amount: '18000',
          lineId: line!,
          'tranches.0.amount': '10000',
          'tranches.0.milestone': 'Le local est loué',
          'tranches.0.dueOn': '2026-11-30',
          'tranches.1.amount': '8000',
          'tranches.1.milestone': 'Le four tourne',
          'tranches.1.dueOn': '2026-12-31',
        });
        expect(await visitor.page.content()).toContain('Accordé');
      },
      'nadia-decide',
    );
  });

  const paid = async () =>
    Number(
      (await journey.mawa.admin.query(
        'SELECT coalesce(sum(amount), 0)::int AS n FROM project_payments WHERE taken_back_at IS NULL',
      ))!.rows[0].n,
    );
  const tryToPay = async (visitor: Visitor, tranche: string, sentence: string) => {
    await visitor.open(`${project}/tranches/${tranche}/payments/new`);
    await send(visitor, { on: TODAY }, 409);
    expect(await visitor.page.content()).toContain(sentence);
  };
  const trancheIds = async (): Promise<string[]> =>
    (
      (await journey.mawa.admin.query('SELECT id FROM project_tranches ORDER BY number'))!.rows as {
        id: string;
      }[]
    ).map(({ id }) => id);

  it('no tranche is paid without its milestone', async () => {
    const [first, second] = await trancheIds();
    await as(OMAR, (visitor) => tryToPay(visitor, first!, 'n’est pas confirmée'), 'omar-trop-tot');
    expect(await paid()).toBe(0);
    await as(
      LEILA,
      async (visitor) => {
        await visitor.open(project);
        await press(visitor, 'Confirmer l’étape');
        await send(visitor, { on: TODAY });
        await press(visitor, 'Confirmer l’étape');
        await send(visitor, { on: TODAY });
        await press(visitor, 'Étape suivante');
        await send(visitor, { to: 'running', on: TODAY });
      },
      'leila-confirme',
    );
    await as(
      OMAR,
      async (visitor) => {
        await visitor.open(project);
        await press(visitor, 'Payer');
        await send(visitor, { on: TODAY });
        await tryToPay(visitor, second!, 'ne couvrent pas la tranche d’avant');
      },
      'omar-premiere',
    );
    expect(await paid()).toBe(10_000);
  });

  it('the second is paid once receipts that somebody else accepted cover the first', async () => {
    await as(
      LEILA,
      async (visitor) => {
        await visitor.open(project);
        await press(visitor, 'Noter un justificatif');
        await send(visitor, { on: TODAY, amount: '9500', what: 'Four d’occasion' });
      },
      'leila-justifie',
    );
    await as(
      'karim@demo.mawa',
      async (visitor) => {
        await visitor.open(project);
        expect(await visitor.page.locator('main').innerText()).toContain('et 2 autres personnes');
        await press(visitor, 'Regarder');
        await send(visitor, { accepted: 'yes', on: TODAY });
      },
      'karim-regarde',
    );
    await as(
      OMAR,
      async (visitor) => {
        await visitor.open(project);
        await press(visitor, 'Payer');
        await send(visitor, { on: TODAY });
      },
      'omar-seconde',
    );
    expect(await paid()).toBe(18_000);
  });

  it('reads on a telephone as well', () =>
    journey.as(
      'leila-telephone',
      async (visitor) => {
        await visitor.signIn(LEILA, PASSWORD);
        await visitor.open('/training/projects');
        await visitor.open(project);
      },
      PHONE,
    ));
});
