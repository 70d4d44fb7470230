import { aFamily, aPerson, type TestPerson } from '../beneficiaries/test-people';
import { yesTo } from '../consents/consent-answers';
import { panel, valuesOf } from '../home/home-page';
import { aPastStay, aShelter, standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { orientation } from '../vocational-training/training';

const LATER = '2027-01-10T10:00:00Z';

describe('cases without contact', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let other: SignedIn;
  let supervisor: SignedIn;
  beforeEach(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    other = await mawa.signIn('reintegration_officer');
    supervisor = await mawa.signIn('case_supervisor');
  });
  afterEach(() => mawa.stop());

  const later = async (at = LATER) => {
    mawa.clock.set(at);
    [officer, other, supervisor] = (await Promise.all(
      [officer, other, supervisor].map(({ email }) => mawa.signInAs(email)),
    )) as [SignedIn, SignedIn, SignedIn];
  };
  const shares = (by: SignedIn, { path }: TestPerson, to: SignedIn) =>
    by.post(`${path}/access`, { userId: to.actor.userId }).expect(204);
  const list = async (who: SignedIn, query = '') =>
    (await who.get(`/api/v1/people/without-contact${query}`).expect(200)).body;
  const numbers = async (who: SignedIn, query = '') =>
    (await list(who, query)).cases.map(({ caseNumber }: TestPerson) => caseNumber);

  it('are those of an officer, the longest first, with what the last contact was and who follows the file', async () => {
    const [quiet, met] = [await aPerson(officer), await aPerson(officer)];
    const foreign = await aPerson(other);
    await later('2026-12-01T10:00:00Z');
    await officer
      .post(`${met.path}/training/orientations`, orientation({ on: '2026-11-30' }))
      .expect(201);
    expect(await list(officer)).toEqual({ days: 30, total: 0, cases: [], next: null });
    await later();
    expect(await list(officer)).toEqual({
      days: 30,
      total: 2,
      next: null,
      cases: [
        {
          caseId: quiet.id,
          caseNumber: quiet.caseNumber,
          contactOn: '2026-11-24',
          kind: 'registered',
          days: 47,
          officers: [officer.actor.name],
        },
        {
          caseId: met.id,
          caseNumber: met.caseNumber,
          contactOn: '2026-11-30',
          kind: 'orientation',
          days: 41,
          officers: [officer.actor.name],
        },
      ],
    });
    expect(await numbers(officer, '?days=41')).toEqual([quiet.caseNumber]);
    expect(await numbers(other)).toEqual([foreign.caseNumber]);
    const { text } = await officer.get('/people/without-contact?days=40').expect(200);
    for (const words of [quiet.caseNumber, '47 jours', 'enregistrement', officer.actor.name]) {
      expect(text).toContain(words);
    }
    expect(text).not.toContain(foreign.caseNumber);
    expect((await other.get('/people/without-contact?days=300').expect(200)).text).toContain(
      'Chaque personne a été vue ou jointe depuis.',
    );
    const { rows } = await mawa.admin.query(
      `SELECT subject_ids FROM audit_log WHERE action = 'people.list_without_contact' AND actor_id = $1 AND cardinality(subject_ids) = 2 LIMIT 1`,
      [officer.actor.userId],
    );
    expect([...rows[0].subject_ids].sort()).toEqual([quiet.id, met.id].sort());
  });

  it('are for a supervisor those that the caseload counts and that the supervisor reads; nobody hidden', async () => {
    const [read, counted, hidden] = [
      await aPerson(officer),
      await aPerson(officer),
      await aPerson(officer),
    ];
    const ended = await aPerson(officer);
    for (const one of [read, hidden, ended]) await shares(officer, one, supervisor);
    await officer
      .post(`/api/v1/people/${ended.id}/stages`, { to: 'not_victim', reason: 'assessment' })
      .expect(201);
    await later();
    expect((await numbers(supervisor)).sort()).toEqual([read.caseNumber, hidden.caseNumber].sort());
    expect(await numbers(supervisor)).not.toContain(counted.caseNumber);
    await mawa.admin.query(
      `INSERT INTO case_restrictions (id, case_id, set_by, set_at, reason)
       VALUES (gen_random_uuid(), $1, $2, '2026-11-24Z', '')`,
      [hidden.id, officer.actor.userId],
    );
    expect(await numbers(supervisor)).toEqual([read.caseNumber]);
    const { text } = await supervisor.get('/people/without-contact').expect(200);
    expect(text).not.toContain(hidden.caseNumber);
    const load = await supervisor.get('/api/v1/caseload').expect(200);
    expect(
      load.body.officers.find(({ userId }: { userId: string }) => userId === officer.actor.userId)
        .withoutContact,
    ).toBe(2);
    // By SQL alone it is the same.
    const asked = await mawa.transactions.run(supervisor.actor, (tx) =>
      tx.query('SELECT case_id FROM cases_without_contact(0, NULL, NULL, 100)'),
    );
    expect(asked).toEqual([{ case_id: read.id }]);
  });

  it('are also those of a colleague, for whoever stands in, and never those of a house', async () => {
    const { caseNumber } = await aPerson(officer);
    await later();
    expect(await numbers(other)).toEqual([]);
    await officer
      .post('/api/v1/deputies', { deputyId: other.actor.userId, until: '2027-01-12' })
      .expect(201);
    expect(await numbers(other)).toEqual([caseNumber]);
    expect(
      (await other.get('/api/v1/people?whose=mine').expect(200)).body.people.map(
        (one: TestPerson) => one.caseNumber,
      ),
    ).toEqual([caseNumber]);
    const manager = await mawa.signIn('shelter_manager');
    await manager.get('/people/without-contact').expect(403);
    await manager.get('/api/v1/people/without-contact').expect(403);
  });

  it('know what was written in a file that was joined', async () => {
    const [kept, joined] = [await aPerson(officer), await aPerson(officer)];
    await later('2026-12-20T10:00:00Z');
    await officer
      .post(`${joined.path}/training/orientations`, orientation({ on: '2026-12-20' }))
      .expect(201);
    await mawa.admin.query('ALTER TABLE cases DISABLE TRIGGER USER');
    await mawa.admin.query('UPDATE cases SET merged_into = $1 WHERE id = $2', [kept.id, joined.id]);
    await mawa.admin.query('ALTER TABLE cases ENABLE TRIGGER USER');
    await later('2026-12-28T10:00:00Z');
    expect(await numbers(officer)).toEqual([]);
    await later('2027-02-28T10:00:00Z');
    expect((await list(officer)).cases).toMatchObject([
      { caseNumber: kept.caseNumber, contactOn: '2026-12-20', kind: 'orientation' },
    ]);
  });

  it('are counted by what was recorded since: the same days as the last contact of each file', async () => {
    const people = await aFamily(officer, Array(8).fill({ birthDate: '1994-03-08' }));
    const [, met, agreed, closed, served, sleeps, kept, joined] = people;
    await standsAt(mawa, mawa.clock.now().toISOString());
    const house = await aShelter(mawa, { A: { beds: 1 } });
    await aPastStay(mawa, {
      bedId: house.rooms.A!.beds[0]!,
      caseId: sleeps.id,
      nights: '[2026-12-01,)',
    });
    await later('2026-12-20T23:30:00Z');
    for (const { path } of [met, joined])
      await officer
        .post(`${path}/training/orientations`, orientation({ on: '2026-12-15' }))
        .expect(201);
    await officer.post(`${agreed.path}/consents`, yesTo('assistance')).expect(201);
    await officer
      .post(`${closed.path}/stages`, { to: 'not_victim', reason: 'assessment' })
      .expect(201);
    await officer
      .post('/api/v1/services', {
        caseId: served.id,
        typeCode: 'medical_consultation',
        givenOn: '2026-12-18',
      })
      .expect(201);
    await mawa.admin.query('ALTER TABLE cases DISABLE TRIGGER USER');
    await mawa.admin.query('UPDATE cases SET merged_into = $1 WHERE id = $2', [kept.id, joined.id]);
    await mawa.admin.query('ALTER TABLE cases ENABLE TRIGGER USER');
    await mawa.admin.query('BEGIN');
    await mawa.admin.query(
      `SELECT set_config('mawa.now', $1, true), set_config('mawa.offset', '60', true)`,
      [mawa.clock.now().toISOString()],
    );
    const { rows } = await mawa.admin.query<{ id: string; last: string; agrees: boolean }>(
      `SELECT c.id, l.on_day::text AS last, bool_and((c.id IN (SELECT contacted_since(d::date))) = (l.on_day >= d::date)) AS agrees
         FROM last_contacts(ARRAY(SELECT id FROM cases)) l JOIN cases c ON c.id = l.case_id
        CROSS JOIN generate_series(date '2026-11-20', date '2026-12-24', interval '1 day') d
        WHERE c.merged_into IS NULL GROUP BY c.id, l.on_day`,
    );
    await mawa.admin.query('COMMIT');
    expect(rows.every(({ agrees }) => agrees)).toBe(true);
    const lastOf = new Map(rows.map(({ id, last }) => [id, last]));
    expect(people.map(({ id }) => lastOf.get(id))).toEqual([
      '2026-11-25',
      '2026-12-15',
      '2026-12-21',
      '2026-12-21',
      '2026-12-18',
      '2026-12-21',
      '2026-12-15',
      undefined,
    ]);
  });

  it('are as many where an officer has more than a thousand', async () => {
    const { id, path } = await aPerson(officer);
    await later();
    await mawa.admin.query('SET session_replication_role = replica');
    for (const [table, of, changed] of [
      ['cases', 'id', `'id', n.id, 'case_number', 'C-9' || lpad(n.place::text, 6, '0')`],
      ['case_access', 'case_id', `'id', gen_random_uuid(), 'case_id', n.id`],
    ] as const)
      await mawa.admin.query(
        `INSERT INTO ${table}
         SELECT copy.* FROM ${table} x
          CROSS JOIN (SELECT place, md5(place::text)::uuid AS id FROM generate_series(1, 1000) place) n
          CROSS JOIN LATERAL jsonb_populate_record(x, jsonb_build_object(${changed})) copy
          WHERE x.${of} = $1`,
        [id],
      );
    await mawa.admin.query('SET session_replication_role = origin');
    expect(await list(officer)).toMatchObject({ total: 1001, cases: { length: 50 } });
    await officer
      .post(`${path}/training/orientations`, orientation({ on: '2027-01-10' }))
      .expect(201);
    expect((await list(officer)).total).toBe(1000);
    expect(valuesOf((await panel(officer, 'contact'))!)).toEqual({
      'Dossiers à reprendre': '1 000',
    });
  });

  it('are counted without reading services of long before', async () => {
    const { id } = await aPerson(officer);
    await officer
      .post('/api/v1/services', {
        caseId: id,
        typeCode: 'medical_consultation',
        givenOn: '2026-11-24',
      })
      .expect(201);
    await mawa.admin.query('SET session_replication_role = replica');
    await mawa.admin.query(
      `INSERT INTO services
       SELECT old.* FROM services s CROSS JOIN generate_series(1, 5000) n
        CROSS JOIN LATERAL jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'given_on', date '2024-01-01' + n % 300)) old`,
    );
    await mawa.admin.query('SET session_replication_role = origin');
    await mawa.admin.query('ANALYZE services');
    await later('2026-12-01T10:00:00Z');
    for (const [who, ask] of [
      [officer, 'SELECT count(*) FROM silent_cases(30)'],
      [supervisor, 'SELECT count(*) FROM caseload_ranking(6)'],
    ] as const) {
      const [read] = await mawa.transactions.run(who.actor, async (tx) => {
        await tx.query(ask);
        return tx.query<{ rows: number }>(
          `SELECT (seq_tup_read + coalesce(idx_tup_fetch, 0))::int AS rows FROM pg_stat_xact_user_tables WHERE relname = 'services'`,
        );
      });
      expect([ask, read!.rows < 20]).toEqual([ask, true]);
    }
  });

  it('go on to the next page where they are many', async () => {
    for (let n = 0; n < 51; n += 1) await aPerson(officer);
    await later();
    const one = await list(officer);
    expect([one.total, one.cases.length]).toEqual([51, 50]);
    const two = await list(officer, `?after=${one.next}`);
    expect([two.total, two.cases.length, two.next]).toEqual([51, 1, null]);
    expect(one.cases.map(({ caseId }: { caseId: string }) => caseId)).not.toContain(
      two.cases[0].caseId,
    );
    const { text } = await officer.get('/people/without-contact?days=30').expect(200);
    expect(text).toContain('/people/without-contact?days&#x3D;30&amp;after');
    for (const wrong of ['after=gestern', 'days=0', 'days=viele']) {
      const { status } = await officer.get(`/api/v1/people/without-contact?${wrong}`);
      expect([wrong, status]).toEqual([wrong, 422]);
    }
  });

  it('are led to from the first page of an officer, counted, and of a supervisor', async () => {
    expect(valuesOf((await panel(officer, 'contact'))!)).toEqual({ 'Dossier à reprendre': '0' });
    await aPerson(officer);
    await later();
    const shown = (await panel(officer, 'contact'))!;
    expect(valuesOf(shown)).toEqual({ 'Dossier à reprendre': '1' });
    expect(shown.html).toContain('href="/people/without-contact"');
    expect((await panel(supervisor, 'caseload'))!.html).toContain(
      'href="/people/without-contact">Sans contact depuis 30 jours',
    );
    expect(await panel(supervisor, 'contact')).toBeUndefined();
  });
});

describe('the list of people', () => {
  it('is asked for those that one answers for', async () => {
    const mawa = await startApp();
    const [officer, other] = [
      await mawa.signIn('reintegration_officer'),
      await mawa.signIn('reintegration_officer'),
    ];
    const [own, shared] = [await aPerson(officer), await aPerson(other)];
    const shelterId = '00000000-0000-4000-8000-00000000abcd';
    const manager = await mawa.signIn('shelter_manager', { shelterIds: [shelterId] });
    await other.post(`${shared.path}/access`, { userId: officer.actor.userId }).expect(204);
    await mawa.admin.query(
      `INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, source_id, from_at)
       SELECT $1, 'shelter', $2, reason, parts, gen_random_uuid(), '2026-11-24Z' FROM access_reasons WHERE reason = 'stay'`,
      [own.id, shelterId],
    );
    const found = async (who: SignedIn, query: string) =>
      (await who.get(`/api/v1/people${query}`).expect(200)).body.people
        .map(({ caseNumber }: TestPerson) => caseNumber)
        .sort();
    expect(await found(officer, '?whose=mine')).toEqual([own.caseNumber, shared.caseNumber].sort());
    expect(await found(other, '?whose=mine')).toEqual([shared.caseNumber]);
    expect(await found(manager, '')).toEqual([own.caseNumber]);
    expect(await found(manager, '?whose=mine')).toEqual([]);
    const { text } = await officer.get('/people?whose=mine').expect(200);
    expect(text).toMatch(/<option value="mine" selected>les miens</);
    await officer.get('/api/v1/people?whose=theirs').expect(422);
    await mawa.stop();
  });
});
