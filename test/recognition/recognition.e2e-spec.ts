import { randomUUID } from 'node:crypto';
import { RecognitionHousekeeping } from '../../modules/recognition/recognition.schedule';
import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { ADULT } from '../consents/consent-answers';
import { enteredRate, ledgerHolds, openedGrant } from '../grant-budgeting/samples';
import { standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import * as give from './recognition';
import {
  addPiece,
  ask,
  assessed,
  assessedBy,
  aStandard,
  certify,
  conclude,
  declare,
  enquired,
  find,
  gathering,
  judge,
  ON,
  recognitionOf,
  STANDARDS,
  step,
  type TestProcedure,
  type TestStandard,
} from './recognition';
import {
  aProvider,
  aSession,
  begun,
  codesOf,
  mark,
  orientation,
  trainingOf,
} from '../vocational-training/training';
import { recognitionFigures } from '../../modules/recognition';

const CANARY = 'CANARI-Louche-4410';

describe('recognition of prior learning', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let assessor: SignedIn;
  let second: SignedIn;
  let manager: SignedIn;
  let authority: string;
  let line: string;
  let cook: TestStandard;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    await standsAt(mawa, '2026-11-24T12:10:00Z');
    line = (await openedGrant(mawa)).lines['IOM-2.2']!;
    await enteredRate(mawa, ['USD', 'MAD', '2026-11-01', '9.20']);
    officer = await mawa.signIn('reintegration_officer');
    assessor = await mawa.signIn('reintegration_officer');
    second = await mawa.signIn('case_supervisor');
    manager = await mawa.signIn('programme_officer');
    authority = await aProvider(mawa, 'Office des métiers');
    cook = await aStandard(manager, authority);
  });
  afterAll(() => mawa.stop());

  const someone = (): Promise<TestPerson> => aPerson(officer, ADULT);
  const read = async ({ path }: { path: string }, by = officer) =>
    (await by.get(path).expect(200)).body;
  const count = async (sql: string, params: unknown[] = []): Promise<number> =>
    Number((await mawa.admin.query<{ n: string }>(sql, params)).rows[0]!.n);
  const unit = (place: 0 | 1 | 2) => cook.units[place].id;

  describe('a standard', () => {
    it('is entered by the programme with its units in their order, and read by who cares for people', async () => {
      const seen = await read({ path: `${STANDARDS}/${cook.id}` });
      expect(seen).toMatchObject({ edition: 1, authority: 'Office des métiers', last: true });
      expect(
        seen.units.map(({ number, title, required }: Record<string, unknown>) => [
          number,
          title,
          required,
        ]),
      ).toEqual([
        [1, 'Préparer un repas', true],
        [2, 'Tenir la cuisine propre', true],
        [3, 'Servir en salle', false],
      ]);
      await officer.post(STANDARDS, give.standard(authority)).expect(403);
      const cashier = await mawa.signIn('finance_officer');
      await cashier.get(STANDARDS).expect(403);
    });

    it('is refused without a required unit, without a line for its fee, of no occupation', async () => {
      const refused = async (more: object) =>
        codesOf(await manager.post(STANDARDS, give.standard(authority, more)));
      expect(await refused({ units: [{ title: 'Servir', required: false }] })).toEqual([
        'recognition.a_required_unit',
      ]);
      expect(await refused({ units: [] })).toEqual(['recognition.a_required_unit']);
      expect(await refused({ units: [{ required: true }] })).toEqual(['recognition.unit_length']);
      expect(
        (await manager.post(STANDARDS, give.standard(authority, { units: [null] }))).status,
      ).toBe(422);
      expect(await refused({ fee: '300.00' })).toEqual(['recognition.which_line']);
      expect(await refused({ isco: 'cook' })).toEqual(['recognition.isco']);
      expect(await refused({ currentYears: 0 })).toEqual(['recognition.years']);
      expect(await refused({ authorityId: randomUUID() })).toEqual(['common.not_choice']);
    });

    it('changes by another edition, under which what was begun before does not fall', async () => {
      const first = await aStandard(manager, authority, { title: 'Couturière' });
      const under = await enquired(officer, await someone(), first.id);
      const edition = (from: string, more: object = {}) =>
        manager.post(
          `${STANDARDS}/${from}/editions`,
          give.standard(authority, { title: 'Couturière', ...more }),
        );
      const next = await edition(first.id).expect(201);
      expect((await read(under)).standard).toMatchObject({ id: first.id, edition: 1, last: false });
      expect(await read({ path: `${STANDARDS}/${next.body.id}` })).toMatchObject({ edition: 2 });
      // Whoever had the first in hand is told that another came between.
      expect(codesOf(await edition(first.id))).toEqual(['recognition.edition_between']);
      const late = { standardId: first.id, on: ON };
      expect(codesOf(await officer.post(recognitionOf(await someone()), late))).toEqual([
        'recognition.later_edition',
      ]);
      // A unit is written with its edition and never after.
      await expect(
        mawa.transactions.run(manager.actor, (tx) =>
          tx.query(
            `INSERT INTO recognition_units (id, standard_id, number, title, required) VALUES (gen_random_uuid(), $1, 9, 'Broder', false)`,
            [first.id],
          ),
        ),
      ).rejects.toThrow('written with it');
    });
  });

  describe('the way', () => {
    it('goes through a missing unit and a course to the full certificate, which anybody can check', async () => {
      const person = await someone();
      const procedure = await gathering(officer, person, cook.id);
      const first = await addPiece(officer, procedure, unit(0), { description: CANARY });
      await addPiece(officer, procedure, unit(1), { form: 'employer' });
      await step(officer, procedure, 'portfolio_submitted').expect(201);
      await assessedBy(officer, procedure, assessor);
      await judge(assessor, procedure, first).expect(201);
      await find(assessor, procedure, unit(0), 'competent', { demonstrated: false }).expect(201);
      expect(codesOf(await conclude(assessor, procedure))).toEqual([
        'recognition.unit_without_result',
      ]);
      await find(assessor, procedure, unit(1), 'partly').expect(201);
      await conclude(assessor, procedure).expect(201);
      expect(await read(procedure)).toMatchObject({
        state: 'assessed',
        outcome: 'partial',
        gaps: [unit(1), unit(2)],
        units: [{ result: 'competent', pieces: [{ note: CANARY }] }, { result: 'partly' }, {}],
      });
      // A required unit is missing: no full certificate, and nothing changed.
      expect(codesOf(await certify(officer, procedure, 'full'))).toEqual([
        'recognition.unit_missing',
      ]);
      expect((await read(procedure)).state).toBe('assessed');

      await step(officer, procedure, 'gap_training', { on: ON }).expect(201);
      const provider = await aProvider(mawa);
      const session = await aSession(manager, provider, {
        course: { title: 'Hygiène en cuisine' },
        session: { startsOn: '2026-11-23' },
      });
      await officer.post(`${trainingOf(person)}/orientations`, orientation()).expect(201);
      const { proposals } = await read(procedure);
      expect(proposals.map((one: { offer: { id: string } }) => one.offer.id)).toContain(session.id);
      const enrolment = await officer
        .post(`${trainingOf(person)}/enrolments`, { sessionId: session.id, on: ON })
        .expect(201);
      const link = { enrolmentId: enrolment.body.id, on: ON };
      await officer.post(`${procedure.path}/courses`, link).expect(201);
      expect(codesOf(await officer.post(`${procedure.path}/courses`, link))).toEqual([
        'recognition.linked_already',
      ]);

      // Those units only are assessed anew.
      expect(codesOf(await find(assessor, procedure, unit(0), 'partly'))).toEqual([
        'recognition.competent_already',
      ]);
      expect(codesOf(await conclude(assessor, procedure))).toEqual(['recognition.nothing_anew']);
      await find(assessor, procedure, unit(1), 'competent').expect(201);
      await conclude(assessor, procedure).expect(201);
      const issued = await certify(officer, procedure, 'full', { holder: 'Élodie Tazi' });
      expect(issued.status).toBe(201);
      const done = await read(procedure);
      expect(done).toMatchObject({
        state: 'certified_full',
        outcome: 'full',
        courses: [{ course: 'Hygiène en cuisine' }],
        certificate: { complete: true, units: [unit(0), unit(1)], holder: 'Élodie Tazi' },
      });
      expect(done.units[1].results.map((one: { attempt: number }) => one.attempt)).toEqual([1, 2]);

      const ask_ = (body: object) => mawa.http().post('/api/v1/verify').send(body).expect(200);
      const { code } = done.certificate;
      expect((await ask_({ code, name: 'tazi élodie' })).body).toEqual({
        valid: true,
        course: 'Cuisinière de collectivité',
        provider: 'Office des métiers',
        issuedOn: ON,
        number: issued.body.number,
        name: 'same',
      });
      const unknown = await ask_({ code: '2'.repeat(24) });
      const over = { on: ON, reason: 'for_safety' };
      await officer.post(`${procedure.path}/certificate/withdrawal`, over).expect(201);
      expect((await ask_({ code })).text).toBe(unknown.text);
    });

    it('ends in part with what was recognised and nothing else', async () => {
      const procedure = await assessed(officer, assessor, await someone(), cook, [
        'competent',
        'not_yet',
      ]);
      await certify(officer, procedure, 'partial').expect(201);
      const { certificate, state } = await read(procedure);
      expect(state).toBe('certified_partial');
      const { body } = await mawa.http().post('/api/v1/verify').send({ code: certificate.code });
      // Nobody takes it for the whole.
      expect(body.course).toBe('Cuisinière de collectivité : Préparer un repas');
      const whole = await assessed(officer, assessor, await someone(), cook);
      expect(codesOf(await certify(officer, whole, 'partial'))).toEqual([
        'recognition.not_in_part',
      ]);
    });

    it('is left by the person whenever she wishes, and begins again when she wishes', async () => {
      const person = await someone();
      const procedure = await gathering(officer, person, cook.id);
      const again = { standardId: cook.id, on: ON };
      expect(codesOf(await officer.post(recognitionOf(person), again))).toEqual([
        'recognition.begun_already',
      ]);
      expect(codesOf(await step(officer, procedure, 'withdrawn'))).toEqual(['recognition.why']);
      await step(officer, procedure, 'withdrawn', { reason: 'person_asked' }).expect(201);
      await officer.post(recognitionOf(person), again).expect(201);
    });

    it('refuses a step out of order, to come, before the last, and one that another took meanwhile', async () => {
      const procedure = await enquired(officer, await someone(), cook.id);
      expect(codesOf(await step(officer, procedure, 'counselled'))).toEqual([
        'recognition.no_such_step',
      ]);
      expect(codesOf(await step(officer, procedure, 'eligible', { on: '2026-11-25' }))).toEqual([
        'recognition.in_future',
      ]);
      expect(codesOf(await step(officer, procedure, 'eligible', { on: '2026-11-01' }))).toEqual([
        'recognition.before_last',
      ]);
      const both = await Promise.all([1, 2].map(() => step(officer, procedure, 'eligible')));
      expect(both.map(({ status }) => status).sort()).not.toEqual([201, 201]);
      expect(
        await count('SELECT count(*) AS n FROM recognition_steps WHERE procedure_id = $1', [
          procedure.id,
        ]),
      ).toBe(2);
      await expect(
        mawa.transactions.run(officer.actor, (tx) =>
          tx.query(`UPDATE recognition_procedures SET state = 'certified_full' WHERE id = $1`, [
            procedure.id,
          ]),
        ),
      ).rejects.toThrow('permission denied');
    });

    it('gives one certificate to two who press at once', async () => {
      const procedure = await assessed(officer, assessor, await someone(), cook);
      const all = await Promise.all([1, 2, 3].map(() => certify(officer, procedure, 'full')));
      expect(all.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      expect(
        await count('SELECT count(*) AS n FROM training_certificates WHERE procedure_id = $1', [
          procedure.id,
        ]),
      ).toBe(1);
    });
  });

  describe('a portfolio', () => {
    it('is refused without a piece, with one of the future, or for a unit of another standard', async () => {
      const procedure = await gathering(officer, await someone(), cook.id);
      expect(codesOf(await step(officer, procedure, 'portfolio_submitted'))).toEqual([
        'recognition.empty_portfolio',
      ]);
      const other = await aStandard(manager, authority, { title: 'Plombière' });
      const add = async (unitId: string, more: object = {}) =>
        codesOf(await officer.post(`${procedure.path}/pieces`, give.piece(unitId, more)));
      expect(await add(unit(0), { on: '2026-11-25' })).toEqual(['recognition.in_future']);
      expect(await add(other.units[0].id)).toEqual(['recognition.unit_of_another']);
      expect(await add(unit(0), { description: '    ' })).toEqual(['recognition.describe']);
      expect(await add(unit(0), { documentId: randomUUID() })).toEqual([
        'recognition.which_document',
      ]);
      expect((await read(procedure)).units[0].pieces).toEqual([]);
    });

    it('carries no unit alone whose pieces do not hold; a demonstration before the assessor does', async () => {
      const procedure = await gathering(officer, await someone(), cook.id);
      const old = await addPiece(officer, procedure, unit(0), { on: '2021-11-23' });
      const fresh = await addPiece(officer, procedure, unit(0), { on: '2021-11-24' });
      await step(officer, procedure, 'portfolio_submitted').expect(201);
      expect(codesOf(await officer.post(`${procedure.path}/pieces`, give.piece(unit(0))))).toEqual([
        'recognition.portfolio_closed',
      ]);
      await assessedBy(officer, procedure, assessor);
      const competent = (demonstrated: boolean) =>
        find(assessor, procedure, unit(0), 'competent', { demonstrated });
      expect(codesOf(await competent(false))).toEqual(['recognition.rests_on_nothing']);
      // Five years and a day: never current.
      expect(codesOf(await judge(assessor, procedure, old))).toEqual(['recognition.piece_too_old']);
      await judge(assessor, procedure, old, { current: false }).expect(201);
      expect(codesOf(await competent(false))).toEqual(['recognition.rests_on_nothing']);
      await judge(assessor, procedure, fresh).expect(201);
      await competent(false).expect(201);
      // The last judgement counts.
      await judge(assessor, procedure, fresh, { authentic: false, note: CANARY }).expect(201);
      expect(codesOf(await competent(false))).toEqual(['recognition.rests_on_nothing']);
      await competent(true).expect(201);
      const other = await aStandard(manager, authority, { title: 'Vitrière' });
      expect(codesOf(await find(assessor, procedure, other.units[0].id, 'partly'))).toEqual([
        'recognition.unit_of_another',
      ]);
    });

    it('is sent back to be completed', async () => {
      const procedure = await gathering(officer, await someone(), cook.id);
      await addPiece(officer, procedure, unit(0));
      await step(officer, procedure, 'portfolio_submitted').expect(201);
      await assessedBy(officer, procedure, assessor);
      await conclude(assessor, procedure, 'sent_back').expect(201);
      expect((await read(procedure)).state).toBe('portfolio_open');
      await addPiece(officer, procedure, unit(1));
    });
  });

  describe('an assessor', () => {
    const submitted = async (person: TestPerson): Promise<TestProcedure> => {
      const procedure = await gathering(officer, person, cook.id);
      await addPiece(officer, procedure, unit(0));
      await step(officer, procedure, 'portfolio_submitted').expect(201);
      return procedure;
    };

    it('is nobody who answers for the person, taught her, counselled her or gathered a piece', async () => {
      const person = await someone();
      const procedure = await submitted(person);
      const refused = async (who: SignedIn) => codesOf(await ask(officer, procedure, who));
      expect(await refused(officer)).toEqual(['recognition.conflict_officer']);
      expect(await refused(manager)).toEqual(['recognition.cannot_assess']);

      const teacher = await mawa.signIn('case_supervisor');
      const until = '2026-12-20T00:00:00Z';
      const lend = (who: SignedIn) =>
        mawa.transactions.run(officer.actor, (tx) =>
          tx.query(`SELECT grant_access($1, 'user', $2, $3)`, [person.id, who.actor.userId, until]),
        );
      await lend(teacher);
      const session = await aSession(manager, await aProvider(mawa));
      const { id } = await begun(officer, person, session.id);
      await mark(teacher, session, '2026-11-03', [[id, 'present']]).expect(201);
      expect(await refused(teacher)).toEqual(['recognition.conflict_taught']);

      const counsellor = await mawa.signIn('case_supervisor');
      await lend(counsellor);
      await counsellor.post(`${trainingOf(person)}/orientations`, orientation()).expect(201);
      expect(await refused(counsellor)).toEqual(['recognition.conflict_counselled']);
      expect((await read(procedure)).assessors).toEqual([]);

      // The form offers nobody who would be refused, and still everybody else.
      const offered = await officer.get(
        `/people/${person.id}/training/recognition/${procedure.id}/assessors/new`,
      );
      expect(offered.status).toBe(200);
      for (const who of [officer, teacher, counsellor, manager]) {
        expect(offered.text).not.toContain(`value="${who.actor.userId}"`);
      }
      expect(offered.text).toContain(`value="${assessor.actor.userId}"`);

      const gatherer = await mawa.signIn('case_supervisor');
      const other = await aStandard(manager, authority, { title: 'Brodeuse' });
      const open = await gathering(officer, person, other.id);
      await lend(gatherer);
      await addPiece(gatherer, open, other.units[0].id);
      expect(codesOf(await ask(officer, open, gatherer))).toEqual([
        'recognition.conflict_gathered',
      ]);

      // By PostgreSQL, whatever the application says; and for what came after the asking too.
      await assessedBy(officer, procedure, assessor);
      await lend(assessor);
      await mark(assessor, session, '2026-11-04', [[id, 'absent']]).expect(201);
      expect(codesOf(await find(assessor, procedure, unit(0), 'partly'))).toEqual([
        'recognition.not_the_assessor',
      ]);
    });

    it('who once declared a conflict is not asked again, and never learns where the person sleeps', async () => {
      const person = await someone();
      const procedure = await gathering(officer, person, cook.id);
      await addPiece(officer, procedure, unit(0));
      await step(officer, procedure, 'portfolio_submitted').expect(201);
      await ask(officer, procedure, assessor).expect(201);
      await mawa.admin.query(
        `BEGIN; SET LOCAL session_replication_role = replica;
         INSERT INTO bookings (bed_id, shelter_id, nights, state, checked_in_at, created_at, created_by)
           VALUES (gen_random_uuid(), gen_random_uuid(), '[2026-11-20,2026-12-20)', 'stay', '2026-11-20', '2026-11-20', '${officer.actor.userId}');
         INSERT INTO booking_people (booking_id, case_id, nights, state) SELECT id, '${person.id}', nights, 'stay' FROM bookings ORDER BY created_at DESC LIMIT 1;
         COMMIT`,
      );
      const nights = (by: SignedIn) =>
        mawa.transactions.run(by.actor, (tx) =>
          tx.query('SELECT 1 FROM booking_people WHERE case_id = $1', [person.id]),
        );
      expect(await nights(officer)).toHaveLength(1);
      expect(await nights(assessor)).toEqual([]);
      await declare(assessor, procedure, 'family').expect(201);
      const again = await ask(officer, procedure, assessor);
      expect(codesOf(again)).toEqual(['recognition.conflict_declared']);
      const form = `/people/${person.id}/training/recognition/${procedure.id}/assessors/new`;
      expect((await officer.get(form).expect(200)).text).not.toContain(assessor.actor.userId);
      await expect(
        mawa.transactions.run(manager.actor, (tx) =>
          tx.query('SELECT recognition_free_assessors($1, $2)', [procedure.id, []]),
        ),
      ).rejects.toThrow('asked by those who hold the case alone');
    });

    it('declares first, and whoever declares a conflict sees the file no longer', async () => {
      const procedure = await submitted(await someone());
      await assessor.get(procedure.path).expect(404);
      expect((await declare(assessor, procedure)).status).toBe(404);
      await ask(officer, procedure, assessor).expect(201);
      expect(await read(procedure, assessor)).toMatchObject({ asked: true, assesses: false });
      expect(codesOf(await find(assessor, procedure, unit(0), 'partly'))).toEqual([
        'recognition.not_the_assessor',
      ]);
      expect((await declare(officer, procedure)).status).toBe(403);
      await declare(assessor, procedure, 'knows').expect(201);
      await assessor.get(procedure.path).expect(404);
      expect(
        await count(
          `SELECT count(*) AS n FROM tasks WHERE kind = 'recognition_assess' AND subject_id = $1 AND done_at IS NULL`,
          [procedure.id],
        ),
      ).toBe(0);
      expect((await read(procedure)).assessors).toMatchObject([{ conflict: 'knows' }]);
    });

    it('reads the care of the person and nothing else, writes the assessment alone, until it is over', async () => {
      const person = await someone();
      const procedure = await submitted(person);
      await assessedBy(officer, procedure, assessor);
      const parts = await mawa.admin.query<{ parts: string[] }>(
        `SELECT parts FROM case_access WHERE case_id = $1 AND reason = 'assessor'`,
        [person.id],
      );
      expect(parts.rows).toEqual([{ parts: ['placement', 'facts', 'care'] }]);
      const file = await assessor.get(person.path).expect(200);
      expect(file.text).not.toContain('Mahjouba');
      await step(assessor, procedure, 'withdrawn', { reason: 'person_asked' }).expect(403);
      await assessor.post(`${procedure.path}/pieces`, give.piece(unit(0))).expect(403);
      await certify(assessor, procedure, 'full').expect(403);
      // Without the application's yes: the rows themselves refuse.
      await expect(
        mawa.transactions.run(assessor.actor, (tx) =>
          tx.query(
            `INSERT INTO recognition_steps (id, case_id, procedure_id, from_state, to_state, on_day, reason)
             VALUES (gen_random_uuid(), $1, $2, 'portfolio_submitted', 'withdrawn', '2026-11-24', 'person_asked')`,
            [person.id, procedure.id],
          ),
        ),
      ).rejects.toThrow('row-level security');
      for (const place of [0, 1] as const) {
        await find(assessor, procedure, unit(place), 'competent').expect(201);
      }
      await conclude(assessor, procedure).expect(201);
      await certify(officer, procedure, 'full').expect(201);
      await assessor.get(procedure.path).expect(404);
    });

    it('is shown neither to strangers nor to roles that do not assess', async () => {
      const procedure = await submitted(await someone());
      await second.get(procedure.path).expect(404);
      await step(second, procedure, 'withdrawn', { reason: 'person_asked' }).expect(404);
      await manager.get(procedure.path).expect(403);
      await declare(manager, procedure).expect(403);
      const staff = await mawa.signIn('shelter_staff');
      await staff.post(`${procedure.path}/steps`, { to: 'closed', on: ON }).expect(403);
      await find(staff, procedure, unit(0), 'partly').expect(403);
    });
  });

  describe('an appeal', () => {
    it('is decided by another than who assessed first; upheld, another certificate takes the place', async () => {
      const procedure = await assessed(officer, assessor, await someone(), cook, [
        'competent',
        'partly',
      ]);
      await certify(officer, procedure, 'partial').expect(201);
      const { certificate } = await read(procedure);
      await step(officer, procedure, 'appealed', { on: ON }).expect(201);
      expect(codesOf(await ask(officer, procedure, assessor))).toEqual([
        'recognition.conflict_first',
      ]);
      await assessedBy(officer, procedure, second);
      const decide = (by: SignedIn, decision: string) =>
        by.post(`${procedure.path}/appeal/decision`, { decision, on: ON });
      await decide(assessor, 'dismissed').expect(404);
      expect(codesOf(await decide(second, 'upheld'))).toEqual(['recognition.nothing_anew']);
      await find(second, procedure, unit(1), 'competent').expect(201);
      await decide(second, 'upheld').expect(201);
      await certify(officer, procedure, 'full').expect(201);
      expect(await read(procedure)).toMatchObject({ certificate: { complete: true } });
      const { body } = await mawa.http().post('/api/v1/verify').send({ code: certificate.code });
      expect(body).toEqual({ valid: false });
      expect(
        await count(
          'SELECT count(*) AS n FROM training_certificates WHERE procedure_id = $1 AND withdrawn_on IS NULL',
          [procedure.id],
        ),
      ).toBe(1);
    });

    it('is not ended by who assessed first, by no conclusion either', async () => {
      const person = await someone();
      const procedure = await assessed(officer, assessor, person, cook, ['not_yet', 'competent']);
      await step(officer, procedure, 'appealed', { on: ON }).expect(201);
      const ended = await conclude(assessor, procedure);
      expect(ended.status).toBeGreaterThanOrEqual(400);
      expect((await officer.get(procedure.path).expect(200)).body.state).toBe('appealed');
    });

    it('that is dismissed or taken back leaves what was found; there is none of what was recognised', async () => {
      const procedure = await assessed(officer, assessor, await someone(), cook, [
        'not_yet',
        'not_yet',
      ]);
      await step(officer, procedure, 'closed', { on: ON, reason: 'not_yet' }).expect(201);
      await step(officer, procedure, 'appealed', { on: ON }).expect(201);
      await officer.post(`${procedure.path}/appeal/taking-back`, { on: ON }).expect(201);
      expect((await read(procedure)).state).toBe('closed');
      await step(officer, procedure, 'appealed', { on: ON }).expect(201);
      await assessedBy(officer, procedure, second);
      const decision = { decision: 'dismissed', on: ON };
      await second.post(`${procedure.path}/appeal/decision`, decision).expect(201);
      expect((await read(procedure)).state).toBe('closed');
      const other = await enquired(officer, await someone(), cook.id);
      await step(officer, other, 'eligible').expect(201);
      await step(officer, other, 'closed', { reason: 'no_answer' }).expect(201);
      expect(codesOf(await step(officer, other, 'appealed'))).toEqual([
        'recognition.nothing_to_appeal',
      ]);
    });
  });

  describe('its fee', () => {
    const booked = async (procedureId: string) =>
      (
        await mawa.admin.query<{ sum: string }>(
          `SELECT coalesce(sum(e.original_amount), 0)::numeric(12,2)::text AS sum FROM recognition_fees a
             JOIN ledger_transactions f ON f.source_kind = 'recognition' AND f.source_id = a.id::text
             JOIN ledger_transactions t ON t.id = f.id OR t.reverses = f.id
             JOIN ledger_entries e ON e.transaction_id = t.id
             JOIN ledger_accounts x ON x.id = e.account_id AND x.kind IN ('spent', 'unfunded')
            WHERE a.procedure_id = $1`,
          [procedureId],
        )
      ).rows[0]!.sum;
    let paid: TestStandard;
    beforeAll(async () => {
      const money = { title: 'Coiffeuse', fee: '460.00', lineId: line };
      paid = await aStandard(manager, authority, money);
    });

    it('is charged once, shown among the costs of the person, and taken back where nothing was assessed', async () => {
      const person = await someone();
      const procedure = await gathering(officer, person, paid.id);
      expect(await booked(procedure.id)).toBe('460.00');
      await addPiece(officer, procedure, paid.units[0].id);
      await step(officer, procedure, 'portfolio_submitted').expect(201);
      expect(await booked(procedure.id)).toBe('460.00');
      expect((await read(procedure)).fee).toEqual({ amount: '460.00', currency: 'MAD' });
      const costs = async () => (await officer.get(`/people/${person.id}/costs`).expect(200)).text;
      // 460.00 dirham at 9.20 for a dollar.
      expect(await costs()).toContain('50,00');
      expect(await costs()).toContain('Reconnaissance des acquis');
      await step(officer, procedure, 'withdrawn', { reason: 'changed_mind' }).expect(201);
      expect(await booked(procedure.id)).toBe('0.00');
      expect(await costs()).not.toContain('Reconnaissance des acquis');
      expect(await ledgerHolds(mawa.admin)).toEqual({ wrongBalances: 0, total: 0 });
    });

    it('stays where something was assessed', async () => {
      const procedure = await assessed(officer, assessor, await someone(), paid);
      await step(officer, procedure, 'withdrawn', { reason: 'other_way', on: ON }).expect(201);
      expect(await booked(procedure.id)).toBe('460.00');
    });

    it('leaves the ledger within the hour where the file was closed; nothing in words outlives an erasure', async () => {
      const person = await someone();
      const procedure = await gathering(officer, person, paid.id);
      await addPiece(officer, procedure, paid.units[0].id, { description: CANARY });
      for (const [to, reason] of [
        ['presumed', 'assessment'],
        ['assisted', 'support_begins'],
        ['closed', 'goals_reached'],
      ]) {
        const stage = { to, reason, decidedBy: 'programme' };
        await officer.post(`${person.path}/stages`, stage).expect(201);
      }
      expect(await read(procedure)).toMatchObject({ state: 'withdrawn' });
      await mawa.app.get(RecognitionHousekeeping).run();
      expect(await booked(procedure.id)).toBe('0.00');
      expect(
        codesOf(await officer.post(recognitionOf(person), { standardId: paid.id, on: ON })),
      ).toEqual(['recognition.case_closed']);

      const asked = { reason: 'person_asked' };
      const erasure = await officer.post(`${person.path}/rights/erasure`, asked).expect(201);
      const supervisor = await mawa.signIn('case_supervisor');
      await mawa.transactions.run(supervisor.actor, async (tx) => {
        await tx.query(
          `UPDATE erasures SET decision = 'approved', decided_by = mawa_actor(), decided_at = mawa_now() WHERE id = $1`,
          [erasure.body.id],
        );
      });
      await mawa.transactions.run(supervisor.actor, (tx) =>
        tx.query('SELECT erase_case($1)', [erasure.body.id]),
      );
      const kept = (what: string) =>
        count(`SELECT count(${what}) AS n FROM recognition_evidence WHERE procedure_id = $1`, [
          procedure.id,
        ]);
      expect(await kept('note')).toBe(0);
      expect(await kept('*')).toBe(1);
      expect(
        await count(
          'SELECT count(*) AS n FROM recognition_steps WHERE procedure_id = $1 AND case_id <> $2',
          [procedure.id, person.id],
        ),
      ).toBe(5);
    });
  });

  it('stands on a list of what is under way, for whom one sees', async () => {
    const person = await someone();
    const procedure = await enquired(officer, person, cook.id);
    const rows = await read({ path: '/api/v1/training/recognition' });
    expect(rows).toContainEqual(
      expect.objectContaining({ id: procedure.id, caseNumber: person.caseNumber, mine: false }),
    );
    const theirs = await read({ path: '/api/v1/training/recognition' }, second);
    expect(theirs.map(({ id }: { id: string }) => id)).not.toContain(procedure.id);
    await manager.get('/api/v1/training/recognition').expect(403);
    const page = await officer.get('/training/recognition').expect(200);
    expect(page.text).toContain(person.caseNumber);
  });

  it('writes an audit row for each reading and each writing', async () => {
    const procedure = await enquired(officer, await someone(), cook.id);
    await read(procedure);
    await step(officer, procedure, 'eligible').expect(201);
    const { rows } = await mawa.admin.query<{ action: string }>(
      `SELECT action FROM audit_log WHERE actor_id = $1 AND $2 = ANY (subject_ids) ORDER BY seq`,
      [officer.actor.userId, procedure.id],
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'recognition.begin',
      'recognition.read',
      'recognition.step',
    ]);
  });

  it('is counted once for all: the figures equal plain SQL', async () => {
    const figures = await mawa.transactions.run(manager.actor, (tx) =>
      recognitionFigures(tx, { from: '2026-01-01', until: '2027-01-01' }),
    );
    const standing = (complete: boolean) =>
      count(
        'SELECT count(*) AS n FROM training_certificates WHERE complete = $1 AND withdrawn_on IS NULL',
        [complete],
      );
    expect(figures).toEqual({
      begun: await count('SELECT count(*) AS n FROM recognition_procedures'),
      full: await standing(true),
      partial: await standing(false),
      units: await count(
        `SELECT count(*) AS n FROM training_certificates c, unnest(c.units) u WHERE c.withdrawn_on IS NULL`,
      ),
    });
    expect(figures.full).toBeGreaterThan(0);
    const page = await manager.get('/training/figures').expect(200);
    expect(page.text).toContain('Unités reconnues');
  });

  describe('its pages', () => {
    it('show the way, the units as boxes and what is to do; forms come back with a sentence', async () => {
      const person = await someone();
      const own = `/people/${person.id}/training/recognition`;
      expect((await officer.get(own).expect(200)).text).toContain('Aucune procédure');
      const begun_ = await officer.submit(own, { standardId: cook.id, on: '2026-11-02' });
      expect(begun_.status).toBe(303);
      const id = (await read({ path: recognitionOf(person) })).procedures[0].id as string;
      const wrong = await officer.submit(`${own}/${id}/steps`, { to: 'not_eligible', on: ON });
      expect(wrong.status).toBe(422);
      expect(wrong.text).toContain('Dites pourquoi.');
      for (const to of ['eligible', 'counselled', 'portfolio_open']) {
        await officer.submit(`${own}/${id}/steps`, { to, on: '2026-11-10' }).expect(303);
      }
      const add = { unitId: unit(0), form: 'client', on: '2026-01-05', description: CANARY };
      await officer.submit(`${own}/${id}/pieces`, add).expect(303);
      await officer.submit(`${own}/${id}/steps`, { to: 'portfolio_submitted', on: ON }).expect(303);
      await officer
        .submit(`${own}/${id}/assessors`, { assessorId: assessor.actor.userId, on: ON })
        .expect(303);
      const asked = await assessor.get(own).expect(200);
      expect(asked.text).toContain('On vous demande d’évaluer');
      await assessor.submit(`${own}/${id}/declaration`, { conflict: 'none', on: ON }).expect(303);
      const seen = await assessor.get(own).expect(200);
      for (const words of [CANARY, 'Parole d’un client', 'pas encore jugée', 'recognition-box']) {
        expect(seen.text).toContain(words);
      }
      const [piece] = (await read({ path: `${recognitionOf(person)}/${id}` })).units[0].pieces;
      const yes = { authentic: 'yes', sufficient: 'yes', valid: 'yes', current: 'no', on: ON };
      await assessor.get(`${own}/${id}/pieces/${piece.id}/judgements/new`).expect(200);
      await assessor.submit(`${own}/${id}/pieces/${piece.id}/judgements`, yes).expect(303);
      const result = { unitId: unit(0), result: 'competent', demonstrated: 'no', on: ON };
      const bare = await assessor.submit(`${own}/${id}/results`, result);
      expect(bare.status).toBe(409);
      expect(bare.text).toContain('ou une démonstration devant la personne qui évalue');
      for (const unitId of [unit(0), unit(1)]) {
        const shown = { ...result, unitId, demonstrated: 'yes' };
        await assessor.submit(`${own}/${id}/results`, shown).expect(303);
      }
      await assessor.submit(`${own}/${id}/conclusion`, { outcome: 'assessed', on: ON }).expect(303);
      await officer.submit(`${own}/${id}/certificate`, { kind: 'full', on: ON }).expect(303);
      const paper = await officer.get(`${own}/${id}/certificate`).expect(200);
      expect(paper.text).toContain('Tenir la cuisine propre');
      expect(paper.text).not.toMatch(/mawa|refuge|victim|traite|jtip|shelter/i);
      expect(paper.text).not.toContain(person.caseNumber);
      expect((await officer.get(own).expect(200)).text).toContain('Certificat complet');
    });

    it('of standards take a form with lines, and say beside it what is missing', async () => {
      const { units: _, ...plain } = give.standard(authority, { title: 'Fleuriste' });
      const fields = Object.fromEntries(
        Object.entries(plain).map(([key, value]) => [key, String(value)]),
      );
      const lines = {
        'units.0.title': 'Composer un bouquet',
        'units.0.required': 'yes',
        'units.1.required': 'yes',
        'units.2.title': 'Vendre',
        'units.2.required': 'no',
      };
      await manager.get('/training/standards/new').expect(200);
      const none = await manager.submit('/training/standards', {
        ...fields,
        'units.0.required': 'no',
      });
      expect(none.text).toContain('au moins une unité pour le certificat complet');
      await manager.submit('/training/standards', { ...fields, ...lines }).expect(303);
      const page = await officer.get('/training/standards').expect(200);
      for (const words of ['Fleuriste', 'Composer un bouquet', 'Vendre']) {
        expect(page.text).toContain(words);
      }
      await officer.get('/training/standards/new').expect(403);
      await manager.get(`/training/standards/${cook.id}/editions/new`).expect(200);
    });
  });
});
