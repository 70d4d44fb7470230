import { createHash } from 'node:crypto';
import type { Response } from 'supertest';
import { DataSource } from 'typeorm';
import { Jobs, JobRunner } from '../../modules/platform/queue';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import {
  addressOfAShelter,
  aQuarter,
  nameSomebody,
  speakAsSetup,
  type AQuarter,
  closeLedger,
} from './a-quarter';

const FORMATS = ['html', 'pdf', 'xlsx', 'docx', 'csv', 'json'];
const LANGUAGES = ['fr', 'ar', 'en'];
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const bytesOf = (call: ReturnType<SignedIn['get']>) =>
  call.buffer(true).parse((response, done) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => parts.push(part));
    response.on('end', () => done(null, Buffer.concat(parts)));
  });

describe('a report from draft to file', () => {
  let mawa: TestApp;
  let given: AQuarter;
  let officer: SignedIn;
  let second: SignedIn;
  let id: string;
  const runner = () => mawa.app.get(JobRunner);
  const asked = { kind: 'iom-quarterly', grantId: '', period: '2026-Q3' };

  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_SYNTHETIC: 'true' } });
    given = await aQuarter(mawa);
    await closeLedger(mawa);
    asked.grantId = given.grantId;
    await nameSomebody(mawa, 'T-3', {
      names: { given: 'Amina', family: 'Bennani', aliases: ['Petite Étoile'] },
      contact: { phone: '+212612345678' },
      documents: [{ kind: 'passport', number: 'AB123456' }],
    });
    await addressOfAShelter(mawa, '12, rue des Orangers, Agdal, Rabat');
    officer = await mawa.signIn('programme_officer');
    second = await mawa.signIn('programme_officer');
  });
  afterAll(() => mawa.stop());

  const write = (text: string, more: object = {}) =>
    officer.post(`/api/v1/reports/${id}/narratives`, {
      section: 'summary',
      language: 'fr',
      text,
      ...more,
    });
  const approve = (body: object = {}) =>
    second.post(`/api/v1/reports/${id}/approval`, { seen: true, ...body });
  const count = async (sql: string) => (await mawa.admin.query<{ n: number }>(sql)).rows[0]!.n;
  const run = async (kind: 'draft-report' | 'render-report', response: Response) =>
    runner().handle(kind, (response.body as { jobId: string }).jobId);

  it('is refused to those who do not make reports', async () => {
    for (const role of [
      'shelter_manager',
      'administrator',
      'partner_viewer',
      'finance_officer',
    ] as const) {
      const other = await mawa.signIn(role);
      expect((await other.post('/api/v1/reports', asked)).status).toBe(403);
    }
  });

  it('is not drafted before the quarter is over, nor while a night is open, and says which', async () => {
    const early = await officer.post('/api/v1/reports', { ...asked, period: '2026-Q4' });
    expect([early.status, early.body.code]).toEqual([409, 'reports.not_over']);
    await mawa.admin.query(`DELETE FROM closed_nights WHERE night IN ('2026-08-14', '2026-09-02')`);
    const open = await officer.post('/api/v1/reports', asked);
    expect([open.status, open.body.code]).toEqual([409, 'reports.night_open']);
    expect(open.body.detail).toMatch(/14\u00a0août\u00a02026/);
    await mawa.admin.query(
      `INSERT INTO closed_nights (night, closed_by) SELECT day, $1::uuid
         FROM unnest(ARRAY['2026-08-14', '2026-09-02']::date[]) day`,
      ['00000000-0000-4000-8000-000000000001'],
    );
    expect(await count('SELECT count(*)::int AS n FROM reports')).toBe(0);
  });

  it.each([
    [{ period: '2026-Q9' }, 'reports.no_period.quarter'],
    [{ period: '2025-Q1' }, 'reports.outside_grant'],
    [{ grantId: '00000000-0000-4000-8000-0000000000aa' }, 'reports.no_grant'],
    [{ kind: 'other' }, 'common.not_choice'],
    [{ partnerId: '00000000-0000-4000-8000-0000000000aa' }, 'reports.about_nobody'],
  ])('refuses %p with a sentence', async (more, code) => {
    const answer = await officer.post('/api/v1/reports', { ...asked, ...more });
    expect(answer.status).toBe(422);
    expect(answer.body.code).toBe(code);
    expect(answer.body.detail.length).toBeGreaterThan(10);
  });

  it('is asked for once: the same request again is the same report, another one is told it exists', async () => {
    const first = await officer.post('/api/v1/reports', asked, 'quarter-three-1').expect(201);
    const again = await officer.post('/api/v1/reports', asked, 'quarter-three-1').expect(201);
    expect(again.body).toEqual(first.body);
    const other = await officer.post('/api/v1/reports', asked);
    expect([other.status, other.body.code]).toEqual([409, 'reports.exists']);
    id = first.body.id;
    expect((await approve()).body.code).toBe('reports.not_drafted');
  });

  it('whose asker lost the role meanwhile is refused when its job runs', async () => {
    const { rows } = await mawa.admin.query<{ id: string }>('SELECT id FROM jobs');
    const away = `UPDATE user_roles SET ended_at = mawa_now(), ended_by = '00000000-0000-4000-8000-000000000004' WHERE user_id = $1`;
    await mawa.admin.query(away, [officer.actor.userId]);
    await runner().handle('draft-report', rows[0]!.id);
    expect((await mawa.admin.query('SELECT state, error_code FROM jobs')).rows).toEqual([
      { state: 'refused', error_code: 'access.not_yours' },
    ]);
    await mawa.admin.query(
      'UPDATE user_roles SET ended_at = NULL, ended_by = NULL WHERE user_id = $1',
      [officer.actor.userId],
    );
    expect(await count('SELECT count(*)::int AS n FROM report_documents')).toBe(0);
  });

  it('whose job is stopped half way leaves nothing, and done twice gives one document', async () => {
    mawa.clock.advance(1000);
    const asking = await officer.post(`/api/v1/reports/${id}/drafts`).expect(201);
    const jobs = mawa.app.get(Jobs);
    const progress = jobs.progress.bind(jobs);
    let calls = 0;
    const killed = jest.spyOn(jobs, 'progress').mockImplementation(async (...args) => {
      calls += 1;
      if (calls === 4) throw new Error('the process was killed');
      return progress(...args);
    });
    await expect(run('draft-report', asking)).rejects.toThrow();
    killed.mockRestore();
    expect(await count('SELECT count(*)::int AS n FROM report_documents')).toBe(0);
    await run('draft-report', asking);
    await run('draft-report', asking);
    expect(await count('SELECT count(*)::int AS n FROM report_documents')).toBe(1);
    const { body } = await officer.get(`/api/v1/reports/${id}`).expect(200);
    expect(body).toMatchObject({
      state: 'drafted',
      version: 1,
      period: { code: '2026-Q3', from: '2026-07-01', until: '2026-10-01' },
      dueOn: '2026-10-30',
    });
    expect(body.job).toMatchObject({ state: 'done', progress: 100, mine: true });
  });

  it('shows its page: text to write, both versions, approval with what follows', async () => {
    const { text } = await officer.get(`/reports/${id}`).expect(200);
    expect(text).toContain('name="texts.summary"');
    expect(text).toContain(`/reports/${id}/versions`);
    const { text: other } = await second.get(`/reports/${id}`).expect(200);
    expect(other).toContain('name="seen"');
    expect(text).not.toContain('name="seen"');
    const list = await officer.get('/reports').expect(200);
    expect(list.text).toContain('3e trimestre 2026');
    expect(list.text).toContain('2e trimestre 2026');
    const both = await officer.get(`/reports/${id}/versions?language=ar`).expect(200);
    expect(both.text).toContain('dir="rtl"');
    expect(both.text).not.toMatch(/<(style|script)[ >](?!.*src)/);
    const read = await count(
      `SELECT count(*)::int AS n FROM audit_log WHERE action = 'reports.read_insider' AND '${id}' = ANY (subject_ids)`,
    );
    expect(read).toBe(1);
  });

  it('seals the figures before suppression, with the ids of their rows', async () => {
    const { rows } = await mawa.admin.query<{
      insider_sealed: Buffer;
      sources_sealed: Buffer;
      published: object;
    }>('SELECT insider_sealed, sources_sealed, published FROM report_documents');
    // Long enough never to occur in ciphertext by chance.
    for (const word of ['"document":', '"figures":']) {
      expect(rows[0]!.insider_sealed.includes(word)).toBe(false);
    }
    expect(rows[0]!.sources_sealed.length).toBeGreaterThan(1000);
    expect(Object.keys(rows[0]!.published).sort()).toEqual(['ar', 'en', 'fr']);
  });

  it('keeps each version of a text, refuses one too long and one written over another', async () => {
    expect((await write('Un.').expect(201)).body).toEqual({ version: 1, unusual: [] });
    expect((await write('Un.').expect(201)).body.version).toBe(1);
    expect((await write('Deux 🎉', { basedOn: 1 }).expect(201)).body).toEqual({
      version: 2,
      unusual: ['🎉'],
    });
    const late = await write('Trois', { basedOn: 1 });
    expect([late.status, late.body.code]).toEqual([409, 'reports.written_meanwhile']);
    expect((await write('x'.repeat(20_001))).status).toBe(422);
    expect((await write('x\u0000y')).status).toBe(422);
    expect((await write('x', { section: 'story' })).status).toBe(422);
    expect(await count('SELECT count(*)::int AS n FROM report_narratives')).toBe(2);
    const page = await officer.submit(`/reports/${id}/narratives`, {
      language: 'en',
      'basedOn.summary': '0',
      'basedOn.progress': '0',
      'basedOn.next': '0',
      'texts.summary': 'Good.',
      'texts.progress': '',
      'texts.next': 'More.',
    });
    expect(page.status).toBe(303);
    expect(
      await count(`SELECT count(*)::int AS n FROM report_narratives WHERE language = 'en'`),
    ).toBe(2);
  });

  it.each([
    ['Amina Bennani a trouvé un emploi.', 'reports.found_name'],
    ['أمينة بناني وجدت عملا.', 'reports.found_name'],
    ['On peut joindre le 06 12 34 56 78.', 'reports.found_phone'],
    ['Passeport AB 123456 refait.', 'reports.found_document'],
    ['Travaux rue des Orangers.', 'reports.found_address'],
    ['Dossier M-0000-000-0 clos.', 'reports.found_case_number'],
  ])('is not approved while its text says: %s', async (text, code) => {
    await write(text).expect(201);
    for (const body of [{}, { readAgain: true }]) {
      const answer = await approve(body);
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toMatchObject([{ code, field: 'summary.fr' }]);
      expect(answer.body.errors[0].detail).toMatch(/Résumé.*Français/);
      expect(JSON.stringify(answer.body)).not.toMatch(/Bennani|Amina|Orangers|AB123456|612345678/);
    }
    const page = await second.submit(`/reports/${id}/approval`, { seen: 'true' });
    expect(page.status).toBe(422);
  });

  it('is read again before approval when a first name stands alone; the scan leaves counts in the audit', async () => {
    await write('Amina chante.').expect(201);
    const answer = await approve();
    expect(answer.body.errors).toMatchObject([{ code: 'reports.found_first_name' }]);
    const { rows } = await mawa.admin.query<{ body: string; actor_id: string }>(
      `SELECT body, actor_id FROM audit_log WHERE action = 'blind.identity_scan' ORDER BY seq DESC LIMIT 1`,
    );
    expect(JSON.parse(rows[0]!.body)).toEqual({
      question: 'identity scan',
      people: 1,
      shelters: 1,
    });
    expect(rows[0]!.actor_id).toBe('00000000-0000-4000-8000-000000000006');
  });

  it('the door of the scan is closed to everybody else, by SQL too', async () => {
    const ask = `SELECT count(*) FROM scan_identities('${id}')`;
    await expect(mawa.transactions.run(officer.actor, (tx) => tx.query(ask))).rejects.toThrow(
      /only the identity scan/,
    );
    const seen = await mawa.transactions.run(officer.actor, (tx) =>
      tx.query(
        'SELECT (SELECT count(*) FROM case_seals)::int AS seals, (SELECT count(*) FROM keys.case_keys)::int AS keys',
      ),
    );
    expect(seen).toEqual([{ seals: 0, keys: 0 }]);
  });

  const refusedByDatabase = async ({ actor }: SignedIn) => {
    await speakAsSetup(mawa.admin);
    await expect(
      mawa.admin.query(
        `INSERT INTO report_states (report_id, to_state, by) VALUES ($1, 'approved', $2)`,
        [id, actor.userId],
      ),
    ).rejects.toThrow(/does not approve it/);
  };

  it('is not approved by who computed its present figures, although another began it', async () => {
    const third = await mawa.signIn('programme_officer');
    const waiting = async () => (await third.get('/').expect(200)).text.includes(`/reports/${id}`);
    expect(await waiting()).toBe(true);
    await run('draft-report', await third.post(`/api/v1/reports/${id}/drafts`).expect(201));
    expect(await waiting()).toBe(false);
    const answer = await third.post(`/api/v1/reports/${id}/approval`, { seen: true });
    expect([answer.status, answer.body.code]).toEqual([409, 'reports.needs_another']);
    await refusedByDatabase(third);
    // The figures of another later: free to approve.
    await run('draft-report', await officer.post(`/api/v1/reports/${id}/drafts`).expect(201));
    expect(await waiting()).toBe(true);
  });

  it('is approved once its text names nobody; nothing may change while the files are made', async () => {
    await write('Le trimestre a été calme.').expect(201);
    await write('هدأ الفصل.', { language: 'ar' }).expect(201);
    const own = await officer.post(`/api/v1/reports/${id}/approval`, { seen: true });
    expect([own.status, own.body.code]).toEqual([409, 'reports.needs_another']);
    await refusedByDatabase(officer);
    const unseen = await approve({ seen: false });
    expect([unseen.status, unseen.body.code]).toEqual([422, 'reports.not_seen']);
    const { body: checks } = await second.get(`/api/v1/reports/${id}/checks`).expect(200);
    expect((checks as { code: string; stops: boolean }[]).map(({ code }) => code)).toEqual([
      'not_reconciled',
      'counts_hidden',
    ]);
    const first = await approve().expect(201);
    expect((await approve()).body.code).toBe('reports.freezing');
    expect((await write('Encore.')).body.code).toBe('reports.freezing');
    await run('render-report', first);
    await run('render-report', first);
    const { body } = await officer.get(`/api/v1/reports/${id}`).expect(200);
    expect([body.state, body.version, body.files.length]).toEqual(['frozen', 4, 18]);
    expect(await count('SELECT count(*)::int AS n FROM report_files')).toBe(18);
  }, 120_000);

  it('hands out each file in each language under a neutral name, and its bytes match its digest', async () => {
    const { body } = await officer.get(`/api/v1/reports/${id}`);
    for (const format of FORMATS)
      for (const language of LANGUAGES) {
        const answer = await bytesOf(
          officer.get(`/api/v1/reports/${id}/files/${format}/${language}`),
        );
        expect(answer.status).toBe(200);
        expect(answer.headers['content-disposition']).toContain(
          `mawa-iom-2026-q3-${language}.${format}`,
        );
        const file = body.files.find(
          (one: { format: string; language: string }) =>
            one.format === format && one.language === language,
        );
        expect(sha256(answer.body as Buffer)).toBe(file.sha256);
      }
    const { rows } = await mawa.admin.query<{
      published: string;
      published_sha256: string;
      versions: Record<string, unknown>;
    }>(
      'SELECT published::text, published_sha256, versions FROM report_documents WHERE version = 4',
    );
    expect(rows[0]!.versions).toMatchObject({ definition: '2026-11/1', threshold: 5 });
    expect(Object.keys(rows[0]!.versions)).toEqual(
      expect.arrayContaining(['lists', 'templates', 'renderers', 'fonts']),
    );
    expect(rows[0]!.published_sha256).toMatch(/^[0-9a-f]{64}$/);
    expect((await officer.get(`/api/v1/reports/${id}/files/exe/fr`)).status).toBe(404);
  });

  it('frozen is never edited: not by the API, not by SQL', async () => {
    expect((await write('Autre chose.')).body.code).toBe('reports.frozen');
    expect((await approve()).body.code).toBe('reports.frozen');
    expect((await officer.post(`/api/v1/reports/${id}/drafts`)).body.code).toBe('reports.frozen');
    await speakAsSetup(mawa.admin);
    await expect(
      mawa.admin.query(`UPDATE reports SET state = 'drafted' WHERE id = '${id}'`),
    ).rejects.toThrow(/never edited/);
    await expect(
      mawa.admin.query(
        `INSERT INTO report_files SELECT report_id, version, 'csv', 'fr', sha256, bytes FROM report_files LIMIT 1`,
      ),
    ).rejects.toThrow(/never edited/);
    await expect(
      mawa.transactions.run(officer.actor, (tx) => tx.query(`UPDATE report_files SET bytes = 'x'`)),
    ).rejects.toThrow(/permission denied/);
  });

  it('is seen by whom it is published to alone: its files, no draft, no figure before suppression', async () => {
    const readers = { organisationIds: [given.donorId] };
    await officer.post(`/api/v1/reports/${id}/publications`, readers).expect(201);
    const donor = await mawa.signIn('donor_viewer', { organisationId: given.donorId });
    const other = await mawa.signIn('donor_viewer', { organisationId: given.otherId });
    expect((await donor.get('/api/v1/reports').expect(200)).body.reports).toHaveLength(1);
    expect((await other.get('/api/v1/reports').expect(200)).body.reports).toHaveLength(0);
    await donor.get(`/api/v1/reports/${id}/files/csv/fr`).expect(200);
    await donor.get(`/reports/${id}/files/pdf/ar`).expect(200);
    await other.get(`/api/v1/reports/${id}/files/csv/fr`).expect(404);
    await other.get(`/reports/${id}`).expect(404);
    for (const path of [
      `/api/v1/reports/${id}/versions`,
      `/reports/${id}/versions`,
      `/reports/${id}/progress`,
    ])
      expect((await donor.get(path)).status).toBe(403);
    const page = await donor.get(`/reports/${id}`).expect(200);
    expect(page.text).not.toContain('name="texts.summary"');
    expect(page.text).toContain(`/reports/${id}/files/pdf/fr`);
    const seen = await mawa.transactions.run(donor.actor, (tx) =>
      tx.query(
        'SELECT (SELECT count(*) FROM report_documents)::int AS d, (SELECT count(*) FROM report_narratives)::int AS n',
      ),
    );
    expect(seen).toEqual([{ d: 0, n: 0 }]);
  });

  it('a draft takes the same number of statements however many people there are', async () => {
    const draft = async (quarter: string) => {
      const asking = await officer
        .post('/api/v1/reports', { ...asked, period: quarter })
        .expect(201);
      const source = mawa.app.get(DataSource);
      const make = source.createQueryRunner.bind(source);
      let statements = 0;
      const counting = jest.spyOn(source, 'createQueryRunner').mockImplementation((mode) => {
        const one = make(mode);
        const query = one.query.bind(one) as (...args: unknown[]) => Promise<unknown>;
        one.query = ((...args: unknown[]) => {
          statements += 1;
          return query(...args);
        }) as typeof one.query;
        return one;
      });
      await run('draft-report', asking);
      counting.mockRestore();
      return statements;
    };
    await mawa.admin.query(
      `INSERT INTO closed_nights (night, closed_by) SELECT day::date, $1::uuid
         FROM generate_series(date '2026-01-01', date '2026-05-31', interval '1 day') day`,
      ['00000000-0000-4000-8000-000000000001'],
    );
    const empty = await draft('2026-Q1');
    const some = await draft('2026-Q2');
    expect(some).toBe(empty);
    expect(some).toBeLessThan(80);
  });
});
