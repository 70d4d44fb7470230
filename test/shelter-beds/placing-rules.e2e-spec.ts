import { FIRST_RULE_SET, type RuleSet } from '../../modules/shelter-beds/placing/rule-set.rules';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { RULES_IN_FORCE } from '../../modules/shelter-beds/placing/rule-sets.queries';
import type { Candidates } from '../../modules/shelter-beds';
import { aBoy, aRequest, aShelter, aWoman, inBeds, type TestShelter } from './house';

interface Version {
  readonly version: number;
  readonly revision: number;
  readonly rules: RuleSet;
}
const rulesOf = (change: Partial<RuleSet>): RuleSet => ({ ...FIRST_RULE_SET, ...change });
const THE_FIRST = { source: 'Décision du comité, novembre 2026' };

describe('the rules of placing, in versions', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let officer: SignedIn; // writes rules, places nobody
  let supervisor: SignedIn; // puts them in force
  let manager: SignedIn;
  let worker: SignedIn;

  beforeAll(async () => {
    mawa = await startApp();
    house = await aShelter(mawa, {
      upstairs: { beds: ['single', 'bunk_upper'], stepFree: false },
      family: { mix: 'family', beds: 3 },
    });
    officer = await mawa.signIn('programme_officer');
    supervisor = await mawa.signIn('case_supervisor');
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    worker = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());

  const all = async (who = officer) =>
    (await who.get('/api/v1/placing-rules').expect(200)).body as {
      inForce: Version;
      versions: Version[];
    };
  const draft = async () =>
    (await officer.get('/api/v1/placing-rules/draft').expect(200)).body as { draft: Version };

  /** Written by the one, in force by the other. */
  async function inForce(change: Partial<RuleSet>, more: object = {}): Promise<number> {
    await officer.post('/api/v1/placing-rules/draft').expect(201);
    const { body } = await officer
      .put('/api/v1/placing-rules/draft', {
        revision: 1,
        rules: rulesOf(change),
        ...THE_FIRST,
        note: 'Essai',
      })
      .expect(200);
    const { revision } = body as { revision: number };
    const { body: approved } = await supervisor
      .post('/api/v1/placing-rules/draft/approval', { revision, ...more })
      .expect(201);
    return (approved as { version: number }).version;
  }

  test('the first edition stands as the code has it, with its source', async () => {
    const { inForce: first, versions } = await all();
    expect(versions.map(({ version }) => version)).toEqual([2, 1]);
    expect(first).toMatchObject({ version: 2, state: 'approved', inForce: true });
    expect(versions[1]!.rules).toEqual(FIRST_RULE_SET);
    expect(first.rules).toEqual({
      ...FIRST_RULE_SET,
      points: { ...FIRST_RULE_SET.points, near_place: 4, far_from_place: -2 },
      weighs: [...FIRST_RULE_SET.weighs, 'near'],
    });
  });

  test('whoever places reads the rules and writes none; finance does neither', async () => {
    await manager.get('/api/v1/placing-rules').expect(200);
    await worker.get('/placing-rules').expect(200);
    await manager.post('/api/v1/placing-rules/draft').expect(403);
    await manager.get('/placing-rules/try').expect(403);
    const finance = await mawa.signIn('finance_officer');
    await finance.get('/api/v1/placing-rules').expect(403);
  });

  test('one drafts, another puts it in force; a second draft, an old reading and the author are refused', async () => {
    await officer.post('/api/v1/placing-rules/draft').expect(201);
    const second = await supervisor.post('/api/v1/placing-rules/draft').expect(409);
    expect(second.body).toMatchObject({ code: 'placing-rules.draft_open' });
    const points = { ...FIRST_RULE_SET.points, same_language: 9 };
    const change = { revision: 1, rules: rulesOf({ points }), ...THE_FIRST };
    await officer.put('/api/v1/placing-rules/draft', change).expect(200);
    await officer.put('/api/v1/placing-rules/draft', change).expect(409);

    const approve = (who: SignedIn, revision: number) =>
      who.post('/api/v1/placing-rules/draft/approval', { revision });
    expect((await approve(officer, 2).expect(403)).body).toMatchObject({
      code: 'placing-rules.second_person',
    });
    expect((await approve(supervisor, 2).expect(422)).body).toMatchObject({
      code: 'placing-rules.note_needed',
    });
    await officer
      .put('/api/v1/placing-rules/draft', { ...change, revision: 2, note: 'La langue compte plus' })
      .expect(200);
    expect((await approve(supervisor, 2).expect(409)).body).toMatchObject({
      code: 'placing-rules.written_over',
    });
    await approve(supervisor, 3).expect(201);
    const { inForce: now, versions } = await all();
    expect([now.version, now.rules.points.same_language]).toEqual([3, 9]);
    expect(versions.map(({ version }) => version)).toEqual([3, 2, 1]);
    await approve(supervisor, 3).expect(409);
  });

  test('two who put the same draft in force at once: one of them, and one version', async () => {
    await officer.post('/api/v1/placing-rules/draft').expect(201);
    await officer
      .put('/api/v1/placing-rules/draft', {
        revision: 1,
        rules: rulesOf({ weighs: ['calm'] }),
        ...THE_FIRST,
        note: 'Calme',
      })
      .expect(200);
    const other = await mawa.signIn('case_supervisor');
    const answers = await Promise.all(
      [supervisor, other].map((who) =>
        who.post('/api/v1/placing-rules/draft/approval', { revision: 2 }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect((await all()).versions).toHaveLength(4);
  });

  test('what is in force changes no more, whoever runs the statement; protection is relaxed by nobody', async () => {
    const change = (sql: string) =>
      mawa.transactions.run(supervisor.actor, (tx) => tx.query(sql)).catch((e: Error) => e.message);
    expect(await change(`UPDATE rule_sets SET note = 'x' WHERE version = 1 RETURNING 1`)).toEqual(
      [],
    );
    await expect(
      mawa.admin.query(`UPDATE rule_sets SET note = 'x' WHERE version = 1`),
    ).rejects.toThrow('only a draft changes');
    await officer.post('/api/v1/placing-rules/draft').expect(201);
    const relaxed = { ...FIRST_RULE_SET, relaxed: ['minors'] };
    await officer
      .put('/api/v1/placing-rules/draft', { revision: 1, rules: relaxed, ...THE_FIRST })
      .expect(422);
    await expect(
      mawa.admin.query(
        `UPDATE rule_sets SET definition = jsonb_set(definition, '{relaxed}', '["minors"]') WHERE state = 'draft'`,
      ),
    ).rejects.toThrow('rule_sets_never_relax_protection');
    // Under row level security alone: whoever only places writes no rule.
    const byManager = mawa.transactions.run(manager.actor, (tx) =>
      tx.query(`UPDATE rule_sets SET note = 'x' WHERE state = 'draft' RETURNING 1`),
    );
    expect(await byManager).toEqual([]);
    await officer.delete('/api/v1/placing-rules/draft?revision=1').expect(204);
  });

  test('bad numbers are named one by one, and the form keeps what was typed', async () => {
    await officer.post('/api/v1/placing-rules/draft').expect(201);
    const answer = await officer
      .submit('/placing-rules/draft', {
        revision: '1',
        source: 'Comité',
        note: 'Essai',
        'rules.ages.infantUnder': '9',
        'rules.ages.upperBunkFrom': 'six',
        'rules.numbers.spareNights': '14',
      })
      .expect(422);
    expect(answer.text).toContain('Écrivez un nombre entier de 1 à 4.');
    expect(answer.text).toContain('value="six"');
    await officer.delete('/api/v1/placing-rules/draft?revision=1').expect(204);
  });

  test('a relaxed rule asks instead of forbidding, and each placement keeps the version it was made with', async () => {
    const woman = aWoman({ accessNeed: 'step_free' });
    const before = await aRequest(mawa, worker, [aWoman()]);
    await manager
      .post(`/api/v1/bed-requests/${before.id}/holds`, {
        placements: inBeds(before.caseIds, house.rooms.upstairs!.beds),
      })
      .expect(201);
    const upper = house.rooms.upstairs!.beds[1]!;
    const { id, caseIds } = await aRequest(mawa, worker, [woman]);
    const hold = (reason?: string) =>
      manager.post(`/api/v1/bed-requests/${id}/holds`, {
        placements: inBeds(caseIds, [upper]),
        ...(reason ? { reason } : {}),
      });
    expect((await hold().expect(422)).body).toMatchObject({ code: 'beds.does_not_suit' });
    const { version: first } = (await all()).inForce;
    const version = await inForce({ relaxed: ['access', 'bunk', 'siblings'] });
    expect((await hold().expect(422)).body).toMatchObject({ code: 'beds.reason_needed' });
    await hold('Elle monte avec une aide').expect(201);
    const { rows } = await mawa.admin.query(
      `SELECT rule_set FROM bookings WHERE bed_id = ANY ($1) ORDER BY rule_set`,
      [house.rooms.upstairs!.beds],
    );
    expect(rows).toEqual([{ rule_set: first }, { rule_set: version }]);
    await expect(
      mawa.admin.query(`UPDATE bookings SET rule_set = 1 WHERE bed_id = $1`, [upper]),
    ).rejects.toThrow('a placement keeps its rules');
  });

  test('rules that hold from a later day change nothing until then', async () => {
    const { inForce: now } = await all();
    const version = await inForce({ weighs: ['balance'] }, { from: '2026-12-01' });
    expect((await all()).inForce.version).toBe(now.version);
    const on = async (instant: string) => {
      mawa.clock.set(new Date(instant));
      const [row] = await mawa.transactions.run(manager.actor, (tx) =>
        tx.query<{ version: number }>(
          `SELECT (r->>'version')::int AS version FROM (SELECT ${RULES_IN_FORCE} AS r) x`,
        ),
      );
      return row!.version;
    };
    expect(await on('2026-11-30T23:59:00Z')).toBe(now.version);
    expect(await on('2026-12-01T00:00:00Z')).toBe(version);
    mawa.clock.set(new Date('2026-11-24T23:10:00Z'));
  });

  test('a request that was asked before an age changed is asked about the birthday it did not look for', async () => {
    // He turns nine on 26 November; no rule knew of nine when the bed was asked for.
    const people = [aWoman(), aBoy({ birthDate: '2017-11-26' })];
    const { id, caseIds } = await aRequest(mawa, worker, people, { nights: 10 });
    const room = await aShelter(mawa, { mothers: { beds: 2 } });
    await inForce({ ages: { ...FIRST_RULE_SET.ages, boyInWomensRoomUnder: 9 } });
    const { body } = await worker.get(`/api/v1/bed-requests/${id}/candidates`).expect(200);
    const { proposals } = body as Candidates;
    const there = proposals.find(({ shelterId }) => shelterId === room.id)!;
    expect(there.verdict).toBe('ask');
    const his = there.places.find(({ caseId }) => caseId === caseIds[1])!;
    expect(his.reasons.filter(({ sign }) => sign === 'unknown').map(({ code }) => code)).toEqual([
      'age_unknown_room',
    ]);
    // Asked anew, his birthday is looked for: now it is a no, and nobody else's birthday is written down.
    await worker.post(`/api/v1/bed-requests/${id}/withdraw`).expect(204);
    const { body: again } = await worker
      .post('/api/v1/bed-requests', {
        caseIds,
        neededFrom: '2026-11-24',
        nights: 10,
        urgency: 'tonight',
        source: 'hotline',
        basis: 'consent',
      })
      .expect(201);
    const { rows } = await mawa.admin.query<{ turns_on: Date | null }>(
      'SELECT turns_on FROM request_people WHERE request_id = $1 AND turns_on IS NOT NULL',
      [(again as { id: string }).id],
    );
    expect(rows).toHaveLength(1);
  });

  test('made-up people are tried against the network: which beds change, and why; no case is read', async () => {
    await officer.post('/api/v1/placing-rules/draft').expect(201);
    const ages = { ...FIRST_RULE_SET.ages, boyInWomensRoomUnder: 14 };
    const { draft: open } = await draft();
    await officer
      .put('/api/v1/placing-rules/draft', {
        revision: open.revision,
        rules: rulesOf({ ages, relaxed: [] }),
        ...THE_FIRST,
        note: 'Les garçons de 13 ans restent avec leur mère',
      })
      .expect(200);
    const readings = async () =>
      (
        await mawa.admin.query(
          `SELECT count(*) AS n FROM audit_log WHERE action ~ '^(people|blind|cases|beds)'`,
        )
      ).rows[0];
    const before = (await readings()) as unknown;
    const trial = {
      people: [
        { sex: 'male', age: 13, need: 'none' },
        { sex: 'female', age: 36, need: 'none' },
      ],
      related: true,
      from: '2026-12-20',
      until: '2026-12-28',
    };
    const { body } = await supervisor.post('/api/v1/placing-rules/trials', trial).expect(200);
    expect(body).toMatchObject({ hasDraft: true, withCalendar: true });
    const alone = { ...trial, people: [{ sex: 'male', age: 13, need: 'none' }, trial.people[1]] };
    await supervisor.post('/api/v1/placing-rules/trials', alone).expect(200);
    expect(await readings()).toEqual(before);
    const page = await officer
      .get(
        '/placing-rules/try?people.0.sex=male&people.0.age=13&people.0.need=none&from=2026-12-20&until=2026-12-28&related=no',
      )
      .expect(200);
    expect(page.text).toContain('Vous ne lisez pas le calendrier des lits');
    await officer.get('/placing-rules/try?people.0.sex=female&from=2020-01-01').expect(422);
    await officer.get('/placing-rules/try?people.0.sex=queen&from=2026-12-20').expect(422);
    for (const path of ['', '/draft', '/versions/1']) {
      await officer.get(`/placing-rules${path}`).expect(200);
    }
    await officer.get('/placing-rules/versions/99').expect(404);
  });
});
