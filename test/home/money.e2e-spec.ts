import { randomUUID } from 'node:crypto';
import type { OpenedGrant } from '../../modules/grant-budgeting';
import { charge, openedGrant, setLine } from '../grant-budgeting/samples';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { countStatements } from '../support/count-statements';
import { homeOf, linksOpen, panel, valuesOf } from './home-page';

describe('money, on the first page of a finance officer', () => {
  let mawa: TestApp;
  let grant: OpenedGrant;
  let omar: SignedIn;
  let hind: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    omar = await mawa.signIn('finance_officer');
    hind = await mawa.signIn('finance_officer');
  });
  afterAll(() => mawa.stop());

  const spend = (code: string, amount: string) =>
    charge(mawa, omar.actor, {
      sourceKind: 'service',
      sourceId: randomUUID(),
      factOn: '2026-11-20',
      currency: 'USD',
      lineId: grant.lines[code]!,
      amount,
    });
  const ask = async (): Promise<string> =>
    (
      await omar
        .post('/api/v1/commitments', {
          lineId: grant.lines['ILO-1.1'],
          supplier: 'Papeterie Atlas',
          confirmed: true,
          purpose: 'Cahiers',
          amount: '100.00',
          currency: 'USD',
          startsOn: '2026-11-25',
          endsOn: '2026-12-15',
        })
        .expect(201)
    ).body.id;
  const invoice = async (id: string) => {
    await hind.post(`/api/v1/commitments/${id}/decisions`, { decision: 'approved' }).expect(201);
    const step = (what: string, more: object = {}) =>
      omar.post(`/api/v1/commitments/${id}/steps`, { step: what, ...more }).expect(201);
    await step('committed');
    await step('received', { amount: '60.00', on: '2026-11-24' });
    await step('invoiced', { amount: '60.00', on: '2026-11-24', document: 'F-1' });
  };

  it('has no panel before the first grant', async () => {
    expect(await panel(omar, 'money')).toBeUndefined();
  });

  it('says what is to approve, to pay, to check and to decide, each as its list does', async () => {
    grant = await openedGrant(mawa);
    await ask();
    await ask();
    await invoice(await ask());
    await mawa.admin.query(
      `INSERT INTO organisations (code, kind, name, created_at) VALUES ('ARGAN', 'partner', 'Argan', '2024-01-01Z')`,
    );
    const { rows: partner } = await mawa.admin.query<{ id: string }>(
      `SELECT id FROM organisations WHERE code = 'ARGAN'`,
    );
    const agreement = await omar
      .post('/api/v1/partner-agreements', {
        grantId: grant.grantId,
        organisationId: partner[0]!.id,
        reference: 'ACC-1',
        startsOn: '2026-04-01',
        endsOn: '2026-12-31',
        amount: '3000.00',
        currency: 'USD',
        rows: [{ lineId: grant.lines['ILO-1.1'], amount: '3000.00' }],
      })
      .expect(201);
    await hind.post(`/api/v1/agreements/${agreement.body.id}/confirmation`).expect(201);
    await omar
      .post(`/api/v1/partner-agreements/${agreement.body.id}/returns`, {
        claim: 'reimbursement',
        rows: [{ lineId: grant.lines['ILO-1.1'], month: '2026-10', amount: '200.00' }],
      })
      .expect(201);
    await omar
      .post('/api/v1/revisions', {
        grantId: grant.grantId,
        reason: 'needs_changed',
        changes: [
          { lineId: grant.lines['ILO-1.1'], change: '-10.00' },
          { lineId: grant.lines['ILO-2.1'], change: '10.00' },
        ],
      })
      .expect(201);
    const money = (await panel(omar, 'money'))!;
    expect(valuesOf(money)).toMatchObject({
      'Engagements à approuver': '2',
      'Factures à payer': '1',
      'Rapports de partenaires à vérifier': '1',
      'Révisions à décider': '1',
    });
    // All of them are Omar's own: another person decides, which is said, and Hind is the one to act.
    const own = (html: string) => html.match(/dont \d de vous : une autre personne décide/g);
    expect(own(money.html)).toEqual([
      'dont 2 de vous : une autre personne décide',
      'dont 1 de vous : une autre personne décide',
      'dont 1 de vous : une autre personne décide',
    ]);
    const hers = (await panel(hind, 'money'))!;
    expect(valuesOf(hers)).toMatchObject({ 'Engagements à approuver': '2' });
    expect(own(hers.html)).toBeNull();
    const listed = async (show: string) =>
      (await omar.get(`/api/v1/commitments?show=${show}`).expect(200)).body.total;
    expect([await listed('to_agree'), await listed('to_pay')]).toEqual([2, 1]);
    await linksOpen(omar, money);
  });

  it('says the cash of today to the cent, and that it is short', async () => {
    await spend('ILO-2.1', '5000.50');
    await omar
      .post('/api/v1/donor-money', {
        grantId: grant.grantId,
        kind: 'received',
        onDay: '2026-11-20',
        amount: '2000.00',
        reference: 'TR-1',
      })
      .expect(201);
    const { rows } = await mawa.admin.query<{ cash: string }>(
      `WITH spent AS (
         SELECT l.organisation_id, sum(e.amount) AS amount FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id
           JOIN budget_lines l ON l.id = a.line_id WHERE a.kind = 'spent' GROUP BY 1),
       owed AS (SELECT coalesce(-sum(e.amount), 0) AS amount FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id WHERE a.kind = 'payable'),
       received AS (SELECT sum(amount) AS amount FROM donor_money WHERE kind = 'received')
       SELECT (r.amount - round(r.amount * g.fee_rate, 2) + (SELECT amount FROM owed)
               - (SELECT sum(s.amount + round(s.amount * h.support_rate, 2)) FROM spent s JOIN grant_shares h USING (organisation_id)))::text AS cash
         FROM received r, grants g`,
    );
    const cash = Number(rows[0]!.cash);
    expect(cash).toBeLessThan(0);
    const money = (await panel(omar, 'money'))!;
    const shown = money.figures.find(({ label }) => label === 'En caisse aujourd’hui')!.value;
    expect(
      Number(
        shown
          .replace(/[^\d,−-]/g, '')
          .replace(',', '.')
          .replace('−', '-'),
      ),
    ).toBe(cash);
    expect(money.html).toContain('La caisse de');
  });

  it('stands on the first page of an auditor as well, who decides nothing of it', async () => {
    const auditor = await mawa.signIn('auditor');
    const shown = (await panel(auditor, 'money'))!;
    const { 'En caisse aujourd’hui': cash } = valuesOf(await panel(omar, 'money'));
    expect(valuesOf(shown)).toMatchObject({ 'En caisse aujourd’hui': cash });
    expect(shown.html).toContain('Ouvrir le grand livre');
    for (const words of ['à approuver', 'à payer', 'à vérifier'])
      expect(shown.html).not.toContain(words);
    await linksOpen(auditor, shown);
  });

  it('names the lines in danger as the forecast does', async () => {
    await setLine(mawa.admin, grant.lines['ILO-2.1']!, '5000.00');
    const money = (await panel(omar, 'money'))!;
    expect(money.rows.join(' ')).toContain('ILO-2.1');
    expect(money.rows.length).toBeLessThanOrEqual(3);
  });

  it('is for finance and audit: nobody else has it, and it stands above what one may open', async () => {
    const { text } = await homeOf(omar);
    expect(text.indexOf('panel-money')).toBeLessThan(text.indexOf('class="doors"'));
    for (const role of ['reintegration_officer', 'administrator', 'partner_viewer'] as const) {
      expect(await panel(await mawa.signIn(role), 'money')).toBeUndefined();
    }
  });

  it('asks the database as often for ten commitments as for three', async () => {
    const statements = () => countStatements(mawa, () => omar.get('/').expect(200));
    await statements();
    const few = await statements();
    for (let n = 0; n < 7; n += 1) await ask();
    expect(await statements()).toBe(few);
    expect(few).toBeLessThanOrEqual(55);
  });
});
