import { randomUUID } from 'node:crypto';
import type { OpenedGrant } from '../../modules/grant-budgeting';
import { formatNumber } from '../../modules/platform/web/format';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { charge, enteredRate, entriesOf, ledgerHolds, openedGrant, setLine } from './samples';

describe('money promised by choice', () => {
  let app: TestApp;
  let grant: OpenedGrant;
  let omar: SignedIn; // asks and orders
  let salma: SignedIn; // agrees
  let hind: SignedIn; // another finance officer

  const asked = (more: object = {}) => ({
    lineId: grant.lines['ILO-1.1']!,
    supplier: 'Papeterie Atlas',
    purpose: 'Cahiers et stylos',
    amount: '100.00',
    currency: 'USD',
    startsOn: '2026-11-25',
    endsOn: '2026-12-15',
    ...more,
  });
  const made = async (more: object = {}): Promise<string> =>
    (await omar.post('/api/v1/commitments', asked({ confirmed: true, ...more })).expect(201)).body
      .id as string;
  const decide = (who: SignedIn, id: string, decision = 'approved', more: object = {}) =>
    who.post(`/api/v1/commitments/${id}/decisions`, { decision, ...more });
  const step = (id: string, what: string, more: object = {}, who = omar) =>
    who.post(`/api/v1/commitments/${id}/steps`, { step: what, ...more });
  const approved = async (more: object = {}) => {
    const id = await made(more);
    await decide(salma, id).expect(201);
    return id;
  };
  const ordered = async (more: object = {}) => {
    const id = await approved(more);
    await step(id, 'committed').expect(201);
    return id;
  };
  const came = async (id: string, amount: string) =>
    step(id, 'received', { amount, on: '2026-11-24' }).expect(201);
  const invoiced = async (id: string, amount: string, document: string, on = '2026-11-24') =>
    (await step(id, 'invoiced', { amount, on, document }).expect(201)).body as {
      stepId: string;
      spent: string;
      unfunded: string;
    };
  const stageOf = async (id: string) => {
    const { body } = await omar.get(`/api/v1/commitments/${id}`).expect(200);
    return `${body.progress.stage}${body.progress.partial ? ' in part' : ''}`;
  };
  const balances = async () => {
    const { rows } = await app.admin.query<{ kind: string; balance: string }>(
      `SELECT a.kind, coalesce(sum(e.amount), 0.00)::text AS balance FROM ledger_accounts a LEFT JOIN ledger_entries e ON e.account_id = a.id
        GROUP BY a.kind`,
    );
    return Object.fromEntries(rows.map(({ kind, balance }) => [kind, balance]));
  };

  beforeAll(async () => {
    app = await startApp();
    grant = await openedGrant(app);
    omar = await app.signIn('finance_officer');
    hind = await app.signIn('finance_officer');
    salma = await app.signIn('programme_officer');
    await enteredRate(app, ['MAD', 'USD', '2026-11-01', '0.10000000']);
    await enteredRate(app, ['MAD', 'USD', '2026-11-24', '0.11000000']);
  });
  afterAll(() => app.stop());
  afterEach(async () => {
    expect(await ledgerHolds(app.admin)).toEqual({ wrongBalances: 0, total: 0 });
  });

  it('goes from asked to paid, in parts, and every step says who and when', async () => {
    const id = await made();
    expect(await stageOf(id)).toBe('requested');
    expect((await decide(salma, id).expect(201)).body).toEqual({
      state: 'approved',
      agreed: 1,
      needed: 1,
    });
    const { body } = await step(id, 'committed').expect(201);
    // 210,280.37 on the line, less 100.00.
    expect(body).toMatchObject({ committed: '100.00', left: '210180.37' });
    expect(await stageOf(id)).toBe('committed');
    await came(id, '60.00');
    expect(await stageOf(id)).toBe('received in part');
    const first = await invoiced(id, '60.00', 'F-1');
    expect(first).toMatchObject({ spent: '60.00', unfunded: '0.00' });
    expect(await entriesOf(app.admin, grant.lines['ILO-1.1']!)).toEqual({
      committed: '40.00',
      spent: '60.00',
    });
    const pay = (amount: string, invoiceId: string) =>
      step(id, 'paid', { amount, on: '2026-11-24', invoiceId, document: 'V-77' });
    await pay('25.00', first.stepId).expect(201);
    expect(await stageOf(id)).toBe('paid in part');
    await pay('35.00', first.stepId).expect(201);
    await step(id, 'cancelled', { reason: 'not_needed' }).expect(201);
    expect(await stageOf(id)).toBe('paid');
    expect(await balances()).toMatchObject({
      committed: '0.00',
      reserve: '0.00',
      spent: '60.00',
      payable: '0.00',
      funds: '-60.00',
      exchange: '0.00',
      unfunded: '0.00',
    });
    const whole = await omar.get(`/api/v1/commitments/${id}`).expect(200);
    const steps = whole.body.steps as { step: string; by: string }[];
    expect(steps.map((one) => one.step).join(' ')).toBe(
      'requested approved committed received invoiced paid paid cancelled',
    );
    expect(steps[1]!.by).toBe(salma.actor.name);
  });

  it('nobody agrees to what they asked for, not even past the application', async () => {
    const id = await made();
    const { body } = await decide(omar, id).expect(403);
    expect(body.code).toBe('budget.needs_another_person');
    const past = app.transactions.run(omar.actor, (tx) =>
      tx.query(
        `INSERT INTO commitment_steps (commitment_id, step, on_day) VALUES ($1, 'approved', '2026-11-24')`,
        [id],
      ),
    );
    await expect(past).rejects.toMatchObject({ constraint: 'commitment_needs_another_person' });
    expect((await step(id, 'committed').expect(409)).body.code).toBe('budget.step_out_of_turn');
  });

  it('above 10,000 two people agree, and the same one counts once', async () => {
    const id = await made({ amount: '10000.01' });
    expect((await decide(salma, id).expect(201)).body).toMatchObject({ agreed: 1, needed: 2 });
    await step(id, 'committed').expect(409);
    expect((await decide(salma, id).expect(409)).body.code).toBe('budget.agreed_already');
    expect((await decide(hind, id).expect(201)).body).toMatchObject({ state: 'approved' });
    await step(id, 'committed').expect(201);
    await step(id, 'cancelled', { reason: 'mistake' }).expect(201);
    expect(await stageOf(id)).toBe('cancelled');
  });

  it('a plan is asked for later, a request can be refused or withdrawn, and that is the end of it', async () => {
    const plan = await made({ planned: true });
    expect(await stageOf(plan)).toBe('planned');
    await decide(salma, plan).expect(409);
    await step(plan, 'requested').expect(201);
    await decide(salma, plan, 'refused', { reason: 'too_dear' }).expect(201);
    await step(plan, 'committed').expect(409);
    // Whoever asked hears of it, with the way there; nobody else has a task.
    const told = async (who: SignedIn) => {
      const { body } = await who.get('/api/v1/tasks').expect(200);
      return (body.tasks as { kind: string; subjectId: string }[])
        .filter(({ kind }) => kind === 'commitment_refused')
        .map(({ subjectId }) => subjectId);
    };
    expect([await told(omar), await told(salma)]).toEqual([[plan], []]);
    const tasks = (await omar.get('/tasks').expect(200)).text;
    expect(tasks).toContain('Demande de dépense refusée');
    expect(tasks).toContain(`/budget/commitments/${plan}`);
    const other = await made();
    await step(other, 'withdrawn', { reason: 'not_needed' }).expect(201);
    await decide(salma, other).expect(409);
    const again = `/budget/commitments/new?like=${plan}`;
    const shown = await omar.get(`/budget/commitments/${plan}`).expect(200);
    expect(shown.text.replaceAll('&#x3D;', '=')).toContain(`href="${again}"`);
    const { body } = await omar.get(`/api/v1/commitments/${plan}`).expect(200);
    const form = await omar.get(again).expect(200);
    const amount = formatNumber(body.amount, 'fr', 2);
    for (const typed of [body.supplier, body.purpose, amount])
      expect(form.text).toContain(`value="${typed}"`);
    expect(form.text).toContain(`<option value="${body.supplier}">`);
    await omar.get('/budget/commitments/new?like=x').expect(422);
  });

  it('a line over its rest by one cent is refused with the figures, and nothing is changed', async () => {
    const lineId = grant.lines['ILO-1.2']!;
    await setLine(app.admin, lineId, '1000.00');
    await ordered({ lineId, amount: '400.00' });
    const tooDear = await approved({ lineId, amount: '600.01' });
    const before = await balances();
    const { body } = await step(tooDear, 'committed').expect(409);
    expect(body.code).toBe('budget.line_is_short');
    expect(body.detail).toBe(
      'La ligne ILO-1.2 ne suffit pas : il faut 600,01\u00a0USD et il reste 600,00\u00a0USD (budget 1\u00a0000,00\u00a0USD, engagé 400,00\u00a0USD, dépensé 0,00\u00a0USD). Rien n’a été engagé.',
    );
    expect(await balances()).toEqual(before);
    expect(await stageOf(tooDear)).toBe('approved');
    await ordered({ lineId, amount: '600.00' });
  });

  it('goes beyond its line only where the rule says so and a second person agrees', async () => {
    const lineId = grant.lines['ILO-2.1']!;
    await setLine(app.admin, lineId, '1000.00');
    await ordered({ lineId, amount: '980.00' });
    const id = await approved({ lineId, amount: '50.00' });
    await decide(salma, id, 'over_agreed').expect(201);
    expect((await step(id, 'committed').expect(409)).body.code).toBe('budget.over_the_rule');
    await app.admin.query(
      `INSERT INTO settings (key, valid_from, value, source) VALUES ('commitment_over_share', '2026-11-24Z', '0.03', 'test')`,
    );
    expect((await step(id, 'committed', {}, salma).expect(403)).body.code).toBe(
      'budget.needs_another_person',
    );
    expect((await step(id, 'committed').expect(201)).body.left).toBe('-30.00');
    const more = await approved({ lineId, amount: '0.01' });
    expect((await step(more, 'committed').expect(409)).body.code).toBe('budget.line_is_short');
  });

  it('two officers who spend the last 1,000 dirhams at once: one of them does', async () => {
    const lineId = grant.lines['UNODC-1.2']!;
    await setLine(app.admin, lineId, '110.00');
    const dirhams = { lineId, amount: '1000.00', currency: 'MAD' };
    const ids = [await approved(dirhams), await approved(dirhams)];
    const answers = await Promise.all([
      step(ids[0]!, 'committed'),
      step(ids[1]!, 'committed', {}, hind),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await entriesOf(app.admin, lineId)).toEqual({ committed: '110.00' });
  });

  it('past the application the database holds the line all the same', async () => {
    const lineId = grant.lines['UNODC-2.1']!;
    await setLine(app.admin, lineId, '100.00');
    const id = await approved({ lineId, amount: '100.01' });
    const past = app.transactions.run(omar.actor, async (tx) => {
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO commitment_steps (commitment_id, step, amount, on_day) VALUES ($1, 'committed', 100.01, '2026-11-24') RETURNING id`,
        [id],
      );
      await tx.query(
        `WITH t AS (INSERT INTO ledger_transactions (grant_id, source_kind, source_id, booked_on, fact_on, posted_by, commitment_id)
           VALUES ($1, 'commitment', $2, '2026-11-24', '2026-11-24', mawa_actor(), $3) RETURNING id)
         INSERT INTO ledger_entries (transaction_id, account_id, amount, original_amount, original_currency, rate, rate_on)
         SELECT t.id, a.id, CASE a.kind WHEN 'committed' THEN 100.01 ELSE -100.01 END, 0, 'USD', 1, '2026-11-24'
           FROM t JOIN ledger_accounts a ON a.line_id = $4 AND a.kind = 'committed' OR a.grant_id = $1 AND a.kind = 'reserve'`,
        [grant.grantId, row!.id, id, lineId],
      );
    });
    await expect(past).rejects.toMatchObject({ constraint: 'commitment_stays_within_the_line' });
  });

  it.each([
    ['an amount with three decimals', { amount: '10.005' }, 'budget.bad_amount', 'amount'],
    ['an amount with a comma', { amount: '10,50' }, 'budget.bad_amount', 'amount'],
    ['a negative amount', { amount: '-10.00' }, 'budget.bad_amount', 'amount'],
    ['nothing at all', { amount: '0.00' }, 'budget.bad_amount', 'amount'],
    ['an end before the beginning', { endsOn: '2026-11-24' }, 'budget.ends_before', 'endsOn'],
    ['days after the grant', { endsOn: '2028-01-01' }, 'budget.outside_grant', 'startsOn'],
    ['no such line', { lineId: randomUUID() }, 'budget.unknown_line', 'lineId'],
    ['no such agreement', { agreementId: randomUUID() }, 'common.not_choice', 'agreementId'],
  ])('%s is refused beside its field', async (_what, more, code, field) => {
    const { body } = await omar.post('/api/v1/commitments', asked(more)).expect(422);
    expect(body.errors[0]).toMatchObject({ code, field });
  });

  it('is not promised under an agreement that has ended, nor outside its days', async () => {
    const partner = await app.admin.query<{ id: string }>(
      `INSERT INTO organisations (code, kind, name, created_at) VALUES ('ASSO', 'partner', 'Association', '2024-01-01Z') RETURNING id`,
    );
    const agreement = {
      grantId: grant.grantId,
      organisationId: partner.rows[0]!.id,
      reference: 'ACC-2026-04',
      startsOn: '2026-04-01',
      endsOn: '2026-11-30',
    };
    const { body } = await omar.post('/api/v1/agreements', agreement).expect(201);
    expect(
      (await omar.post('/api/v1/agreements', agreement).expect(409)).body.errors[0],
    ).toMatchObject({ code: 'budget.agreement_exists', field: 'reference' });
    const under = { agreementId: body.id as string };
    const early = await omar.post('/api/v1/commitments', asked(under)).expect(409);
    expect(early.body.errors?.[0].code ?? early.body.code).toBe('budget.agreement_not_confirmed');
    await salma.post(`/api/v1/agreements/${body.id}/confirmation`).expect(201);
    const late = await omar.post('/api/v1/commitments', asked(under)).expect(422);
    expect(late.body.errors[0].code).toBe('budget.outside_agreement');
    const id = await approved({ ...under, endsOn: '2026-11-30' });
    app.clock.set('2026-12-01T09:00:00Z');
    const [finance] = [await app.signIn('finance_officer')];
    const ended = await step(id, 'committed', {}, finance).expect(409);
    expect(ended.body.code).toBe('budget.agreement_ended');
    app.clock.set('2026-11-24T23:10:00Z');
  });

  describe('in another currency', () => {
    // 1,000.00 MAD ordered at 0.11 on 24 November: 110.00 USD are kept.
    it('keeps the rate of each day, and what the rates lose or gain apart', async () => {
      const lineId = grant.lines['IOM-3.2']!;
      const id = await ordered({ lineId, amount: '1000.00', currency: 'MAD' });
      await came(id, '1000.00');
      const before = await balances();
      // Invoiced with the rate of 20 November, 0.10: 30.00 of 300.00 MAD; 33.00 are let go.
      const invoice = await invoiced(id, '300.00', 'M-1', '2026-11-20');
      expect(invoice.spent).toBe('30.00');
      expect(await entriesOf(app.admin, lineId)).toEqual({ committed: '77.00', spent: '30.00' });
      // Paid on 24 November at 0.11: 33.00 leave the account, 3.00 are lost.
      const paid = await step(id, 'paid', {
        amount: '300.00',
        on: '2026-11-24',
        invoiceId: invoice.stepId,
      }).expect(201);
      expect(paid.body).toMatchObject({ paid: '33.00', exchange: '3.00' });
      const after = await balances();
      expect(Number(after['exchange']) - Number(before['exchange'])).toBe(3);
      expect(after['payable']).toBe(before['payable']);
      // Each amount is read with the rate that made it: what was promised at 0.11, what was owed at 0.10.
      const ratesOf = async (source: string) => {
        const { rows } = await app.admin.query<{ id: string }>(
          'SELECT id FROM ledger_transactions WHERE source_kind = $1 AND commitment_id = $2',
          [source, id],
        );
        const { text } = await omar.get(`/budget/ledger/${rows[0]!.id}`).expect(200);
        return [...text.matchAll(/data-label="(?:Montant|Taux)"[^>]*>(.*?)<\/td>/gs)].map(
          ([, cell]) =>
            cell!
              .replaceAll(/<[^>]+>|\u00a0|\s+/g, ' ')
              .replaceAll(/ +/g, ' ')
              .trim(),
        );
      };
      const origin = 'taux de l’opération d’origine';
      const shown = await ratesOf('invoice');
      for (const [amount, rate] of [
        ['30,00 USD', '0,1 dim. 1 nov. 2026'],
        ['−33,00 USD', `0,11 ${origin}`],
      ]) {
        expect(shown[shown.indexOf(amount!) + 1]).toBe(rate);
      }
      const paidWith = await ratesOf('payment');
      expect(paidWith[paidWith.indexOf('30,00 USD') + 1]).toBe(`0,1 ${origin}`);
      expect(paidWith[paidWith.indexOf('3,00 USD') + 1]).toBe('–');
    });

    it('a rate that has expired is refused with its day and its age', async () => {
      await enteredRate(app, ['EUR', 'USD', '2026-09-22', '1.1']);
      const { body } = await omar
        .post('/api/v1/commitments', asked({ currency: 'EUR' }))
        .expect(409);
      expect(body.code).toBe('budget.rate_expired'); // 63 days, and a rate holds 62
      expect(body.detail).toContain('63');
      await omar.post('/api/v1/commitments', asked({ currency: 'GBP' })).expect(409); // none at all
    });
  });

  describe('what comes in', () => {
    it('is no more than ordered, what is invoiced no more than came, what is paid no more than invoiced', async () => {
      const id = await ordered();
      const tooMuch = async (what: string, amount: string, more: object, code: string) => {
        const body = { amount, on: '2026-11-24', ...more };
        const refused = await step(id, what, body).expect(422);
        expect(refused.body.errors[0]).toMatchObject({ code, field: 'amount' });
      };
      await tooMuch('received', '100.01', {}, 'budget.too_much_received');
      await tooMuch('invoiced', '0.01', { document: 'F-9' }, 'budget.too_much_invoiced');
      await came(id, '100.00');
      const { stepId } = await invoiced(id, '70.00', 'F-9');
      await tooMuch('paid', '70.01', { invoiceId: stepId }, 'budget.too_much_paid');
      await tooMuch('cancelled', '0.01', { reason: 'mistake' }, 'budget.too_much_cancelled');
    });

    it('warns of an invoice that is here already, and takes it where somebody says it is another', async () => {
      const id = await ordered({ supplier: 'Imprimerie du Port' });
      await came(id, '100.00');
      await invoiced(id, '20.00', 'N° 2026/114');
      const twin = { amount: '30.00', on: '2026-11-23', document: 'n° 2026-114' };
      const warned = await step(id, 'invoiced', twin).expect(409);
      expect(warned.body.errors[0]).toMatchObject({
        code: 'budget.invoice_twice',
        field: 'confirmed',
      });
      const sameDay = { amount: '20.00', on: '2026-11-24', document: 'autre' };
      await step(id, 'invoiced', sameDay).expect(409);
      await step(id, 'invoiced', { ...twin, confirmed: true }).expect(201);
      const elsewhere = await ordered({ supplier: 'Une autre maison' });
      await came(elsewhere, '20.00');
      await invoiced(elsewhere, '20.00', 'N° 2026/114');
    });

    it('a mistake is taken back by entries of today, once, and a paid invoice only after its payment', async () => {
      const lineId = grant.lines['IOM-9.1']!;
      const id = await ordered({ lineId, supplier: 'Maison du bois' });
      await came(id, '100.00');
      const { stepId } = await invoiced(id, '100.00', 'F-33');
      const { body } = await step(id, 'paid', {
        amount: '100.00',
        on: '2026-11-24',
        invoiceId: stepId,
      }).expect(201);
      const undo = (one: string) => step(id, 'undone', { stepId: one, reason: 'mistake' });
      expect((await undo(stepId).expect(409)).body.code).toBe('budget.invoice_is_paid');
      await undo(body.stepId as string).expect(201);
      await undo(body.stepId as string).expect(409);
      await undo(stepId).expect(201);
      expect(await entriesOf(app.admin, lineId)).toEqual({ committed: '100.00', spent: '0.00' });
      await invoiced(id, '100.00', 'F-33'); // the same one, put right
      expect(await stageOf(id)).toBe('invoiced');
    });

    it('what a line no longer holds when the invoice comes is unfunded, and finance is told', async () => {
      const lineId = grant.lines['UNODC-9.1']!;
      await setLine(app.admin, lineId, '100.00');
      const id = await ordered({ lineId, supplier: 'Interprètes associés' });
      await charge(app, omar.actor, {
        sourceKind: 'service',
        sourceId: randomUUID(),
        factOn: '2026-11-24',
        lineId,
        amount: '30.00',
        currency: 'USD',
      });
      await came(id, '100.00');
      expect(await invoiced(id, '100.00', 'F-50')).toMatchObject({
        spent: '70.00',
        unfunded: '30.00',
      });
      const { rows } = await app.admin.query(
        `SELECT 1 FROM tasks WHERE kind = 'finance' AND subject_id = $1`,
        [lineId],
      );
      expect(rows).toHaveLength(1);
    });

    it('the same request twice does its work once', async () => {
      const id = await ordered();
      const requestId = randomUUID();
      const path = `/api/v1/commitments/${id}/steps`;
      const body = { step: 'received', amount: '40.00', on: '2026-11-24' };
      const first = await omar.post(path, body, requestId).expect(201);
      const second = await omar.post(path, body, requestId).expect(201);
      expect(second.body).toEqual(first.body);
      expect(await stageOf(id)).toBe('received in part');
      const { body: whole } = await omar.get(`/api/v1/commitments/${id}`);
      expect(whole.received).toBe('40.00');
    });

    it('nothing is received or paid on a day of a closed month', async () => {
      const id = await ordered();
      await omar.post('/api/v1/periods/closing', { untilDay: '2026-10-31' }).expect(201);
      const { body } = await step(id, 'received', { amount: '5.00', on: '2026-10-31' }).expect(422);
      expect(body.errors[0]).toMatchObject({ code: 'budget.day_closed', field: 'on' });
      await came(id, '5.00');
      // An invoice of October that comes now is booked now, and names its day.
      await invoiced(id, '5.00', 'F-oct', '2026-10-30');
    });
  });

  it('is read by finance, programme and audit, made by finance and programme, and by nobody else', async () => {
    const id = await made();
    const auditor = await app.signIn('auditor');
    await auditor.get('/api/v1/commitments').expect(200);
    await auditor.post('/api/v1/commitments', asked()).expect(403);
    await decide(auditor, id).expect(403);
    await step(id, 'withdrawn', { reason: 'mistake' }, auditor).expect(403);
    const manager = await app.signIn('shelter_manager');
    await manager.get(`/api/v1/commitments/${id}`).expect(403);
    const seen = await app.transactions.run(manager.actor, (tx) =>
      tx.query('SELECT 1 FROM commitments'),
    );
    expect(seen).toEqual([]);
  });
});
