import { randomUUID } from 'node:crypto';
import ExcelJS from 'exceljs';
import { JobRunner, type WorkKind } from '../../modules/platform/queue';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aQuarter, type AQuarter, closeLedger } from './a-quarter';

interface Check {
  readonly code: string;
  readonly needsReason?: boolean;
  readonly params: Readonly<Record<string, string | number>>;
}

/** Spending of the quarter by the fixture: 333.33 + 0.01 on each of three lines; before it 1,200.50 on each. */
describe('a report whose sums may not be the last word', () => {
  let mawa: TestApp;
  let given: AQuarter;
  let officer: SignedIn;
  let finance: SignedIn;
  let first: string;
  let second: string;

  const run = async (kind: WorkKind, call: ReturnType<SignedIn['post']>): Promise<string> => {
    const { body } = await call.expect((answer) => expect(answer.status).toBeLessThan(202));
    const { id, jobId } = body as { id: string; jobId: string };
    await mawa.app.get(JobRunner).handle(kind, jobId);
    return id;
  };
  const draft = async (kind: string): Promise<string> => {
    const asked = { kind, grantId: given.grantId, period: '2026-Q3' };
    const id = await run('draft-report', officer.post('/api/v1/reports', asked));
    return id;
  };
  /** A report of the programme's own on money alone. */
  const defined = async (kind: string): Promise<void> => {
    const title = { fr: kind, ar: kind, en: kind };
    const body = {
      kind,
      title,
      subtitle: title,
      preparedBy: title,
      agency: null,
      money: 'all',
      fileStem: `mawa-${kind}`,
      audience: 'inside',
      every: 'quarter',
      due: { days: 10 },
      languages: ['fr', 'ar', 'en'],
      sections: [{ key: 'money', title, blocks: [{ block: 'budget-by-line' }] }],
    };
    await mawa.admin.query(
      `INSERT INTO report_definitions (kind, version, edition, body, source, verified, by, at)
       VALUES ($1, '2026-11/1', 1, $2, 'test', 'own', NULL, '2026-11-01Z')`,
      [kind, JSON.stringify(body)],
    );
  };
  const approve = (id: string, more: object = {}) =>
    finance.post(`/api/v1/reports/${id}/approval`, { seen: true, ...more });
  const inDoubt = async (id: string): Promise<Check[]> => {
    const { body } = await officer.get(`/api/v1/reports/${id}/checks`).expect(200);
    return (body as Check[]).filter(({ needsReason }) => needsReason);
  };
  const file = async (id: string, format: string, language: string): Promise<Buffer> => {
    const { rows } = await mawa.admin.query<{ bytes: Buffer }>(
      `SELECT bytes FROM report_files WHERE report_id = $1 AND format = $2 AND language = $3
        ORDER BY version DESC LIMIT 1`,
      [id, format, language],
    );
    return rows[0]!.bytes;
  };
  /** Booked today, of a day of the quarter: what a report of the quarter cannot know once it is frozen. */
  const bookedInQuarter = async (amount: string): Promise<void> => {
    await mawa.admin.query(
      `WITH l AS (SELECT a.id, a.grant_id FROM ledger_accounts a JOIN budget_lines b ON b.id = a.line_id
                   WHERE a.kind = 'spent' AND b.code = '1.1'),
            t AS (INSERT INTO ledger_transactions (grant_id, source_kind, source_id, booked_on, fact_on, posted_by)
                  SELECT grant_id, 'correction', $1, '2026-09-15', '2026-09-15', $2 FROM l RETURNING id, grant_id)
       INSERT INTO ledger_entries (transaction_id, account_id, amount, original_amount, original_currency, rate, rate_on)
       SELECT t.id, e.account, e.amount, e.amount, 'USD', 1, '2026-09-15' FROM t, l,
         LATERAL (VALUES (l.id, $3::numeric), ((SELECT id FROM ledger_accounts f WHERE f.grant_id = t.grant_id AND f.kind = 'funds'), -$3::numeric)) e (account, amount)`,
      [randomUUID(), officer.actor.userId, amount],
    );
  };

  beforeAll(async () => {
    mawa = await startApp();
    given = await aQuarter(mawa);
    officer = await mawa.signIn('programme_officer');
    finance = await mawa.signIn('finance_officer');
    for (const kind of ['internal-money', 'internal-again']) await defined(kind);
    first = await draft('iom-quarterly');
  }, 120_000);
  afterAll(() => mawa.stop());

  it('is not approved over an open ledger without a reason, by page or API', async () => {
    expect(await inDoubt(first)).toEqual([
      { code: 'ledger_open', stops: false, needsReason: true, params: { day: '2026-09-30' } },
    ]);
    const refused = await approve(first).expect(422);
    expect(refused.body.errors.map(({ code }: { code: string }) => code)).toEqual([
      'reports.reason_needed',
      'reports.check.ledger_open',
    ]);
    expect(
      (await approve(first, { moneyReason: 'other' }).expect(422)).body.errors[0],
    ).toMatchObject({ code: 'reports.reason_in_words', field: 'moneyNote' });
    await approve(first, { moneyReason: 'because' }).expect(422);
    const page = await finance.submit(`/reports/${first}/approval`, { seen: 'true' }).expect(422);
    expect(page.text).toContain('Pourquoi approuver malgré tout');
    expect(page.text).toContain('Le rapport était dû avant la clôture du grand livre');
    const { rows } = await mawa.admin.query('SELECT 1 FROM report_approval_reasons');
    expect(rows).toEqual([]);
  });

  it('is approved for a reason that it prints', async () => {
    const reason = { moneyReason: 'ledger_open', moneyNote: 'Les factures de septembre arrivent.' };
    await run('render-report', approve(first, reason));
    const csv = (await file(first, 'csv', 'fr')).toString('utf8');
    expect(csv).toContain('le grand livre de la période n’était pas clos');
    expect(csv).toContain('Les factures de septembre arrivent.');
    expect((await file(first, 'html', 'ar')).toString('utf8')).toContain(
      'كان التقرير مستحقا قبل إقفال',
    );
    const { rows } = await mawa.admin.query<Record<string, unknown>>(
      'SELECT version, reason, note_language, ledger_open, given_by FROM report_approval_reasons',
    );
    expect(rows).toEqual([
      {
        version: 2,
        reason: 'ledger_open',
        note_language: 'fr',
        ledger_open: true,
        given_by: finance.actor.userId,
      },
    ]);
  }, 120_000);

  it('shows both sums where a frozen report of the same quarter says another, and prints them', async () => {
    await bookedInQuarter('250.25');
    await closeLedger(mawa);
    second = await draft('internal-money');
    const found = await inDoubt(second);
    // Three lines: 3 × 333.34 in the quarter, 3 × 1,533.84 to date; 250.25 came after the first was frozen.
    expect(
      found.map(({ code, params }) => [code, params['what'], params['frozen'], params['now']]),
    ).toEqual([
      ['sums_differ', 'spent_in_period', '1000.02 USD', '1250.27 USD'],
      ['sums_differ', 'spent_to_date', '4601.52 USD', '4851.77 USD'],
    ]);
    const refused = await approve(second).expect(422);
    const told = JSON.stringify(refused.body).replaceAll(/[\s\u00a0\u202f\u2066\u2069]/g, '');
    for (const sum of ['1000,02', '1250,27', '4601,52', '4851,77']) expect(told).toContain(sum);
    await run('render-report', approve(second, { moneyReason: 'late_entries' }));
    const csv = (await file(second, 'csv', 'en')).toString('utf8');
    for (const words of ['were booked after the other report', '1000.02', '1250.27'])
      expect(csv).toContain(words);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load((await file(second, 'xlsx', 'en')) as never);
    const cells: unknown[] = [];
    book.eachSheet((sheet) =>
      sheet.eachRow((row) => row.eachCell(({ value }) => cells.push(value))),
    );
    expect(cells).toEqual(expect.arrayContaining([1000.02, 1250.27, 4601.52, 4851.77]));
  }, 120_000);

  it('needs no reason where the ledger is closed and no report says otherwise', async () => {
    const third = await draft('internal-again');
    // The first report still says the old sums, the second says the same.
    expect(await inDoubt(third)).toHaveLength(2);
    await mawa.admin.query(`UPDATE reports SET state = 'superseded' WHERE id = $1`, [first]);
    expect(await inDoubt(third)).toEqual([]);
  }, 120_000);

  it('keeps each reason: nobody changes it, and only those who approve give one', async () => {
    const add = (who: SignedIn) =>
      mawa.transactions.run(who.actor, (tx) =>
        tx.query(
          `INSERT INTO report_approval_reasons (report_id, version, reason, ledger_open, differences)
           VALUES ($1, 9, 'ledger_open', true, '[]')`,
          [second],
        ),
      );
    await expect(add(finance)).rejects.toMatchObject({ constraint: 'reports_frozen_stay' });
    for (const statement of [
      `UPDATE report_approval_reasons SET reason = 'other'`,
      'DELETE FROM report_approval_reasons',
    ])
      await expect(
        mawa.transactions.run(finance.actor, (tx) => tx.query(statement)),
      ).rejects.toMatchObject({ code: '42501' });
    const donor = await mawa.signIn('donor_viewer', { organisationId: given.donorId });
    const seen = await mawa.transactions.run(donor.actor, (tx) =>
      tx.query('SELECT 1 FROM report_approval_reasons'),
    );
    expect(seen).toEqual([]);
  });
});
