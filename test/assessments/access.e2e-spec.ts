import { randomUUID } from 'node:crypto';
import { PermissionGuard } from '../../modules/access';
import type { Role } from '../../modules/platform/shared/actor';
import { aPerson, opensTo, type TestPerson } from '../beneficiaries/test-people';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { assessmentsPath, HIGH_RISK, save, signed, started, yes } from './samples';

const CANARY = 'CANARI-Oum-Kalthoum-5512';
const TABLES = [
  'assessments',
  'assessment_answers',
  'assessment_facts',
  'assessment_results',
  'assessment_states',
  'assessment_decisions',
] as const;

describe('who sees and who fills in which assessment', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let manager: SignedIn;
  let staff: SignedIn;
  let person: TestPerson;
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    const shelterId = randomUUID();
    manager = await mawa.signIn('shelter_manager', { shelterIds: [shelterId] });
    staff = await mawa.signIn('shelter_staff', { shelterIds: [shelterId] });
    person = await aPerson(officer, { birthDate: '1994-03-08' });
    const words = { value: CANARY };
    ids.needs = await signed(officer, person.id, 'needs', {
      first_things: { need_housing: { value: 'urgent' } },
      own_words: { first_wish: words },
    });
    ids.risk = await signed(officer, person.id, 'risk', {
      ...HIGH_RISK,
      self: { would_help: words },
    });
    ids.vulnerability = await signed(officer, person.id, 'vulnerability', {
      body: { illness: yes },
      support: { strengths: words },
    });
    ids.ilo_indicators = await signed(officer, person.id, 'ilo_indicators', {
      notes: { notes: words },
    });
    await officer
      .post(`${assessmentsPath(person.id)}/${ids.ilo_indicators}/decisions`, {
        decision: 'presumed',
        decidedBy: 'programme',
        note: CANARY,
      })
      .expect(201);
    await opensTo(mawa, shelterId, 'stay', [person]);
  });
  afterAll(() => mawa.stop());

  const path = () => assessmentsPath(person.id);
  const seen = async (reader: SignedIn): Promise<string[]> => {
    const { body } = await reader.get(path()).expect(200);
    return (body.assessments as { form: string }[]).map(({ form }) => form).sort();
  };

  it('the officer reads all, the house what a stay opens, its staff no health', async () => {
    expect(await seen(officer)).toEqual(['ilo_indicators', 'needs', 'risk', 'vulnerability']);
    expect(await seen(manager)).toEqual(['needs', 'vulnerability']);
    expect(await seen(staff)).toEqual(['needs']);
  });

  it.each([
    ['needs', 200, 200],
    ['vulnerability', 200, 404],
    ['risk', 404, 404],
    ['ilo_indicators', 404, 404],
  ])('the answers of %s, by their address', async (form, forManager, forStaff) => {
    for (const base of [path(), `/people/${person.id}/assessments`]) {
      expect((await manager.get(`${base}/${ids[form]}`)).status).toBe(forManager);
      expect((await staff.get(`${base}/${ids[form]}`)).status).toBe(forStaff);
    }
  });

  it('the house learns how high a risk is, and no answer of it', async () => {
    for (const reader of [manager, staff]) {
      const { text } = await reader.get(`/people/${person.id}`).expect(200);
      expect(text).toContain('Risque et sécurité : Risque élevé');
      expect(text).not.toContain(ids.risk);
      const list = await reader.get(`/people/${person.id}/assessments`).expect(200);
      expect(list.text).toContain('Risque élevé');
      expect(list.text).not.toContain(`/assessments/${ids.risk}`);
      const { body } = await reader.get('/api/v1/assessments?form=risk&band=high').expect(200);
      expect(body.found).toMatchObject([{ caseId: person.id, readable: false }]);
    }
    const { body } = await manager.get('/api/v1/assessments?form=ilo_indicators').expect(200);
    expect(body.found).toEqual([]);
  });

  it('the house fills in what it writes, and nothing that it only reads or does not see', async () => {
    const id = await started(manager, person.id, 'vulnerability');
    await save(manager, person.id, id, 'body', { illness: yes }).expect(200);
    await staff.get(`${path()}/${id}`).expect(404);
    await manager.post(path(), { form: 'risk' }).expect(404);
    await staff.post(path(), { form: 'needs' }).expect(403);
    await save(staff, person.id, id, 'body', {}).expect(403);
    await manager.post(`${path()}/${ids.risk}/corrections`, { reason: 'mistake' }).expect(404);
    await manager.delete(`${path()}/${id}`).expect(204);
  });

  it('opened in an emergency: what it cares for is read, and no form of another part', async () => {
    const other = await mawa.signIn('case_supervisor');
    const emergency = { caseNumber: person.caseNumber, cause: 'life', note: 'elle ne répond plus' };
    await other.post('/api/v1/break-glass', emergency).expect(200);
    expect(await seen(other)).toEqual(['needs', 'vulnerability']);
    await other.post(path(), { form: 'vulnerability' }).expect(403);
    await other.get(`${path()}/${ids.risk}`).expect(404);
  });

  it.each<[Role, number]>([
    ['reintegration_officer', 404],
    ['case_supervisor', 404],
    ['legal_officer', 403],
    ['programme_officer', 403],
    ['administrator', 403],
    ['finance_officer', 403],
    ['auditor', 403],
    ['hotline_operator', 403],
    ['partner_viewer', 403],
  ])('a stranger to the file, %s, reads and writes nothing', async (role, status) => {
    const stranger = await mawa.signIn(role);
    await stranger.get(path()).expect(status);
    await stranger.get(`${path()}/${ids.needs}`).expect(status);
    await stranger.post(path(), { form: 'needs' }).expect(status);
    await save(stranger, person.id, ids.needs!, 'body', {}).expect(status);
  });

  it('what is hidden is answered as what does not exist', async () => {
    const comparable = ({ body }: { body: object }) => ({ ...body, instance: '' });
    const hidden = await manager.get(`${path()}/${ids.risk}`).expect(404);
    const absent = await manager.get(`${path()}/${randomUUID()}`).expect(404);
    expect(comparable(hidden)).toEqual(comparable(absent));
    const elsewhere = await aPerson(officer);
    await officer.get(`${assessmentsPath(elsewhere.id)}/${ids.risk}`).expect(404);
  });

  it('kept out of the file, nothing of it is there, nor through a search or the figures of one', async () => {
    const kept = await mawa.signIn('reintegration_officer');
    await officer.post(`${person.path}/access`, { userId: kept.actor.userId }).expect(204);
    expect(await seen(kept)).toHaveLength(4);
    const block = { userId: kept.actor.userId, scope: 'case', reason: 'sa cousine' };
    await officer.post(`${person.path}/blocks`, block).expect(201);
    await kept.get(path()).expect(404);
    const { body } = await kept.get('/api/v1/assessments?form=risk').expect(200);
    expect(body.found).toEqual([]);
    expect((await kept.get('/api/v1/assessments/drafts').expect(200)).body).toEqual([]);
    expect(await rowsSeen(kept)).toEqual([]);
  });

  const rowsSeen = (reader: SignedIn) =>
    mawa.transactions.run(reader.actor, async (tx) => {
      const found: string[] = [];
      for (const table of TABLES) {
        const [row] = await tx.query<{ count: number }>(
          `SELECT count(*)::int AS count FROM ${table} WHERE case_id = $1`,
          [person.id],
        );
        if (row!.count > 0) found.push(table);
      }
      return found;
    });

  it('row level security alone: each sees the rows of the parts open to them, strangers none', async () => {
    expect(await rowsSeen(officer)).toEqual([...TABLES]);
    for (const role of ['reintegration_officer', 'programme_officer', 'administrator'] as const) {
      expect(await rowsSeen(await mawa.signIn(role))).toEqual([]);
    }
    const parts = await mawa.transactions.run(manager.actor, (tx) =>
      tx.query<{ part: string }>('SELECT DISTINCT part FROM assessment_answers ORDER BY part'),
    );
    expect(parts).toEqual([{ part: 'care' }, { part: 'health' }]);
    const write = (who: SignedIn, part: string, form: string) =>
      mawa.transactions.run(who.actor, (tx) =>
        tx.query(
          `INSERT INTO assessments (id, case_id, form_key, form_version, part, audience, started_by)
           VALUES (gen_random_uuid(), $1, $2, 1, $3, 'adult', $4)`,
          [person.id, form, part, who.actor.userId],
        ),
      );
    await expect(write(manager, 'story', 'risk')).rejects.toThrow(/row-level security/);
    // Nor under a part that the form does not name.
    await expect(write(manager, 'health', 'risk')).rejects.toThrow(/not a form in force/);
    const stranger = await mawa.signIn('case_supervisor');
    await expect(write(stranger, 'care', 'needs')).rejects.toThrow(/row-level security/);
    const changed = await mawa.transactions.run(manager.actor, (tx) =>
      tx.query(`UPDATE assessments SET saved_at = mawa_now() WHERE id = $1 RETURNING 1`, [
        ids.risk,
      ]),
    );
    expect(changed).toEqual([]);
  });

  it('with the policy of the application switched off, a stranger still gets nothing', async () => {
    const guard = mawa.app.get(PermissionGuard) as unknown as { allows: () => boolean };
    const stranger = await mawa.signIn('finance_officer');
    const allows = jest.spyOn(guard, 'allows').mockReturnValue(true);
    await stranger.get(path()).expect(404);
    await stranger.get(`${path()}/${ids.needs}`).expect(404);
    await stranger.post(path(), { form: 'needs' }).expect(404);
    await stranger.post(`${path()}/${ids.needs}/approval`).expect(404);
    const { body } = await stranger.get('/api/v1/assessments?form=needs').expect(200);
    expect(body.found).toEqual([]);
    allows.mockRestore();
  });

  it('only a coded fact of the form stands in clear; everything else is sealed, and no log holds a word', async () => {
    const { rows: facts } = await mawa.admin.query('SELECT field, code FROM assessment_facts');
    expect(facts).toEqual([{ field: 'need_housing', code: 'urgent' }]);
    await expect(
      mawa.admin.query(
        `INSERT INTO assessment_facts (assessment_id, case_id, part, form_key, field, code)
         SELECT id, case_id, part, form_key, 'illness', 'yes' FROM assessments WHERE id = $1`,
        [ids.vulnerability],
      ),
    ).rejects.toThrow(/never changes/);
    await mawa.admin.query(
      'ALTER TABLE assessment_facts DISABLE TRIGGER assessment_facts_before_the_end',
    );
    await expect(
      mawa.admin.query(
        `INSERT INTO assessment_facts (assessment_id, case_id, part, form_key, field, code)
         SELECT id, case_id, part, form_key, 'illness', 'yes' FROM assessments WHERE id = $1`,
        [ids.vulnerability],
      ),
    ).rejects.toThrow(/assessment_facts_are_coded/);
    await mawa.admin.query(
      'ALTER TABLE assessment_facts ENABLE TRIGGER assessment_facts_before_the_end',
    );
    const { rows: tables } = await mawa.admin.query<{ name: string }>(
      `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pristine')`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const { rows } = await mawa.admin.query<{ line: string }>(
        `SELECT t::text AS line FROM ${name} t`,
      );
      for (const { line } of rows) {
        const bytes = [...line.matchAll(/\\\\?x([0-9a-f]{8,})/g)].map(([, hex]) =>
          Buffer.from(hex!, 'hex').toString('latin1'),
        );
        if ([line, ...bytes].some((text) => text.includes(CANARY) || text.includes('"illness"')))
          found.push(name);
      }
    }
    // The form itself names its fields.
    expect([...new Set(found)]).toEqual(['public.form_versions']);
    const { rows: read } = await mawa.admin.query(
      `SELECT count(*)::int > 0 AS recorded FROM audit_log WHERE action = 'assessments.read' AND $1 = ANY (subject_ids)`,
      [ids.risk],
    );
    expect(read).toEqual([{ recorded: true }]);
  });
});
