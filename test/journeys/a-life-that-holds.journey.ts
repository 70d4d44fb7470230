import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { ADULT } from '../consents/consent-answers';
import { PASSWORD, type SignedIn } from '../support/app';
import { BEST } from '../voluntary-return/return-follow-ups';
import * as give from '../voluntary-return/returns';
import { actor, typed } from './support/acting';
import { beginJourney, type Journey } from './support/journey';
import { found, LEILA } from './support/programme';
import { PHONE, type Visitor } from './support/visitor';

const SALMA = 'salma@demo.mawa';

const told = (months: number, on: string, more: object = {}) => ({
  months: String(months),
  on,
  mode: 'visit',
  outcome: 'reached',
  economic: 'well',
  social: 'well',
  psychosocial: 'some',
  moved: 'no',
  retrafficked: 'no_sign',
  inDanger: 'no',
  ...more,
});

describe('from a free decision to a life that holds, by both doors', () => {
  let journey: Journey;
  let leila: SignedIn;
  let salma: SignedIn;
  let returning: TestPerson;
  let staying: TestPerson;
  const tracks = { returning: '', staying: '' };

  beforeAll(async () => {
    journey = await beginJourney({ at: '2026-11-24T09:00:00Z' });
    await found(journey.mawa);
    leila = await journey.mawa.signInAs(LEILA);
    salma = await journey.mawa.signInAs(SALMA);
    returning = await aPerson(leila, ADULT);
    staying = await aPerson(leila, ADULT);
    for (const { path } of [returning, staying]) {
      await leila.post(`${path}/access`, { userId: salma.actor.userId }).expect(204);
    }
  });
  afterAll(() => journey?.end());

  const at = (day: string) => journey.mawa.clock.set(new Date(`${day}T09:00:00Z`));
  const act = actor();
  async function opened(visitor: Visitor, person: TestPerson, door: string, given: object) {
    await visitor.open(`/people/${person.id}/returns/new?door=${door}`);
    await visitor.fill(typed(given));
    await visitor.press(visitor.page.locator('form.form button.btn-primary'));
    return new URL(visitor.page.url()).pathname;
  }
  const decided = async (visitor: Visitor, track: string) => {
    await act(visitor, track, 'counselling', give.session({ on: '2026-11-24' }));
    await act(visitor, track, 'decisions', give.decision({ on: '2026-11-24' }));
    await act(visitor, track, 'family', give.family({ on: '2026-11-24' }));
    await act(visitor, track, 'risks', give.risk({ on: '2026-11-24' }));
  };
  const weighed = (track: string) =>
    journey.as('salma-decide', async (visitor) => {
      await visitor.signIn(SALMA, PASSWORD);
      await visitor.open(track);
      await visitor.press(visitor.page.getByRole('link', { name: 'Décider' }));
      await visitor.fill({ decision: 'go' });
      await visitor.press(visitor.page.locator('form.form button.btn-primary'));
    });
  const stateOf = async (track: string): Promise<string> =>
    (await journey.mawa.admin.query('SELECT state FROM return_tracks WHERE id = $1', [
      track.split('/').at(-1),
    ]))!.rows[0].state;

  it('both are counselled alone and decide; a second person weighs the risks', async () => {
    await journey.as('leila-ecoute', async (visitor) => {
      await visitor.signIn(LEILA, PASSWORD);
      const home = { region: '04', leftOn: '2026-11-20', openedOn: '2026-11-24' };
      tracks.staying = await opened(visitor, staying, 'home', home);
      await decided(visitor, tracks.staying);
      const abroad = { country: 'CI', openedOn: '2026-11-24' };
      tracks.returning = await opened(visitor, returning, 'return', abroad);
      await decided(visitor, tracks.returning);
    });
    await weighed(tracks.staying);
    await weighed(tracks.returning);
  });

  it('she withdraws in the middle of preparing, loses no help, and begins again', async () => {
    at('2026-11-28');
    await journey.as('leila-renonce', async (visitor) => {
      await visitor.signIn(LEILA, PASSWORD);
      await act(visitor, tracks.returning, 'steps', { to: 'preparing', on: '2026-11-28' });
      await act(visitor, tracks.returning, 'withdrawal', { on: '2026-11-28' });
      expect(await stateOf(tracks.returning)).toBe('withdrawn');
      await visitor.open(`/people/${returning.id}`);
      const abroad = { country: 'CI', openedOn: '2026-11-28' };
      tracks.returning = await opened(visitor, returning, 'return', abroad);
      await decided(visitor, tracks.returning);
      await act(visitor, tracks.staying, 'steps', { to: 'reintegrating', on: '2026-11-28' });
    });
    await weighed(tracks.returning);
  });

  it('she travels with papers, fitness and an itinerary, arrives, and the partner says so', async () => {
    at('2026-12-10');
    await journey.as('leila-prepare', async (visitor) => {
      await visitor.signIn(LEILA, PASSWORD);
      const track = tracks.returning;
      await act(visitor, track, 'steps', { to: 'preparing', on: '2026-12-02' });
      await act(visitor, track, 'documents', give.paper({ on: '2026-12-03' }));
      await act(visitor, track, 'fitness', give.fitness({ on: '2026-12-04' }));
      await act(visitor, track, 'journeys', {
        'legs.0.mode': 'air',
        'legs.0.from': 'MA',
        'legs.0.to': 'CI',
        'legs.0.leavesOn': '2026-12-10',
        'legs.0.reachesOn': '2026-12-10',
        escort: 'none',
        contact: 'partner',
      });
      await act(
        visitor,
        track,
        'formalities',
        Object.fromEntries(
          give.FORMALITIES.flatMap((item) => [
            [`outcomes.${item}`, 'done'],
            [`days.${item}`, '2026-12-05'],
          ]),
        ),
      );
      for (const to of ['travelling', 'arrived']) {
        await act(visitor, track, 'steps', { to, on: '2026-12-10' });
      }
      await act(visitor, track, 'arrivals', give.arrival({ on: '2026-12-10' }));
      await act(visitor, track, 'steps', { to: 'reintegrating', on: '2026-12-10' });
    });
  });

  it('a month on she is seen where there is no connection: the form waits, sealed, and is noted once', async () => {
    at('2026-12-22');
    await journey.as(
      'leila-au-village',
      async (visitor) => {
        const { page } = visitor;
        await visitor.signIn(LEILA, PASSWORD);
        await visitor.open(`${tracks.staying}/follow-ups/new`);
        await visitor.withoutConnection(async () => {
          await visitor.fill(told(1, '2026-12-20', { note: 'elle coud chez elle' }));
          await page.locator('form.form button.btn-primary').click();
          await page.getByText('Formulaires en attente sur cet appareil').waitFor();
          await visitor.look();
          const kept = await page.evaluate<string>('JSON.stringify({ ...localStorage })');
          expect(kept).toContain('sealed');
          for (const secret of ['elle coud', staying.id, staying.caseNumber, 'follow-ups']) {
            expect(kept).not.toContain(secret);
          }
          expect(await heard(tracks.staying)).toEqual([]);
        });
        await page.getByText('est envoyé').waitFor({ timeout: 40_000 });
        await visitor.open(tracks.staying);
        await page.getByText('elle coud chez elle').waitFor();
        await page.getByText('rempli sans connexion').waitFor();
        expect(await page.evaluate<string>(`localStorage.getItem('mawa-kept-forms')`)).toBe('[]');
        await visitor.open('/returns/follow-ups');
      },
      PHONE,
    );
    expect(await heard(tracks.staying)).toEqual([1]);
  });

  const heard = async (track: string): Promise<number[]> =>
    (
      await journey.mawa.admin.query<{ months: number }>(
        `SELECT months FROM return_follow_ups WHERE track_id = $1 ORDER BY place`,
        [track.split('/').at(-1)],
      )
    ).rows.map(({ months }) => months);

  it.each([
    [3, '2027-03-05'],
    [6, '2027-06-05'],
  ])('after %i months both are asked how they are', async (months, day) => {
    at(day);
    await journey.as(`leila-suit-${months}`, async (visitor) => {
      await visitor.signIn(LEILA, PASSWORD);
      for (const track of [tracks.staying, tracks.returning]) {
        await act(visitor, track, 'follow-ups', told(months, day));
      }
    });
  });

  it('after a year the survey says how life goes, the outcome is said, and both ways are complete', async () => {
    at('2027-12-12');
    await journey.as('leila-un-an-apres', async (visitor) => {
      const { page } = visitor;
      await visitor.signIn(LEILA, PASSWORD);
      for (const track of [tracks.staying, tracks.returning]) {
        await act(visitor, track, 'follow-ups', told(12, '2027-12-12'));
        const answers = Object.fromEntries(
          Object.entries(BEST).map(([code, answer]) => [`answers.${code}`, answer]),
        );
        await act(visitor, track, 'surveys', { on: '2027-12-12', mode: 'visit', ...answers });
        await act(visitor, track, 'satisfactions', { on: '2027-12-12', overall: '5' });
        await visitor.open(`${track}/outcomes/new`);
        await page.getByText('la définition écrite donne : Réintégration durable').waitFor();
        await visitor.press(page.locator('form.form button.btn-primary'));
        await act(visitor, track, 'steps', { to: 'completed', on: '2027-12-12' });
        await page.getByText('Parcours achevé').first().waitFor();
        expect(await stateOf(track)).toBe('completed');
      }
    });
    expect(await heard(tracks.staying)).toEqual([1, 3, 6, 12]);
    expect(await heard(tracks.returning)).toEqual([3, 6, 12]);
  });
});
