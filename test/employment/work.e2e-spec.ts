import { randomUUID } from 'node:crypto';
import {
  minimumWage,
  type LegalWorkingTime,
} from '../../modules/employment/floors/wage-floor.rules';
import { aPerson, opensTo, type TestPerson } from '../beneficiaries/test-people';
import { ADULT } from '../consents/consent-answers';
import { standsAt } from '../shelter-beds/house';
import { confirmed } from '../support/confirmed';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import {
  aProvider,
  aSession,
  codesOf,
  mark,
  step as trainingStep,
} from '../vocational-training/training';
import * as give from './work';
import {
  anEmployer,
  anOffer,
  applied,
  atWork,
  EMPLOYERS,
  placed,
  placement,
  step,
  workOf,
} from './work';
import { workFigures } from '../../modules/employment';

const CANARY = 'CANARI-Fournil-4417';

describe('work', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let stranger: SignedIn;
  let supervisor: SignedIn;
  let programme: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    await standsAt(mawa, '2026-11-24T12:10:00Z');
    officer = await mawa.signIn('reintegration_officer');
    stranger = await mawa.signIn('reintegration_officer');
    supervisor = await mawa.signIn('case_supervisor');
    programme = await mawa.signIn('programme_officer');
  });
  afterAll(() => mawa.stop());

  const someone = (): Promise<TestPerson> => aPerson(officer, ADULT);
  const read = async (path: string, by = officer) => (await by.get(path).expect(200)).body;
  const refused = async (path: string, body: object, by = officer) =>
    codesOf(await by.post(path, body));
  const count = async (sql: string, params: unknown[] = []): Promise<number> =>
    Number((await mawa.admin.query<{ n: string }>(sql, params)).rows[0]!.n);
  const place = async (person: TestPerson, body: object) =>
    refused(`${workOf(person)}/placements`, body);

  describe('an employer', () => {
    it('stands as the last look says, on that day', async () => {
      const { path } = await anEmployer(programme, { vetting: null });
      const standing = async () => (await read(path)).standing;
      expect(await standing()).toBe('none');
      const vet = (more: object, by = programme) => by.post(`${path}/vettings`, give.vetting(more));
      await vet({ on: '2025-11-02', expiresOn: '2026-11-23' }).expect(201);
      expect(await standing()).toBe('expired');
      await vet({ on: '2026-11-20', result: 'conditions', note: CANARY }).expect(201);
      expect(await read(path)).toMatchObject({
        standing: 'conditions',
        vetted: true,
        contact: 'Madame Contact, +212500000000',
        vettings: [{ note: CANARY, result: 'conditions' }, { result: 'accepted' }],
      });
      expect(codesOf(await vet({ on: '2026-11-19' }))).toEqual(['work.before_last_look']);
      expect(codesOf(await vet({ on: '2026-11-25' }))).toEqual(['training.in_future']);
      expect(codesOf(await vet({ on: '2026-11-24', lookedAt: [] }))).toEqual([
        'work.looked_at_what',
      ]);
      expect(codesOf(await vet({ on: '2026-11-24', expiresOn: '2026-11-24' }))).toEqual([
        'work.expires_when',
      ]);
      expect(codesOf(await vet({ on: '2026-11-24', result: 'conditions' }))).toEqual([
        'work.which_conditions',
      ]);
      expect(codesOf(await vet({ on: '2026-11-24', result: 'refused' }))).toEqual(['work.why']);
      const { rows } = await mawa.admin.query<{ row: string }>(
        `SELECT (SELECT json_agg(e)::text FROM work_employers e) || (SELECT json_agg(v)::text FROM work_vettings v) AS row`,
      );
      expect(rows[0]!.row).not.toMatch(/CANARI|Madame/);
    });

    it('that was refused, or struck, comes back by somebody else alone', async () => {
      for (const against of ['refused', 'struck']) {
        const { path } = await anEmployer(programme);
        const vet = (by: SignedIn, more: object) =>
          by.post(`${path}/vettings`, give.vetting({ on: '2026-11-24', ...more }));
        await vet(programme, { result: against, reason: 'law_not_kept' }).expect(201);
        expect(codesOf(await vet(programme, {}))).toEqual(['work.somebody_else_looks']);
        await vet(supervisor, {}).expect(201);
        expect((await read(path)).vetted).toBe(true);
      }
    });

    it('is vetted by the programme; an officer looks at it, and whoever cares for nobody does not', async () => {
      const { path } = await anEmployer(programme);
      await officer.post(EMPLOYERS, give.employer()).expect(403);
      await officer.post(`${path}/vettings`, give.vetting()).expect(403);
      await officer.post(`${path}/offers`, give.offer()).expect(403);
      await officer.post(`${give.WORK}/floors`, {}).expect(403);
      for (const page of ['/training/work', '/training/work/floors', path, `${give.WORK}/offers`]) {
        await officer.get(page).expect(200);
      }
      const cashier = await mawa.signIn('finance_officer');
      await cashier.get(EMPLOYERS).expect(403);
      expect(await refused(EMPLOYERS, give.employer({ sector: 'Z9' }), programme)).toEqual([
        'common.not_choice',
      ]);
    });

    it('is changed with the revision that was read, its sector staying one that the list has retired', async () => {
      const { path } = await anEmployer(programme);
      const change = (more: object, by = programme) =>
        by.put(path, { ...give.employer({ name: 'Hôtel de la Palmeraie' }), revision: 1, ...more });
      await change({}, officer).expect(403);
      expect(codesOf(await change({ region: '99' }))).toEqual(['common.not_choice']);
      expect(codesOf(await change({ sector: 'Z9' }))).toEqual(['common.not_choice']);
      for (const revision of [0, 1e12, undefined]) {
        expect((await change({ revision })).status).toBe(422);
      }
      await programme
        .put(`${EMPLOYERS}/${randomUUID()}`, give.employer({ revision: 1 }))
        .expect(404);
      await change({ contact: CANARY, region: '05' }).expect(204);
      expect(await read(path)).toMatchObject({
        name: 'Hôtel de la Palmeraie',
        region: '05',
        contact: CANARY,
        standing: 'accepted',
        revision: 2,
      });
      const late = await change({});
      expect([late.status, ...codesOf(late)]).toEqual([409, 'work.saved_by_another']);
      await change({ contact: '', revision: 2 }).expect(204);
      expect((await read(path)).contact).toBeNull();
      await mawa.admin.query(`UPDATE work_employers SET sector = 'GONE' WHERE name = $1`, [
        'Hôtel de la Palmeraie',
      ]);
      await change({ sector: 'GONE', revision: 3 }).expect(204);
      const both = await Promise.all([1, 2].map(() => change({ revision: 4 })));
      expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
      const { rows } = await mawa.admin.query<{ row: string }>(
        `SELECT json_agg(e)::text AS row FROM work_employers e`,
      );
      expect(rows[0]!.row).not.toMatch(/CANARI|Madame/);
      expect(
        await count(
          `SELECT count(*) AS n FROM audit_log WHERE action = 'work.change_employer' AND actor_id = $1`,
          [programme.actor.userId],
        ),
      ).toBe(4);
    });

    it('keeps what it was called before, and the name of one that was refused', async () => {
      const { path } = await anEmployer(programme);
      const change = (more: object) => programme.put(path, { ...give.employer(), ...more });
      const vet = (more: object, by = programme) =>
        by.post(`${path}/vettings`, give.vetting({ on: '2026-11-24', ...more }));
      await change({ name: 'Le Palmier', revision: 1 }).expect(204);
      await vet({ result: 'struck', reason: 'law_not_kept' }).expect(201);
      for (const more of [{ name: 'La Palme' }, { name: 'Le Palmier', region: '05' }]) {
        expect(codesOf(await change({ ...more, revision: 2 }))).toEqual(['work.refused_stays']);
      }
      await change({ name: 'Le Palmier', contact: 'Monsieur Nouveau', revision: 2 }).expect(204);
      await vet({}, supervisor).expect(201);
      await change({ name: 'La Palme', revision: 3 }).expect(204);
      expect(await read(path)).toMatchObject({
        name: 'La Palme',
        versions: [{ name: 'Le Palmier' }, { name: 'Hôtel du Palmier', region: '04' }],
      });
      const page = await programme.get(path.replace('/api/v1', '')).expect(200);
      expect(page.text).toContain('<strong>Hôtel du Palmier</strong>');
    });

    it('changes its offer, not below the places that are held', async () => {
      const work = await anEmployer(programme);
      const id = await anOffer(programme, work, { places: 3 });
      const path = `${give.WORK}/offers/${id}`;
      const change = (more: object, by = programme) =>
        by.put(path, give.offer({ places: 3, revision: 1, ...more }));
      for (let seat = 0; seat < 2; seat += 1) {
        const one = await applied(officer, await someone(), id);
        await step(officer, one, 'accepted').expect(201);
      }
      await change({}, officer).expect(403);
      expect(codesOf(await change({ places: 1 }))).toEqual(['work.places_held']);
      expect(codesOf(await change({ until: '2025-11-30' }))).toEqual(['work.until_before_from']);
      expect(codesOf(await change({ occupation: 'Z9' }))).toEqual(['common.not_choice']);
      await change({ places: 2, wage: '3600.00', until: '2026-11-23' }).expect(204);
      expect((await read(work.path)).offers).toMatchObject([
        { id, places: 2, taken: 2, wage: '3600.00', until: '2026-11-23', revision: 2 },
      ]);
      expect(codesOf(await change({}))).toEqual(['work.saved_by_another']);
      // Its last day has passed: it is not among those that are open.
      expect(
        (await read(`${give.WORK}/offers`)).offers.map((one: { id: string }) => one.id),
      ).not.toContain(id);
    });

    it('gives its last place or takes it away, not both', async () => {
      const work = await anEmployer(programme);
      const id = await anOffer(programme, work, { places: 2 });
      const [first, second] = [
        await applied(officer, await someone(), id),
        await applied(officer, await someone(), id),
      ];
      await step(officer, first!, 'accepted').expect(201);
      const [changed, accepted] = await Promise.all([
        programme.put(`${give.WORK}/offers/${id}`, give.offer({ places: 1, revision: 1 })),
        step(officer, second!, 'accepted'),
      ]);
      expect([
        [204, 409],
        [409, 201],
      ]).toContainEqual([changed.status, accepted.status]);
    });

    it('and its offers are changed on pages, with what was read in the fields', async () => {
      const work = await anEmployer(programme);
      const id = await anOffer(programme, work);
      const employerPage = `/training/work/employers/${work.id}`;
      const offerPage = `/training/work/offers/${id}/change`;
      const fields = (more: object) => ({ ...give.offer(), places: '2', ...more });
      const { text } = await programme.get(employerPage).expect(200);
      expect(text).toContain(`href="${employerPage}/change"`);
      expect(text).toContain(`href="${offerPage}"`);
      expect((await officer.get(employerPage).expect(200)).text).not.toContain('/change"');
      await officer.get(`${employerPage}/change`).expect(403);
      await officer.get(offerPage).expect(403);
      expect((await programme.get(`${employerPage}/change`).expect(200)).text).toContain(
        'value="Madame Contact, +212500000000"',
      );
      expect((await programme.get(offerPage).expect(200)).text).toContain('value="3500.00"');
      const wrong = await programme.submit(offerPage, {
        ...fields({ places: '0' }),
        revision: '1',
      });
      expect([wrong.status, wrong.text.includes('value="0"')]).toEqual([422, true]);
      await programme
        .submit(offerPage, { ...fields({ places: '٤' }), revision: '1' })
        .expect(303)
        .expect('location', employerPage);
      await programme
        .submit(`${employerPage}/change`, {
          ...give.employer({ name: 'Le Palmier' }),
          revision: '1',
        })
        .expect(303);
      expect(await read(work.path)).toMatchObject({ name: 'Le Palmier', offers: [{ places: 4 }] });
      // Another window that was open meanwhile: what it says is shown again with the revision that it had read.
      for (let press = 0; press < 2; press += 1) {
        const late = await programme.submit(offerPage, {
          ...fields({ places: '3' }),
          revision: '1',
        });
        expect([late.status, late.text.includes('name="revision" value="1"')]).toEqual([409, true]);
      }
    });

    it('is shown with the people whom the reader accompanies, and no word of the others', async () => {
      const { id } = await anEmployer(programme);
      const mine = await someone();
      const theirs = await aPerson(stranger, ADULT);
      await atWork(officer, mine, placement(id));
      await atWork(stranger, theirs, placement(id));
      const seen = await officer.get(`/training/work/employers/${id}`).expect(200);
      expect(seen.text).toContain(mine.caseNumber);
      expect(seen.text).not.toContain(theirs.caseNumber);
      const { text } = await programme.get(`/training/work/employers/${id}`).expect(200);
      expect(text).not.toMatch(new RegExp(`${mine.caseNumber}|${theirs.caseNumber}`));
      expect((await read(`${EMPLOYERS}/${id}`, programme)).people).toBeNull();
    });
  });

  describe('an offer', () => {
    it('has its last place for one of two who are accepted at once', async () => {
      const offerId = await anOffer(programme, await anEmployer(programme), { places: 1 });
      const two = await Promise.all([someone(), someone()]);
      const sent = await Promise.all(two.map((one) => applied(officer, one, offerId)));
      const answers = await Promise.all(
        sent.map((one) => step(officer, one, 'accepted', { on: '2026-03-05' })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      const full = answers.find(({ status }) => status === 409)!;
      expect(codesOf(full)).toEqual(['work.offer_full']);
      const { offers } = await read(`${give.WORK}/offers`);
      const found = offers.find(({ id }: { id: string }) => id === offerId);
      expect(found).toMatchObject({ places: 1, taken: 1 });
    });

    it('is applied to once, refused by somebody with a reason, and leads to one placement', async () => {
      const employer = await anEmployer(programme);
      const offerId = await anOffer(programme, employer);
      const person = await someone();
      const one = await applied(officer, person, offerId);
      const again = { offerId, on: '2026-03-02' };
      expect(await refused(`${workOf(person)}/applications`, again)).toEqual([
        'work.applied_already',
      ]);
      const at = { on: '2026-03-04' };
      expect(codesOf(await step(officer, one, 'declined', { ...at, reason: 'wage' }))).toEqual([
        'work.who_declined',
      ]);
      expect(codesOf(await step(officer, one, 'declined', { ...at, byWhom: 'person' }))).toEqual([
        'work.why',
      ]);
      await step(officer, one, 'declined', { ...at, byWhom: 'person', reason: 'wage' }).expect(201);
      expect(codesOf(await step(officer, one, 'accepted', at))).toEqual(['work.no_such_step']);
      const second = await applied(officer, person, offerId);
      const from = { applicationId: second.id };
      expect(await place(person, placement(null, from))).toEqual(['work.which_application']);
      await step(officer, second, 'interview', at).expect(201);
      await step(officer, second, 'accepted', { on: '2026-03-06' }).expect(201);
      await placed(officer, person, placement(null, from));
      expect(await place(person, placement(null, from))).toEqual(['work.placed_already']);
      const back = { on: '2026-03-08', reason: 'changed_mind' };
      expect(codesOf(await step(officer, second, 'withdrawn', back))).toEqual(['work.led_on']);
    });

    it('of an employer whom nobody vetted takes no application, and none after its end', async () => {
      const unvetted = await anEmployer(programme, { vetting: null });
      const person = await someone();
      const to = `${workOf(person)}/applications`;
      const offerId = await anOffer(programme, unvetted);
      expect(await refused(to, { offerId, on: '2026-11-02' })).toEqual(['work.not_vetted']);
      const over = await anOffer(programme, await anEmployer(programme), { until: '2026-01-31' });
      expect(await refused(to, { offerId: over, on: '2026-02-01' })).toEqual(['work.offer_over']);
      expect(await refused(to, { offerId: randomUUID(), on: '2026-02-01' })).toEqual([
        'work.which_offer',
      ]);
    });
  });

  describe('a placement', () => {
    it.each([
      ['whom nobody vetted', null, []],
      ['who was refused', {}, [{ result: 'refused', reason: 'unsafe' }]],
      ['whose vetting expired', { expiresOn: '2026-11-23' }, []],
      ['who was struck', {}, [{ result: 'struck', reason: 'closed' }]],
    ])('with an employer %s is refused', async (_why, vetting, later) => {
      const { id, path } = await anEmployer(programme, { vetting });
      for (const more of later) {
        const against = { on: '2026-11-24', expiresOn: undefined, ...more };
        await programme.post(`${path}/vettings`, give.vetting(against)).expect(201);
      }
      expect(await place(await someone(), placement(id))).toEqual(['work.not_vetted']);
    });

    it('at the very moment at which the employer is struck: one of both is first, never neither', async () => {
      for (let round = 0; round < 3; round += 1) {
        const { id, path } = await anEmployer(programme);
        const person = await someone();
        const strike = { on: '2026-11-24', result: 'struck', reason: 'signs' };
        const [put, struck] = await Promise.all([
          officer.post(`${workOf(person)}/placements`, placement(id)),
          programme.post(`${path}/vettings`, strike),
        ]);
        expect(struck.status).toBe(201);
        const [row] = (
          await mawa.admin.query<{ first: boolean }>(
            `SELECT p.at <= v.at AS first FROM work_placements p JOIN work_vettings v ON v.employer_id = p.employer_id AND v.result = 'struck'
              WHERE p.employer_id = $1`,
            [id],
          )
        ).rows;
        expect(put.status).toBe(row ? 201 : 409);
        if (put.status === 409) expect(codesOf(put)).toEqual(['work.not_vetted']);
        expect(await place(await someone(), placement(id))).toEqual(['work.not_vetted']);
      }
    });

    it('past the application is refused by PostgreSQL', async () => {
      const { id } = await anEmployer(programme, { vetting: null });
      const person = await someone();
      const forced = mawa.transactions.run(officer.actor, (tx) =>
        tx.query(
          `INSERT INTO work_placements (id, case_id, kind, employer_id, occupation, list_version, starts_on, contract_form, contract_kind, cnss,
             wage, wage_period, floor_kind, hours_a_week, days_a_week, papers_kept_by, free_to_leave, housing_tied, grievance_known, officer_id)
           VALUES (gen_random_uuid(), $1, 'employed', $2, '5', 1, '2026-11-24', 'written', 'open_ended', true, 9000, 'month', 'smig', 44, 6,
             'worker', true, false, true, mawa_actor())`,
          [person.id, id],
        ),
      );
      await expect(forced).rejects.toThrow('nobody vetted this employer');
    });

    it('under the minimum of its day is refused, and a centime decides', async () => {
      const { id } = await anEmployer(programme);
      const person = await someone();
      const pays = (wage: string, more: object = {}) =>
        place(person, placement(id, { wage, ...more }));
      const hourly = { wagePeriod: 'hour' };
      // 17.92 × 191; before 2026 17.10 × 191 = 3 266.10.
      expect(await pays('3422.71')).toEqual(['work.under_floor']);
      await placed(officer, person, placement(id, { wage: '3422.72' }));
      expect(await pays('17.91', hourly)).toEqual(['work.under_floor']);
      const then = { startsOn: '2025-12-31', on: '2025-12-30' };
      expect(await pays('3266.09', then)).toEqual(['work.under_floor']);
      await placed(officer, person, placement(id, { wage: '3266.10', ...then }));
      const farm = { floorKind: 'smag', hoursAWeek: '48', wagePeriod: 'day' };
      expect(await pays('97.43', { ...farm, startsOn: '2026-04-01', on: '2026-03-31' })).toEqual([
        'work.under_floor',
      ]);
      await placed(
        officer,
        person,
        placement(id, { ...farm, wage: '93.00', startsOn: '2026-03-31' }),
      );
      // Not measured with the floor, and written down.
      const learns = { contractKind: 'apprenticeship', wage: '900.00' };
      await placed(officer, person, placement(id, learns));
      const spoken = { ...learns, contractForm: 'oral', unwrittenReason: 'custom' };
      expect(await pays('900.00', spoken)).toEqual(['work.apprentice_written']);
    });

    it('follows a floor that the programme enters, and waits where none is known', async () => {
      const { id } = await anEmployer(programme, {
        vetting: { on: '2024-01-01', expiresOn: '2027-01-01' },
      });
      const old = { startsOn: '2024-06-03', on: '2024-06-03' };
      const person = await someone();
      expect(await place(person, placement(id, old))).toEqual(['work.no_floor']);
      const floor = { kind: 'smig', from: '2024-01-01', amount: '15.55', source: 'Arrêté (essai)' };
      const proposal = programme.post(`${give.WORK}/floors`, { ...floor, standing: 'confirmed' });
      const { body } = await proposal.expect(201);
      expect(await place(person, placement(id, old))).toEqual(['work.no_floor']);
      await confirmed(mawa, body.id as string);
      await placed(officer, person, placement(id, old));
      const { floors, today } = await read(`${give.WORK}/floors`);
      const inForce = floors.filter((one: { id: string }) => today.includes(one.id));
      expect(inForce).toMatchObject([
        { kind: 'smig', amount: '17.92', standing: 'to_be_confirmed' },
        { kind: 'smag', amount: '97.44', standing: 'to_be_confirmed' },
      ]);
    });

    it('is measured alike by the rule and by PostgreSQL', async () => {
      const measures: LegalWorkingTime = {
        industryWeek: 44,
        industryMonth: 191,
        farmDay: 8,
        farmWeek: 48,
        farmMonth: 26,
      };
      const asked = (['smig', 'smag'] as const).flatMap((kind) =>
        (['hour', 'day', 'month'] as const).flatMap((period) =>
          [
            [44, 6],
            [37.5, 5],
            [13, 3],
          ].map(([hoursAWeek, daysAWeek]) => ({ kind, period, hoursAWeek, daysAWeek })),
        ),
      );
      for (const { kind, period, hoursAWeek, daysAWeek } of asked) {
        const amount = kind === 'smig' ? '17.92' : '97.44';
        const [row] = await mawa.transactions.run(officer.actor, (tx) =>
          tx.query<{ least: string }>(
            'SELECT work_least_wage($1, $2, $3, $4, $5::smallint)::text AS least',
            [kind, amount, period, hoursAWeek, daysAWeek],
          ),
        );
        const worked = { period, hoursAWeek: hoursAWeek!, daysAWeek: daysAWeek! };
        const floor = { kind, from: '2026-01-01', amount };
        expect([kind, period, hoursAWeek, row!.least]).toEqual([
          kind,
          period,
          hoursAWeek,
          minimumWage(floor, worked, measures),
        ]);
      }
    });

    it('with a sign of forced labour in its terms is refused, in those words', async () => {
      const { id } = await anEmployer(programme);
      const person = await someone();
      const on = (more: object) => place(person, placement(id, more));
      expect(await on({ papersKeptBy: 'employer' })).toEqual(['work.papers_sign']);
      expect(await on({ freeToLeave: false })).toEqual(['work.leave_sign']);
      expect(await on({ contractForm: 'oral' })).toEqual(['work.unwritten_why']);
      expect(await on({ cnss: undefined })).toEqual(['work.terms_asked']);
      const page = await officer.submit(`/people/${person.id}/work/placements`, {
        ...placement(id),
        freeToLeave: 'no',
        cnss: 'yes',
        housingTied: 'no',
        grievanceKnown: 'yes',
        daysAWeek: '6',
      });
      expect(page.text).toContain('c’est un signe de travail forcé');
      expect(
        await count('SELECT count(*) AS n FROM work_placements WHERE case_id = $1', [person.id]),
      ).toBe(0);
    });

    it('of a child under the age of work is refused, for one’s own account too', async () => {
      const { id } = await anEmployer(programme);
      const child = await aPerson(officer, { ...ADULT, birthDate: '2011-06-01' });
      expect(await place(child, placement(id))).toEqual(['work.too_young']);
      const own = { kind: 'self', occupation: '7', startsOn: '2026-03-10', on: '2026-03-08' };
      expect(await place(child, { ...own, hoursAWeek: '10', daysAWeek: 5 })).toEqual([
        'work.too_young',
      ]);
      const older = await aPerson(officer, { ...ADULT, birthDate: '2010-06-01' });
      await placed(officer, older, placement(id));
    });

    it('of somebody whom an assessment of age found younger is refused, and begins on its day', async () => {
      const { id } = await anEmployer(programme);
      const young = await aPerson(officer, ADULT);
      await mawa.admin.query(
        `BEGIN; SET LOCAL session_replication_role = replica;
         UPDATE cases SET born_from = '2010-01-01', born_until = '2012-12-31' WHERE id = '${young.id}'; COMMIT`,
      );
      expect(await place(young, placement(id))).toEqual(['work.too_young']);
      const person = await aPerson(officer, ADULT);
      const far = placement(id, { startsOn: '2027-06-30', on: '2026-11-24' });
      expect(await place(person, far)).toEqual(['work.starts_soon']);
      const one = await placed(officer, person, placement(id));
      for (const on of ['2026-03-09', '2026-04-11'])
        expect(codesOf(await step(officer, one, 'started', { on }))).toEqual([
          'work.starts_on_its_day',
        ]);
    });

    it('that ends as unsafe says which sign was seen first, where somebody was reached', async () => {
      const { id } = await anEmployer(programme);
      const person = await aPerson(officer, ADULT);
      const one = await atWork(officer, person, placement(id));
      const unsafe = { on: '2026-11-20', reason: 'unsafe' };
      expect(codesOf(await step(officer, one, 'ended', unsafe))).toEqual(['work.unsafe_sign']);
      const tell = (more: object) =>
        officer.post(`${one.path}/follow-ups`, give.followUp({ signs: { debt: 'seen' }, ...more }));
      expect(codesOf(await tell({ outcome: 'refused' }))).toEqual(['work.signs_of_reached']);
      await tell({ signs: { violence: 'seen' } }).expect(201);
      await step(officer, one, 'ended', unsafe).expect(201);
    });

    it('of one’s own has no employer; a changed job is a new one', async () => {
      const person = await someone();
      const own = { kind: 'self', occupation: '7', startsOn: '2026-03-10', on: '2026-03-08' };
      const one = await atWork(officer, person, { ...own, hoursAWeek: '30', daysAWeek: 5 });
      expect(codesOf(await step(officer, one, 'started'))).toEqual(['work.no_such_step']);
      expect(codesOf(await step(officer, one, 'ended', { on: '2026-06-01' }))).toEqual([
        'work.why',
      ]);
      const early = { on: '2026-03-09', reason: 'better_job' };
      expect(codesOf(await step(officer, one, 'ended', early))).toEqual(['work.before_last']);
      await step(officer, one, 'ended', { ...early, on: '2026-06-01', note: CANARY }).expect(201);
      const { id } = await anEmployer(programme);
      await placed(officer, person, placement(id, { startsOn: '2026-06-02', on: '2026-06-01' }));
      const { placements } = await read(workOf(person));
      expect(placements).toMatchObject([
        { kind: 'employed', state: 'placed' },
        { kind: 'self', state: 'ended', steps: [{}, {}, { note: CANARY, reason: 'better_job' }] },
      ]);
    });

    it('is written by who accompanies the person, and read by nobody else', async () => {
      const person = await someone();
      const { id } = await anEmployer(programme);
      const to = `${workOf(person)}/placements`;
      await stranger.post(to, placement(id)).expect(404);
      await stranger.get(workOf(person)).expect(404);
      await programme.get(workOf(person)).expect(403);
      await programme.post(to, placement(id)).expect(403);
      const house = await mawa.signIn('shelter_manager');
      await house.get(workOf(person)).expect(403);
      await house.get('/training/placements').expect(403);
      await programme.get('/api/v1/training/placements').expect(403);
    });
  });

  it('from the course to the job, and at six months a sign that stays until somebody answers', async () => {
    const person = await someone();
    const session = await aSession(programme, await aProvider(mawa), {
      session: { startsOn: '2026-02-02', endsOn: '2026-02-27' },
    });
    const course = await trained(person, session);
    expect(course).toBe('completed');
    const employer = await anEmployer(programme);
    const offerId = await anOffer(programme, employer);
    const application = await applied(officer, person, offerId);
    await step(officer, application, 'accepted', { on: '2026-03-06' }).expect(201);
    const one = await atWork(officer, person, placement(null, { applicationId: application.id }));
    const tell = (body: object, by = officer) => by.post(`${one.path}/follow-ups`, body);
    expect(codesOf(await tell(give.followUp({ on: '2026-08-26' })))).toEqual([
      'work.not_yet_asked',
    ]);
    expect(codesOf(await tell(give.followUp({ months: 5 })))).toEqual(['work.which_mark']);
    await tell({
      months: 3,
      on: '2026-06-10',
      mode: 'call',
      outcome: 'not_reached',
      why: 'no_answer',
    }).expect(201);
    const seen = give.followUp({
      signs: { wages: 'seen', documents: 'seen', debt: 'not_seen' },
      note: CANARY,
    });
    const key = randomUUID();
    const { body } = await officer.post(`${one.path}/follow-ups`, seen, key).expect(201);
    await officer.post(`${one.path}/follow-ups`, seen, key).expect(201);

    const tasks = async () =>
      (
        await mawa.admin.query<{ for_role: string | null; for_user: string | null; done: boolean }>(
          `SELECT for_role, for_user, done_at IS NOT NULL AS done FROM tasks WHERE kind = 'work_sign' AND subject_id = $1 ORDER BY for_role NULLS FIRST`,
          [body.id],
        )
      ).rows;
    const forBoth = (done: boolean) => [
      { for_role: null, for_user: officer.actor.userId, done },
      { for_role: 'case_supervisor', for_user: null, done },
    ];
    expect(await tasks()).toEqual(forBoth(false));
    const home = await officer.get('/api/v1/tasks').expect(200);
    expect(JSON.stringify(home.body)).toContain('work_sign');
    // Nobody else is sent there before a second look, by somebody who had not accepted it.
    expect((await read(employer.path)).standing).toBe('redo');
    const other = await someone();
    expect(await place(other, placement(employer.id))).toEqual(['work.not_vetted']);
    const look = give.vetting({ on: '2026-11-24' });
    expect(await refused(`${employer.path}/vettings`, look, programme)).toEqual([
      'work.somebody_else_looks',
    ]);
    const board = await read('/api/v1/training/placements');
    expect(board.placements[0]).toMatchObject({
      caseId: person.id,
      signs: ['documents', 'wages'],
      callingId: body.id,
      risks: ['signs', 'employer'],
    });
    const page = await officer.get('/training/placements').expect(200);
    for (const words of [person.caseNumber, 'Papiers confisqués', 'À vérifier de nouveau']) {
      expect(page.text).toContain(words);
    }

    const answerTo = `${workOf(person)}/follow-ups/${body.id}/answer`;
    expect(await refused(answerTo, give.answer({ done: [] }))).toEqual(['work.done_what']);
    expect(await refused(answerTo, give.answer({ on: '2026-09-11' }))).toEqual([
      'work.answer_after',
    ]);
    await stranger.post(answerTo, give.answer()).expect(404);
    expect(await tasks()).toEqual(forBoth(false));
    await officer.post(answerTo, give.answer({ note: CANARY })).expect(201);
    expect(await tasks()).toEqual(forBoth(true));
    expect(await refused(answerTo, give.answer())).toEqual(['work.answered_already']);
    await supervisor.post(`${employer.path}/vettings`, look).expect(201);
    await placed(
      officer,
      other,
      placement(employer.id, { startsOn: '2026-11-24', on: '2026-11-24' }),
    );
    const told = await officer.get(`/people/${person.id}/work`).expect(200);
    for (const words of [CANARY, 'Salaire retenu', 'Inspection du travail', '44']) {
      expect(told.text).toContain(words);
    }
    // Between two marks nothing waits for the next one.
    const between = give.followUp({ months: 0, on: '2026-11-20', signs: { threats: 'seen' } });
    const { body: second } = await tell(between).expect(201);
    expect(
      await count(
        `SELECT count(*) AS n FROM tasks WHERE kind = 'work_sign' AND subject_id = $1 AND done_at IS NULL`,
        [second.id],
      ),
    ).toBe(2);
  });

  it('stands on the timeline of the file, and whom to ask among what the officer does today', async () => {
    const person = await someone();
    const session = await aSession(programme, await aProvider(mawa), {
      session: { startsOn: '2026-02-02', endsOn: '2026-02-27' },
    });
    await trained(person, session);
    const employer = await anEmployer(programme);
    const terms = placement(employer.id, { startsOn: '2026-08-24', on: '2026-08-24' });
    const one = await placed(officer, person, terms);
    await step(officer, one, 'started', { on: '2026-08-24' }).expect(201);
    const file = await officer.get(`/people/${person.id}`).expect(200);
    for (const words of ['Formation terminée', 'Au travail', 'Formation et acquis']) {
      expect(file.text).toContain(words);
    }
    await stranger.get(`/people/${person.id}`).expect(404);
    // The house where she sleeps reads her care and not her story: where she works is not told there.
    const shelterId = randomUUID();
    const keeper = await mawa.signIn('shelter_manager', { shelterIds: [shelterId] });
    await opensTo(mawa, shelterId, 'stay', [person]);
    const theirs = await keeper.get(`/people/${person.id}`).expect(200);
    expect(theirs.text).toContain('Formation terminée');
    expect(theirs.text).not.toContain('Au travail');

    const asked = async (by: SignedIn) =>
      (await by.get('/').expect(200)).text.includes(
        `${one.path.replace('/api/v1', '')}/follow-ups/new`,
      );
    // Three months after the twenty-fourth of August is today.
    expect(await asked(officer)).toBe(true);
    expect((await officer.get('/').expect(200)).text).toContain('comment va le travail : 3 mois');
    expect(await asked(stranger)).toBe(false);
    await officer
      .post(`${one.path}/follow-ups`, give.followUp({ months: 3, on: '2026-11-24' }))
      .expect(201);
    expect(await asked(officer)).toBe(false);
  });

  /** With a place, there on a day, and through with it. */
  async function trained(
    person: TestPerson,
    session: Awaited<ReturnType<typeof aSession>>,
  ): Promise<string> {
    const on = '2026-02-02';
    const sent = { sessionId: session.id, on };
    const { body } = await officer.post(`${person.path}/training/enrolments`, sent).expect(201);
    const path = `${person.path}/training/enrolments/${body.id}`;
    for (const to of ['admitted', 'started']) {
      await trainingStep(officer, { path }, to, { on }).expect(201);
    }
    await mark(officer, session, on, [[body.id, 'present']]).expect(201);
    await trainingStep(officer, { path }, 'completed', { on: '2026-02-27' }).expect(201);
    return (await read(path)).state;
  }

  it('is counted once for all: the figures equal plain SQL', async () => {
    const { id } = await anEmployer(programme);
    for (const [inWork, income] of [
      ['same', '4000.00'],
      ['other', '3600.00'],
      ['no', null],
    ] as const) {
      const one = await atWork(officer, await someone(), placement(id));
      const told = give.followUp({ inWork, ...(income ? { income } : { income: undefined }) });
      await officer.post(`${one.path}/follow-ups`, told).expect(201);
    }
    const found = await mawa.transactions.run(programme.actor, (tx) =>
      workFigures(tx, { from: '2026-01-01', until: '2027-01-01' }),
    );
    const FIRST = `(SELECT DISTINCT ON (p.case_id) p.id, p.case_id, s.on_day, p.income_before FROM work_placements p
        JOIN work_placement_steps s ON s.placement_id = p.id AND s.to_state = 'started' ORDER BY p.case_id, s.on_day, p.place) f`;
    expect(found.placed).toBe(
      await count(`SELECT count(*) AS n FROM ${FIRST} WHERE f.on_day >= '2026-01-01'`),
    );
    expect(found.placements).toBe(
      await count(
        `SELECT count(*) AS n FROM work_placement_steps WHERE to_state = 'started' AND on_day >= '2026-01-01'`,
      ),
    );
    // The calendar written out: six months after, thirty days on.
    const passed = await count(
      `SELECT count(*) AS n FROM ${FIRST} WHERE (f.on_day + interval '6 months')::date + 30 BETWEEN '2026-01-01' AND '2026-11-23'`,
    );
    const inWork = await count(
      `SELECT count(*) AS n FROM ${FIRST} JOIN work_follow_ups u ON u.placement_id = f.id AND u.months = 6 AND u.outcome = 'reached'
        WHERE u.in_work IN ('same', 'other') AND (f.on_day + interval '6 months')::date + 30 < '2026-11-24'`,
    );
    const half = found.retention.find(({ months }) => months === 6)!;
    expect(half).toMatchObject({ passed, inWork, share: Math.round((100 * inWork) / passed) });
    expect(half.inWork + half.notInWork + half.notReached).toBe(passed);
    const before = await mawa.admin.query<{ n: string; median: string }>(
      `SELECT count(*) AS n, percentile_cont(0.5) WITHIN GROUP (ORDER BY f.income_before) * 100 AS median FROM ${FIRST}
        WHERE f.income_before IS NOT NULL AND f.on_day >= '2026-01-01'`,
    );
    expect(found.income[0]!.before).toEqual({
      n: Number(before.rows[0]!.n),
      cents: Number(before.rows[0]!.median),
    });
    expect(found.vetted).toBe(
      await count(
        `SELECT count(*) AS n FROM work_employers e WHERE (SELECT v.result IN ('accepted', 'conditions') AND v.expires_on >= '2026-11-24'
           FROM work_vettings v WHERE v.employer_id = e.id ORDER BY v.place DESC LIMIT 1)`,
      ),
    );
    const page = await programme.get('/training/figures?year=2026').expect(200);
    expect(page.text).toContain('Au travail après 6 mois');
    const api = await read('/api/v1/training/figures?year=2026', programme);
    expect(api.work.retention).toHaveLength(3);
  });

  it('ends with the file where it had not begun, and nothing in words outlives an erasure', async () => {
    const person = await someone();
    const employer = await anEmployer(programme);
    const offerId = await anOffer(programme, employer);
    const application = await applied(officer, person, offerId);
    const waits = await placed(officer, person, placement(employer.id, { note: CANARY }));
    const works = await atWork(officer, person, placement(employer.id));
    const told = give.followUp({ signs: { debt: 'seen' }, note: CANARY });
    const { body } = await officer.post(`${works.path}/follow-ups`, told).expect(201);
    const answerTo = `${workOf(person)}/follow-ups/${body.id}/answer`;
    await officer.post(answerTo, give.answer({ note: CANARY })).expect(201);
    for (const [to, reason] of [
      ['presumed', 'assessment'],
      ['assisted', 'support_begins'],
      ['closed', 'goals_reached'],
    ]) {
      await officer
        .post(`${person.path}/stages`, { to, reason, decidedBy: 'programme' })
        .expect(201);
    }
    const { applications, placements } = await read(workOf(person));
    expect(applications).toMatchObject([{ id: application.id, state: 'withdrawn' }]);
    const states = placements.map((one: { id: string; state: string }) => [one.id, one.state]);
    expect(states).toEqual([
      [works.id, 'started'],
      [waits.id, 'ended'],
    ]);
    const renewed = await anEmployer(programme);
    expect(await place(person, placement(renewed.id))).toEqual(['work.case_closed']);
    const words = () =>
      count(
        `SELECT (SELECT count(note) FROM work_placement_steps WHERE placement_id = $1) + (SELECT count(note) FROM work_follow_ups WHERE id = $2)
           + (SELECT count(note) FROM work_alert_answers WHERE follow_up_id = $2) AS n`,
        [waits.id, body.id],
      );
    expect(await words()).toBe(3);
    const asked = { reason: 'person_asked' };
    const erasure = await officer.post(`${person.path}/rights/erasure`, asked).expect(201);
    await mawa.transactions.run(supervisor.actor, async (tx) => {
      await tx.query(
        `UPDATE erasures SET decision = 'approved', decided_by = mawa_actor(), decided_at = mawa_now() WHERE id = $1`,
        [erasure.body.id],
      );
    });
    await mawa.transactions.run(supervisor.actor, (tx) =>
      tx.query('SELECT erase_case($1)', [erasure.body.id]),
    );
    expect(await words()).toBe(0);
    const kept = `SELECT count(*) AS n FROM work_follow_ups WHERE id = $1 AND case_id <> $2 AND signs_seen = '{debt}'`;
    expect(await count(kept, [body.id, person.id])).toBe(1);
  });
});
