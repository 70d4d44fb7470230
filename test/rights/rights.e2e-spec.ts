import { appendFileSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createApp } from '../../src/create-app';
import { JobRunner } from '../../modules/platform/queue';
import { openedGrant } from '../grant-budgeting/samples';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const person = (given: string) => ({
  names: { given, family: 'Zerrouki' },
  sex: 'female',
  phone: '+212600112233',
  birthDate: '1999-05-06',
  documents: [{ kind: 'passport', number: `ZZ${given}77` }],
  story: `un récit de ${given}`,
});

describe('the rights of the person', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let supervisor: SignedIn;
  let second: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    await openedGrant(mawa);
    officer = await mawa.signIn('reintegration_officer');
    supervisor = await mawa.signIn('case_supervisor');
    second = await mawa.signIn('case_supervisor');
    await mawa.app.get(JobRunner).start({ concurrency: 1 });
  });
  afterAll(() => mawa.stop());

  const register = async (
    who: SignedIn,
    given: string,
  ): Promise<{ id: string; caseNumber: string }> => {
    const { body } = await who.post('/api/v1/people', { people: [person(given)] }).expect(201);
    return body.cases[0];
  };
  const erase = async (id: string): Promise<string> => {
    const asked = await officer
      .post(`/api/v1/people/${id}/rights/erasure`, { reason: 'person_asked' })
      .expect(201);
    await supervisor
      .post(`/api/v1/erasures/${asked.body.id}/decision`, { decision: 'approved' })
      .expect(200);
    await waitFor(async () => {
      const { rows } = await mawa.admin.query('SELECT done_at FROM erasures WHERE id = $1', [
        asked.body.id,
      ]);
      return rows[0].done_at !== null;
    });
    return asked.body.id;
  };

  it('a request has the days that the law leaves, makes a task, and is answered once', async () => {
    const { id } = await register(officer, 'Hafsa');
    const path = `/api/v1/people/${id}/rights`;
    const { body } = await officer
      .post(`${path}/requests`, { kind: 'access', receivedOn: '2026-11-20' })
      .expect(201);
    await officer.post(`${path}/requests`, { kind: 'access' }).expect(409);
    await officer
      .post(`${path}/requests`, { kind: 'access', receivedOn: '2026-11-31' })
      .expect(422);
    await officer
      .post(`${path}/requests`, { kind: 'objection', receivedOn: '2027-01-01' })
      .expect(422);
    const shown = await officer.get(path).expect(200);
    expect(shown.body.requests).toEqual([
      expect.objectContaining({
        kind: 'access',
        receivedOn: '2026-11-20',
        dueOn: '2026-11-30',
        overdue: false,
      }),
    ]);
    expect((await tasks(id)).map(({ kind }) => kind)).toEqual(['rights_request']);
    await officer.post(`${path}/requests/${body.id}/answer`, { answer: 'done' }).expect(204);
    await officer.post(`${path}/requests/${body.id}/answer`, { answer: 'done' }).expect(404);
    expect(await tasks(id)).toEqual([]);
  });

  it('the whole file holds what was written, in the language asked for, and is recorded', async () => {
    const { id } = await register(officer, 'Ilham');
    await officer
      .post('/api/v1/services', {
        caseId: id,
        typeCode: 'legal_consultation',
        givenOn: '2026-11-24',
        note: 'une note pour elle',
      })
      .expect(201);
    const json = await officer.post(`/api/v1/people/${id}/rights/file.json`).expect(200);
    expect(json.headers['content-disposition']).toContain('mawa-file.json');
    const text = JSON.stringify(json.body);
    for (const word of [
      'Ilham',
      'Zerrouki',
      '+212600112233',
      '1999-05-06',
      'ZZIlham77',
      'un récit de Ilham',
      'une note pour elle',
    ]) {
      expect(text).toContain(word);
    }
    expect(text).not.toContain('"sealed":true');
    for (const language of ['fr', 'ar', 'en']) {
      const pdf = await officer
        .post(`/api/v1/people/${id}/rights/file.pdf`, { language })
        .expect(200);
      expect(pdf.headers['content-type']).toContain('application/pdf');
      expect((pdf.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-');
      expect(pdf.headers['content-disposition']).not.toContain('Ilham');
    }
    const paper = await officer
      .submit(`/people/${id}/rights/file.pdf`, { language: 'ar' })
      .expect(200);
    expect(paper.headers['content-disposition']).toContain('attachment');
    await officer.submit(`/people/${id}/rights/file.pdf`, { language: 'xx' }).expect(422);
    await officer.submit(`/people/${id}/rights/file.json`, {}).expect(200);
    const { rows } = await mawa.admin.query(
      `SELECT count(*)::int AS count FROM audit_log WHERE action = 'rights.whole_file'`,
    );
    expect(rows[0].count).toBe(6);
  });

  it('a shelter’s manager handles no rights, and nobody those of a person they do not hold', async () => {
    const { id } = await register(officer, 'Jihane');
    const manager = await mawa.signIn('shelter_manager');
    await manager.get(`/api/v1/people/${id}/rights`).expect(403);
    for (const [path, body] of [
      ['rights/requests', { kind: 'access' }],
      ['rights/file.json', {}],
      ['rights/file.pdf', { language: 'fr' }],
      ['rights/holds', { holdReason: 'audit' }],
      ['rights/erasure', { reason: 'person_asked' }],
    ] as const) {
      await supervisor.post(`/api/v1/people/${id}/${path}`, body).expect(404);
    }
    await officer.post(`/api/v1/people/${id}/rights/holds`, { holdReason: 'audit' }).expect(403);
    await officer.get('/api/v1/erasures').expect(403);
  });

  it('a legal hold stops an erasure, and one who asked does not decide', async () => {
    const { id } = await register(supervisor, 'Kenza');
    const { body: hold } = await supervisor
      .post(`/api/v1/people/${id}/rights/holds`, { holdReason: 'proceedings' })
      .expect(201);
    await supervisor
      .post(`/api/v1/people/${id}/rights/holds`, { holdReason: 'proceedings' })
      .expect(409);
    const refused = await supervisor
      .post(`/api/v1/people/${id}/rights/erasure`, { reason: 'court_order' })
      .expect(409);
    expect(refused.body.code).toBe('rights.legal_hold');
    await supervisor.delete(`/api/v1/people/${id}/rights/holds/${hold.id}`).expect(204);
    const { body } = await supervisor
      .post(`/api/v1/people/${id}/rights/erasure`, { reason: 'court_order' })
      .expect(201);
    await supervisor
      .post(`/api/v1/people/${id}/rights/erasure`, { reason: 'court_order' })
      .expect(409);
    const own = await supervisor
      .post(`/api/v1/erasures/${body.id}/decision`, { decision: 'approved' })
      .expect(403);
    expect(own.body.code).toBe('rights.needs_another');
    await second.post(`/api/v1/erasures/${body.id}/decision`, { decision: 'refused' }).expect(200);
    await second.post(`/api/v1/erasures/${body.id}/decision`, { decision: 'approved' }).expect(409);
    await supervisor.get(`/api/v1/people/${id}`).expect(200);
  });

  it('two who decide at once decide once', async () => {
    const { id } = await register(officer, 'Lamia');
    const { body } = await officer
      .post(`/api/v1/people/${id}/rights/erasure`, { reason: 'person_asked' })
      .expect(201);
    const answers = await Promise.all([
      supervisor.post(`/api/v1/erasures/${body.id}/decision`, { decision: 'refused' }),
      second.post(`/api/v1/erasures/${body.id}/decision`, { decision: 'refused' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('an erased person is found by nobody, the totals stay, and the old number answers “erased”', async () => {
    const { id, caseNumber } = await register(officer, 'Malika');
    await officer
      .post('/api/v1/services', {
        caseId: id,
        typeCode: 'legal_consultation',
        givenOn: '2026-11-24',
        note: 'secret de Malika',
      })
      .expect(201);
    const before = await totals();
    await erase(id);
    expect(await totals()).toEqual(before);
    await officer.get(`/api/v1/people/${id}`).expect(404);
    const { rows: left } = await mawa.admin.query(
      'SELECT id, birth_year, sex FROM cases WHERE erased_at IS NOT NULL AND case_number IS NULL',
    );
    expect(left).toEqual([expect.objectContaining({ birth_year: null, sex: 'female' })]);
    expect(left[0].id).not.toBe(id);
    for (const table of ['keys.case_keys', 'case_seals', 'document_digests', 'case_access']) {
      const { rows } = await mawa.admin.query(`SELECT 1 FROM ${table} WHERE case_id = ANY ($1)`, [
        [id, left[0].id],
      ]);
      expect(rows).toEqual([]);
    }
    const found = await supervisor.post('/api/v1/erasures/asked', { caseNumber }).expect(200);
    expect(found.body).toEqual({ erasedOn: '2026-11-24' });
    const { caseNumber: other } = await register(officer, 'Nadia');
    expect(
      (await supervisor.post('/api/v1/erasures/asked', { caseNumber: other }).expect(200)).body,
    ).toEqual({ erasedOn: null });
    await supervisor.post('/api/v1/erasures/asked', { caseNumber: 'nonsense' }).expect(422);
    const log = readFileSync(join(dirname(mawa.env.keyFile), 'mawa.erasures.log'), 'utf8');
    expect(log).toContain(id);
    expect(log).not.toContain(caseNumber);
  });

  it('of a hundred erased people nothing can be read any more, and no total has moved', async () => {
    const names = Array.from({ length: 100 }, (_, n) => `Canari${n}x`);
    const people: { id: string; caseNumber: string }[] = [];
    for (let from = 0; from < names.length; from += 20) {
      const { body } = await officer
        .post('/api/v1/people', { people: names.slice(from, from + 20).map(person) })
        .expect(201);
      people.push(...body.cases);
    }
    for (const { id } of people.slice(0, 20)) {
      await officer
        .post('/api/v1/services', {
          caseId: id,
          typeCode: 'legal_consultation',
          givenOn: '2026-11-24',
          note: 'canari secret',
        })
        .expect(201);
    }
    const before = await totals();
    const wrapped = await mawa.admin.query(
      'SELECT wrapped FROM keys.case_keys WHERE case_id = ANY ($1)',
      [people.map(({ id }) => id)],
    );
    expect(wrapped.rows).toHaveLength(100);
    for (const { id } of people) {
      const { body } = await officer
        .post(`/api/v1/people/${id}/rights/erasure`, { reason: 'retention_ended' })
        .expect(201);
      await supervisor
        .post(`/api/v1/erasures/${body.id}/decision`, { decision: 'approved' })
        .expect(200);
    }
    await waitFor(async () => {
      const { rows } = await mawa.admin.query(
        `SELECT count(*)::int AS open FROM erasures WHERE decision = 'approved' AND done_at IS NULL`,
      );
      return rows[0].open === 0;
    }, 180);
    expect(await totals()).toEqual(before);
    const left = await wholeDatabase(mawa);
    for (const [n, { id, caseNumber }] of people.entries()) {
      expect(left).not.toContain(caseNumber);
      expect(left).not.toContain(names[n]);
      await officer.get(`/api/v1/people/${id}`).expect(404);
      const { body } = await supervisor.post('/api/v1/erasures/asked', { caseNumber }).expect(200);
      expect(body).toEqual({ erasedOn: '2026-11-24' });
    }
    for (const { wrapped: key } of wrapped.rows)
      expect(left).not.toContain((key as Buffer).toString('hex'));
    const keys = await mawa.admin.query('SELECT 1 FROM keys.case_keys WHERE case_id = ANY ($1)', [
      people.map(({ id }) => id),
    ]);
    expect(keys.rows).toEqual([]);
  }, 300_000);

  it('a backup restored from before is erased again before anybody can look', async () => {
    const { id } = await register(officer, 'Touria');
    appendFileSync(
      join(dirname(mawa.env.keyFile), 'mawa.erasures.log'),
      `${id} 2026-11-24T20:00:00.000Z\ncut off by a cra`,
    );
    const again = await createApp({
      env: mawa.env,
      databaseUrl: mawa.database.appUrl,
      clock: mawa.clock,
    });
    await again.init();
    await again.close();
    await officer.get(`/api/v1/people/${id}`).expect(404);
    const { rows } = await mawa.admin.query('SELECT 1 FROM keys.case_keys WHERE case_id = $1', [
      id,
    ]);
    expect(rows).toEqual([]);
  });

  it('row level security alone lets nobody erase: the runtime role reaches neither key nor row', async () => {
    const { id } = await register(officer, 'Ouafae');
    const { body } = await officer
      .post(`/api/v1/people/${id}/rights/erasure`, { reason: 'person_asked' })
      .expect(201);
    const attempt = (who: SignedIn, sql: string, values: unknown[]) =>
      mawa.transactions.run(who.actor, (tx) => tx.query(sql, values));
    await expect(attempt(supervisor, 'SELECT wipe_case($1)', [id])).rejects.toThrow(
      'permission denied',
    );
    await expect(attempt(supervisor, 'SELECT erase_case($1)', [body.id])).rejects.toThrow(
      'not approved',
    );
    await expect(attempt(supervisor, 'SELECT erase_again($1)', [[id]])).rejects.toThrow(
      'only the start',
    );
    await expect(
      attempt(officer, 'DELETE FROM keys.case_keys WHERE case_id = $1', [id]),
    ).rejects.toThrow('permission denied');
    await expect(
      attempt(
        officer,
        `UPDATE erasures SET decision = 'approved', decided_by = asked_by, decided_at = mawa_now() WHERE id = $1`,
        [body.id],
      ),
    ).rejects.toThrow('erasures_need_two');
    await second.post(`/api/v1/erasures/${body.id}/decision`, { decision: 'refused' }).expect(200);
  });

  it('closed long ago, a case is due for review, and not while it must be kept', async () => {
    const { id, caseNumber } = await register(supervisor, 'Rajae');
    // Long ago: the table of stages writes only what happens now.
    await mawa.admin.query(`
      SET session_replication_role = replica;
      UPDATE cases SET stage = 'closed' WHERE id = '${id}';
      INSERT INTO stage_changes (case_id, from_stage, to_stage, at, by, reason)
      VALUES ('${id}', 'followed_up', 'closed', '2021-11-20Z', '${supervisor.actor.userId}', 'assessment');
      RESET session_replication_role`);
    const { body } = await supervisor.get('/api/v1/erasures/due').expect(200);
    expect(body).toEqual([
      { id, caseNumber, closedOn: '2021-11-20', dueOn: '2026-11-20', held: false },
    ]);
    expect((await second.get('/api/v1/erasures/due').expect(200)).body).toEqual([]);
  });

  it('the pages say all this in three languages', async () => {
    const { id } = await register(supervisor, 'Siham');
    for (const language of ['fr', 'ar', 'en'] as const) {
      const reader = await mawa.signIn('case_supervisor', { language });
      await mawa.transactions.run(supervisor.actor, (tx) =>
        tx.query(`SELECT grant_access($1, 'user', $2)`, [id, reader.actor.userId]),
      );
      const page = await reader.get(`/people/${id}/rights`).expect(200);
      expect(page.text).not.toMatch(/rights:|people:/);
      expect((await reader.get('/erasures').expect(200)).text).not.toMatch(/rights:|people:/);
    }
  });

  const tasks = async (id: string) =>
    (await mawa.admin.query(`SELECT kind FROM tasks WHERE case_id = $1 AND done_at IS NULL`, [id]))
      .rows;
  const totals = async () =>
    (
      await mawa.admin.query(
        `SELECT c.sex, count(DISTINCT s.case_id)::int AS people, count(s.id)::int AS services
           FROM services s JOIN cases c ON c.id = s.case_id GROUP BY 1 ORDER BY 1`,
      )
    ).rows;
});

async function waitFor(done: () => Promise<boolean>, seconds = 45): Promise<void> {
  for (let tries = 0; tries < seconds * 20; tries += 1) {
    if (await done()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it never came');
}

async function wholeDatabase({ admin }: TestApp): Promise<string> {
  const { rows: tables } = await admin.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
      WHERE table_schema IN ('public', 'keys') AND table_type = 'BASE TABLE'`,
  );
  let text = '';
  for (const { name } of tables) {
    const { rows } = await admin.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
    text += rows.map(({ row }) => row).join('\n');
  }
  return text;
}
