import { createHash } from 'node:crypto';
import { JobRunner, type WorkKind } from '../../modules/platform/queue';
import { LANGUAGES } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aQuarter, type AQuarter, speakAsSetup } from './a-quarter';

const FORMATS = ['html', 'pdf', 'xlsx', 'docx', 'csv', 'json'] as const;
const BEFORE = { fr: 'Maison Tamaris', ar: 'دار الطرفاء', en: 'Tamarisk House' };
const AFTER = { fr: 'Refuge Argan', ar: 'ملجأ الأركان', en: 'Argan Refuge' };

const bytesOf = (call: ReturnType<SignedIn['get']>) =>
  call.buffer(true).parse((response, done) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => done(null, Buffer.concat(chunks)));
  });

describe('a new name of the programme', () => {
  let mawa: TestApp;
  let given: AQuarter;
  let admin: SignedIn;
  let officer: SignedIn;
  let second: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '240' } });
    given = await aQuarter(mawa);
    admin = await mawa.signIn('administrator');
    officer = await mawa.signIn('programme_officer');
    second = await mawa.signIn('programme_officer');
  });
  afterAll(() => mawa.stop());

  const named = async (value: object): Promise<void> => {
    mawa.clock.advance(60_000);
    const proposal = { value, from: '2026-11-24', source: 'board of November' };
    const { body } = await admin.post('/api/v1/settings/programme_name/proposals', proposal);
    expect(body.state).toBe('confirmed');
  };
  const run = async (kind: WorkKind, call: ReturnType<SignedIn['post']>) => {
    const { body } = await call.expect((answer) => expect(answer.status).toBeLessThan(202));
    await mawa.app.get(JobRunner).handle(kind, (body as { jobId: string }).jobId);
    return body as { id: string };
  };
  const frozen = async (grantId: string): Promise<string> => {
    const asked = { kind: 'iom-quarterly', grantId, period: '2026-Q3' };
    const { id } = await run('draft-report', officer.post('/api/v1/reports', asked));
    const sight = { readAgain: true, seen: true, moneyReason: 'ledger_open' };
    await run('render-report', second.post(`/api/v1/reports/${id}/approval`, sight));
    return id;
  };
  /** Another grant with the same agencies and lines: a report of the same quarter. */
  const anotherGrant = async (): Promise<string> => {
    await speakAsSetup(mawa.admin);
    const { rows } = await mawa.admin.query<{ id: string }>(
      `WITH another AS (
         INSERT INTO grants (code, title, donor_id, currency, amount, fee_rate, starts_on, ends_on, shares_source)
         SELECT 'G-2', title, donor_id, currency, amount, fee_rate, starts_on, ends_on, shares_source FROM grants
         RETURNING id),
       shares AS (
         INSERT INTO grant_shares (grant_id, organisation_id, after_fee, support_rate, direct, support)
         SELECT a.id, organisation_id, after_fee, support_rate, direct, support FROM grant_shares, another a
         RETURNING grant_id),
       lines AS (
         INSERT INTO budget_lines (grant_id, organisation_id, code, name, amount, unsdg_category, object_class)
         SELECT a.id, organisation_id, code, name, amount, unsdg_category, object_class FROM budget_lines, another a
          WHERE EXISTS (SELECT 1 FROM shares)
         RETURNING id)
       SELECT id FROM another WHERE EXISTS (SELECT 1 FROM lines)`,
    );
    return rows[0]!.id;
  };
  /** Every file of a report, by format and language. */
  const filesOf = async (id: string): Promise<Record<string, Buffer>> => {
    const files: Record<string, Buffer> = {};
    for (const format of FORMATS)
      for (const language of LANGUAGES) {
        const path = `/api/v1/reports/${id}/files/${format}/${language}`;
        const { body } = await bytesOf(officer.get(path)).expect(200);
        files[`${format} ${language}`] = body as Buffer;
      }
    return files;
  };
  const digestsOf = (files: Record<string, Buffer>) =>
    Object.fromEntries(
      Object.entries(files).map(([file, bytes]) => [
        file,
        createHash('sha256').update(bytes).digest('hex'),
      ]),
    );
  const namesIn = (files: Record<string, Buffer>, names: Record<string, string>) =>
    LANGUAGES.map((language) =>
      files[`html ${language}`]!.toString('utf8').includes(names[language]!),
    );

  it('stands in reports made after it; those frozen before keep the old name and every byte', async () => {
    await named(BEFORE);
    const old = await frozen(given.grantId);
    const before = await filesOf(old);
    expect(namesIn(before, BEFORE)).toEqual([true, true, true]);

    await named(AFTER);
    const after = await filesOf(old);
    expect(digestsOf(after)).toEqual(digestsOf(before));
    expect(namesIn(after, AFTER)).toEqual([false, false, false]);
    mawa.clock.advance(1000);
    await run('reproduce-report', officer.post(`/api/v1/reports/${old}/reproduction`));
    const { body } = await officer.get(`/api/v1/reports/${old}/reproduction`).expect(200);
    expect(body.reproductions).toMatchObject([
      { documentSame: true, filesSame: 18, filesKept: 18, figuresMoved: 0 },
    ]);

    const made = await filesOf(await frozen(await anotherGrant()));
    expect(namesIn(made, AFTER)).toEqual([true, true, true]);
    expect(namesIn(made, BEFORE)).toEqual([false, false, false]);
  }, 120_000);
});
