import { capacityFigures } from '../../modules/vocational-training';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { standsAt } from '../shelter-beds/house';
import {
  aTraining,
  CAPACITY,
  held,
  mark,
  register,
  registered,
  tests,
  training,
  TRAININGS,
  type TestTraining,
} from './capacity';
import { codesOf } from './training';

const CANARY = 'CANARI-Zahra';
const DAYS = ['2026-05-04', '2026-05-05'] as const;

describe('capacity building', () => {
  let mawa: TestApp;
  let programme: SignedIn;
  let supervisor: SignedIn;
  let organiserId: string;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    await standsAt(mawa, '2026-11-24T12:10:00Z');
    programme = await mawa.signIn('programme_officer');
    supervisor = await mawa.signIn('case_supervisor');
    const administrator = await mawa.signIn('administrator');
    const institute = { code: 'INSTITUT', kind: 'partner', name: 'Institut (inventé)' };
    const { body } = await administrator.post('/api/v1/organisations', institute).expect(201);
    organiserId = body.id;
  });
  afterAll(() => mawa.stop());

  const plan = (more: object = {}): Promise<TestTraining> =>
    aTraining(programme, organiserId, more);
  const read = async (path: string, by = programme) => (await by.get(path).expect(200)).body;
  const rows = async (sql: string, params: unknown[] = []): Promise<Record<string, unknown>[]> =>
    (await mawa.admin.query(sql, params)).rows;
  /** There on both days, and held. */
  const completedBy = async (one: TestTraining, ids: readonly string[]) => {
    for (const day of DAYS) {
      await mark(programme, one, day, Object.fromEntries(ids.map((id) => [id, 'present']))).expect(
        201,
      );
    }
    await held(programme, one).expect(201);
  };

  describe('a training', () => {
    it('is planned with its days and hours, and held when its last day has come', async () => {
      const one = await plan();
      expect(await read(one.path)).toMatchObject({
        ...{
          title: 'Repérer les victimes',
          state: 'planned',
          minutes: 600,
          trainers: 'Dr Formatrice',
        },
        ...{ firstDay: DAYS[0], lastDay: DAYS[1], leastPresence: 80, taken: 0 },
      });
      const step = (to: string, on: string, more = {}) =>
        programme.post(`${one.path}/steps`, { to, on, ...more });
      expect(codesOf(await step('held', '2026-05-04'))).toEqual(['capacity.goes_on']);
      expect(codesOf(await step('held', '2026-11-25'))).toEqual(['capacity.in_future']);
      expect(codesOf(await step('called_off', '2026-05-05'))).toEqual(['capacity.why']);
      await step('held', '2026-05-05').expect(201);
      expect(codesOf(await step('called_off', '2026-05-06', { reason: 'other' }))).toEqual([
        'capacity.no_such_step',
      ]);
      expect((await read(one.path)).steps).toMatchObject([
        { to: 'planned' },
        { to: 'held', on: '2026-05-05' },
      ]);
    });

    it('says what is wrong with it beside its field', async () => {
      const refused = async (more: object) =>
        codesOf(await programme.post(TRAININGS, training(organiserId, more)));
      expect(await refused({ topics: ['cooking'] })).toEqual(['common.not_choice']);
      expect(await refused({ mode: 'remote' })).toEqual(['capacity.where']);
      expect(await refused({ region: undefined })).toEqual(['capacity.where']);
      expect(await refused({ days: [] })).toEqual(['capacity.a_day']);
      const day = { on: '2026-05-04', hours: '6' };
      expect(await refused({ days: [day, day] })).toEqual(['capacity.day_twice']);
      expect(await refused({ days: [{ ...day, hours: '13' }] })).toEqual([
        'capacity.hours_of_a_day',
      ]);
      expect(await refused({ days: [day, { ...day, on: '2027-12-04' }] })).toEqual([
        'capacity.too_long',
      ]);
      expect(await refused({ organiserId: supervisor.actor.userId })).toEqual([
        'common.not_choice',
      ]);
    });

    it('has an agenda on its days, of which a row is taken out again', async () => {
      const one = await plan();
      const row = {
        on: DAYS[0],
        from: '09:00',
        until: '10:30',
        subject: 'Signes',
        trainer: CANARY,
      };
      const { body } = await programme.post(`${one.path}/agenda`, row).expect(201);
      const refused = async (more: object) =>
        codesOf(await programme.post(`${one.path}/agenda`, { ...row, ...more }));
      expect(await refused({ on: '2026-05-06' })).toEqual(['capacity.no_day_of_it']);
      expect(await refused({ until: '08:00' })).toEqual(['capacity.ends_before']);
      expect((await read(one.path)).agenda).toEqual([{ id: body.id, ...row }]);
      await programme.delete(`${one.path}/agenda/${body.id}`).expect(200);
      expect((await read(one.path)).agenda).toEqual([]);
      await programme.delete(`${one.path}/agenda/${body.id}`).expect(404);
    });
  });

  describe('whoever takes part', () => {
    it('is found again, is asked about where it is only likely, and stands nowhere in clear', async () => {
      const [one, two] = [await plan(), await plan()];
      const first = { email: 'zahra@example.org', phone: '06 61 22 33 44' };
      await registered(programme, one, `${CANARY} Amrani`, first);
      const [{ number, learnerId }] = (await read(one.path)).participants;
      // The same name and e-mail elsewhere: the same.
      const moved = { institution: 'Préfecture de Fès', email: 'ZAHRA@example.org' };
      await registered(programme, two, `amrani  ${CANARY.toUpperCase()}`, moved);
      expect((await read(two.path)).participants).toMatchObject([
        { learnerId, number, institution: 'Préfecture de Fès', phone: '06 61 22 33 44' },
      ]);
      expect(codesOf(await register(programme, two, `${CANARY} Amrani`, first))).toEqual([
        'capacity.there_already',
      ]);
      // The same name at a third place, with nothing else: asked, and told apart by number.
      const three = await plan();
      const elsewhere = { institution: 'Tribunal de Meknès', kind: 'judge' };
      const asked = await register(programme, three, `${CANARY} Amrani`, elsewhere);
      expect(codesOf(asked)).toEqual(['capacity.likely']);
      expect(asked.body.errors[0]).toMatchObject({ field: 'learner' });
      expect(JSON.stringify(asked.body)).toContain(String(number));
      await registered(programme, three, `${CANARY} Amrani`, { ...elsewhere, another: true });
      await registered(programme, three, `${CANARY} Amrani`, { ...elsewhere, learner: number });
      expect(
        codesOf(await register(programme, three, 'Autre Nom', { learner: 2_000_000_000 })),
      ).toEqual(['capacity.no_such_learner']);
      expect(
        codesOf(await register(programme, three, 'Autre Nom', { email: first.email })),
      ).toEqual(['capacity.likely']);
      const [{ all }] = (await rows(
        `SELECT (SELECT json_agg(l)::text FROM capacity_learners l) || (SELECT json_agg(t)::text FROM capacity_trainings t)
           || (SELECT json_agg(a)::text FROM capacity_agenda a) || (SELECT json_agg(a)::text FROM audit_log a) AS all`,
      )) as [{ all: string }];
      expect(all).not.toMatch(/CANARI|Amrani|zahra@|Formatrice|Salé/i);
    });

    it('has a place: of two at once for the last one, one does; and one who left gives it back', async () => {
      const one = await plan({ places: 1 });
      const two = await Promise.all(
        ['Premier Venu', 'Seconde Venue'].map((name) => register(programme, one, name)),
      );
      expect(two.map(({ status }) => status).sort()).toEqual([201, 409]);
      const { id } = two.find(({ status }) => status === 201)!.body;
      await programme.delete(`${one.path}/participants/${id}`).expect(200);
      await registered(programme, one, 'Troisième Venue');
    });

    it('and was registered twice at once is one', async () => {
      const [one, two] = [await plan(), await plan()];
      const same = { email: 'double@example.org' };
      const both = await Promise.all(
        [one, two].map((place) => register(programme, place, 'Double Inscrite', same)),
      );
      expect(both.map(({ status }) => status)).toEqual([201, 201]);
      expect((await read(`${CAPACITY}/learners?q=double`)).learners).toHaveLength(1);
    });

    it('and turns out to be another one is joined by a step that can be read', async () => {
      const [one, two] = [await plan(), await plan()];
      const a = await registered(programme, one, 'Jointe Une');
      const b = await registered(programme, two, 'Jointe Hune');
      await completedBy(one, [a]);
      await completedBy(two, [b]);
      const [kept] = (await read(one.path)).participants;
      const [gone] = (await read(two.path)).participants;
      const path = `${CAPACITY}/learners/${kept.learnerId}`;
      const join = (goneNumber: number) =>
        programme.post(`${path}/merges`, { goneNumber, on: '2026-11-24' });
      expect(codesOf(await join(kept.number))).toEqual(['capacity.the_same_number']);
      await join(gone.number).expect(201);
      expect(codesOf(await join(gone.number))).toEqual(['capacity.merged_already']);
      expect(await read(path)).toMatchObject({
        ...{ completed: 2, joinedTo: null },
        merges: [{ goneNumber: gone.number, on: '2026-11-24', by: programme.actor.name }],
        trainings: [{ asNumber: expect.any(Number) }, { asNumber: expect.any(Number) }],
      });
      expect((await read(`${CAPACITY}/learners/${gone.learnerId}`)).joinedTo).toEqual({
        ...{ id: kept.learnerId, number: kept.number },
      });
      expect((await read(two.path)).participants).toMatchObject([{ learnerId: kept.learnerId }]);
    });
  });

  describe('the register and the tests', () => {
    it('complete a training from eight tenths of its hours on, once it was held', async () => {
      const one = await plan();
      const names = ['Toujours Là', 'Demi Jour', 'Second Jour', 'Jamais Là'];
      const ids: string[] = [];
      for (const name of names) ids.push(await registered(programme, one, name));
      const [always, half, second, never] = ids as [string, string, string, string];
      const first = {
        [always]: 'present',
        [half]: 'present',
        [second]: 'absent',
        [never]: 'absent',
      };
      expect((await mark(programme, one, DAYS[0], first).expect(201)).body).toEqual({ written: 4 });
      expect((await mark(programme, one, DAYS[0], first).expect(201)).body).toEqual({ written: 0 });
      // 6 hours and half of 4: 8 of 10, which is enough.
      const next = { [always]: 'present', [half]: 'half', [second]: 'present' };
      await mark(programme, one, DAYS[1], next).expect(201);
      const completed = async () =>
        (await read(one.path)).participants.map(
          ({ minutes, completed }: { minutes: number; completed: boolean }) => [minutes, completed],
        );
      expect(await completed()).toEqual([
        ...[
          [600, false],
          [480, false],
          [240, false],
          [0, false],
        ],
      ]);
      await held(programme, one).expect(201);
      expect(await completed()).toEqual([
        ...[
          [600, true],
          [480, true],
          [240, false],
          [0, false],
        ],
      ]);
      // A correction is a new row, the last counts.
      await mark(programme, one, DAYS[0], { [half]: 'half' }).expect(201);
      expect((await completed())[1]).toEqual([300, false]);
      const codes = async (day: string, marks: Record<string, string>) =>
        codesOf(await mark(programme, one, day, marks));
      expect(await codes('2026-05-06', { [half]: 'present' })).toEqual(['capacity.no_day_of_it']);
      expect(await codes(DAYS[0], { [one.id]: 'present' })).toEqual(['capacity.not_there']);
      expect(await codes(DAYS[0], {})).toEqual(['capacity.mark_somebody']);
      const ahead = await plan({ days: [{ on: '2026-12-01', hours: '5' }] });
      const later = await registered(programme, ahead, 'Plus Tard');
      expect(codesOf(await mark(programme, ahead, '2026-12-01', { [later]: 'present' }))).toEqual([
        'capacity.in_future',
      ]);
    });

    it('tell what was learnt, from the last score of each moment', async () => {
      const one = await plan();
      const [a, b] = [
        await registered(programme, one, 'Apprend Bien'),
        await registered(programme, one, 'Apprend Mieux'),
      ];
      await tests(programme, one, 'before', DAYS[0], { [a]: '99', [b]: '50' }).expect(201);
      await tests(programme, one, 'before', DAYS[0], { [a]: '40' }).expect(201);
      await tests(programme, one, 'after', DAYS[1], { [a]: '70', [b]: '90' }).expect(201);
      expect((await read(one.path)).gain).toEqual({
        ...{ tested: 2, both: 2, meanBefore: 45, meanAfter: 80, mean: 35 },
        ...{ normalised: 65, normalisedOf: 2, knewAll: 0, worse: 0 },
      });
      const wrong = await tests(programme, one, 'after', DAYS[1], { [a]: '101' });
      expect(codesOf(wrong)).toEqual(['capacity.score_range']);
    });
  });

  describe('the figures', () => {
    it('are what plain SQL counts, each person once', async () => {
      const prevention = { topics: ['prevention', 'labour'] };
      const [one, two, three] = [await plan(), await plan(prevention), await plan()];
      const kinds = ['police', 'health', 'judge', 'prosecutor', 'social', 'police', 'judge'];
      const inOne: string[] = [];
      const inTwo: string[] = [];
      for (const [at, kind] of kinds.entries()) {
        const more = { kind, sex: at % 2 ? 'male' : 'female', email: `f${at}@example.org` };
        inOne.push(await registered(programme, one, `Compte ${'abcdefg'[at]}`, more));
        if (at < 4) inTwo.push(await registered(programme, two, `Compte ${'abcdefg'[at]}`, more));
      }
      await completedBy(one, inOne);
      await completedBy(two, inTwo);
      await mark(programme, two, DAYS[0], { [inTwo[3]!]: 'absent' }).expect(201);
      await registered(programme, three, 'Compte Z');
      const period = { from: '2026-01-01', until: '2027-01-01' };
      const figures = await mawa.transactions.run(programme.actor, (tx) =>
        capacityFigures(tx, period),
      );
      const there = `
        SELECT p.id, coalesce(l.merged_into, l.id) AS person, t.id AS training, p.kind, t.topics, l.sex
          FROM capacity_participants p JOIN capacity_trainings t ON t.id = p.training_id JOIN capacity_learners l ON l.id = p.learner_id
         WHERE p.left_on IS NULL AND t.state = 'held' AND t.last_day BETWEEN '2026-01-01' AND '2026-12-31'
           AND (SELECT sum(d.minutes * (SELECT CASE m.mark WHEN 'present' THEN 2 WHEN 'half' THEN 1 ELSE 0 END FROM capacity_marks m
                  WHERE m.participant_id = p.id AND m.on_day = d.on_day ORDER BY m.place DESC LIMIT 1)) FROM capacity_days d WHERE d.training_id = t.id)
               >= 1.6 * (SELECT sum(d.minutes) FROM capacity_days d WHERE d.training_id = t.id)`;
      const counted = async (where: string, what = 'DISTINCT person') =>
        Number(
          (await rows(`SELECT count(${what}) AS n FROM (${there}) x WHERE ${where}`))[0]!['n'],
        );
      const responders = `kind IN ('police', 'gendarmerie', 'labour_inspection', 'health', 'social', 'border_customs', 'civil_society')`;
      expect(figures.trained).toBe(await counted('true'));
      expect(figures.participations).toBe(await counted('true', 'DISTINCT (person, training)'));
      expect(figures.indicators.map(({ code, people }) => [code, people])).toEqual([
        ['PS.5.1-28', await counted(`'identification' = ANY (topics) AND ${responders}`)],
        ['PS.5.3-15', await counted(`'prevention' = ANY (topics)`)],
      ]);
      expect(figures.bySex).toEqual([
        { sex: 'female', people: await counted(`sex = 'female'`) },
        { sex: 'male', people: await counted(`sex = 'male'`) },
      ]);
      // By hand of these three: seven in one, three in two; four first responders; three in prevention.
      const own = `training IN ('${one.id}', '${two.id}', '${three.id}')`;
      expect(await counted(own)).toBe(7);
      expect(await counted(own, '*')).toBe(10);
      expect(await counted(`${own} AND 'identification' = ANY (topics) AND ${responders}`)).toBe(4);
      expect(figures.indicators[1]!.people).toBe(3);
      expect((await read(`${CAPACITY}/figures?year=2026`)).indicators).toMatchObject([
        { code: 'PS.5.1-28', people: figures.indicators[0]!.people },
        { code: 'PS.5.3-15', people: null },
      ]);
      expect(await read(`${CAPACITY}/figures?year=2025`)).toMatchObject({ trained: 0, held: 0 });
    });
  });

  it('is for the programme and its supervisors, and for nobody who cares for people', async () => {
    const one = await plan();
    await registered(supervisor, one, 'Vue Par Elle');
    await supervisor.get(one.path).expect(200);
    const others = [
      await mawa.signIn('reintegration_officer'),
      await mawa.signIn('shelter_staff'),
      await mawa.signIn('finance_officer'),
    ];
    for (const other of others) {
      for (const path of [one.path, TRAININGS, `${CAPACITY}/learners`, `${CAPACITY}/figures`]) {
        await other.get(path).expect(403);
      }
      await other.post(TRAININGS, training(organiserId)).expect(403);
      await register(other, one, 'Pas Par Elle').expect(403);
      // Behind the policy, PostgreSQL shows them nobody.
      const seen = await mawa.transactions.run(other.actor, (tx) =>
        tx.query('SELECT 1 FROM capacity_learners UNION ALL SELECT 1 FROM capacity_participants'),
      );
      expect(seen).toEqual([]);
    }
  });
});
