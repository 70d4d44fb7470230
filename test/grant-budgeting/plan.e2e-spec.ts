import { randomUUID } from 'node:crypto';
import ExcelJS from 'exceljs';
import type { OpenedGrant } from '../../modules/grant-budgeting';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { charge, openedGrant } from './samples';

interface PlanBody {
  readonly lineId: string;
  readonly planned: string[];
  readonly version: number;
  readonly why: string;
}

describe('the plan by quarter', () => {
  let app: TestApp;
  let grant: OpenedGrant;
  let omar: SignedIn;
  const line = () => grant.lines['ILO-1.2']!; // 93,457.94 USD
  const path = (id: string) => `/api/v1/budget/lines/${id}/plan`;
  const planOf = async (id: string): Promise<PlanBody> =>
    (await omar.get(path(id)).expect(200)).body as PlanBody;
  const plan = (seen: number, amounts: Record<string, string>, who = omar, id = line()) =>
    who.post(path(id), {
      seen,
      quarters: Object.entries(amounts).map(([quarter, amount]) => ({ quarter, amount })),
    });

  beforeAll(async () => {
    app = await startApp();
    grant = await openedGrant(app);
    omar = await app.signIn('finance_officer');
  });
  afterAll(() => app.stop());

  it('is a straight line by days while nobody planned, and says so', async () => {
    const { planned, version, why } = await planOf(line());
    expect([version, why, planned.length]).toEqual([0, 'straight', 12]);
    // 93,457.94 over 1,095 days: 90 of them are 7,681.4745, 91 are 7,766.8242, 92 are 7,852.1739.
    expect(planned.slice(0, 4).join(' ')).toBe('7681.47 7766.82 7852.17 7852.17');
    const { rows } = await app.admin.query<{ rest: string }>(
      `SELECT (93457.94 - (3 * 7681.47 + 3 * 7766.82 + 5 * 7852.17))::text AS rest`,
    );
    expect(planned[11]).toBe(rows[0]!.rest);
  });

  it('is refused with both figures where it does not add up, and nothing is kept', async () => {
    const { body } = await plan(0, { '2026-Q4': '93457.93' }).expect(422);
    expect(body.code).toBe('budget-plan.does_not_add_up');
    expect(body.detail).toBe(
      'Les trimestres font 93\u00a0457,93\u00a0USD et la ligne ILO-1.2 vaut 93\u00a0457,94\u00a0USD : écart −0,01\u00a0USD. Rien n’a été enregistré.',
    );
    expect((await planOf(line())).version).toBe(0);
  });

  it.each([
    ['an amount with three decimals', { '2026-Q4': '93457.940' }, 'budget-plan.bad_amount'],
    ['a negative amount', { '2026-Q4': '-1.00' }, 'budget-plan.bad_amount'],
    ['no quarter', { '2026-T4': '1.00' }, 'budget-plan.not_a_quarter'],
    ['a quarter after the grant', { '2028-Q1': '93457.94' }, 'common.not_choice'],
  ])('%s is refused beside its field', async (_what, amounts, code) => {
    const { body } = await plan(0, amounts as Record<string, string>).expect(422);
    expect(body.errors[0]).toMatchObject({ code });
  });

  it('is replaced by a new version, never rewritten, and whoever saves second is told', async () => {
    await plan(0, { '2026-Q4': '90000.00', '2027-Q1': '3457.94' }).expect(201);
    const second = await plan(0, { '2026-Q4': '93457.94' }).expect(409);
    expect(second.body.code).toBe('budget-plan.replanned');
    const { body } = await plan(1, { '2027-Q4': '93457.94' }).expect(201);
    expect(body).toEqual({ version: 2 });
    const whole = (await omar.get(path(line())).expect(200)).body;
    expect(whole.planned).toEqual([...Array<string>(11).fill('0.00'), '93457.94']);
    expect(
      whole.versions.map(({ version, amount }: { version: number; amount: string }) => [
        version,
        amount,
      ]),
    ).toEqual([
      [2, '93457.94'],
      [1, '93457.94'],
    ]);
    await expect(
      app.admin.query('UPDATE budget_plan_quarters SET amount = 0'),
    ).rejects.toMatchObject({ constraint: 'ledger_is_append_only' });
  });

  it('past the application the database holds the sum at commit', async () => {
    const past = app.transactions.run(omar.actor, async (tx) => {
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO budget_plans (line_id, amount, why) VALUES ($1, 93457.94, 'planned') RETURNING id`,
        [line()],
      );
      await tx.query(`INSERT INTO budget_plan_quarters VALUES ($1, '2026-10-01', 93457.93)`, [
        row!.id,
      ]);
    });
    await expect(past).rejects.toMatchObject({ constraint: 'budget_plan_adds_up' });
  });

  it('stands beside what was spent, and every view has the same totals', async () => {
    await charge(app, omar.actor, {
      sourceKind: 'service',
      sourceId: randomUUID(),
      factOn: '2026-11-20',
      currency: 'USD',
      lineId: line(),
      amount: '1234.56',
    });
    const { body } = await omar.get('/api/v1/budget/plan').expect(200);
    const [mine] = body.grants;
    const totals = mine.views.map(({ total }: { total: object }) => JSON.stringify(total));
    expect(totals).toHaveLength(6);
    expect(new Set(totals).size).toBe(1);
    const total = mine.views[0].total;
    expect([total.plannedTotal, total.actualTotal]).toEqual(['2475000.00', '1320.98']); // 7 % more: 86.42
    // The eighth quarter of the grant is the fourth of 2026.
    expect(mine.quarters[7].code).toBe('2026-Q4');
    expect(total.actual[7]).toBe('1320.98');
  });

  it('makes the cash forecast, whose workbook adds up to the award', async () => {
    const { body } = await omar.get('/api/v1/budget/cash-forecast?from=2027-Q1').expect(200);
    expect(body.total).toBe('2500000.00');
    const file = await omar
      .get('/budget/plan/cash?from=2027-Q1')
      .buffer(true)
      .parse((response, done) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => done(null, Buffer.concat(parts)));
      })
      .expect(200);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(file.body as never);
    const [year, all] = book.worksheets;
    const federal = year!.getRow(5);
    expect(federal.getCell(4).formula).toBe(`'Plan'!N${all!.rowCount}`);
    const results = [4, 5, 6, 7].map((at) => Number(federal.getCell(at).result).toFixed(2));
    expect(results).toEqual(body.year.map(({ need }: { need: string }) => need));
    expect(all!.getRow(all!.rowCount).getCell(18).result).toBe(2500000);
    const { rows } = await app.admin.query(
      `SELECT 1 FROM audit_log WHERE action = 'budget.take_cash_forecast'`,
    );
    expect(rows).toHaveLength(1);
  });

  it('is written by finance and programme, read by audit, and closed to everybody else', async () => {
    const auditor = await app.signIn('auditor');
    await auditor.get('/api/v1/budget/plan').expect(200);
    await plan(2, { '2026-Q4': '93457.94' }, auditor).expect(403);
    const officer = await app.signIn('programme_officer');
    await plan(2, { '2026-Q4': '93457.94' }, officer).expect(201);
    const manager = await app.signIn('shelter_manager');
    await manager.get('/api/v1/budget/plan').expect(403);
    const seen = await app.transactions.run(manager.actor, (tx) =>
      tx.query('SELECT 1 FROM budget_plans'),
    );
    expect(seen).toEqual([]);
  });

  it('has a page of small bars, and a plain form that keeps what was typed', async () => {
    const shown = await omar.get('/budget/plan?view=unsdg').expect(200);
    expect(shown.text).toContain('class="budget-plan-bars"');
    expect(shown.text).toContain('15 lignes sur 16');
    expect(shown.text).not.toMatch(/style=|budget-plan:|common:/);
    const form = await omar.get(`/budget/plan/lines/${line()}`).expect(200);
    expect(form.text).toContain('name="quarters.7.amount"');
    const typed = { seen: '3', 'quarters.0.quarter': '2026-Q4', 'quarters.0.amount': '93 457,9' };
    const wrong = await omar.submit(`/budget/plan/lines/${line()}`, typed).expect(422);
    expect(wrong.text).toContain('écart −0,04');
    expect(wrong.text).toContain('value="93 457,9"');
    const right = { ...typed, 'quarters.0.amount': '93 457,94' };
    await omar.submit(`/budget/plan/lines/${line()}`, right).expect(303);
  });
});
