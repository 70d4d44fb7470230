import { createHash } from 'node:crypto';
import { type FileEntry, Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import type { Response, Test } from 'supertest';
import { DataSource, type Logger } from 'typeorm';
import type { DisclosedDocument, TableBlock } from '../../modules/report-documents/document';
import { renderReport } from '../../modules/report-documents/render';
import { JobRunner } from '../../modules/platform/queue';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { readPdf } from '../support/pdf-reader';
import {
  addressOfAShelter,
  aQuarter,
  type AQuarter,
  nameSomebody,
  speakAsSetup,
  closeLedger,
} from './a-quarter';

const LANGUAGES = ['fr', 'ar', 'en'] as const;
const FORMATS = ['pdf', 'xlsx', 'csv', 'json'] as const;
const SLUG = 'mawa-public-2026-h2';
const ADDRESS = 'Impasse des Canaris 17';
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const bytesOf = (call: Test) =>
  call.buffer(true).parse((response, done) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => parts.push(part));
    response.on('end', () => done(null, Buffer.concat(parts)));
  });

/** Everything that a file says, its properties and part names included. */
async function textOf(format: string, bytes: Buffer): Promise<string> {
  if (format === 'pdf') {
    const { text, tagged, title, alts } = readPdf(bytes);
    return [text, tagged, title, ...alts, bytes.toString('latin1')].join('\n');
  }
  if (format !== 'xlsx') return bytes.toString('utf8');
  const reader = new ZipReader(new Uint8ArrayReader(bytes));
  const parts: string[] = [];
  for (const entry of (await reader.getEntries()) as FileEntry[]) {
    const content = await entry.getData(new Uint8ArrayWriter());
    parts.push(entry.filename, Buffer.from(content).toString('utf8'));
  }
  return parts.join('\n');
}

describe('the figures that the programme tells everybody', () => {
  let mawa: TestApp;
  let given: AQuarter;
  let officer: SignedIn;
  let second: SignedIn;
  let id: string;
  let canaries: string[];
  let quarterly: string;

  const read = (path: string, headers: Record<string, string> = {}) =>
    mawa.http().get(path).set(headers);
  const release = (report = id) => officer.post(`/api/v1/reports/${report}/releases`, {});
  const withdraw = (report = id) =>
    officer.post(`/api/v1/reports/${report}/releases/withdrawal`, {
      reason: 'un chiffre est faux',
    });

  async function frozen(kind: string, period: string): Promise<string> {
    const runner = mawa.app.get(JobRunner);
    const asked = { kind, grantId: given.grantId, period };
    const { body } = await officer.post('/api/v1/reports', asked).expect(201);
    await runner.handle('draft-report', body.jobId as string);
    const approval = `/api/v1/reports/${body.id}/approval`;
    const approved = await second.post(approval, { seen: true }).expect(201);
    await runner.handle('render-report', approved.body.jobId as string);
    return body.id as string;
  }

  /** The corrected one, with the document and the files of the old: rendering them again would show nothing more. */
  async function frozenLike(old: string): Promise<string> {
    const asked = { kind: 'public-figures', grantId: given.grantId, period: '2026-H2' };
    const { body } = await officer.post('/api/v1/reports', asked).expect(201);
    await speakAsSetup(mawa.admin, '2027-01-10T10:00:00Z');
    await mawa.admin.query(
      `INSERT INTO report_documents (report_id, version, insider_sealed, published, published_sha256, versions, sources_sealed)
       SELECT $2, version, insider_sealed, published, published_sha256, versions, sources_sealed FROM report_documents WHERE report_id = $1`,
      [old, body.id],
    );
    await mawa.admin.query(
      `INSERT INTO report_files (report_id, version, format, language, sha256, bytes)
       SELECT $2, version, format, language, sha256, bytes FROM report_files WHERE report_id = $1`,
      [old, body.id],
    );
    await mawa.admin.query(`UPDATE reports SET state = 'frozen' WHERE id = $1`, [body.id]);
    return body.id as string;
  }

  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_SYNTHETIC: 'true' } });
    given = await aQuarter(mawa);
    await mawa.admin.query(
      `INSERT INTO closed_nights (night, closed_by) SELECT day::date, $1::uuid
         FROM generate_series(date '2025-12-31', date '2026-12-31', interval '1 day') day ON CONFLICT DO NOTHING`,
      ['00000000-0000-4000-8000-000000000001'],
    );
    await mawa.admin.query(
      `INSERT INTO organisations (code, kind, name) VALUES ('CANPART', 'partner', 'Association Canarifère')`,
    );
    for (let i = 1; i <= 60; i += 1)
      await nameSomebody(mawa, `T-${i}`, {
        names: {
          given: `Zoubida${i}q`,
          family: `Canarienne${i}q`,
          aliases: [`Petite Plume ${i}q`],
        },
        contact: { phone: `+2126990011${String(i).padStart(2, '0')}` },
        documents: [{ kind: 'passport', number: `CAN77${String(i).padStart(4, '0')}` }],
      });
    await addressOfAShelter(mawa, ADDRESS);
    mawa.clock.set('2027-01-10T10:00:00Z');
    await speakAsSetup(mawa.admin, '2027-01-10T10:00:00Z');
    officer = await mawa.signIn('programme_officer');
    second = await mawa.signIn('programme_officer');
    await closeLedger(mawa, '2026-12-31');
    id = await frozen('public-figures', '2026-H2');
    quarterly = await frozen('iom-quarterly', '2026-Q3');
    const { rows } = await mawa.admin.query<{ word: string }>(
      `SELECT id::text AS word FROM cases UNION ALL SELECT case_number FROM cases WHERE length(case_number) > 3
       UNION ALL SELECT id::text FROM shelters UNION ALL SELECT code_name FROM shelters
       UNION ALL SELECT id::text FROM rooms UNION ALL SELECT id::text FROM beds
       UNION ALL SELECT id::text FROM users UNION ALL SELECT name FROM users WHERE NOT system UNION ALL SELECT email FROM users
       UNION ALL SELECT id::text FROM reports UNION ALL SELECT name FROM organisations UNION ALL SELECT id::text FROM organisations
       UNION ALL SELECT id::text FROM grants`,
    );
    const named = Array.from({ length: 60 }, (_, at) => at + 1).flatMap((i) => [
      `Zoubida${i}q`,
      `Canarienne${i}q`,
      `Petite Plume ${i}q`,
      `6990011${String(i).padStart(2, '0')}`,
      `CAN77${String(i).padStart(4, '0')}`,
    ]);
    canaries = [...rows.map(({ word }) => word), ...named, ADDRESS, 'Canaris'];
  }, 180_000);
  afterAll(() => mawa.stop());

  const found = (text: string): string[] => canaries.filter((word) => text.includes(word));

  it('are nothing before somebody publishes them: an empty page that says so, in three languages', async () => {
    const first = await read('/public', { 'accept-language': 'ar' }).expect(303);
    expect(first.headers.location).toBe('/public/ar');
    const words = {
      fr: 'Aucun chiffre n’est encore publié',
      ar: 'لم تُنشر',
      en: 'No figures have been',
    };
    for (const language of LANGUAGES) {
      const { text, headers } = await read(`/public/${language}`).expect(200);
      expect(text).toContain(words[language]);
      expect(text).toContain(
        `<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`,
      );
      expect(headers['content-language']).toBe(language);
    }
    await read(`/public/fr/${SLUG}`).expect(404);
    await read(`/public/fr/${SLUG}/pdf`).expect(404);
    expect((await read('/api/v1/public-figures').expect(200)).body).toEqual([]);
  });

  it('are published by programme officers, and by nobody else', async () => {
    for (const role of ['finance_officer', 'auditor'] as const) {
      const reader = await mawa.signIn(role);
      await reader.get(`/api/v1/reports/${id}/releases`).expect(200);
      const page = await reader.get(`/reports/${id}/hand-out`).expect(200);
      expect(page.text).not.toContain('/releases/new');
      await reader.post(`/api/v1/reports/${id}/releases`, {}).expect(403);
      await reader.post(`/api/v1/reports/${id}/releases/withdrawal`, { reason: 'non' }).expect(403);
      await expect(
        mawa.transactions.run(reader.actor, (tx) =>
          tx.query('INSERT INTO public_releases (report_id) VALUES ($1)', [id]),
        ),
      ).rejects.toThrow(/row-level security/);
    }
    for (const role of ['partner_viewer', 'shelter_manager', 'administrator'] as const) {
      const other = await mawa.signIn(role);
      await other.get(`/api/v1/reports/${id}/releases`).expect(403);
      await other.post(`/api/v1/reports/${id}/releases`, {}).expect(403);
      expect(
        await mawa.transactions.run(other.actor, (tx) => tx.query('SELECT 1 FROM public_releases')),
      ).toEqual([]);
    }
    await mawa.http().post(`/api/v1/reports/${id}/releases`).expect(403);
  });

  it('only where small counts were protected for the public: no other report, by SQL neither', async () => {
    const refused = await release(quarterly);
    expect([refused.status, refused.body.code]).toEqual([422, 'public-page.not_for_all']);
    await expect(
      mawa.transactions.run(officer.actor, (tx) =>
        tx.query('INSERT INTO public_releases (report_id) VALUES ($1)', [quarterly]),
      ),
    ).rejects.toThrow(/protected for other readers/);
    await expect(
      mawa.transactions.run(officer.actor, (tx) =>
        tx.query(`INSERT INTO public_releases (report_id, slug) VALUES ($1, 'mawa-mine')`, [id]),
      ),
    ).rejects.toThrow(/permission denied/);
    const page = await officer.get(`/reports/${quarterly}/hand-out`).expect(200);
    expect(page.text).not.toContain('/releases/new');
  });

  it('are published once, on a form of their own', async () => {
    const page = await officer.get(`/reports/${id}/hand-out`).expect(200);
    expect(page.text).toContain(`/reports/${id}/releases/new`);
    await officer.get(`/reports/${id}/releases/new`).expect(200);
    await officer.submit(`/reports/${id}/releases`, { note: 'mot interne' }).expect(303);
    expect((await release()).body.code).toBe('public-page.released_already');
    const after = await officer.get(`/reports/${id}/hand-out`).expect(200);
    expect(after.text).toContain(`/public/fr/${SLUG}`);
  });

  it('with pictures, tables, marks and files, in three languages, protected from eleven on', async () => {
    const { rows } = await mawa.admin.query<{ published: Record<string, DisclosedDocument> }>(
      'SELECT published FROM report_documents WHERE report_id = $1 ORDER BY version DESC LIMIT 1',
      [id],
    );
    for (const language of LANGUAGES) {
      const { text } = await read(`/public/${language}`).expect(200);
      const document = rows[0]!.published[language]!;
      expect(document.disclosure).toMatchObject({ audience: 'public', threshold: 11 });
      expect(text).toContain(document.meta.title);
      // Numbers within Arabic words stand in marks of direction.
      expect(text.replaceAll(/[\u2066\u2069]/g, '')).toContain(document.meta.period.label);
      const blocks = document.blocks;
      const count = (kind: string) => blocks.filter((block) => block.kind === kind).length;
      // Nothing is drawn, and no table is written, of which every number is hidden.
      const tables = blocks.filter((block) => block.kind === 'table');
      const isShown = (key: string, columns: (table: TableBlock) => readonly string[]) => {
        const table = tables.find((one) => one.key === key)!;
        const cells = table.rows.flatMap((row) => columns(table).map((name) => row.cells[name]));
        return cells.some((cell) => typeof cell === 'number' || typeof cell === 'string');
      };
      const drawn = blocks.filter(
        (block) =>
          block.kind === 'chart' &&
          isShown(block.table, () => block.series.map(({ column }) => column)),
      );
      expect(text.match(/<figure class="report-chart"/g)).toHaveLength(drawn.length);
      const written = tables.filter(({ key }) =>
        isShown(key, ({ columns }) =>
          columns.filter(({ type }) => type !== 'text').map((column) => column.key),
        ),
      );
      // The method stands apart and has no table.
      expect(text.match(/<div class="report-table"/g)).toHaveLength(written.length);
      expect(count('chart')).toBeGreaterThanOrEqual(4);
      expect(text).toContain(language === 'ar' ? 'أقل من 11' : '&lt;11');
      expect(text).not.toMatch(/<script|style="|\son[a-z]+="/);
      for (const format of FORMATS) expect(text).toContain(`/public/${language}/${SLUG}/${format}`);
      expect(text).not.toContain('mot interne');
    }
  });

  it('as separate SQL counts them: whoever was helped, and no count of ten or fewer', async () => {
    const { rows } = await mawa.admin.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM cases c
        WHERE EXISTS (SELECT 1 FROM booking_people p WHERE p.case_id = c.id AND p.state IN ('stay', 'ended')
                AND p.nights && daterange('2026-07-01', '2027-01-01'))
           OR EXISTS (SELECT 1 FROM services s WHERE s.case_id = c.id AND s.cancelled_at IS NULL
                AND s.given_on BETWEEN '2026-07-01' AND '2026-12-31')`,
    );
    const file = await bytesOf(read(`/public/en/${SLUG}/json`)).expect(200);
    const data = JSON.parse((file.body as Buffer).toString()) as {
      protection: { threshold: number };
      keyFigures: { label: string; value: unknown }[];
      tables: {
        columns: { key: string; protection: { rule: string } | null }[];
        rows: { values: Record<string, unknown> }[];
      }[];
    };
    expect(data.protection.threshold).toBe(11);
    expect(data.keyFigures[0]!.value).toBe(rows[0]!.n);
    const counts = data.tables.flatMap(({ columns, rows: lines }) =>
      columns
        .filter(({ protection }) => protection?.rule === 'count')
        .flatMap(({ key }) => lines.map(({ values }) => values[key])),
    );
    const shown = counts.filter((value) => typeof value === 'number');
    expect(shown.length).toBeGreaterThan(3);
    expect(shown.filter((value) => value < 11)).toEqual([]);
    expect(counts.length).toBeGreaterThan(shown.length);
  });

  it('in the files that were frozen, byte for byte', async () => {
    for (const language of LANGUAGES) {
      for (const format of FORMATS) {
        const answer = await bytesOf(read(`/public/${language}/${SLUG}/${format}`)).expect(200);
        const { rows } = await mawa.admin.query<{ sha256: string }>(
          `SELECT sha256 FROM report_files WHERE report_id = $1 AND format = $2 AND language = $3 ORDER BY version DESC LIMIT 1`,
          [id, format, language],
        );
        expect(sha256(answer.body as Buffer)).toBe(rows[0]!.sha256);
        expect(answer.headers['content-disposition']).toContain(`${SLUG}-${language}.${format}`);
      }
    }
    for (const format of ['html', 'docx', 'zip', 'exe'])
      await read(`/public/fr/${SLUG}/${format}`).expect(404);
  });

  it('tell of no person, no place, and nobody who made them: on the page and in every file', async () => {
    expect(canaries.length).toBeGreaterThan(500);
    for (const language of LANGUAGES) {
      for (const path of [`/public/${language}`, `/public/${language}/${SLUG}`]) {
        const { text } = await read(path).expect(200);
        expect([path, found(text)]).toEqual([path, []]);
      }
      for (const format of FORMATS) {
        const { body } = await bytesOf(read(`/public/${language}/${SLUG}/${format}`)).expect(200);
        const path = `${format} ${language}`;
        expect([path, found(await textOf(format, body as Buffer))]).toEqual([path, []]);
      }
    }
    expect(found((await read('/api/v1/public-figures')).text)).toEqual([]);
  });

  it('and a canary would be found there: in each kind of file, and on a page of the programme', async () => {
    const { rows } = await mawa.admin.query<{ published: Record<string, DisclosedDocument> }>(
      'SELECT published FROM report_documents WHERE report_id = $1 ORDER BY version DESC LIMIT 1',
      [id],
    );
    const document = rows[0]!.published.fr!;
    const planted = {
      ...document,
      blocks: document.blocks.map((block) =>
        block.kind === 'heading' ? { ...block, text: `Maison Argane, ${ADDRESS}` } : block,
      ),
    };
    for (const format of FORMATS) {
      const { bytes } = await renderReport(planted, format);
      const told = found(await textOf(format, bytes));
      expect([format, told]).toEqual([format, expect.arrayContaining(['Argane', 'Canaris'])]);
    }
    const page = await officer.get(`/reports/${id}/hand-out`).expect(200);
    expect(found(page.text)).toContain(id);
  });

  it('without a cookie, whoever is signed in at that browser', async () => {
    const cookie = 'mawa_session=whatever; mawa_language=en; mawa_flash=%7B%7D';
    for (const path of [
      '/public',
      '/public/fr',
      `/public/ar/${SLUG}`,
      `/public/en/${SLUG}/csv`,
      '/public/fr/not-there',
      '/api/v1/public-figures',
    ]) {
      for (const headers of [{}, { cookie }, officer.headers as Record<string, string>]) {
        const answer = await bytesOf(read(path, headers));
        expect([path, answer.headers['set-cookie']]).toEqual([path, undefined]);
      }
    }
    const { text } = await read('/public/fr', officer.headers as Record<string, string>);
    expect(text).toBe((await read('/public/fr')).text);
  });

  it('kept by whoever likes, and asked about again: 304 while nothing changed', async () => {
    for (const path of ['/public/fr', `/public/ar/${SLUG}`, `/public/en/${SLUG}/xlsx`]) {
      const { headers } = await bytesOf(read(path)).expect(200);
      expect(headers['cache-control']).toBe('public, max-age=0, must-revalidate');
      const etag = headers.etag as string;
      expect(etag).toMatch(/^W\/"[0-9a-f]{32,64}"$/);
      const again = await bytesOf(read(path, { 'if-none-match': etag })).expect(304);
      expect((again.body as Buffer).length).toBe(0);
      expect(again.headers.etag).toBe(etag);
      await bytesOf(read(path, { 'if-none-match': `"other", ${etag}` })).expect(304);
      await bytesOf(read(path, { 'if-none-match': 'W/"0123456789abcdef0123456789abcdef"' })).expect(
        200,
      );
    }
    const marks = await Promise.all(
      LANGUAGES.map(async (language) => (await read(`/public/${language}`)).headers.etag),
    );
    expect(new Set(marks).size).toBe(3);
  });

  it('asking no table of people, no session and no report: three statements besides the frame', async () => {
    const source = mawa.app.get(DataSource);
    const before = source.logger;
    const said: string[] = [];
    source.logger = new Proxy(before, {
      get: (logger, name) =>
        name === 'logQuery' ? (sql: string) => said.push(sql) : Reflect.get(logger, name),
    }) as Logger;
    try {
      for (const path of [
        '/public/fr',
        `/public/fr/${SLUG}`,
        `/public/fr/${SLUG}/pdf`,
        '/public/en/mawa-none',
      ])
        await read(path);
    } finally {
      source.logger = before;
    }
    const tables = said.flatMap((sql) =>
      [...sql.matchAll(/\b(?:FROM|JOIN)\s+([a-z_."]+)/gi)].map(([, name]) => name),
    );
    expect(new Set(tables)).toEqual(new Set(['public_releases_now', 'public_release_file']));
    expect(said.filter((sql) => sql.includes('public_')).length).toBeLessThanOrEqual(6);
    expect(said.length).toBeLessThanOrEqual(6 + 4 * 3);
  });

  it('from one address so often and not more; another address goes on reading', async () => {
    const from = async (path: string) => {
      const answer = await mawa.app
        .getHttpAdapter()
        .getInstance()
        .inject({ method: 'GET', url: path, remoteAddress: '203.0.113.9' });
      return answer;
    };
    await mawa.admin.query(`UPDATE rate_limits SET points = 10000 WHERE key LIKE 'public:%'`);
    await from('/public/fr');
    const counted = await mawa.admin.query<{ key: string }>(
      `SELECT key FROM rate_limits WHERE key LIKE 'public:%'`,
    );
    expect(counted.rows.map(({ key }) => key).join()).not.toContain('203.0.113');
    await mawa.admin.query(`UPDATE rate_limits SET points = 10000 WHERE key LIKE 'public:%'`);
    const over = await from('/public/ar');
    expect(over.statusCode).toBe(429);
    expect(over.body).toContain('قراءات كثيرة');
    expect(over.headers['set-cookie']).toBeUndefined();
    await mawa.admin.query(`DELETE FROM rate_limits WHERE key LIKE 'public:%'`);
    expect((await from('/public/ar')).statusCode).toBe(200);
  });

  it('answer for what is no address of theirs with a sentence, whatever is written there', async () => {
    const strange = [id, 'xx', 'FR', '..%2f..', '%27', 'a'.repeat(300)];
    for (const word of strange) {
      for (const path of [`/public/${word}`, `/public/fr/${word}`, `/public/fr/${word}/pdf`]) {
        const { status, text } = await read(path);
        expect([path, status]).toEqual([path, 404]);
        expect(text).not.toMatch(/stack|at .*\.ts|undefined/);
      }
    }
    expect((await read('/public/fr/mawa-none').expect(404)).text).toContain(
      'Il n’y a pas de chiffres',
    );
  });

  it('are gone at once when they are withdrawn, page and files, with a sentence', async () => {
    const kept = (await read(`/public/fr/${SLUG}`)).headers.etag as string;
    const short = await officer.post(`/api/v1/reports/${id}/releases/withdrawal`, { reason: '' });
    expect(short.status).toBe(422);
    await withdraw().expect(201);
    expect((await withdraw()).body.code).toBe('hand-out.withdrawn_already');
    const sentences = {
      fr: 'retirés par le programme',
      ar: 'سحب البرنامج',
      en: 'has withdrawn these',
    };
    for (const language of LANGUAGES) {
      const page = await read(`/public/${language}/${SLUG}`, { 'if-none-match': kept }).expect(410);
      expect(page.text).toContain(sentences[language]);
      expect(page.text).not.toContain('un chiffre est faux');
      expect(page.headers['cache-control']).toBe('no-store');
      for (const format of FORMATS) await read(`/public/${language}/${SLUG}/${format}`).expect(410);
    }
    expect((await read('/public/fr').expect(200)).text).toContain('Aucun chiffre');
    expect((await read('/api/v1/public-figures')).body).toEqual([]);
    expect((await officer.get(`/reports/${id}/hand-out`)).text).toContain('un chiffre est faux');
    await release().expect(201);
    await read(`/public/fr/${SLUG}`).expect(200);
  });

  it('and when their report is replaced: the address waits for the corrected one', async () => {
    await officer
      .post(`/api/v1/reports/${id}/replacement`, { reason: 'une dépense en double' })
      .expect(201);
    await read(`/public/fr/${SLUG}`).expect(410);
    await read(`/public/fr/${SLUG}/csv`).expect(410);
    expect((await release()).body.code).toBe('hand-out.not_frozen');
    const old = id;
    id = await frozenLike(old);
    await read(`/public/fr/${SLUG}`).expect(410);
    await release().expect(201);
    await read(`/public/fr/${SLUG}`).expect(200);
    const before: Response = await officer.get(`/reports/${old}/hand-out`).expect(200);
    expect(before.text).toContain('N’est plus montré');
  });
});
