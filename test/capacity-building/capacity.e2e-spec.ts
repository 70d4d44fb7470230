import { aPerson } from '../beneficiaries/test-people';
import { ADULT } from '../consents/consent-answers';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { enteredRate, openedGrant } from '../grant-budgeting/samples';
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
import { aProvider, aSession, begun, codesOf } from '../vocational-training/training';
import { capacityFigures } from '../../modules/capacity-building';

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

  const bring = (list: string, text: string | Buffer, by = programme) => {
    const call = by.post(`/api/v1/imports/lists/${list}`, {});
    Object.assign(call, { _data: undefined });
    return call
      .type('text/csv')
      .send((typeof text === 'string' ? Buffer.from(text) : text) as never);
  };
  const wrong = ({ body }: { body: { errors?: { code: string; field: string }[] } }) =>
    (body.errors ?? []).map(({ code, field }) => [code, field]);

  describe('a training', () => {
    it('is planned with its days and hours, and held when its last day has come', async () => {
      const one = await plan();
      expect(await read(one.path)).toMatchObject({
        title: 'Repérer les victimes',
        state: 'planned',
        minutes: 600,
        trainers: 'Dr Formatrice',
        firstDay: DAYS[0],
        lastDay: DAYS[1],
        leastPresence: 80,
        taken: 0,
      });
      const step = (to: string, on: string, more = {}) =>
        programme.post(`${one.path}/steps`, { to, on, ...more });
      expect(codesOf(await step('held', '2026-05-04'))).toEqual(['capacity.goes_on']);
      expect(codesOf(await step('held', '2026-11-25'))).toEqual(['capacity.in_future']);
      expect(codesOf(await step('cancelled', '2026-05-05'))).toEqual(['capacity.why']);
      await step('held', '2026-05-05').expect(201);
      expect(codesOf(await step('cancelled', '2026-05-06', { reason: 'other' }))).toEqual([
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
      // The running number of a sheet is nobody's.
      expect(codesOf(await register(programme, three, 'Autre Nom', { learner: number }))).toEqual([
        'capacity.other_learner',
      ]);
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
      // Both were at one training: one of the two registrations is taken out first.
      const three = await plan();
      const twice = [await registered(programme, three, 'Jointe Une', { learner: kept.number })];
      twice.push(await registered(programme, three, 'Jointe Hune', { learner: gone.number }));
      expect(codesOf(await join(gone.number))).toEqual(['capacity.merge_in_one_training']);
      await programme.delete(`${three.path}/participants/${twice[1]}`).expect(200);
      await join(gone.number).expect(201);
      expect(codesOf(await join(gone.number))).toEqual(['capacity.merged_already']);
      expect(await read(path)).toMatchObject({
        completed: 2,
        joinedTo: null,
        merges: [{ goneNumber: gone.number, on: '2026-11-24', by: programme.actor.name }],
        trainings: expect.arrayContaining([{ asNumber: gone.number }].map(expect.objectContaining)),
      });
      expect((await read(`${CAPACITY}/learners/${gone.learnerId}`)).joinedTo).toEqual({
        id: kept.learnerId,
        number: kept.number,
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
        [600, false],
        [480, false],
        [240, false],
        [0, false],
      ]);
      await held(programme, one).expect(201);
      expect(await completed()).toEqual([
        [600, true],
        [480, true],
        [240, false],
        [0, false],
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
      const again = { [a]: '40', [b]: '50.00' };
      const { body } = await tests(programme, one, 'before', DAYS[0], again).expect(201);
      expect(body).toEqual({ written: 1 });
      await tests(programme, one, 'after', DAYS[1], { [a]: '70', [b]: '90' }).expect(201);
      expect((await read(one.path)).gain).toEqual({
        tested: 2,
        both: 2,
        meanBefore: 45,
        meanAfter: 80,
        mean: 35,
        normalised: 65,
        normalisedOf: 2,
        knewAll: 0,
        worse: 0,
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

  describe('money and certificates', () => {
    it('charge what a training cost to its line, take it back, and share it by who completed it', async () => {
      const { lines } = await openedGrant(mawa);
      await enteredRate(mawa, ['USD', 'MAD', '2026-01-01', '10']);
      const line = Object.values(lines)[0]!;
      const one = await plan({ lineId: line });
      const ids = [
        await registered(programme, one, 'Coûte Une'),
        await registered(programme, one, 'Coûte Deux'),
      ];
      await completedBy(one, ids);
      const cost = (more: object = {}) =>
        programme.post(`${one.path}/costs`, {
          on: '2026-05-05',
          what: 'venue',
          amount: '1500,50',
          currency: 'MAD',
          ...more,
        });
      const { body: kept } = await cost().expect(201);
      const { body: gone } = await cost({ what: 'meals', amount: '400.00' }).expect(201);
      await programme.delete(`${one.path}/costs/${gone.id}`).expect(200);
      await programme.delete(`${one.path}/costs/${gone.id}`).expect(404);
      expect(codesOf(await cost({ amount: '0' }))).toEqual(['common.not_amount']);
      expect(codesOf(await cost({ on: '2026-11-25' }))).toEqual(['capacity.in_future']);
      const free = await plan();
      expect(
        codesOf(
          await programme.post(`${free.path}/costs`, {
            on: '2026-05-05',
            what: 'venue',
            amount: '1',
            currency: 'MAD',
          }),
        ),
      ).toEqual(['capacity.no_line']);
      expect((await read(one.path)).costs).toMatchObject([
        { id: kept.id, amount: '1500.50', booked: true, takenBack: false },
        { id: gone.id, booked: true, takenBack: true },
      ]);
      // What the ledger holds of them: the one that stands, and nothing of the other.
      const booked = await rows(
        `SELECT sum(e.original_amount) FILTER (WHERE a.kind IN ('spent', 'unfunded'))::text AS n FROM ledger_transactions t
           JOIN ledger_transactions f ON f.id = coalesce(t.reverses, t.id) JOIN ledger_entries e ON e.transaction_id = t.id
           JOIN ledger_accounts a ON a.id = e.account_id WHERE f.source_kind = 'capacity'`,
      );
      expect(booked).toEqual([{ n: '1500.50' }]);
      const { text } = await programme.get(`/training/capacity/trainings/${one.id}`).expect(200);
      expect(text).toContain('750,25');
    });

    it('certify whoever completed it, and answer at the one door of all certificates', async () => {
      const one = await plan({ title: 'Entendre un témoin' });
      const ids = [
        await registered(programme, one, 'Certifiée Oui'),
        await registered(programme, one, 'Certifiée Non'),
      ];
      await mark(programme, one, DAYS[0], { [ids[0]!]: 'present' }).expect(201);
      await mark(programme, one, DAYS[1], { [ids[0]!]: 'present' }).expect(201);
      const issue = (more: object = {}) =>
        programme.post(`${one.path}/certificates`, { on: '2026-11-24', named: true, ...more });
      expect(codesOf(await issue())).toEqual(['capacity.nobody_due']);
      await held(programme, one).expect(201);
      expect(codesOf(await issue({ on: '2026-05-04' }))).toEqual(['capacity.goes_on']);
      expect((await issue().expect(201)).body).toEqual({ issued: 1 });
      expect(codesOf(await issue())).toEqual(['capacity.nobody_due']);
      // What it rests on does not go away under it.
      const gone = await mark(programme, one, DAYS[0], { [ids[0]!]: 'absent' });
      expect(codesOf(gone)).toEqual(['capacity.certified_already']);
      const path = `${CAPACITY}/participants/${ids[0]}/certificate`;
      const paper = await read(path);
      expect(paper).toMatchObject({ title: 'Entendre un témoin', holder: 'Certifiée Oui' });
      await programme.get(`${CAPACITY}/participants/${ids[1]}/certificate`).expect(404);
      const ask = async (name?: string) =>
        (await mawa.http().post('/api/v1/verify').send({ code: paper.code, name })).body;
      expect(await ask('oui certifiee')).toEqual({
        valid: true,
        course: 'Entendre un témoin',
        provider: 'Institut (inventé)',
        issuedOn: '2026-11-24',
        number: paper.number,
        name: 'same',
      });
      const printed = await programme.get(`/training/capacity/participants/${ids[0]}/certificate`);
      expect(printed.text).toContain(paper.code);
      await programme
        .post(`${path}/withdrawal`, { on: '2026-11-24', reason: 'mistake' })
        .expect(201);
      expect(await ask()).toEqual({ valid: false });
      await programme
        .post(`${path}/withdrawal`, { on: '2026-11-24', reason: 'mistake' })
        .expect(404);
      // A mistake is put right by another one; what was withdrawn for safety does not come back by itself.
      expect((await issue().expect(201)).body).toEqual({ issued: 1 });
      const safety = { on: '2026-11-24', reason: 'for_safety' };
      await programme.post(`${path}/withdrawal`, safety).expect(201);
      expect(codesOf(await issue())).toEqual(['capacity.nobody_due']);
    });
  });

  describe('lists from files', () => {
    const number = async ({ id }: TestTraining): Promise<number> =>
      Number((await rows('SELECT place FROM capacity_trainings WHERE id = $1', [id]))[0]!['place']);

    it('bring participants, all of them or nobody, each row that is wrong with its sentence', async () => {
      const one = await plan();
      const at = await number(one);
      const head =
        'Formation;Nom et prénom;Sexe;Type d’institution;Institution;E-mail;N° de participant';
      const bad = await bring(
        'capacity-participants',
        [
          head,
          `${at};Fichier Une;F;Police;Préfecture de Taza;fichier1@example.org;`,
          `${at};Une Fichier;F;Police;Préfecture de Taza;FICHIER1@example.org;`,
          `${at};Fichier Deux;X;Police;Préfecture de Taza;;`,
          `${at};Fichier Trois;M;Pompiers du ciel;Préfecture de Taza;;`,
          `${at};Fichier Quatre;M;Juges;Tribunal de Taza;;`,
          `${at};Fichier Quatre;M;Juges;Tribunal de Nador;;`,
          `${at};Fichier Cinq;M;Juges;Tribunal de Taza;pas-une-adresse;`,
          `999999;Fichier Six;M;Juges;Tribunal de Taza;;`,
        ].join('\n'),
      ).expect(422);
      expect(wrong(bad)).toEqual([
        ['imports.not_choice', 'rows.4.sex'],
        ['capacity.no_email', 'rows.8.email'],
        ['capacity.which_training', 'rows.9.training'],
      ]);
      const next = await bring(
        'capacity-participants',
        [
          head,
          `${at};Fichier Une;F;Police;Préfecture de Taza;fichier1@example.org;`,
          `${at};Une Fichier;F;Police;Préfecture de Taza;FICHIER1@example.org;`,
          `${at};Fichier Trois;M;Pompiers du ciel;Préfecture de Taza;;`,
          `${at};Fichier Quatre;M;Juges;Tribunal de Taza;;`,
          `${at};Fichier Quatre;M;Juges;Tribunal de Nador;;`,
        ].join('\n'),
      ).expect(422);
      expect(wrong(next)).toEqual([
        ['common.not_choice', 'rows.4.kind'],
        ['capacity.twice_in_file', 'rows.3.name'],
        ['capacity.like_row', 'rows.6.learner'],
      ]);
      expect(
        wrong(await bring('capacity-participants', `${head}\n999999;A B;F;Police;C D;;`)),
      ).toEqual([['capacity.which_training', 'rows.2.training']]);
      expect((await read(one.path)).participants).toEqual([]);
      const good = [
        head,
        `${at};Fichier Une;F;Police;Préfecture de Taza;fichier1@example.org;`,
        `${at};Fichier Quatre;M;Juges;Tribunal de Taza;;`,
        `${at};Fichier Quatre;M;Juges;Tribunal de Nador;;nouveau`,
      ].join('\n');
      const { body } = await bring('capacity-participants', good).expect(200);
      expect((await read(one.path)).participants).toMatchObject([
        { name: 'Fichier Une', kind: 'police', email: 'fichier1@example.org' },
        { name: 'Fichier Quatre', institution: 'Tribunal de Taza' },
        { name: 'Fichier Quatre', institution: 'Tribunal de Nador' },
      ]);
      expect(codesOf(await bring('capacity-participants', good))).toEqual(['imports.before']);
      await programme.delete(`/api/v1/imports/runs/${body.runId}`).expect(200);
      expect((await read(one.path)).participants).toEqual([]);
      const other = await mawa.signIn('reintegration_officer');
      await bring('capacity-participants', good, other).expect(404);
    });

    it('say of a file that is none, or is too long, what it is', async () => {
      const one = await plan();
      const bytes = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 1, 2, 3]);
      expect(codesOf(await bring('capacity-participants', bytes))).toEqual([
        'imports.old_workbook',
      ]);
      const at = await number(one);
      const many = Array.from({ length: 10_000 }, (_, row) => `${at};Nom ${row};F;Police;Lieu`);
      const long = ['Formation;Nom;Sexe;Type;Institution', ...many].join('\n');
      expect(codesOf(await bring('capacity-participants', long))).toEqual([
        'imports.too_many_rows',
      ]);
    });

    it('bring the attendance of a training, by number, e-mail or name', async () => {
      const one = await plan();
      const names = ['Présente Une', 'Présente Deux', 'Présente Trois'];
      for (const [place, name] of names.entries()) {
        await registered(programme, one, name, { email: `presente${place}@example.org` });
      }
      const at = await number(one);
      const people = (await read(one.path)).participants;
      const head = 'Formation;Jour;N° de participant;E-mail;Nom et prénom;Présence';
      const file = (lines: string[]) => bring('capacity-attendance', [head, ...lines].join('\n'));
      expect(
        wrong(
          await file([
            `${at};04/05/2026;${people[0].number};;;Présent`,
            `${at};04/05/2026;;;une PRESENTE;Absent`,
            `${at};04/05/2026;;personne@example.org;;Présent`,
            `${at};04/05/2026;2000000;;;Présent`,
          ]),
        ),
      ).toEqual([
        ['capacity.two_marks', 'rows.3.name'],
        ['capacity.not_there', 'rows.4.email'],
        ['capacity.not_there', 'rows.5.learner'],
      ]);
      expect(
        wrong(await file([`${at};04/05/2026;${people[0].number};;Présente Deux;Présent`])),
      ).toEqual([['capacity.not_one_person', 'rows.2.learner']]);
      expect(wrong(await file([`${at};06/05/2026;${people[0].number};;;Présent`]))).toEqual([
        ['capacity.no_day_of_it', 'rows.2.day'],
      ]);
      await file([
        `${at};04/05/2026;${people[0].number};;;Présent`,
        `${at};04/05/2026;;presente1@example.org;;demi`,
        `${at};2026-05-04;;;Trois Presente;A`,
        `${at};05/05/2026;${people[0].number};;;présent`,
      ]).expect(200);
      expect((await read(one.path)).participants).toMatchObject([
        { minutes: 600 },
        { minutes: 180 },
        { minutes: 0 },
      ]);
    });
  });

  it('a file marks a session of vocational training by the number of the case, of those whom the reader marks', async () => {
    const officer = await mawa.signIn('reintegration_officer');
    const stranger = await mawa.signIn('reintegration_officer');
    const session = await aSession(programme, await aProvider(mawa));
    const [mine, theirs] = [await aPerson(officer, ADULT), await aPerson(stranger, ADULT)];
    const enrolment = await begun(officer, mine, session.id);
    await begun(stranger, theirs, session.id);
    const head = 'Session;Dossier;Jour;Présence';
    const row = (number: string, day: string, as = 'Présent') =>
      `${session.id};${number};${day};${as}`;
    const file = (lines: string[], by = officer) =>
      bring('training-attendance', [head, ...lines].join('\n'), by);
    expect(
      wrong(
        await file([
          row(mine.caseNumber, '03/11/2026'),
          row(mine.caseNumber, '03/11/2026', 'Absent'),
          row(theirs.caseNumber, '03/11/2026'),
          row(mine.caseNumber, '08/11/2026'),
          row(mine.caseNumber, '25/11/2026'),
        ]),
      ).sort(),
    ).toEqual([
      ['training.in_future', 'rows.6.day'],
      ['training.no_session_that_day', 'rows.5.day'],
      ['training.not_on_register', 'rows.4.caseNumber'],
      ['training.two_marks', 'rows.3.caseNumber'],
    ]);
    expect(wrong(await file(['x;' + row(mine.caseNumber, '03/11/2026').slice(37)]))).toEqual([
      ['training.which_session', 'rows.2.session'],
    ]);
    await file([
      row(mine.caseNumber, '03/11/2026'),
      row(mine.caseNumber, '04/11/2026', 'Excusé'),
    ]).expect(200);
    expect(
      await rows(
        `SELECT on_day::text AS day, mark FROM training_attendance WHERE enrolment_id = $1 ORDER BY on_day`,
        [enrolment.id],
      ),
    ).toEqual([
      { day: '2026-11-03', mark: 'present' },
      { day: '2026-11-04', mark: 'excused' },
    ]);
    await file([row(mine.caseNumber, '05/11/2026')], programme).expect(404);
    await officer.get(`/training/sessions/${session.id}/attendance/file`).expect(200);
  });

  it('has pages that read the same things', async () => {
    const one = await plan({ title: 'Vue à l’écran' });
    const id = await registered(programme, one, 'Vue Ecran');
    await mark(programme, one, DAYS[0], { [id]: 'present' }).expect(201);
    await tests(programme, one, 'before', DAYS[0], { [id]: '40' }).expect(201);
    await tests(programme, one, 'after', DAYS[1], { [id]: '70' }).expect(201);
    const page = `/training/capacity/trainings/${one.id}`;
    const [{ learnerId }] = (await read(one.path)).participants;
    const shown = [
      '/training/capacity',
      '/training/capacity/new',
      '/training/capacity/figures',
      page,
      ...['steps', 'agenda', 'participants', 'certificates'].map((act) => `${page}/${act}/new`),
      ...['tests/before', 'tests/after', `register/${DAYS[0]}`].map((act) => `${page}/${act}`),
      ...['participants/file', 'attendance/file', 'costs/new'].map((act) => `${page}/${act}`),
      ...['', `/${learnerId}`, `/${learnerId}/merges/new`, '?q=ecran'].map(
        (more) => `/training/capacity/learners${more}`,
      ),
    ];
    for (const path of shown) {
      const { text, status } = await programme.get(path);
      expect([path, status]).toEqual([path, 200]);
      expect(text).not.toMatch(/capacity:|training:import/);
    }
    const csrf = { on: DAYS[1], [`who.${id}`]: '101' };
    const refused = await programme.submit(`${page}/tests/after`, csrf).expect(422);
    expect(refused.text).toContain('Une note va de 0 à 100');
    await programme.submit(`${page}/tests/after`, { ...csrf, [`who.${id}`]: '72,5' }).expect(303);
    expect((await read(one.path)).participants[0].after).toBe(72.5);
    await programme.submit(`${page}/register/${DAYS[1]}`, { [`who.${id}`]: 'half' }).expect(303);
    const planned = await programme.submit('/training/capacity', {
      title: 'Par la page',
      topics: ['prevention', 'labour'],
      language: 'fra',
      mode: 'remote',
      organiserId,
      places: '12',
      'days.0.on': '2026-12-01',
      'days.0.hours': '6,5',
      'days.1.on': '2026-12-02',
      'days.1.hours': '3',
    });
    expect(planned.status).toBe(303);
    expect((await programme.get(planned.headers['location']!)).text).toContain('9,5 h');
    const again = await programme.submit(`${page}/participants`, { name: 'Vue Ecran' }).expect(422);
    expect(again.text).toContain('value="Vue Ecran"');
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
