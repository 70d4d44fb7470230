import type { OpenedGrant } from '../../modules/grant-budgeting';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { enteredRate, openedGrant, setLine } from './samples';

const ARABIC = 'جمعية أركان';

describe('lists and forms of finance', () => {
  let app: TestApp;
  let grant: OpenedGrant;
  let omar: SignedIn;
  let salma: SignedIn;
  let partnerId: string;
  let agreementId: string;

  beforeAll(async () => {
    app = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    grant = await openedGrant(app);
    omar = await app.signIn('finance_officer');
    salma = await app.signIn('programme_officer');
    await enteredRate(app, ['MAD', 'USD', '2026-11-01', '0.10000000']);
    const { rows } = await app.admin.query<{ id: string }>(
      `INSERT INTO organisations (code, kind, name, names, created_at)
       VALUES ('ARGAN', 'partner', 'Association Argan', jsonb_build_object('ar', $1::text), '2024-01-01Z') RETURNING id`,
      [ARABIC],
    );
    partnerId = rows[0]!.id;
    const { body } = await omar
      .post('/api/v1/partner-agreements', {
        grantId: grant.grantId,
        organisationId: partnerId,
        reference: 'ACC-1',
        startsOn: '2026-04-01',
        endsOn: '2026-12-31',
        amount: '3000.00',
        currency: 'USD',
        rows: [{ lineId: grant.lines['ILO-1.2']!, amount: '3000.00' }],
      })
      .expect(201);
    agreementId = body.id as string;
    await salma.post(`/api/v1/agreements/${agreementId}/confirmation`).expect(201);
  });
  afterAll(() => app.stop());

  const step = async (id: string, what: string, more: object = {}) =>
    (await omar.post(`/api/v1/commitments/${id}/steps`, { step: what, ...more }).expect(201))
      .body as { stepId: string };
  const ordered = async (more: object): Promise<string> => {
    const { body } = await omar
      .post('/api/v1/commitments', {
        lineId: grant.lines['ILO-1.1']!,
        supplier: 'Papeterie Atlas',
        purpose: 'Cahiers',
        amount: '100.00',
        currency: 'USD',
        startsOn: '2026-11-25',
        endsOn: '2026-12-15',
        ...more,
      })
      .expect(201);
    await salma
      .post(`/api/v1/commitments/${body.id}/decisions`, { decision: 'approved' })
      .expect(201);
    await step(body.id as string, 'committed');
    return body.id as string;
  };
  const on = '2026-11-24';

  it('the list of commitments adds up all of its pages: the orders, and what the ledger holds of them', async () => {
    const lineId = grant.lines['UNODC-1.2']!;
    await setLine(app.admin, lineId, '110.00');
    const inDollars = await ordered({});
    const inDirhams = await ordered({ lineId, amount: '1000.05', currency: 'MAD' });
    await step(inDollars, 'received', { amount: '60.00', on });
    const { stepId } = await step(inDollars, 'invoiced', { amount: '40.00', on, document: 'F-1' });
    await step(inDollars, 'paid', { amount: '25.00', on, invoiceId: stepId });
    await step(inDirhams, 'received', { amount: '1000.05', on });
    // The line has become smaller meanwhile: 10.01 of it are beyond the line.
    await setLine(app.admin, lineId, '90.00');
    await step(inDirhams, 'invoiced', { amount: '1000.05', on, document: 'F-2' });
    const { body } = await omar.get('/api/v1/commitments').expect(200);
    expect(body.currencies).toEqual([
      { currency: 'MAD', amount: '1000.05', paid: '0.00' },
      { currency: 'USD', amount: '100.00', paid: '25.00' },
    ]);
    const { rows: booked } = await app.admin.query<Record<string, string>>(
      `SELECT g.code AS grant, g.currency,
              (SELECT sum(e.amount) FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id JOIN ledger_transactions t ON t.id = e.transaction_id
                WHERE a.kind = 'committed' AND t.commitment_id IS NOT NULL)::text AS committed,
              (SELECT sum(e.amount) FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id WHERE a.kind = 'spent')::text AS spent,
              (SELECT sum(e.amount) FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id WHERE a.kind = 'unfunded')::text AS unfunded,
              (SELECT -sum(e.amount) FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id WHERE a.kind = 'payable')::text AS "toPay"
         FROM grants g`,
    );
    expect(body.grants).toEqual(booked);
    expect(body.grants[0]).toMatchObject({
      committed: '60.00',
      spent: '130.00',
      unfunded: '10.01',
      toPay: '115.01',
    });
    // The budget of the grant says the same; the agreement keeps 3,000.00 of another line beside it.
    const { body: budget } = await omar.get('/api/v1/budget').expect(200);
    const { totals } = budget.grants[0];
    expect([totals.spentToDate, totals.unfundedToDate, totals.committedToDate]).toEqual([
      '130.00',
      '10.01',
      '3060.00',
    ]);
    const { text } = await omar.get('/budget/commitments').expect(200);
    const plain = text.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ');
    expect(plain).toContain('pas encore facturé 60,00 USD, dépensé 130,00 USD');
    expect(plain).toContain('Au-delà des lignes : 10,01 USD');
    expect(plain).toContain('Total en MAD, toutes les pages');
    expect(plain).toMatch(/1 000,05 MAD<\/td>\s*<td[^>]*>0,00 MAD/);
    const one = await omar.get(`/api/v1/commitments?line=${lineId}`).expect(200);
    expect(one.body.grants).toEqual([
      { ...booked[0], committed: '0.00', spent: '90.00', toPay: '100.01' },
    ]);
    const none = await omar.get('/api/v1/commitments?show=done').expect(200);
    expect([none.body.total, none.body.grants, none.body.currencies]).toEqual([0, [], []]);
  });

  it('the days of deliveries, payments and refunds are today, and none later is taken', async () => {
    const id = await ordered({ supplier: 'Atelier Nour' });
    const later = '2026-11-25';
    const hasToday = async (path: string, name: string) => {
      const { text } = await omar.get(path).expect(200);
      expect(text).toMatch(
        new RegExp(`name="${name}" type="date" value="2026-11-24"[^>]* max="2026-11-24"`),
      );
    };
    const page = `/budget/commitments/${id}`;
    await hasToday(page, 'on');
    const early = await omar
      .submit(`${page}/steps`, { step: 'received', amount: '100', on: later })
      .expect(422);
    // What was typed stays beside the sentence.
    expect(early.text).toContain(`value="${later}"`);
    await step(id, 'received', { amount: '100.00', on });
    await hasToday(page, 'on');
    await step(id, 'invoiced', { amount: '100.00', on, document: 'F-9' });
    await hasToday(page, 'on');
    await hasToday(`/budget/partners/${agreementId}/refunds`, 'on');
    await hasToday(`/budget/donor-money?grantId=${grant.grantId}`, 'onDay');
    const money = { grantId: grant.grantId, kind: 'received', amount: '1.00', reference: 'V-1' };
    await omar.post('/api/v1/donor-money', { ...money, onDay: later }).expect(422);
    const advance = await omar
      .post(`/api/v1/partner-agreements/${agreementId}/advances`, {
        quarter: '2026-10-01',
        rows: [{ lineId: grant.lines['ILO-1.2']!, amount: '100.00' }],
      })
      .expect(201);
    const paper = advance.body.id as string;
    await salma.post(`/api/v1/advances/${paper}/decisions`, { decision: 'authorised' }).expect(201);
    await hasToday(`/budget/partners/papers/${paper}`, 'on');
    await omar.post(`/api/v1/advances/${paper}/payment`, { on: later, document: 'V' }).expect(422);
    await omar.post(`/api/v1/advances/${paper}/payment`, { on, document: 'V' }).expect(201);
    const refund = { document: 'R', rows: [{ lineId: grant.lines['ILO-1.2']!, amount: '1.00' }] };
    const refunds = `/api/v1/partner-agreements/${agreementId}/refunds`;
    await omar.post(refunds, { ...refund, on: later }).expect(422);
  });

  it('name partners in Arabic to its readers', async () => {
    const noura = await app.signIn('finance_officer', { language: 'ar' });
    const draft = await noura.submit('/budget/grants/drafts', {}).expect(303);
    const agencies = draft.headers['location']!.replace(/\/[a-z]+$/, '/agencies');
    await app.admin.query(
      `UPDATE organisations SET names = '{"ar": "مكتب العمل"}' WHERE code = 'ILO'`,
    );
    const chosen = await noura.get(agencies).expect(200);
    expect(chosen.text).toContain('ILO · مكتب العمل');
    for (const path of [
      '/budget/partners',
      `/budget/partners/${agreementId}`,
      `/budget/partners/${agreementId}/refunds`,
      `/budget/partners/${agreementId}/spot-checks`,
      `/budget/partners/${agreementId}/face`,
      '/budget/agreements',
      '/budget/commitments/new',
    ]) {
      const { text } = await noura.get(path).expect(200);
      expect([path, text.includes(ARABIC)]).toEqual([path, true]);
      expect([path, text.includes('Association Argan')]).toEqual([path, false]);
    }
    const statement = { kind: 'partner-statement', grantId: grant.grantId, period: '2026-Q3' };
    await salma.post('/api/v1/reports', { ...statement, partnerId }).expect(201);
    const sara = await app.signIn('programme_officer', { language: 'ar' });
    const reports = await sara.get('/reports').expect(200);
    expect(reports.text).toContain(ARABIC);
    expect(reports.text).not.toContain('Association Argan');
  });
});
