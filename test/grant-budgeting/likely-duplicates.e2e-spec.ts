import type { OpenedGrant } from '../../modules/grant-budgeting';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { openedGrant } from './samples';

/** Money of finance that is entered again, without the id of a request or from a page opened anew. */
describe('an entry of money that looks like an earlier one', () => {
  let app: TestApp;
  let grant: OpenedGrant;
  let omar: SignedIn; // enters
  let hind: SignedIn; // another finance officer
  let salma: SignedIn; // agrees
  let argan: SignedIn; // an account of the partner
  let partnerId: string;

  beforeAll(async () => {
    app = await startApp();
    grant = await openedGrant(app);
    const { rows } = await app.admin.query<{ id: string }>(
      `INSERT INTO organisations (code, kind, name, created_at) VALUES ('ARGAN', 'partner', 'Argan', '2024-01-01Z') RETURNING id`,
    );
    partnerId = rows[0]!.id;
    omar = await app.signIn('finance_officer');
    hind = await app.signIn('finance_officer');
    salma = await app.signIn('programme_officer');
    argan = await app.signIn('partner_viewer', { organisationId: partnerId });
  });
  afterAll(() => app.stop());

  /** The second is refused and names the first; confirmed, it is taken. */
  const isAskedAbout = async (
    send: (more: object) => ReturnType<SignedIn['post']>,
    code: string,
    earlier: object,
  ) => {
    const { body } = await send({}).expect(409);
    expect(body).toMatchObject({ code, earlier, errors: [{ field: 'confirmed', code }] });
    expect(body.detail).not.toMatch(/\{\{|undefined/);
    await send({ confirmed: false }).expect(409);
    await send({ confirmed: 'perhaps' }).expect(422);
    await send({ confirmed: true }).expect(201);
  };

  describe('a request to spend', () => {
    const asked = (more: object = {}) => ({
      lineId: grant.lines['ILO-1.1']!,
      supplier: 'Papeterie Atlas',
      purpose: 'Cahiers',
      amount: '100.00',
      currency: 'USD',
      startsOn: '2026-11-25',
      endsOn: '2026-12-15',
      ...more,
    });
    const make = (more: object = {}, who = omar) => who.post('/api/v1/commitments', asked(more));
    const made = async (more: object = {}): Promise<string> =>
      (await make(more).expect(201)).body.id as string;
    const withdraw = (id: string) =>
      omar.post(`/api/v1/commitments/${id}/steps`, { step: 'withdrawn', reason: 'mistake' });

    it('sent five times is taken once, whoever sends it, until it is confirmed', async () => {
      const id = await made();
      const again = [await make(), await make({}, hind), await make(), await make()];
      expect(again.map(({ status }) => status)).toEqual([409, 409, 409, 409]);
      const earlier = { id, path: `/budget/commitments/${id}` };
      await isAskedAbout((more) => make(more), 'budget.request_twice', earlier);
    });

    it('of another supplier, line, amount, currency or time is taken', async () => {
      const supplier = 'Maison des draps';
      await made({ supplier });
      for (const other of [
        { supplier: 'Maison du bois' },
        { supplier, lineId: grant.lines['ILO-1.2'] },
        { supplier, amount: '100.01' },
        { supplier, startsOn: '2026-12-16', endsOn: '2026-12-31' },
      ]) {
        await make(other).expect(201);
      }
      // However the supplier is written, and for a part of the same days.
      const written = { supplier: ' maison  DES draps', purpose: 'Autre chose' };
      await make({ ...written, startsOn: '2026-12-15' }).expect(409);
    });

    it('that was withdrawn, refused or cancelled as a whole may be made anew', async () => {
      const supplier = 'Traiteur du port';
      await withdraw(await made({ supplier })).expect(201);
      const refused = await made({ supplier });
      const decide = (id: string, body: object) =>
        salma.post(`/api/v1/commitments/${id}/decisions`, body).expect(201);
      await decide(refused, { decision: 'refused', reason: 'too_dear' });
      const ordered = await made({ supplier });
      await decide(ordered, { decision: 'approved' });
      const step = (body: object) =>
        omar.post(`/api/v1/commitments/${ordered}/steps`, body).expect(201);
      await step({ step: 'committed' });
      await make({ supplier }).expect(409);
      await step({ step: 'cancelled', reason: 'mistake' });
      await make({ supplier }).expect(201);
    });

    it('of two sent at once one is taken', async () => {
      const both = await Promise.all([
        make({ supplier: 'Deux à la fois' }),
        make({ supplier: 'Deux à la fois' }, hind),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    });

    it('is asked about on the page, with a link to the earlier one and a box to tick', async () => {
      const typed = asked({ supplier: 'Librairie du centre', amount: '1 250,50' });
      await omar.submit('/budget/commitments', typed).expect(303);
      const { body } = await omar.get('/api/v1/commitments?show=to_agree').expect(200);
      const { text } = await omar.submit('/budget/commitments', typed).expect(409);
      expect(text).toContain(`href="/budget/commitments/${body.commitments[0].id}"`);
      expect(text).toContain('Voir la saisie précédente');
      expect(text).toContain('1\u00a0250,50\u00a0USD');
      expect(text).toContain('name="confirmed" value="yes"');
      expect(text).toContain('value="1 250,50"');
      await omar.submit('/budget/commitments', { ...typed, confirmed: 'yes' }).expect(303);
      for (const language of ['ar', 'en'] as const) {
        const other = await app.signIn('finance_officer', { language });
        const shown = await other.submit('/budget/commitments', typed).expect(409);
        expect(shown.text).not.toMatch(/budget:|common:|\{\{/);
      }
    });
  });

  describe('a delivery, an invoice or a payment of an order', () => {
    const ordered = async (supplier: string, amount = '100.00'): Promise<string> => {
      const { body } = await omar
        .post('/api/v1/commitments', {
          lineId: grant.lines['ILO-2.1']!,
          supplier,
          purpose: 'Formation',
          amount,
          currency: 'USD',
          startsOn: '2026-11-25',
          endsOn: '2026-12-15',
          confirmed: true,
        })
        .expect(201);
      await salma
        .post(`/api/v1/commitments/${body.id}/decisions`, { decision: 'approved' })
        .expect(201);
      await take(body.id, { step: 'committed' }).expect(201);
      return body.id as string;
    };
    const take = (id: string, body: object) => omar.post(`/api/v1/commitments/${id}/steps`, body);
    const on = '2026-11-24';
    const at = (id: string) => ({ id, path: `/budget/commitments/${id}` });

    it('is asked about at each step, and what was taken back is no earlier one', async () => {
      const id = await ordered('Atelier Nour');
      const delivery = { step: 'received', amount: '40.00', on, document: 'BL 7' };
      const first = await take(id, delivery).expect(201);
      await take(id, { ...delivery, amount: '10.00', document: 'bl-7' }).expect(409);
      await isAskedAbout(
        (more) => take(id, { ...delivery, ...more }),
        'budget.delivery_twice',
        at(id),
      );
      await take(id, { step: 'undone', stepId: first.body.stepId, reason: 'mistake' }).expect(201);
      await take(id, { ...delivery, amount: '60.00', document: 'BL-8' }).expect(201);
      const invoice = { step: 'invoiced', amount: '30.00', on, document: 'F 12' };
      const { stepId } = (await take(id, invoice).expect(201)).body as { stepId: string };
      await isAskedAbout(
        (more) => take(id, { ...invoice, ...more }),
        'budget.invoice_twice',
        at(id),
      );
      const payment = { step: 'paid', amount: '10.00', on, invoiceId: stepId, document: 'V-9' };
      await take(id, payment).expect(201);
      await isAskedAbout(
        (more) => take(id, { ...payment, ...more }),
        'budget.payment_twice',
        at(id),
      );
      await take(id, { ...payment, amount: '5.00' }).expect(201);
    });

    it('of another order of the same supplier counts for a payment', async () => {
      const orders = [await ordered('Hôtel Safi'), await ordered('Hôtel Safi')];
      const invoices: string[] = [];
      for (const [number, id] of orders.entries()) {
        await take(id, { step: 'received', amount: '100.00', on }).expect(201);
        const invoice = { step: 'invoiced', amount: '100.00', on, document: `H-${number}` };
        const { body } = await take(id, { ...invoice, confirmed: true }).expect(201);
        invoices.push(body.stepId as string);
      }
      const paid = { step: 'paid', amount: '100.00', on };
      await take(orders[0]!, { ...paid, invoiceId: invoices[0] }).expect(201);
      const { body } = await take(orders[1]!, { ...paid, invoiceId: invoices[1] }).expect(409);
      expect(body.earlier).toEqual(at(orders[0]!));
      const page = await omar
        .submit(`/budget/commitments/${orders[1]}/steps`, { ...paid, invoiceId: invoices[1]! })
        .expect(409);
      expect(page.text).toContain(`href="/budget/commitments/${orders[0]}"`);
      expect(page.text).toContain('name="confirmed" value="yes"');
    });
  });

  describe('a paper of a partner', () => {
    let id: string;
    const papers = (what: string, body: object, who = omar) =>
      who.post(`/api/v1/partner-agreements/${id}/${what}`, body);
    const rows = (amount: string) => [{ lineId: grant.lines['ILO-1.2']!, amount }];
    const at = (paper: string, pages = '/budget/partners') => ({
      id: paper,
      path: `${pages}/papers/${paper}`,
    });

    beforeAll(async () => {
      const { body } = await omar
        .post('/api/v1/partner-agreements', {
          grantId: grant.grantId,
          organisationId: partnerId,
          reference: 'ACC-1',
          startsOn: '2026-04-01',
          endsOn: '2026-12-31',
          amount: '3000.00',
          currency: 'USD',
          rows: rows('3000.00'),
        })
        .expect(201);
      id = body.id as string;
      await salma.post(`/api/v1/agreements/${id}/confirmation`).expect(201);
    });

    it('that asks for an advance of the same quarter and amount is asked about', async () => {
      const advance = { quarter: '2026-10-01', rows: rows('500.00') };
      const first = await papers('advances', advance).expect(201);
      await papers('advances', { ...advance, quarter: '2026-07-01' }).expect(201);
      await papers('advances', { ...advance, rows: rows('500.01') }).expect(201);
      await isAskedAbout(
        (more) => papers('advances', { ...advance, quarter: '2026-11-30', ...more }),
        'budget.advance_twice',
        at(first.body.id as string),
      );
      await salma
        .post(`/api/v1/advances/${first.body.id}/decisions`, { decision: 'authorised' })
        .expect(201);
      const paid = { on: '2026-11-20', document: 'V-1' };
      await omar.post(`/api/v1/advances/${first.body.id}/payment`, paid).expect(201);
    });

    it('that reports the same months and amount is asked about, the partner at its own page', async () => {
      const report = { claim: 'reimbursement', month: '2026-10', rows: rows('200.00') };
      const first = await papers('returns', report).expect(201);
      const paper = first.body.id as string;
      await papers('returns', { ...report, month: '2026-09' }).expect(201);
      await isAskedAbout(
        (more) => papers('returns', { ...report, ...more }),
        'budget.return_twice',
        at(paper),
      );
      const own = await argan.post(`/api/v1/own-agreements/${id}/returns`, report).expect(409);
      expect(own.body.earlier.path).toMatch(/^\/own-money\/papers\//);
      await argan.get(own.body.earlier.path as string).expect(200);
      expect(own.body.detail).not.toContain(omar.actor.name);
      const { text } = await argan
        .submit(`/own-money/${id}/returns`, {
          claim: 'reimbursement',
          month: '2026-10-01',
          'rows.0.lineId': grant.lines['ILO-1.2']!,
          'rows.0.amount': '200',
        })
        .expect(409);
      expect(text).toContain('name="confirmed" value="yes"');
    });

    it('that gives the same amount back is asked about', async () => {
      const refund = { on: '2026-11-24', document: 'R-1', rows: rows('20.00') };
      const first = await papers('refunds', refund).expect(201);
      await papers('refunds', { ...refund, on: '2026-11-23', document: 'R-2' }).expect(201);
      await papers('refunds', { ...refund, on: '2026-11-22', document: 'r 1' }).expect(409);
      await isAskedAbout(
        (more) => papers('refunds', { ...refund, document: 'R-3', ...more }),
        'budget.refund_twice',
        at(first.body.id as string),
      );
      const page = await omar
        .submit(`/budget/partners/${id}/refunds`, {
          on: refund.on,
          document: 'R-4',
          'rows.0.lineId': grant.lines['ILO-1.2']!,
          'rows.0.amount': '20',
        })
        .expect(409);
      expect(page.text).toContain('name="confirmed" value="yes"');
    });
  });

  it('is asked about for the own contribution of a month', async () => {
    const { body } = await omar
      .post(`/api/v1/grants/${grant.grantId}/contributions`, { source: 'Loyer', promised: '9.00' })
      .expect(201);
    const row = { month: '2026-10', amount: '1.00', document: 'Bail' };
    const add = (more: object = {}) =>
      omar.post(`/api/v1/grant-contributions/${body.id}/rows`, { ...row, ...more });
    const first = await add().expect(201);
    await add({ month: '2026-09' }).expect(201);
    await isAskedAbout((more) => add(more), 'grant-terms.contribution_twice', {
      id: first.body.id,
      path: `/budget/grants/${grant.grantId}/terms#contributions`,
    });
    const { text } = await omar
      .submit(`/budget/grants/${grant.grantId}/contributions/rows`, {
        ...row,
        contributionId: body.id,
      })
      .expect(409);
    expect(text).toContain('name="confirmed" value="yes"');
  });

  it('is linked for money of the donor too', async () => {
    const given = {
      grantId: grant.grantId,
      kind: 'received',
      amount: '40.00',
      onDay: '2026-11-20',
      reference: 'VIR-1',
    };
    const first = await omar.post('/api/v1/donor-money', given).expect(201);
    const send = (more: object) =>
      omar.post('/api/v1/donor-money', { ...given, onDay: '2026-11-21', ...more });
    await isAskedAbout(send, 'federal.entered_twice', {
      id: first.body.id,
      path: `/budget/donor-money?grantId=${grant.grantId}`,
    });
  });
});
