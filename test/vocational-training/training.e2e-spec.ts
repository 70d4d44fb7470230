import { randomUUID } from 'node:crypto';
import { TrainingHousekeeping } from '../../modules/vocational-training/enrolments/training.schedule';
import { trainingFigures } from '../../modules/vocational-training';
import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { ADULT } from '../consents/consent-answers';
import { enteredRate, ledgerHolds, openedGrant } from '../grant-budgeting/samples';
import { standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp, TONIGHT } from '../support/app';
import * as give from './training';
import { aProvider, aSession, begun, codesOf, enrolled, mark, step, trainingOf } from './training';

const CANARY = 'CANARI-Atelier-7731';

describe('training', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let manager: SignedIn;
  let stranger: SignedIn;
  let provider: string;
  let line: string;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    await standsAt(mawa, '2026-11-24T12:10:00Z');
    const grant = await openedGrant(mawa);
    await enteredRate(mawa, ['USD', 'MAD', '2026-11-01', '9.20']);
    line = grant.lines['IOM-2.2']!;
    officer = await mawa.signIn('reintegration_officer');
    stranger = await mawa.signIn('reintegration_officer');
    manager = await mawa.signIn('programme_officer');
    provider = await aProvider(mawa);
  });
  afterAll(() => mawa.stop());

  const someone = (): Promise<TestPerson> => aPerson(officer, ADULT);
  const people = (count: number) => Promise.all(Array.from({ length: count }, someone));
  const read = async (path: string, by = officer) => (await by.get(path).expect(200)).body;
  const refused = async (path: string, body: object, by = officer) =>
    codesOf(await by.post(path, body));
  const count = async (sql: string, params: unknown[] = []): Promise<number> =>
    Number((await mawa.admin.query<{ n: string }>(sql, params)).rows[0]!.n);

  describe('a session', () => {
    it('is held on its days within the agreement, with its places', async () => {
      const { path } = await aSession(manager, provider, {
        session: { endsOn: '2026-11-13', daysOff: ['2026-11-06'], weekdays: [5, 1] },
      });
      const found = await read(path);
      expect(found.days).toEqual(['2026-11-02', '2026-11-09', '2026-11-13']);
      expect(found).toMatchObject({ places: 10, taken: 0, free: 10, waiting: 0 });
      expect(found.course).toMatchObject({ provider: 'Centre Al Amal', costPerPlace: '1200.00' });
    });

    it('is refused outside the agreement, without a day, backwards; a course paid from no line too', async () => {
      const { courseId } = await aSession(manager, provider);
      const open = (more: object) =>
        refused(`${give.COURSES}/${courseId}/sessions`, give.session(more), manager);
      expect(await open({ endsOn: '2028-01-07' })).toEqual(['training.outside_agreement']);
      expect(await open({ endsOn: '2026-11-03', weekdays: [7] })).toEqual(['training.no_day']);
      expect(await open({ endsOn: '2026-11-01' })).toEqual(['training.ends_before']);
      expect(await open({ places: 0 })).toEqual(['training.places_count']);
      const add = (more: object) => refused(give.COURSES, give.course(provider, more), manager);
      expect(await add({ stipend: '60.00' })).toEqual(['training.which_line']);
      expect(await add({ agreedUntil: '2025-01-01' })).toEqual(['training.agreed_backwards']);
      expect(await add({ level: '17' })).toEqual(['common.not_choice']);
    });

    it('is opened by the programme; an officer looks at it', async () => {
      expect((await officer.post(give.COURSES, give.course(provider))).status).toBe(403);
      await officer.get('/training').expect(200);
      await officer.get('/training/courses').expect(200);
      const cashier = await mawa.signIn('finance_officer');
      await cashier.get('/api/v1/training/courses').expect(403);
    });
  });

  describe('places', () => {
    it('the last one goes to one of thirty-two who ask at once; the others wait in line', async () => {
      const { id, path } = await aSession(manager, provider, { session: { places: 1 } });
      const all = await people(32);
      const states = await Promise.all(
        all.map(async (one) => (await enrolled(officer, one, id)).state),
      );
      expect(states.filter((state) => state === 'applied')).toHaveLength(1);
      expect(states.filter((state) => state === 'waiting')).toHaveLength(31);
      expect(await read(path)).toMatchObject({ taken: 1, free: 0, waiting: 31 });
    });

    it('are held by PostgreSQL, whatever the application says', async () => {
      const { id } = await aSession(manager, provider, { session: { places: 1 } });
      const [a, b] = await people(2);
      await enrolled(officer, a!, id);
      const waits = await enrolled(officer, b!, id);
      const seat = (sql: string) =>
        mawa.admin.query(`UPDATE training_enrolments SET ${sql} WHERE id = $1`, [waits.id]);
      await expect(seat(`state = 'applied', seat = 1`)).rejects.toThrow('training_seats_held_once');
      await expect(seat(`state = 'applied', seat = 2`)).rejects.toThrow('training_seats_are_there');
      await expect(seat(`state = 'admitted'`)).rejects.toThrow('hold_their_seat');
      await expect(
        mawa.transactions.run(officer.actor, (tx) =>
          tx.query('UPDATE training_enrolments SET state = $2 WHERE id = $1', [
            waits.id,
            'started',
          ]),
        ),
      ).rejects.toThrow('permission denied');
    });

    it('one that becomes free is offered to the first in line, who answers in three days', async () => {
      const small = await aSession(manager, provider, {
        session: { startsOn: '2026-11-23', places: 1 },
      });
      const [a, b, c, d] = await people(4);
      const first = await enrolled(officer, a!, small.id);
      const second = await enrolled(officer, b!, small.id);
      const third = await enrolled(officer, c!, small.id);
      expect(await read(second.path)).toMatchObject({ state: 'waiting', turn: 1 });
      expect(await read(third.path)).toMatchObject({ state: 'waiting', turn: 2 });
      const gone = { reason: 'changed_mind', on: '2026-11-24' };
      await step(officer, first, 'withdrawn', gone).expect(201);
      expect(await read(second.path)).toMatchObject({
        state: 'offered',
        offerUntil: '2026-11-27',
        turn: 0,
      });
      expect(
        await count(
          `SELECT count(*) AS n FROM tasks WHERE kind = 'training_offer' AND subject_id = $1 AND done_at IS NULL`,
          [second.id],
        ),
      ).toBe(1);
      // Whoever comes now does not overtake who waits, and nobody types an offer.
      expect((await enrolled(officer, d!, small.id)).state).toBe('waiting');
      expect(codesOf(await step(officer, third, 'offered'))).toEqual(['training.no_such_step']);
      // Not answered in time: the next has it.
      mawa.clock.set('2026-11-28T08:00:00Z');
      await mawa.app.get(TrainingHousekeeping).run();
      mawa.clock.set(TONIGHT);
      const lapsed = await read(second.path);
      expect(lapsed).toMatchObject({ state: 'withdrawn' });
      expect(lapsed.steps.at(-1)).toMatchObject({ reason: 'no_answer', on: '2026-11-28' });
      expect(await read(third.path)).toMatchObject({ state: 'offered', offerUntil: '2026-12-01' });
      expect(await read(small.path)).toMatchObject({ taken: 1, waiting: 1 });
    });

    it('is offered to whoever answers for the file by then, not to who enrolled the person and handed it over', async () => {
      const small = await aSession(manager, provider, {
        session: { startsOn: '2026-11-23', places: 1 },
      });
      const [a, b] = await people(2);
      const first = await enrolled(officer, a!, small.id);
      const second = await enrolled(officer, b!, small.id);
      const successor = await mawa.signIn('reintegration_officer');
      await officer
        .post(`/api/v1/people/${b!.id}/access/hand-over`, { userId: successor.actor.userId })
        .expect(204);
      const gone = { reason: 'changed_mind', on: '2026-11-24' };
      await step(officer, first, 'withdrawn', gone).expect(201);
      const { rows } = await mawa.admin.query(
        `SELECT for_user FROM tasks WHERE kind = 'training_offer' AND subject_id = $1`,
        [second.id],
      );
      expect(rows).toEqual([{ for_user: successor.actor.userId }]);
    });

    it('nobody is enrolled twice, after the end, or by whoever does not accompany the person', async () => {
      const { id } = await aSession(manager, provider);
      const old = await aSession(manager, provider, { session: { endsOn: '2026-11-06' } });
      const person = await someone();
      await enrolled(officer, person, id);
      const to = `${trainingOf(person)}/enrolments`;
      expect(await refused(to, { sessionId: id, on: '2026-11-02' })).toEqual([
        'training.enrolled_already',
      ]);
      expect(await refused(to, { sessionId: old.id, on: '2026-11-20' })).toEqual([
        'training.session_over',
      ]);
      expect(await refused(to, { sessionId: randomUUID(), on: '2026-11-20' })).toEqual([
        'training.which_session',
      ]);
      await stranger.post(to, { sessionId: id, on: '2026-11-02' }).expect(404);
      await stranger.get(trainingOf(person)).expect(404);
      await manager.get(trainingOf(person)).expect(403);
    });
  });

  describe('orientation', () => {
    it('leads to sessions with their reasons, and to a choice that is the person’s', async () => {
      const person = await someone();
      const path = trainingOf(person);
      const { id } = await aSession(manager, provider, {
        course: { title: 'Cuisine avec garde' },
        session: { startsOn: '2026-11-23' },
      });
      const far = await aSession(manager, provider, {
        course: { title: 'Soudure', field: '07', childCare: 'none', language: 'fra' },
        session: { startsOn: '2026-11-23', region: '04' },
      });
      const { body } = await officer
        .post(`${path}/orientations`, give.orientation({ avoids: ['04'], note: CANARY }))
        .expect(201);
      const { proposals, orientations } = await read(path);
      expect(orientations).toMatchObject([{ note: CANARY, needs: ['child_care'] }]);
      const of = (session: string) =>
        proposals.find(({ sessionId }: { sessionId: string }) => sessionId === session);
      // 3 interest + 2 language + 1 experience + 2 child care + 1 place.
      expect(of(id)).toMatchObject({ score: 9, apart: false, against: [] });
      expect(of(far.id)).toMatchObject({ apart: true });
      expect(proposals.at(-1).sessionId).toBe(far.id);
      const chooses = `${path}/orientations/${body.id}/choice`;
      expect(await refused(chooses, { choice: 'session', on: '2026-11-24' })).toEqual([
        'training.which_session',
      ]);
      // She may choose what was not proposed.
      await officer
        .post(chooses, { choice: 'session', sessionId: far.id, on: '2026-11-24' })
        .expect(201);
      const page = await officer.get(`/people/${person.id}/training`).expect(200);
      for (const words of ['Soudure', 'Garde d’enfants', CANARY])
        expect(page.text).toContain(words);
    });
  });

  describe('the register', () => {
    const paid = async (sessionId: string) =>
      (
        await mawa.admin.query<{ days: string; sum: string | null }>(
          `SELECT count(*) AS days, sum(stipend + transport)::text AS sum FROM training_allowances
            WHERE session_id = $1 AND taken_back_at IS NULL`,
          [sessionId],
        )
      ).rows[0]!;
    /** What the ledger holds for a session, in dirham, by its entries alone. */
    const booked = async (sessionId: string) =>
      (
        await mawa.admin.query<{ sum: string | null }>(
          `SELECT coalesce(sum(e.original_amount), 0)::numeric(12,2)::text AS sum
             FROM training_allowances a
             JOIN ledger_transactions f ON f.source_kind = 'training' AND f.source_id = a.id::text
             JOIN ledger_transactions t ON t.id = f.id OR t.reverses = f.id
             JOIN ledger_entries e ON e.transaction_id = t.id
             JOIN ledger_accounts x ON x.id = e.account_id AND x.kind IN ('spent', 'unfunded')
            WHERE a.session_id = $1`,
          [sessionId],
        )
      ).rows[0]!.sum;
    const paying = () =>
      aSession(manager, provider, {
        course: { stipend: '60.00', transport: '20.00', paysExcused: true, lineId: line },
      });

    it('is taken for the whole group at once, and pays each day once', async () => {
      const session = await paying();
      const [a, b, c] = await Promise.all(
        (await people(3)).map((one) => begun(officer, one, session.id)),
      );
      const marks = [
        [a!.id, 'present'],
        [b!.id, 'absent'],
        [c!.id, 'excused'],
      ] as const;
      const key = randomUUID();
      await mark(officer, session, '2026-11-02', marks, key).expect(201);
      await mark(officer, session, '2026-11-02', marks, key).expect(201);
      const again = await mark(officer, session, '2026-11-02', marks).expect(201);
      expect(again.body).toEqual({ written: 0 });
      // 60 + 20 for who was there, 60 for who was excused.
      expect(await paid(session.id)).toEqual({ days: '2', sum: '140.00' });
      expect(await booked(session.id)).toBe('140.00');
      // Both at once, on a day that nobody marked: one charge.
      await Promise.all([1, 2, 3].map(() => mark(officer, session, '2026-11-03', [marks[0]])));
      expect(await paid(session.id)).toEqual({ days: '3', sum: '220.00' });
      expect(await booked(session.id)).toBe('220.00');
      expect(await ledgerHolds(mawa.admin)).toEqual({ wrongBalances: 0, total: 0 });
    });

    it('is corrected by a new row; what was paid is taken back, and due again when it is put right', async () => {
      const session = await paying();
      const { id } = await begun(officer, await someone(), session.id);
      for (const as of ['present', 'absent', 'present', 'excused']) {
        await mark(officer, session, '2026-11-04', [[id, as]]).expect(201);
      }
      expect(
        await count('SELECT count(*) AS n FROM training_attendance WHERE enrolment_id = $1', [id]),
      ).toBe(4);
      expect(
        await count('SELECT count(*) AS n FROM training_allowances WHERE enrolment_id = $1', [id]),
      ).toBe(3);
      expect(await paid(session.id)).toEqual({ days: '1', sum: '60.00' });
      expect(await booked(session.id)).toBe('60.00');
      await mark(officer, session, '2026-11-04', [[id, 'absent']]).expect(201);
      expect(await booked(session.id)).toBe('0.00');
      expect(await ledgerHolds(mawa.admin)).toEqual({ wrongBalances: 0, total: 0 });
    });

    it('is a contact while the last mark of a day says so', async () => {
      const session = await paying();
      const person = await someone();
      const { id } = await begun(officer, person, session.id);
      for (const [day, as] of [
        ['2026-11-03', 'present'],
        ['2026-11-04', 'present'],
        ['2026-11-04', 'absent'],
      ] as const) {
        await mark(officer, session, day, [[id, as]]).expect(201);
      }
      const { rows } = await mawa.admin.query(
        'SELECT on_day::text AS day, kind FROM other_contacts(ARRAY[$1::uuid])',
        [person.id],
      );
      expect(rows).toEqual([{ day: '2026-11-03', kind: 'training' }]);
    });

    it('is among what the help for the person has cost', async () => {
      const session = await paying();
      const person = await someone();
      const { id } = await begun(officer, person, session.id);
      await mark(officer, session, '2026-11-04', [[id, 'present']]).expect(201);
      const costs = async () => (await officer.get(`/people/${person.id}/costs`).expect(200)).text;
      // 80.00 dirham at 9.20 for a dollar.
      expect(await costs()).toContain('Jour de formation');
      expect(await costs()).toContain('8,70');
      await mark(officer, session, '2026-11-04', [[id, 'absent']]).expect(201);
      expect(await costs()).not.toContain('Jour de formation');
    });

    it('pays nobody for a day of absence, whatever is written past it', async () => {
      const session = await paying();
      const person = await someone();
      const { id } = await begun(officer, person, session.id);
      await mark(officer, session, '2026-11-05', [[id, 'absent']]).expect(201);
      const forced = mawa.transactions.run(officer.actor, (tx) =>
        tx.query(
          `INSERT INTO training_allowances (id, case_id, enrolment_id, session_id, on_day, stipend, transport, currency, line_id)
           VALUES (gen_random_uuid(), $1, $2, $3, '2026-11-05', 60, 20, 'MAD', $4)`,
          [person.id, id, session.id, line],
        ),
      );
      await expect(forced).rejects.toThrow('not earned');
    });

    it('is refused on a day without session, a day to come, for whoever does not attend', async () => {
      const session = await aSession(manager, provider);
      const { id } = await begun(officer, await someone(), session.id);
      const waits = await enrolled(officer, await someone(), session.id);
      const on = async (day: string, who: string) =>
        codesOf(await mark(officer, session, day, [[who, 'present']]));
      expect(await on('2026-11-07', id)).toEqual(['training.no_session_that_day']);
      expect(await on('2026-11-25', id)).toEqual(['training.in_future']);
      expect(await on('2026-11-23', waits.id)).toEqual(['training.not_attending']);
      expect(
        codesOf(
          await mark(officer, session, '2026-11-23', [
            [id, 'present'],
            [id, 'absent'],
          ]),
        ),
      ).toEqual(['training.marked_twice']);
      expect(
        await count('SELECT count(*) AS n FROM training_attendance WHERE session_id = $1', [
          session.id,
        ]),
      ).toBe(0);
    });

    it('shows whom one may see; the others are a number', async () => {
      const session = await aSession(manager, provider);
      const mine = await someone();
      await begun(officer, mine, session.id);
      const other = await aPerson(stranger, ADULT);
      const theirs = await begun(stranger, other, session.id);
      const seen = await read(`${session.path}/register/2026-11-03`);
      expect(seen).toMatchObject({
        lines: [{ caseId: mine.id, mark: null, mine: true }],
        others: 1,
      });
      const path = `/training/sessions/${session.id}`;
      for (const page of [path, `${path}/register/2026-11-03`]) {
        const { text } = await officer.get(page).expect(200);
        expect(text).toContain(mine.caseNumber);
        expect(text).not.toContain(other.caseNumber);
      }
      const holidays = (await officer.get(path).expect(200)).text.match(/Jour férié : [^<]+/g);
      expect(holidays).toEqual([
        'Jour férié : Marche verte',
        'Jour férié : Fête de l’Indépendance',
      ]);
      expect(codesOf(await mark(officer, session, '2026-11-03', [[theirs.id, 'absent']]))).toEqual([
        'training.not_attending',
      ]);
      await manager.get(`${session.path}/register/2026-11-03`).expect(403);
      expect((await manager.get(path).expect(200)).text).not.toContain(mine.caseNumber);
    });

    it('the form of an orientation knows the languages of the file', async () => {
      const person = await aPerson(officer, { ...ADULT, languages: ['wol', 'fra'] });
      const { text } = await officer.get(`/people/${person.id}/training/orientations/new`);
      const chosen = [...text.matchAll(/name="languages"[^>]*value="(\w+)"[^>]* checked/g)];
      expect(chosen.map(([, code]) => code).sort()).toEqual(['fra', 'wol']);
    });

    it('tells by the marks who may leave', async () => {
      const session = await aSession(manager, provider);
      const { id, path } = await begun(officer, await someone(), session.id);
      const days = ['02', '03', '04', '05', '06'];
      for (const [at, as] of ['present', 'present', 'present', 'absent', 'absent'].entries()) {
        await mark(officer, session, `2026-11-${days[at]}`, [[id, as]]).expect(201);
      }
      const signs = [
        { kind: 'absences', count: 2 },
        { kind: 'presence', share: 60 },
      ];
      expect(await read(path)).toMatchObject({ presence: 60, signs });
      const page = await officer.get(`/training/sessions/${session.id}/register/2026-11-06`);
      expect(page.text).toContain('2 absences de suite');
      expect(codesOf(await step(officer, { path }, 'dropped_out', { on: '2026-11-09' }))).toEqual([
        'training.why',
      ]);
      await step(officer, { path }, 'dropped_out', {
        on: '2026-11-09',
        reason: 'transport',
      }).expect(201);
      expect(await read(session.path)).toMatchObject({ taken: 0 });
      expect(codesOf(await mark(officer, session, '2026-11-10', [[id, 'present']]))).toEqual([
        'training.not_attending',
      ]);
    });
  });

  describe('a certificate', () => {
    async function completed(by = officer) {
      const session = await aSession(manager, provider, { course: { title: 'Pâtisserie fine' } });
      const person = await aPerson(by, ADULT);
      const enrolment = await begun(by, person, session.id);
      return { session, person, enrolment };
    }
    const ask = (body: object) => mawa.http().post('/api/v1/verify').send(body);
    const codeOn = async (path: string): Promise<string> => (await read(path)).certificate.code;

    it('follows presence, completion and an assessment that was passed', async () => {
      const { session, enrolment } = await completed();
      const { path, id } = enrolment;
      const end = (to: string) => step(officer, enrolment, to, { on: '2026-11-20' });
      expect(codesOf(await end('completed'))).toEqual(['training.never_there']);
      await mark(officer, session, '2026-11-03', [[id, 'present']]).expect(201);
      await end('completed').expect(201);
      const certify = (more: object = {}) =>
        officer.post(`${path}/certificate`, { on: '2026-11-23', ...more });
      expect(codesOf(await certify())).toEqual(['training.not_passed']);
      const assess = (result: string) =>
        officer.post(`${path}/assessments`, { on: '2026-11-20', result, score: '61.5' });
      await assess('not_yet').expect(201);
      expect(codesOf(await certify())).toEqual(['training.not_passed']);
      expect((await read(path)).state).toBe('completed');
      await assess('passed').expect(201);
      const { body } = await certify().expect(201);
      expect(body.number).toMatch(/^[2-9A-Z0]{4}-[2-9A-Z0]{4}$/);
      expect(codesOf(await certify())).toEqual(['training.certified_already']);
      expect((await read(path)).certificate).toMatchObject({ holder: null, withdrawnOn: null });
    });

    it('is checked by its code, and says nothing of whom, of us, or of a name that was not typed', async () => {
      const { session, person, enrolment } = await completed();
      await mark(officer, session, '2026-11-03', [[enrolment.id, 'present']]).expect(201);
      await step(officer, enrolment, 'completed', { on: '2026-11-20' }).expect(201);
      const { path } = enrolment;
      await officer.post(`${path}/assessments`, { on: '2026-11-20', result: 'passed' }).expect(201);
      const issue = { on: '2026-11-23', holder: 'Élodie Tazi' };
      await officer.post(`${path}/certificate`, issue).expect(201);
      const code = await codeOn(path);
      const { body } = await ask({ code: code.toLowerCase().replaceAll('-', ' ') }).expect(200);
      expect(body).toEqual({
        valid: true,
        course: 'Pâtisserie fine',
        provider: 'Centre Al Amal',
        issuedOn: '2026-11-23',
        number: expect.any(String),
        name: null,
      });
      expect((await ask({ code, name: 'tazi elodie' })).body.name).toBe('same');
      expect((await ask({ code, name: 'Mahjouba Tizaoui' })).body.name).toBe('not_this');
      // The page: nothing of ours, no number of a file, no name unless typed and right.
      const form = await mawa.http().get('/verify?l=fr').expect(200);
      const page = async (fields: object) =>
        (await mawa.http().post('/verify?l=fr').type('form').send(fields)).text;
      const shown = await page({ code });
      const paper = await officer.get(
        `/people/${person.id}/training/enrolments/${enrolment.id}/certificate`,
      );
      for (const text of [form.text, shown, await page({ code: 'ABCD' }), paper.text]) {
        expect(text).not.toMatch(/mawa|refuge|مأوى|victim|traite|jtip|shelter/i);
        expect(text).not.toContain(person.caseNumber);
      }
      expect(shown).toContain('Pâtisserie fine');
      expect(shown).not.toContain('Tazi');
      expect(await page({ code, name: 'Élodie Tazi' })).toContain('Élodie Tazi');
      expect(await page({ code, name: 'Autre Nom' })).not.toMatch(/Autre Nom|Tazi/);
      expect(paper.text).toContain(code);
      // Withdrawn is told as unknown: the same answer, to the letter.
      const unknown = await ask({ code: '2'.repeat(24) }).expect(200);
      await officer
        .post(`${path}/certificate/withdrawal`, { on: '2026-11-24', reason: 'for_safety' })
        .expect(201);
      const withdrawn = await ask({ code, name: 'Élodie Tazi' }).expect(200);
      expect(withdrawn.text).toBe(unknown.text);
      expect(withdrawn.body).toEqual({ valid: false });
      const over = { on: '2026-11-24', reason: 'mistake' };
      expect(await refused(`${path}/certificate/withdrawal`, over)).toEqual([
        'training.withdrawn_already',
      ]);
    });

    it('keeps neither code nor name in clear', async () => {
      const { rows } = await mawa.admin.query<{ row: string }>(
        'SELECT row_to_json(t)::text AS row FROM training_certificates t',
      );
      const all = rows.map(({ row }) => row).join(' ');
      expect(rows.length).toBeGreaterThan(1);
      expect(all).not.toMatch(/Tazi|\b([2-9A-Z0]{4}-){5}/);
    });

    it('is asked about thirty times by one address, then not', async () => {
      let last = 200;
      for (let asked = 0; asked < 31 && last === 200; asked += 1) {
        last = (await ask({ code: '3'.repeat(24) })).status;
      }
      expect(last).toBe(429);
    });
  });

  it('is counted once for all: the figures equal plain SQL', async () => {
    const { figures } = await mawa.transactions.run(manager.actor, (tx) =>
      trainingFigures(tx, { from: '2026-01-01', until: '2027-01-01' }),
    );
    const steps = (to: string) =>
      count('SELECT count(*) AS n FROM training_steps WHERE to_state = $1', [to]);
    expect(figures).toMatchObject({
      enrolled: await steps('started'),
      people: await count(
        `SELECT count(DISTINCT case_id) AS n FROM training_steps WHERE to_state = 'started'`,
      ),
      completed: await steps('completed'),
      certified: await count(
        'SELECT count(*) AS n FROM training_certificates WHERE withdrawn_on IS NULL',
      ),
      droppedOut: await steps('dropped_out'),
      places: await count('SELECT count(*) AS n FROM training_seats'),
    });
    const used = await count(
      `SELECT count(*) AS n FROM (SELECT DISTINCT e.session_id, s.seat FROM training_steps s
         JOIN training_enrolments e ON e.id = s.enrolment_id WHERE s.to_state = 'started') x`,
    );
    expect(figures.placesUsed).toBe(used);
    const allowances = await count(
      'SELECT sum(stipend + transport) * 100 AS n FROM training_allowances WHERE taken_back_at IS NULL',
    );
    expect(figures.costs).toEqual([
      {
        currency: 'MAD',
        places: used * 120_000,
        allowances,
        each: Math.round((used * 120_000 + allowances) / figures.certified),
      },
    ]);
    const page = await manager.get('/training/figures').expect(200);
    expect(page.text).toContain('Coût d’un certificat');
    await officer.get('/training/figures').expect(403);
  });

  it('an enrolment is offered once an orientation proposes sessions, which the page says before', async () => {
    const [person] = await people(1);
    const path = `/people/${person!.id}/training`;
    const first = 'Pour inscrire, notez d’abord une orientation';
    const before = await officer.get(path).expect(200);
    expect(before.text).toContain(first);
    expect(before.text).not.toContain('enrolments/new');
    expect((await officer.get(`${path}/enrolments/new`).expect(409)).text).toContain(first);
    await officer
      .post(`${trainingOf(person!)}/orientations`, give.orientation({ on: '2026-11-24' }))
      .expect(201);
    const after = await officer.get(path).expect(200);
    expect(after.text).not.toContain(first);
    expect(after.text).toContain('enrolments/new');
    await officer.get(`${path}/enrolments/new`).expect(200);
  });

  it('that was begun before the file was closed is brought to its end, by the buttons that stay', async () => {
    const session = await aSession(manager, provider);
    const [person] = await people(1);
    const enrolment = await begun(officer, person!, session.id);
    await mark(officer, session, '2026-11-03', [[enrolment.id, 'present']]).expect(201);
    for (const [to, reason] of [
      ['presumed', 'assessment'],
      ['assisted', 'support_begins'],
      ['closed', 'goals_reached'],
    ]) {
      const stage = { to, reason, decidedBy: 'programme' };
      await officer.post(`${person!.path}/stages`, stage).expect(201);
    }
    const { text } = await officer.get(`/people/${person!.id}/training`).expect(200);
    const buttons = [...text.matchAll(/href="([^"]*\/enrolments\/[^"]*)"/g)].map(
      ([, path]) => path!,
    );
    expect(buttons.map((path) => path.split('/').at(-2))).toEqual(['steps', 'assessments']);
    for (const path of buttons) await officer.get(path).expect(200);
    await step(officer, enrolment, 'completed', { on: '2026-11-24' }).expect(201);
    const passed = { on: '2026-11-24', result: 'passed' };
    await officer.post(`${enrolment.path}/assessments`, passed).expect(201);
    await officer.post(`${enrolment.path}/certificate`, { on: '2026-11-24' }).expect(201);
  });

  it('ends with the file: a place goes to who waits, and nothing in words outlives an erasure', async () => {
    const dates = { startsOn: '2026-11-23', places: 1 };
    const session = await aSession(manager, provider, { session: dates });
    const [person, next] = await people(2);
    const enrolment = await enrolled(officer, person!, session.id);
    const waits = await enrolled(officer, next!, session.id);
    const { body } = await officer
      .post(`${trainingOf(person!)}/orientations`, give.orientation({ note: CANARY }))
      .expect(201);
    for (const [to, reason] of [
      ['presumed', 'assessment'],
      ['assisted', 'support_begins'],
      ['closed', 'goals_reached'],
    ]) {
      const stage = { to, reason, decidedBy: 'programme' };
      await officer.post(`${person!.path}/stages`, stage).expect(201);
    }
    expect(await read(enrolment.path)).toMatchObject({
      state: 'withdrawn',
      steps: [{}, { reason: 'case_closed' }],
    });
    expect((await read(waits.path)).state).toBe('offered');
    const late = { sessionId: session.id, on: '2026-11-24' };
    expect(await refused(`${trainingOf(person!)}/enrolments`, late)).toEqual([
      'training.case_closed',
    ]);
    // As its pages answer.
    expect(await refused(`${trainingOf(person!)}/orientations`, give.orientation())).toEqual([
      'training.case_closed',
    ]);
    const chosen = { choice: 'session', sessionId: session.id, on: '2026-11-24' };
    expect(await refused(`${trainingOf(person!)}/orientations/${body.id}/choice`, chosen)).toEqual([
      'training.case_closed',
    ]);
    const tab = await officer.get(`/people/${person!.id}/training`).expect(200);
    expect(tab.text).toContain('Ce dossier est clos : aucune orientation ni inscription');
    for (const begins of ['orientations/new', 'choice/new', 'enrolments/new']) {
      expect(tab.text).not.toContain(begins);
    }
    for (const form of ['orientations/new', 'enrolments/new']) {
      const refusal = await officer.get(`/people/${person!.id}/training/${form}`).expect(409);
      expect(refusal.text).toContain('Ce dossier est clos.');
    }
    const words = () =>
      count('SELECT count(note) AS n FROM training_orientations WHERE id = $1', [body.id]);
    expect(await words()).toBe(1);
    const asked = { reason: 'person_asked' };
    const erasure = await officer.post(`${person!.path}/rights/erasure`, asked).expect(201);
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
    expect(await words()).toBe(0);
    // What was counted stays, under the new id.
    const kept =
      'SELECT count(*) AS n FROM training_steps WHERE enrolment_id = $1 AND case_id <> $2';
    expect(await count(kept, [enrolment.id, person!.id])).toBe(2);
  });
});
