import { createCipheriv, createECDH, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { equalWeights } from '../../migrations/data/survey';
import type { OpenedGrant } from '../../modules/grant-budgeting';
import { aPerson, opensTo, type TestPerson } from '../beneficiaries/test-people';
import { ADULT } from '../consents/consent-answers';
import { openedGrant } from '../grant-budgeting/samples';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { standsAt } from '../shelter-beds/house';
import { aReintegrationTrack, BEST, followUp, notReached, survey } from './return-follow-ups';
import { agreement, instalment, planItem, planOf } from './plans';
import * as give from './returns';
import { aTrack, codesOf, step } from './returns';

const WORDS = 'CANARI-Sefrou-5512';
const AFTER = ['follow-ups', 'surveys', 'satisfactions', 'outcomes'];

describe('the year after: follow-ups, the survey, what became of somebody', () => {
  let mawa: TestApp;
  let grant: OpenedGrant;
  let officer: SignedIn;
  let second: SignedIn;
  let manager: SignedIn;
  let programme: SignedIn;
  let person: TestPerson;
  let track: { id: string; path: string };
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    grant = await openedGrant(mawa);
    officer = await mawa.signIn('reintegration_officer');
    second = await mawa.signIn('case_supervisor');
    programme = await mawa.signIn('programme_officer');
    const shelterId = randomUUID();
    manager = await mawa.signIn('shelter_manager', { shelterIds: [shelterId] });
    person = await aPerson(officer, ADULT);
    await opensTo(mawa, shelterId, 'stay', [person]);
    await officer.post(`${person.path}/access`, { userId: second.actor.userId }).expect(204);
    track = await aReintegrationTrack(officer, second, person);
  });
  afterAll(() => mawa.stop());

  const pageOf = ({ path }: { path: string }) => path.replace('/api/v1', '');
  const rowsOf = async <R extends object>(sql: string, params: unknown[] = []): Promise<R[]> =>
    (await mawa.admin.query<R>(sql, params)).rows;
  const count = async (table: string) =>
    (await rowsOf<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`))[0]!.n;

  it('a follow-up is told whole, on its day, once; what is wrong is said and nothing is kept', async () => {
    const refused: [object, string][] = [
      [followUp({ months: 2 }), 'returns.no_such_mark'],
      [followUp({ on: '2025-12-02' }), 'returns.mark_ahead'],
      [followUp({ on: '2025-11-01' }), 'returns.before_return'],
      [followUp({ on: '2026-11-25' }), 'returns.in_future'],
      [followUp({ social: undefined }), 'returns.follow_up_answer_missing'],
      [followUp({ inDanger: undefined }), 'returns.follow_up_answer_missing'],
      [notReached({ why: undefined }), 'returns.why_not_reached'],
      [notReached({ nextOn: '2026-02-10' }), 'returns.next_later'],
    ];
    for (const [given, code] of refused) {
      const answer = await officer.post(`${track.path}/follow-ups`, given).expect(422);
      expect(codesOf(answer)).toEqual([code]);
    }
    expect(await count('return_follow_ups')).toBe(0);
    const requestId = randomUUID();
    const sent = () =>
      officer
        .post(`${track.path}/follow-ups`, followUp({ note: WORDS }))
        .set('Idempotency-Key', requestId)
        .expect(201);
    const [first, again] = [await sent(), await sent()];
    expect(again.body).toEqual(first.body);
    const twice = await officer.post(`${track.path}/follow-ups`, followUp()).expect(409);
    expect(codesOf(twice)).toEqual(['returns.reached_already']);
    expect(await count('return_follow_ups')).toBe(1);
  });

  it('says in one refusal all that is missing, each at its field', async () => {
    const other = await aPerson(officer, ADULT);
    await officer.post(`${other.path}/access`, { userId: second.actor.userId }).expect(204);
    const path = (await aReintegrationTrack(officer, second, other)).path;
    const missing = async (given: object) => {
      const { body } = await officer.post(`${path}/follow-ups`, given).expect(422);
      return (body.errors as { field: string }[]).map(({ field }) => field).sort();
    };
    const answers = ['economic', 'inDanger', 'moved', 'psychosocial', 'retrafficked', 'social'];
    const reached = { months: 1, on: '2025-12-10', outcome: 'reached' };
    expect(await missing(reached)).toEqual([...answers, 'mode'].sort());
    expect(await missing({ ...reached, mode: 'call', economic: 'well' })).toEqual(
      answers.filter((one) => one !== 'economic'),
    );
    expect(await missing({ ...reached, outcome: 'not_reached' })).toEqual(['mode', 'why']);
    const page = pageOf({ path: `${path}/follow-ups` });
    const { text } = await officer.submit(page, { months: '1', outcome: 'reached' }).expect(422);
    for (const one of [...answers, 'mode', 'on']) expect(text).toContain(`id="e-${one}"`);
  });

  it('two who send the same follow-up at once: one is kept', async () => {
    const other = await aPerson(officer, ADULT);
    await officer.post(`${other.path}/access`, { userId: second.actor.userId }).expect(204);
    const theirs = await aReintegrationTrack(officer, second, other);
    const answers = await Promise.all(
      [officer, second].map((who) => who.post(`${theirs.path}/follow-ups`, followUp())),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('the calendar of the page says who was reached, who is lost and whom to ask now', async () => {
    await officer
      .post(`${track.path}/follow-ups`, notReached({ nextOn: '2026-02-20' }))
      .expect(201);
    const { body } = await officer.get(track.path).expect(200);
    expect(body.marks.map(({ months, state }: never) => [months, state])).toEqual([
      [1, 'reached'],
      [3, 'lost'],
      [6, 'lost'],
      [12, 'open'],
    ]);
    expect(body.marks[3]).toMatchObject({
      dueOn: '2026-11-10',
      opensOn: '2026-10-11',
      closesOn: '2026-12-10',
    });
    const due = await officer.get('/api/v1/returns/follow-ups').expect(200);
    const mine = due.body.followUps.filter((one: { trackId: string }) => one.trackId === track.id);
    expect(mine).toMatchObject([{ months: 12, region: '04', late: false, tries: 0 }]);
    const { text } = await officer.get('/returns/follow-ups?region=04').expect(200);
    expect(text).toContain(person.caseNumber);
    expect((await officer.get('/returns/follow-ups?region=05').expect(200)).text).not.toContain(
      person.caseNumber,
    );
    const page = await officer.get(pageOf(track)).expect(200);
    for (const word of ['délai passé, pas jointe', 'à faire maintenant', WORDS])
      expect(page.text).toContain(word);
    const day = await officer.get('/').expect(200);
    expect(day.text).toContain('Suivi à 12 mois');
  });

  it('a survey is scored by the weights of its day, and keeps its score when those change', async () => {
    // Economic: works and owns "no" of eight: 6/8 = 0.75. Social: all best. Psychosocial: nine equal weights, one
    // left out. Composite: each dimension a third of what is answered: (6/8 × 8 × 0.041667 + 11 × 0.030303 +
    // 8 × 0.037037) / (8 × 0.041667 + 11 × 0.030303 + 8 × 0.037037) = 0.879631 / 0.962965 = 0.913461
    const given = survey({}, { works: 'no', owns: 'no', safety: 'no_answer', seeks_work: 'yes' });
    const { body } = await officer.post(`${track.path}/surveys`, given).expect(201);
    expect(body.scores).toEqual({
      economic: '0.750000',
      social: '1.000000',
      psychosocial: '1.000000',
      composite: '0.913461',
      answered: 27,
    });
    const answers = await officer.get(`${track.path}/surveys/${body.id}`).expect(200);
    expect(answers.body.answers).toMatchObject({ works: 'no', safety: 'no_answer' });
    for (const [wrong, code, field] of [
      [survey({ on: '2025-11-09' }), 'returns.before_return', 'on'],
      [survey({}, {}), 'returns.survey_once', 'on'],
      [survey({ on: '2025-12-11' }, { works: 'maybe' }), 'common.not_choice', 'answers.works'],
      [
        { ...survey({ on: '2025-12-11' }), answers: {} },
        'returns.survey_empty',
        'answers.situation',
      ],
    ] as const) {
      const answer = await officer.post(`${track.path}/surveys`, wrong);
      const [said] = answer.body.errors ?? [answer.body];
      expect([said.code, said.field]).toEqual([code, field]);
    }
    const empty = await officer
      .submit(`${pageOf(track)}/surveys`, { on: '2025-12-11', mode: 'visit' })
      .expect(422);
    expect(empty.text).toMatch(/id="e-answers\.situation">[^]*?Aucune question comptée/);
    expect(empty.text).not.toContain('id="e-on">');
    // All of the economic score on "works": loaded by one, approved by another.
    const rows = equalWeights().map(({ code, own, composite }) => ({
      code,
      own: Number(own),
      composite: Number(composite),
    }));
    const economic = [
      'situation',
      'food',
      'can_borrow',
      'borrows',
      'debts',
      'opportunities',
      'owns',
    ];
    const table = rows.map((row) =>
      row.code === 'works'
        ? { ...row, own: 1 }
        : economic.includes(row.code)
          ? { ...row, own: 0 }
          : row,
    );
    const load = (sent: object) => programme.post('/api/v1/returns/survey-weights', sent);
    const weights = { source: 'Table de test', holdsFrom: '2026-11-24', rows: table };
    for (const [wrong, code] of [
      [{ ...weights, rows: rows.slice(1) }, 'returns.weights_missing'],
      [
        { ...weights, rows: table.map((one) => ({ ...one, own: 0.5 })) },
        'returns.weights_sum_economic',
      ],
      [{ ...weights, holdsFrom: '2026-11-23' }, 'returns.weights_past'],
    ] as const) {
      expect(codesOf(await load(wrong).expect(422))).toEqual([code]);
    }
    const { body: loaded } = await load(weights).expect(201);
    const approval = `/api/v1/returns/survey-weights/${loaded.version}/approval`;
    expect(codesOf(await programme.post(approval, {}).expect(409))).toEqual([
      'returns.second_person',
    ]);
    const later = survey({ on: '2026-11-20' }, { works: 'no' });
    const before = await officer.post(`${track.path}/surveys`, later).expect(201);
    expect(before.body.scores.economic).toBe('0.875000');
    const other = await mawa.signIn('programme_officer');
    await other.post(approval, {}).expect(201);
    const after = await officer
      .post(`${track.path}/surveys`, survey({ on: '2026-11-21' }, { works: 'no' }))
      .expect(201);
    expect(after.body.scores.economic).toBe('0.000000');
    const read = await officer.get(track.path).expect(200);
    expect(
      read.body.surveys.map((one: Record<string, unknown>) => [one.on, one.economic, one.standing]),
    ).toEqual([
      ['2025-12-10', '0.750000', 'equal'],
      ['2026-11-20', '0.875000', 'equal'],
      ['2026-11-21', '0.000000', 'loaded'],
    ]);
    const { text } = await programme.get('/returns/survey-weights').expect(200);
    expect(text).toContain('Table de test');
    await officer.get('/returns/survey-weights').expect(403);
  });

  it('PostgreSQL itself refuses weights that do not sum, and weights that count already', async () => {
    const insert = (version: number, more: string) =>
      mawa.admin.query(
        `BEGIN; INSERT INTO survey_weightings (version, questions, standing, source, holds_from, by)
           VALUES (${version}, 1, 'loaded', 'essai', '2026-01-01', '${programme.actor.userId}');
         INSERT INTO survey_weights SELECT ${version}, code, own ${more}, composite FROM survey_weights WHERE weighting = 1;
         COMMIT`,
      );
    await expect(insert(90, '* 0.9')).rejects.toThrow('do not sum to one');
    await mawa.admin.query('ROLLBACK');
    await insert(91, '');
    await expect(
      mawa.admin.query(`INSERT INTO survey_weights VALUES (1, 'works', 0, 0)`),
    ).rejects.toThrow('counts already');
  });

  it('an outcome follows the written definition, or says why not; before it nothing is completed', async () => {
    const early = await officer
      .post(`${track.path}/outcomes`, { on: '2026-10-10', outcome: 'not_known' })
      .expect(422);
    expect(codesOf(early)).toEqual(['returns.outcome_early']);
    const waits = await step(officer, track, 'completed', '2026-11-24');
    expect(codesOf(waits)).toEqual(['returns.missing_outcome']);
    const last = followUp({ months: 12, on: '2026-11-12', economic: 'well' });
    await officer.post(`${track.path}/follow-ups`, last).expect(201);
    // The last survey, by the loaded weights, has nought in one dimension: at risk.
    const other = { on: '2026-11-22', outcome: 'sustained' };
    const refused = await officer.post(`${track.path}/outcomes`, other).expect(422);
    expect(codesOf(refused)).toEqual(['returns.outcome_why']);
    const form = await officer.get(`${pageOf(track)}/outcomes/new`).expect(200);
    expect(form.text).toContain('À risque');
    const said = { ...other, note: 'Elle travaille depuis hier.' };
    const { body } = await officer.post(`${track.path}/outcomes`, said).expect(201);
    expect(body.proposed).toBe('at_risk');
    await step(officer, track, 'completed', '2026-11-24').expect(201);
    const { text } = await officer.get(pageOf(track)).expect(200);
    expect(text).toContain('Réintégration durable');
    // What is told of the time after is still told, and nothing else.
    await officer.post(`${track.path}/satisfactions`, { on: '2026-11-24', overall: 4 }).expect(201);
    await officer.post(`${track.path}/counselling`, give.session()).expect(409);
  });

  it('satisfaction is the plain sum of seven, and no sum of six', async () => {
    const six = {
      counselling: 5,
      economic: 4,
      social: 4,
      community: 3,
      overall: 5,
      expectation: 4,
    };
    await officer.post(`${track.path}/satisfactions`, { on: '2026-11-23', ...six }).expect(201);
    await officer
      .post(`${track.path}/satisfactions`, { on: '2026-11-24', ...six, repatriation: 2 })
      .expect(201);
    const { body } = await officer.get(track.path).expect(200);
    expect(body.satisfactions.map(({ total }: { total: number }) => total)).toEqual([
      null,
      null,
      27,
    ]);
    const none = await officer
      .post(`${track.path}/satisfactions`, { on: '2026-11-24' })
      .expect(422);
    expect(codesOf(none)).toEqual(['returns.satisfaction_none']);
    await officer.post(`${track.path}/satisfactions`, { on: '2026-11-24', overall: 6 }).expect(422);
  });

  it('danger calls for somebody within a day', async () => {
    const other = await aPerson(officer, ADULT);
    await officer.post(`${other.path}/access`, { userId: second.actor.userId }).expect(204);
    const theirs = await aReintegrationTrack(officer, second, other);
    const grave = followUp({ retrafficked: 'suspected', inDanger: 'yes' });
    await officer.post(`${theirs.path}/follow-ups`, grave).expect(201);
    const tasks = await rowsOf(
      `SELECT for_role, for_user, due_at FROM tasks WHERE kind = 'return_danger' AND case_id = $1 ORDER BY for_role NULLS LAST`,
      [other.id],
    );
    const due_at = new Date('2026-11-25T23:10:00Z');
    expect(tasks).toEqual([
      { for_role: 'case_supervisor', for_user: null, due_at },
      { for_role: null, for_user: officer.actor.userId, due_at },
    ]);
  });

  it('before anybody arrived there is no time after, and after a withdrawal it is asked no more', async () => {
    const other = await aPerson(officer, ADULT);
    await officer.post(`${other.path}/access`, { userId: second.actor.userId }).expect(204);
    const early = await aTrack(officer, other);
    const refused = await officer.post(`${early.path}/follow-ups`, followUp()).expect(409);
    expect(codesOf(refused)).toEqual(['returns.not_arrived']);
    await officer.post(`${early.path}/withdrawal`, { on: '2026-11-02' }).expect(201);
    const theirs = await aReintegrationTrack(officer, second, other);
    await officer.post(`${theirs.path}/withdrawal`, { on: '2026-03-01' }).expect(201);
    const { body } = await officer.get(theirs.path).expect(200);
    expect(body.marks.map(({ months }: { months: number }) => months)).toEqual([1, 3]);
    await officer.post(`${theirs.path}/follow-ups`, followUp()).expect(409);
  });

  describe('a form that was filled in without a connection', () => {
    const kept = async (content: object, publicKey?: string) => {
      const { text } = await officer.get(`${pageOf(waiting)}/follow-ups/new`).expect(200);
      const server = Buffer.from(
        publicKey ?? /data-keeps="([^"]+)"/.exec(text)![1]!.replaceAll('&#x3D;', '='),
        'base64',
      );
      const device = createECDH('prime256v1');
      device.generateKeys();
      const half = device.getPublicKey();
      const secret = hkdfSync('sha256', device.computeSecret(server), half, 'mawa kept form', 32);
      const iv = randomBytes(12);
      const locking = createCipheriv('aes-256-gcm', Buffer.from(secret), iv);
      const sealed = [
        locking.update(JSON.stringify(content)),
        locking.final(),
        locking.getAuthTag(),
      ];
      return {
        key: half.toString('base64'),
        iv: iv.toString('base64'),
        sealed: Buffer.concat(sealed).toString('base64'),
      };
    };
    let waiting: { id: string; path: string };
    const content = (more: object = {}) => ({
      action: `${pageOf(waiting)}/follow-ups`,
      user: officer.actor.userId,
      at: '2026-11-20T10:00:00Z',
      fields: Object.entries(FIELDS),
      ...more,
    });
    const FIELDS = {
      _request: randomUUID(),
      months: '12',
      on: '2026-11-20',
      mode: 'visit',
      outcome: 'reached',
      why: '',
      nextOn: '',
      economic: 'well',
      social: 'well',
      psychosocial: 'some',
      supports: 'health',
      moved: 'no',
      retrafficked: 'no_sign',
      inDanger: 'no',
      note: 'au village',
    };
    beforeAll(async () => {
      const other = await aPerson(officer, ADULT);
      await officer.post(`${other.path}/access`, { userId: second.actor.userId }).expect(204);
      waiting = await aReintegrationTrack(officer, second, other);
    });

    it('is opened and noted once, however often it is sent', async () => {
      const form = await kept(content());
      const first = await officer.post('/api/v1/returns/kept', form).expect(201);
      const again = await officer.post('/api/v1/returns/kept', await kept(content())).expect(201);
      expect(again.body).toEqual(first.body);
      const { body } = await officer.get(waiting.path).expect(200);
      expect(body.followUps).toMatchObject([
        { months: 12, outcome: 'reached', note: 'au village', keptAt: '2026-11-20T10:00:00.000Z' },
      ]);
    });

    it('is sent by nobody but who filled it in, and read by nobody on the way', async () => {
      const form = await kept(content());
      const other = await second.post('/api/v1/returns/kept', form).expect(409);
      expect(codesOf(other)).toEqual(['returns.kept_by_another']);
      expect(JSON.stringify(form)).not.toContain(waiting.id);
      await manager.post('/api/v1/returns/kept', form).expect(403);
    });

    it.each([
      [
        'of another server',
        async () => {
          const other = createECDH('prime256v1');
          other.generateKeys();
          return kept(content(), other.getPublicKey('base64'));
        },
      ],
      [
        'changed on the way',
        async () => ({ ...(await kept(content())), iv: randomBytes(12).toString('base64') }),
      ],
      ['of another door', () => kept(content({ action: '/people/x/consents' }))],
      ['without fields', () => kept({ ...content(), fields: 'none' })],
    ])('is refused in a sentence where it is %s', async (_, build) => {
      const answer = await officer.post('/api/v1/returns/kept', await build()).expect(422);
      expect(codesOf(answer)).toEqual(['returns.kept_unreadable']);
    });

    it('that is wrong is shown again, filled in, to be put right', async () => {
      const fields = Object.entries({ ...FIELDS, _request: randomUUID(), months: '6', moved: '' });
      const form = await kept(content({ fields }));
      expect(codesOf(await officer.post('/api/v1/returns/kept', form).expect(422))).toEqual([
        'returns.follow_up_answer_missing',
      ]);
      const { text } = await officer.submit('/returns/kept', form).expect(422);
      expect(text).toContain('au village');
      expect(text).toContain('La personne a été jointe : répondez aussi à cette question.');
    });
  });

  it('the house reads that the way is complete and nothing of the year after; nobody else reads anything', async () => {
    const { body } = await manager.get(track.path).expect(200);
    expect(body).toMatchObject({ marks: [], followUps: [], surveys: [], satisfactions: [] });
    expect(body).toMatchObject({ outcomes: [], state: 'completed' });
    const { text } = await manager.get(pageOf(track)).expect(200);
    expect(text).not.toContain(WORDS);
    expect((await manager.get('/api/v1/returns/follow-ups').expect(200)).body.followUps).toEqual(
      [],
    );
    const stranger = await mawa.signIn('reintegration_officer');
    for (const part of AFTER) {
      await manager.post(`${track.path}/${part}`, {}).expect(403);
      await stranger.get(`${pageOf(track)}/${part}/new`).expect(404);
      await manager.get(`${pageOf(track)}/${part}/new`).expect(403);
    }
    const surveyId = (await officer.get(track.path)).body.surveys[0].id;
    await stranger.get(`${track.path}/surveys/${surveyId}`).expect(404);
    await manager.get(`${track.path}/surveys/${surveyId}`).expect(403);
    expect((await stranger.get('/api/v1/returns/follow-ups').expect(200)).body.followUps).toEqual(
      [],
    );
    await officer.get('/returns/figures').expect(403);
    await officer.get('/api/v1/returns/figures').expect(403);
  });

  it('the figures count whoever is lost, and tell nothing of fewer than five', async () => {
    const few = await programme.get('/api/v1/returns/figures').expect(200);
    expect(few.body).toMatchObject({ sustained: null, ended: null });
    expect(few.body.scores.every((one: { people: number | null }) => one.people === null)).toBe(
      true,
    );
    // Five more who left on 1 November 2025 and were asked for: at one month four reached, one lost.
    for (let at = 0; at < 5; at += 1) {
      const other = await aPerson(officer, ADULT);
      await officer.post(`${other.path}/access`, { userId: second.actor.userId }).expect(204);
      const theirs = await aReintegrationTrack(officer, second, other, '2025-11-01');
      if (at < 4) await officer.post(`${theirs.path}/follow-ups`, followUp()).expect(201);
      await officer.post(`${theirs.path}/surveys`, survey({}, { works: 'no' })).expect(201);
      const last = survey({ on: '2026-11-20' }, {});
      await officer.post(`${theirs.path}/surveys`, last).expect(201);
      // Training costs nothing and is given; the business was never paid for; housing was not possible.
      for (const kind of ['training', 'housing'])
        await officer.post(`${theirs.path}/plan/items`, planItem({ kind })).expect(201);
      await officer
        .post(`${theirs.path}/plan/items`, {
          ...planItem({ instalments: [instalment('900.00')] }),
          lineId: grant.lines['IOM-1.1'],
          amount: '900.00',
          currency: 'USD',
        })
        .expect(201);
      await officer.post(`${theirs.path}/plan/agreement`, agreement()).expect(201);
      const { items } = await planOf(officer, theirs.path);
      const housing = items.find(({ kind }) => kind === 'housing')!;
      await officer
        .post(`${theirs.path}/plan/items/${housing.id}/end`, { reason: 'not_possible' })
        .expect(201);
      await officer.post(`${theirs.path}/plan/agreement`, agreement()).expect(201);
    }
    const { body } = await second.get('/api/v1/returns/figures?year=2025').expect(200);
    const [one] = await rowsOf<{ due: string; reached: string }>(
      `SELECT count(*) AS due, count(f.id) AS reached FROM return_tracks t
         LEFT JOIN return_follow_ups f ON f.track_id = t.id AND f.months = 1 AND f.outcome = 'reached'
        WHERE t.left_on BETWEEN '2025-01-01' AND '2025-12-31'`,
    );
    expect(body.reach[0]).toMatchObject({ months: 1, due: Number(one!.due) });
    expect(body.reach[0].inTime).toMatchObject({
      some: Number(one!.reached),
      all: Number(one!.due),
    });
    const due: number[] = body.reach.map((mark: { due: number }) => mark.due);
    expect(due).toEqual([Number(one!.due), Number(one!.due), expect.any(Number)]);
    // All of them answered the last survey at their best.
    const { body: byHelp } = await second.get('/api/v1/returns/figures').expect(200);
    expect(byHelp.help).toMatchObject([{ help: 'training', people: 5, mean: 1 }]);
    for (const path of [
      '/returns/figures',
      '/returns/figures?year=2025',
      '/returns/figures?year=2024',
    ])
      await programme.get(path).expect(200);
    await programme.get('/returns/figures?year=1999').expect(404);
    await manager.get('/api/v1/returns/figures').expect(403);
  });

  it('erasing destroys what was said; the codes stay under another id', async () => {
    expect(BEST.works).toBe('yes');
    const rows = await rowsOf<{ note: Buffer | null; answers: Buffer | null }>(
      `SELECT f.note, s.answers FROM return_follow_ups f JOIN return_surveys s ON s.track_id = f.track_id WHERE f.track_id = $1 AND f.months = 1`,
      [track.id],
    );
    expect(rows.every(({ note, answers }) => note !== null && answers !== null)).toBe(true);
    await mawa.admin.query('SELECT wipe_case($1)', [person.id]);
    const after = await rowsOf(
      `SELECT f.note, s.answers, s.composite IS NOT NULL AS scored FROM return_follow_ups f
         JOIN return_surveys s ON s.track_id = f.track_id WHERE f.track_id = $1 AND f.months = 1 LIMIT 1`,
      [track.id],
    );
    expect(after).toEqual([{ note: null, answers: null, scored: true }]);
  });
});
