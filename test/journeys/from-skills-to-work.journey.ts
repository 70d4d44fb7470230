import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { ADULT } from '../consents/consent-answers';
import { standsAt } from '../shelter-beds/house';
import { PASSWORD, type SignedIn } from '../support/app';
import { STANDARDS, standard } from '../recognition/recognition';
import { aProvider, course, orientation, session } from '../vocational-training/training';
import * as work from '../employment/work';
import { actor, typed } from './support/acting';
import { beginJourney, type Journey } from './support/journey';
import { found, KARIM, LEILA } from './support/programme';
import { PHONE, type BrowserOptions, type Visitor } from './support/visitor';

const NADIA = 'nadia@demo.mawa';
const SIX_MONTHS_LATER = '2027-06-08';

describe('from what somebody learns, or can do already, to work', () => {
  let journey: Journey;
  let leila: SignedIn;
  let provider: string;
  const act = actor();

  beforeAll(async () => {
    journey = await beginJourney({ at: '2026-11-02T09:00:00Z' });
    await found(journey.mawa);
    await standsAt(journey.mawa, '2026-11-02T09:00:00Z');
    leila = await journey.mawa.signInAs(LEILA);
    provider = await aProvider(journey.mawa);
  });
  afterAll(() => journey?.end());

  const at = (day: string) => journey.mawa.clock.set(new Date(`${day}T09:00:00Z`));
  const as = (
    who: string,
    name: string,
    work: (visitor: Visitor) => Promise<void>,
    look?: BrowserOptions,
  ) =>
    journey.as(
      name,
      async (visitor) => {
        await visitor.signIn(who, PASSWORD);
        await work(visitor);
      },
      look,
    );
  const one = async <R>(sql: string, values: readonly unknown[] = []): Promise<R> =>
    (await journey.mawa.admin.query(sql, [...values])).rows[0] as R;
  const byTitle = async (table: string, title: string): Promise<string> =>
    (await one<{ id: string }>(`SELECT id FROM ${table} WHERE title = $1`, [title])).id;
  /** By somebody who has no account, on a page that leads to nobody. */
  const verified = async (code: string, name = ''): Promise<string> => {
    let said = '';
    await journey.as('quelqu-un-verifie', async ({ page }) => {
      await page.goto('/verify');
      await page.locator('[name="code"]').fill(code);
      await page.locator('[name="name"]').fill(name);
      const loaded = page.waitForEvent('load');
      await page.getByRole('button').click();
      await loaded;
      said = await page.locator('body').innerText();
    });
    return said;
  };
  const codeOn = async ({ page }: Visitor, path: string): Promise<string> => {
    await page.goto(path);
    return page.locator('strong[dir="ltr"]').innerText();
  };

  describe('a course, a certificate and a job', () => {
    let person: TestPerson;
    let sessionId: string;
    const training = () => `/people/${person.id}/training`;
    const atWork = () => `/people/${person.id}/work`;

    it('the programme writes down a course and its session, and an employer whom somebody looked at', async () => {
      person = await aPerson(leila, ADULT);
      await as(NADIA, 'nadia-offre', async (visitor) => {
        const { page } = visitor;
        await act(visitor, '/training/courses', '', course(provider, { currency: 'MAD' }));
        const courseId = await byTitle('training_courses', 'Cuisine collective');
        await visitor.open(`/training/courses/${courseId}/sessions/new`);
        await visitor.fill(typed(session({ weekdays: ['1', '2', '3', '4', '5'], places: '10' })));
        await visitor.press(page.locator('form.form button.btn-primary'));
        sessionId = new URL(page.url()).pathname.split('/').at(-1)!;
        await visitor.open('/training');
        await page.getByText('Cuisine collective').first().waitFor();

        await visitor.open('/training/work/employers/new');
        await visitor.fill(typed(work.employer()));
        await visitor.press(page.locator('form.form button.btn-primary'));
        const employer = new URL(page.url()).pathname;
        await act(visitor, employer, 'vettings', work.vetting({ on: '2026-11-02' }), employer);
        await act(visitor, employer, 'offers', work.offer({ from: '2026-11-02' }), employer);
      });
    });

    it('she says what she would like, chooses what is proposed with its reasons, and begins', async () => {
      await as(LEILA, 'leila-oriente', async (visitor) => {
        const { page } = visitor;
        await act(visitor, training(), 'orientations', orientation(), training());
        await page.getByText('Cuisine collective').first().waitFor();
        await visitor.press(page.locator('a[href*="/choice/new"]').first());
        await visitor.fill({ choice: 'session', sessionId, on: '2026-11-02' });
        await visitor.press(page.locator('form.form button.btn-primary'));
        await act(visitor, training(), 'enrolments', { sessionId, on: '2026-11-02' });
        const enrolment = `enrolments/${await enrolmentOf(person)}/steps`;
        for (const to of ['admitted', 'started']) {
          await act(visitor, training(), enrolment, { to, on: '2026-11-02' });
        }
      });
    });

    it('the register of the group is marked on a phone', async () => {
      await as(
        LEILA,
        'leila-appelle',
        async (visitor) => {
          const { page } = visitor;
          await visitor.open(`/training/sessions/${sessionId}/register/2026-11-02`);
          await page.locator('label[for$="-present"]').first().click();
          await visitor.press(page.locator('.training-send button'));
          await page.locator('.notice--success').waitFor();
        },
        PHONE,
      );
    });

    it('she is through with it, and her certificate can be checked by anybody, who learns nothing of her', async () => {
      at('2026-12-04');
      const enrolmentId = await enrolmentOf(person);
      const on = '2026-12-04';
      let code = '';
      await as(LEILA, 'leila-certifie', async (visitor) => {
        const enrolment = `enrolments/${enrolmentId}`;
        await act(visitor, training(), `${enrolment}/steps`, { to: 'completed', on });
        await act(visitor, training(), `${enrolment}/assessments`, { on, result: 'passed' });
        await act(visitor, training(), `${enrolment}/certificate`, { on, holder: 'Élodie Tazi' });
        code = await codeOn(visitor, `${training()}/${enrolment}/certificate`);
      });
      const said = await verified(code);
      expect(said).toContain('Cuisine collective');
      for (const secret of ['Élodie', 'Tazi', person.caseNumber, person.id, 'Mawa', 'mawa']) {
        expect(said).not.toContain(secret);
      }
      expect(await verified(code, 'Élodie Tazi')).toContain('Élodie Tazi');
      expect(await verified(code, 'Élodie Alami')).not.toContain('Élodie');
      const unknown = await verified('2222-2222-2222-2222-2222-2222');
      await as(LEILA, 'leila-retire', async (visitor) => {
        const withdrawal = `enrolments/${enrolmentId}/certificate/withdrawal`;
        await act(visitor, training(), withdrawal, { on, reason: 'for_safety' });
      });
      expect(await verified(code)).toBe(unknown);
    });

    it('she applies, is taken and begins', async () => {
      const on = '2026-12-07';
      at(on);
      await as(LEILA, 'leila-place', async (visitor) => {
        const { page } = visitor;
        const offerId = await byTitle('work_offers', 'Aide en cuisine');
        await act(visitor, atWork(), 'applications', { offerId, on });
        const { id } = await one<{ id: string }>('SELECT id FROM work_applications');
        await act(visitor, atWork(), `applications/${id}/steps`, { to: 'accepted', on });
        await visitor.open(`${atWork()}/placements/new?application=${id}`);
        const { kind: _, occupation: __, ...terms } = work.placement(null, { startsOn: on, on });
        await visitor.fill({ kind: 'employed', ...typed(terms) });
        await visitor.press(page.locator('form.form button.btn-primary'));
        const placement = await one<{ id: string }>('SELECT id FROM work_placements');
        await act(visitor, atWork(), `placements/${placement.id}/steps`, { to: 'started', on });
        await page.getByText('Au travail').first().waitFor();
      });
    });

    it('six months on somebody is reminded to ask, asks by thumb, and sees that it holds', async () => {
      at(SIX_MONTHS_LATER);
      await as(
        LEILA,
        'leila-suit',
        async (visitor) => {
          const { page } = visitor;
          await visitor.open('/');
          await visitor.press(page.locator('a[href*="/follow-ups/new"]').first());
          await visitor.fill(
            typed(
              work.followUp({ on: SIX_MONTHS_LATER, signs: undefined, mode: 'visit', months: '6' }),
            ),
          );
          await visitor.press(page.locator('form.form button.btn-primary'));
          await page.locator('.notice--success').waitFor();
          await visitor.open(`/people/${person.id}`);
          for (const words of ['Formation terminée', 'Au travail']) {
            await page.getByText(words).first().waitFor();
          }
          await visitor.open('/training/placements');
        },
        PHONE,
      );
      expect(
        await one(
          `SELECT p.state, f.months::int AS months, f.in_work AS "inWork" FROM work_placements p JOIN work_follow_ups f ON f.placement_id = p.id`,
        ),
      ).toEqual({ state: 'started', months: 6, inWork: 'same' });
    });
  });

  describe('recognition of what she can do, with one unit missing', () => {
    let person: TestPerson;
    let recognition: string;
    let procedure: string;
    let units: readonly { id: string; title: string }[];
    const on = '2027-06-09';

    it('the officer opens it by its steps and gathers pieces of evidence', async () => {
      at(on);
      // Half a year has passed since she signed in.
      person = await aPerson(await journey.mawa.signInAs(LEILA), ADULT);
      recognition = `/people/${person.id}/training/recognition`;
      const nadia = await journey.mawa.signInAs(NADIA);
      const made = await nadia.post(STANDARDS, standard(provider)).expect(201);
      units = (await nadia.get(`${STANDARDS}/${made.body.id}`).expect(200)).body.units;
      await as(LEILA, 'leila-reconnait', async (visitor) => {
        await visitor.open(`${recognition}/new`);
        await visitor.fill({ standardId: made.body.id, on });
        await visitor.press(visitor.page.locator('form.form button.btn-primary'));
        procedure = (await one<{ id: string }>('SELECT id FROM recognition_procedures')).id;
        for (const to of ['eligible', 'counselled', 'portfolio_open']) {
          await act(visitor, recognition, `${procedure}/steps`, { to, on });
        }
        for (const { id } of units.slice(0, 2)) {
          await act(visitor, recognition, `${procedure}/pieces`, {
            unitId: id,
            form: 'work_sample',
            on: '2026-10-01',
            description: 'trois repas pour quarante',
          });
        }
        await act(visitor, recognition, `${procedure}/steps`, { to: 'portfolio_submitted', on });
        const { id: assessorId } = await one<{ id: string }>(
          'SELECT id FROM users WHERE email = $1',
          [KARIM],
        );
        await act(visitor, recognition, `${procedure}/assessors`, { assessorId, on });
      });
    });

    it('an assessor without conflict judges: one unit is there, the other not yet', async () => {
      await as(KARIM, 'karim-evalue', async (visitor) => {
        await visitor.open('/training/recognition');
        const none = { conflict: 'none', on };
        await act(visitor, recognition, `${procedure}/declaration`, none, '/training/recognition');
        const { id: piece } = await one<{ id: string }>(
          'SELECT id FROM recognition_evidence WHERE unit_id = $1',
          [units[0]!.id],
        );
        const fits = { authentic: true, sufficient: true, valid: true, current: true, on };
        await act(visitor, recognition, `${procedure}/pieces/${piece}/judgements`, fits);
        await judged(visitor, 0, 'competent', false);
        await judged(visitor, 1, 'not_yet', false);
        await act(
          visitor,
          recognition,
          `${procedure}/conclusion`,
          { outcome: 'assessed', on },
          '/training/recognition',
        );
      });
    });

    it('what is missing she learns in a course, and only that is assessed anew, to the full certificate', async () => {
      let code = '';
      await as(LEILA, 'leila-complete', async (visitor) => {
        await act(visitor, recognition, `${procedure}/steps`, { to: 'gap_training', on });
        const nadia = await journey.mawa.signInAs(NADIA);
        const path = '/api/v1/training/courses';
        const made = await nadia
          .post(path, course(provider, { title: 'Hygiène en cuisine' }))
          .expect(201);
        const { body } = await nadia
          .post(`${path}/${made.body.id}/sessions`, session({ startsOn: on, endsOn: '2027-07-30' }))
          .expect(201);
        const training = `/people/${person.id}/training`;
        await act(visitor, training, 'orientations', { ...orientation(), on });
        await visitor.open(recognition);
        await visitor.page.getByText('Hygiène en cuisine').first().waitFor();
        await act(visitor, training, 'enrolments', { sessionId: body.id, on });
        await act(visitor, recognition, `${procedure}/courses`, {
          enrolmentId: await enrolmentOf(person),
          on,
        });
      });
      await as(KARIM, 'karim-evalue-a-nouveau', async (visitor) => {
        await judged(visitor, 1, 'competent', true);
        const outcome = { outcome: 'assessed', on };
        await act(
          visitor,
          recognition,
          `${procedure}/conclusion`,
          outcome,
          '/training/recognition',
        );
      });
      await as(LEILA, 'leila-delivre', async (visitor) => {
        await act(visitor, recognition, `${procedure}/certificate`, { kind: 'full', on });
        await visitor.page.getByText('Certificat complet').first().waitFor();
        code = await codeOn(visitor, `${recognition}/${procedure}/certificate`);
      });
      const said = await verified(code);
      expect(said).toContain('Cuisinière de collectivité');
      expect(said).not.toContain(person.caseNumber);
    });

    const judged = (visitor: Visitor, unit: number, result: string, demonstrated: boolean) =>
      act(visitor, recognition, `${procedure}/results`, {
        unitId: units[unit]!.id,
        result,
        demonstrated,
        on,
      });
  });

  const enrolmentOf = async ({ id }: TestPerson): Promise<string> =>
    (
      await one<{ id: string }>(
        'SELECT id FROM training_enrolments WHERE case_id = $1 ORDER BY place DESC LIMIT 1',
        [id],
      )
    ).id;
});
