import { randomUUID } from 'node:crypto';
import { JTIP_GRANT, type OpenedGrant } from '../../modules/grant-budgeting';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { charge, ledgerHolds, openedGrant } from './samples';

type Changes = Record<string, string>;

describe('revisions of the budget', () => {
  let app: TestApp;
  let grant: OpenedGrant;
  let omar: SignedIn; // proposes
  let salma: SignedIn; // approves
  let hind: SignedIn; // another finance officer

  const asked = (changes: Changes, more: object = {}) => ({
    grantId: grant.grantId,
    reason: 'needs_changed',
    changes: Object.entries(changes).map(([code, change]) => ({
      lineId: grant.lines[code],
      change,
    })),
    ...more,
  });
  const propose = (changes: Changes, more: object = {}, who = omar) =>
    who.post('/api/v1/revisions', asked(changes, more));
  const proposed = async (changes: Changes, more: object = {}): Promise<string> =>
    (await propose(changes, more).expect(201)).body.id as string;
  const decide = (who: SignedIn, id: string, decision = 'approved', more: object = {}) =>
    who.post(`/api/v1/revisions/${id}/decisions`, { decision, ...more });
  const donorAgrees = (id: string, who = omar) =>
    who.post(`/api/v1/revisions/${id}/donor-approvals`, {
      approvedOn: '2026-11-20',
      reference: 'Lettre du bailleur',
      document: 'AMD-3',
    });
  const inForce = async (changes: Changes) => {
    const id = await proposed(changes);
    await decide(salma, id).expect(201);
    return id;
  };
  const amounts = async (): Promise<Record<string, string>> => {
    const { rows } = await app.admin.query<{ code: string; amount: string }>(
      'SELECT code, amount FROM budget_lines ORDER BY code',
    );
    return Object.fromEntries(rows.map(({ code, amount }) => [code, amount]));
  };
  const spend = (code: string, amount: string) =>
    charge(app, omar.actor, {
      sourceKind: 'service',
      sourceId: randomUUID(),
      factOn: '2026-11-20',
      currency: 'USD',
      lineId: grant.lines[code]!,
      amount,
    });
  /** Asked for and agreed to, not ordered yet. */
  const agreed = async (code: string, amount: string): Promise<string> => {
    const { body } = await hind
      .post('/api/v1/commitments', {
        lineId: grant.lines[code],
        supplier: 'Maison',
        purpose: 'cahiers',
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
    return body.id as string;
  };
  const order = (id: string) => hind.post(`/api/v1/commitments/${id}/steps`, { step: 'committed' });
  const transferred = async (): Promise<string> =>
    (await omar.get('/api/v1/revisions').expect(200)).body.shown.rule.cumulated as string;

  beforeAll(async () => {
    app = await startApp();
    grant = await openedGrant(app);
    omar = await app.signIn('finance_officer');
    hind = await app.signIn('finance_officer');
    salma = await app.signIn('programme_officer');
  });
  afterAll(() => app.stop());
  afterEach(async () => {
    expect(await ledgerHolds(app.admin)).toEqual({ wrongBalances: 0, total: 0 });
    const { rows } = await app.admin.query(
      `SELECT s.organisation_id FROM grant_shares s JOIN budget_lines l USING (grant_id, organisation_id)
        GROUP BY s.grant_id, s.organisation_id, s.direct HAVING sum(l.amount) <> s.direct`,
    );
    expect(rows).toEqual([]); // the lines of each agency are what its share says
    const { body } = await omar.get('/api/v1/budget').expect(200);
    const totals = (body.grants[0].views as { total: object }[]).map(({ total }) =>
      JSON.stringify(total),
    );
    expect(new Set(totals).size).toBe(1);
    expect(body.grants[0].views[0].total.budgeted).toBe('2475000.00');
  });

  it('go from proposed to in force by another person, and the budget before is kept', async () => {
    const before = await amounts();
    expect(before['IOM-3.1']).toBe('77102.80'); // 6 % of 1,285,046.73
    const id = await proposed(
      { 'IOM-3.1': '-1000.00', 'IOM-2.3': '1000.00' },
      { note: 'des kits' },
    );
    expect(await amounts()).toEqual(before);
    expect((await decide(omar, id).expect(403)).body.code).toBe('revisions.needs_another_person');
    const { body } = await decide(salma, id).expect(201);
    expect(body).toEqual({ decision: 'approved', version: 2 });
    const after = await amounts();
    expect([after['IOM-3.1'], after['IOM-2.3']]).toEqual(['76102.80', '116654.21']);
    const whole = (await omar.get(`/api/v1/revisions/${id}`).expect(200)).body;
    expect(whole.comparison.lines[1]).toMatchObject({
      code: 'IOM-3.1',
      before: '77102.80',
      change: '-1000.00',
      after: '76102.80',
    });
    const { versions } = (await omar.get('/api/v1/budget-versions').expect(200)).body;
    expect(versions.map(({ isApproved }: { isApproved: boolean }) => isApproved)).toEqual([
      true,
      false,
    ]);
    expect(versions[0].amounts[grant.lines['IOM-3.1']!]).toBe('77102.80');
    expect((await decide(salma, id).expect(409)).body.code).toBe('revisions.decided_already');
    expect(await transferred()).toBe('1000.00');
  });

  it('can be refused, or withdrawn by their author alone, and that is the end of it', async () => {
    const before = await amounts();
    const refused = await proposed({ 'IOM-3.1': '-1.00', 'IOM-2.3': '1.00' });
    await decide(salma, refused, 'refused', { reason: 'later' }).expect(201);
    await decide(salma, refused).expect(409);
    const mine = await proposed({ 'IOM-3.1': '-1.00', 'IOM-2.3': '1.00' });
    expect((await decide(salma, mine, 'withdrawn').expect(403)).body.code).toBe(
      'revisions.not_yours',
    );
    await decide(omar, mine, 'withdrawn').expect(201);
    expect(await amounts()).toEqual(before);
  });

  it.each<[string, Changes, string, string | undefined]>([
    [
      'changes that do not make 0.00',
      { 'IOM-3.1': '-10.00', 'IOM-2.3': '10.01' },
      'revisions.not_zero',
      undefined,
    ],
    ['one line alone', { 'IOM-3.1': '0.00' }, 'revisions.two_lines', undefined],
    [
      'money that leaves its agency',
      { 'IOM-3.1': '-10.00', 'ILO-1.1': '10.00' },
      'revisions.leaves_agency',
      'betweenAgencies',
    ],
    [
      'three decimals',
      { 'IOM-3.1': '-10.005', 'IOM-2.3': '10.005' },
      'revisions.bad_change',
      'changes.0.change',
    ],
    [
      'a comma',
      { 'IOM-3.1': '-10,00', 'IOM-2.3': '10,00' },
      'revisions.bad_change',
      'changes.0.change',
    ],
  ])('%s: refused with a sentence', async (_what, changes, code, field) => {
    const { body } = await propose(changes).expect(422);
    const told = body.errors?.[0] ?? body;
    expect(told.code ?? body.code).toBe(code);
    if (field) expect(told.field).toBe(field);
  });

  it('say both figures where the sum is not 0.00', async () => {
    const { body } = await propose({ 'IOM-3.1': '-10.00', 'IOM-2.3': '10.01' }).expect(422);
    expect(body.detail).toBe(
      'Les lignes gagnent 10,01\u00a0USD et perdent 10,00\u00a0USD : la somme fait 0,01\u00a0USD et doit faire 0,00. Rien n’a été proposé.',
    );
  });

  it('leave no line below what is spent and promised, at the cent', async () => {
    await spend('IOM-3.2', '4000.00'); // of 154,205.61
    await order(await agreed('IOM-3.2', '205.61')).expect(201);
    const taken = await propose({ 'IOM-3.2': '-150000.01', 'IOM-3.1': '150000.01' }).expect(422);
    expect(taken.body.errors[0]).toMatchObject({
      code: 'revisions.line_is_taken',
      field: 'changes.0.change',
    });
    expect(JSON.stringify(taken.body)).toContain('4\u00a0205,61\u00a0USD sont pris');
    // Travel to travel: nothing moves between categories.
    await inForce({ 'IOM-3.2': '-150000.00', 'IOM-3.1': '150000.00' });
    expect((await amounts())['IOM-3.2']).toBe('4205.61');
    expect(await transferred()).toBe('1000.00');
    const short = await agreed('IOM-3.2', '0.01');
    expect((await order(short).expect(409)).body.code).toBe('budget.line_is_short');
  });

  it('beyond 10 % of the budget need the donor, whose approval starts the count anew', async () => {
    // 1,000.00 have moved; the line is 250,000.00. IOM-1.1 is contractual, IOM-3.1 travel.
    await inForce({ 'IOM-1.1': '-198999.99', 'IOM-3.1': '198999.99' });
    const near = (await omar.get('/api/v1/revisions').expect(200)).body.shown.rule;
    expect(near).toMatchObject({ cumulated: '199999.99', verdict: 'within', room: '50000.01' });
    await inForce({ 'IOM-1.1': '-50000.01', 'IOM-3.1': '50000.01' }); // exactly at it
    const at = (await omar.get('/api/v1/revisions').expect(200)).body.shown.rule;
    expect(at).toMatchObject({ cumulated: '250000.00', verdict: 'warning', room: '0.00' });

    const over = await proposed({ 'IOM-1.1': '-0.01', 'IOM-3.1': '0.01' }); // one cent over
    const { body } = await decide(salma, over).expect(409);
    expect(body.code).toBe('revisions.needs_prior_approval');
    expect(body.detail).toContain('250\u00a0000,01\u00a0USD');
    const past = app.transactions.run(salma.actor, (tx) =>
      tx.query(
        `INSERT INTO budget_revision_decisions (revision_id, decision) VALUES ($1, 'approved')`,
        [over],
      ),
    );
    await expect(past).rejects.toMatchObject({ constraint: 'revision_needs_prior_approval' });
    // Going back counts as well: it is what has moved, not what is left of it.
    const back = await proposed({ 'IOM-1.1': '100.00', 'IOM-3.1': '-100.00' });
    await decide(salma, back).expect(409);
    await decide(omar, back, 'withdrawn').expect(201);

    await donorAgrees(over).expect(201);
    await decide(hind, over).expect(201);
    expect(await transferred()).toBe('0.00');
    const { versions } = (await omar.get('/api/v1/budget-versions').expect(200)).body;
    expect(versions.at(-1).isApproved).toBe(true);
    await donorAgrees(over).expect(409);
  });

  it('between agencies change their shares to the cent, and need the donor always', async () => {
    const changes = { 'UNODC-2.1': '-1000.00', 'ILO-1.2': '1000.00' };
    const id = await proposed(changes, { betweenAgencies: true });
    expect((await decide(salma, id).expect(409)).body.code).toBe(
      'revisions.agencies_need_approval',
    );
    await donorAgrees(id).expect(201);
    await decide(salma, id).expect(201);
    const { rows } = await app.admin.query(
      `SELECT o.code, s.after_fee, s.direct, s.support FROM grant_shares s JOIN organisations o ON o.id = s.organisation_id
        WHERE o.code <> 'IOM' ORDER BY 1`,
    );
    expect(rows).toEqual([
      { code: 'ILO', after_fee: '501070.00', direct: '468289.72', support: '32780.28' },
      { code: 'UNODC', after_fee: '598930.00', direct: '559747.66', support: '39182.34' },
    ]);
  });

  it('among three agencies leave the award whole: the cents of rounding fall on one of them', async () => {
    // 7 % of 33.33 is 2.33 twice, of 66.66 it is 4.67: a cent less than what went.
    const changes = { 'UNODC-2.1': '33.33', 'ILO-1.2': '33.33', 'IOM-3.1': '-66.66' };
    const id = await proposed(changes, { betweenAgencies: true });
    await donorAgrees(id).expect(201);
    await decide(salma, id).expect(201);
    const { rows } = await app.admin.query(
      'SELECT sum(after_fee)::text AS whole, sum(direct)::text AS direct FROM grant_shares',
    );
    expect(rows).toEqual([{ whole: '2475000.00', direct: '2313084.11' }]);
  });

  it('keep the plans of their lines, which add up to what these are worth now', async () => {
    const lineId = grant.lines['ILO-9.1']!; // 46,728.98
    await omar
      .post(`/api/v1/budget/lines/${lineId}/plan`, {
        seen: 0,
        quarters: [
          { quarter: '2026-Q3', amount: '40000.00' },
          { quarter: '2027-Q1', amount: '6728.98' },
        ],
      })
      .expect(201);
    await inForce({ 'ILO-9.1': '-6738.98', 'ILO-2.1': '6738.98' });
    const { body } = await omar.get(`/api/v1/budget/lines/${lineId}/plan`).expect(200);
    expect(body).toMatchObject({ version: 2, why: 'revision', amount: '39990.00' });
    // What the quarters to come do not hold is taken from the one before.
    expect([body.planned[6], body.planned[8]]).toEqual(['39990.00', '0.00']);
  });

  it('and a commitment at the same moment: exactly one of them takes the money', async () => {
    const wins = { revision: 0, order: 0 };
    for (let turn = 0; turn < 6; turn += 1) {
      // UNODC-1.2 is brought to exactly 100.00 free; both want it.
      const { rows } = await app.admin.query<{ free: string }>(
        `SELECT (l.amount - sum(b.balance))::text AS free FROM budget_lines l JOIN ledger_accounts a ON a.line_id = l.id
           JOIN ledger_balances b ON b.account_id = a.id WHERE l.code = 'UNODC-1.2' AND a.kind IN ('spent', 'committed') GROUP BY l.amount`,
      );
      const off = (Number(rows[0]!.free) - 100).toFixed(2);
      if (off !== '0.00') {
        const less = off.startsWith('-') ? off.slice(1) : `-${off}`;
        await inForce({ 'UNODC-1.2': less, 'UNODC-1.1': off });
      }
      const commitment = await agreed('UNODC-1.2', '100.00');
      const revision = await proposed({ 'UNODC-1.2': '-100.00', 'UNODC-1.1': '100.00' });
      const both =
        turn % 2
          ? [() => order(commitment), () => decide(salma, revision)]
          : [() => decide(salma, revision), () => order(commitment)];
      const answers = await Promise.all(both.map((act) => act()));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      const won = answers.findIndex(({ status }) => status === 201);
      wins[(won === 0) === (turn % 2 === 0) ? 'revision' : 'order'] += 1;
    }
    expect(wins.revision + wins.order).toBe(6);
    const { rows } = await app.admin.query<{ over: number }>(
      `SELECT count(*)::int AS over FROM budget_lines l WHERE l.amount < (SELECT sum(b.balance) FROM ledger_balances b
         JOIN ledger_accounts a ON a.id = b.account_id WHERE a.line_id = l.id AND a.kind IN ('spent', 'committed'))`,
    );
    expect(rows[0]!.over).toBe(0);
  });

  it('two people who approve at once: it comes into force once', async () => {
    const before = await amounts();
    const id = await proposed({ 'UNODC-9.1': '-10.00', 'UNODC-1.1': '10.00' });
    const answers = await Promise.all([decide(salma, id), decide(hind, id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const less = Number(before['UNODC-9.1']) - Number((await amounts())['UNODC-9.1']);
    expect(less.toFixed(2)).toBe('10.00');
  });

  it('are the only way to change a line: nobody does it past them', async () => {
    const past = app.transactions.run(omar.actor, (tx) =>
      tx.query(`UPDATE budget_lines SET amount = amount + 1 WHERE code = 'IOM-1.1'`),
    );
    await expect(past).rejects.toMatchObject({ code: '42501' });
    const slipped = app.transactions.run(omar.actor, async (tx) => {
      const [row] = await tx.query<{ id: string }>(
        'SELECT id FROM budget_revisions ORDER BY number DESC LIMIT 1',
      );
      await tx.query(
        `INSERT INTO budget_revision_lines (revision_id, grant_id, line_id, change)
         SELECT $1, grant_id, id, CASE code WHEN 'IOM-1.1' THEN 5 ELSE -5 END FROM budget_lines WHERE code IN ('IOM-1.1', 'IOM-1.2')`,
        [row!.id],
      );
    });
    await expect(slipped).rejects.toMatchObject({ constraint: 'revision_sums_to_zero' });
  });

  it('are read by audit, made by finance and programme, and closed to everybody else', async () => {
    const auditor = await app.signIn('auditor');
    await auditor.get('/api/v1/revisions').expect(200);
    await propose({ 'IOM-3.1': '-1.00', 'IOM-2.3': '1.00' }, {}, auditor).expect(403);
    const id = await proposed({ 'IOM-3.1': '-1.00', 'IOM-2.3': '1.00' });
    await decide(auditor, id).expect(403);
    await donorAgrees(id, auditor).expect(403);
    const manager = await app.signIn('shelter_manager');
    await manager.get(`/api/v1/revisions/${id}`).expect(403);
    const seen = await app.transactions.run(manager.actor, (tx) =>
      tx.query('SELECT 1 FROM budget_revisions'),
    );
    expect(seen).toEqual([]);
    await propose({ 'IOM-3.1': '-1.00', 'IOM-2.3': '1.00' }, {}, salma).expect(201);
  });

  it('have pages: the list, the form with its comparison, one with what comes next, the versions', async () => {
    const list = await omar.get('/budget/revisions').expect(200);
    expect(list.text).toContain('class="transfer-gauge"');
    expect(list.text).toContain('Changement d’une personne clé');
    expect(list.text).not.toMatch(/style=|revisions:|common:/);
    const form = await omar.get('/budget/revisions/new').expect(200);
    expect(form.text).toContain('name="changes.7.change"');
    const lines = JTIP_GRANT.shares.flatMap(({ lines }) => lines.map(({ code }) => code));
    const fields = Object.fromEntries(
      lines.flatMap((code, at) => [
        [`changes.${at}.lineId`, grant.lines[code]!],
        [`changes.${at}.change`, ''],
      ]),
    );
    const typed = { ...fields, 'changes.5.change': '− 20,50', 'changes.4.change': '+20,50' };
    const shown = await omar
      .submit('/budget/revisions', { ...typed, grantId: grant.grantId, act: 'compare' })
      .expect(200);
    expect(shown.text).toContain('change-bars');
    expect(shown.text).toContain('value="− 20,50"');
    const wrong = await omar
      .submit('/budget/revisions', {
        ...typed,
        grantId: grant.grantId,
        reason: 'exchange',
        'changes.5.change': '-20',
        act: 'propose',
      })
      .expect(422);
    expect(wrong.text).toContain('la somme fait 0,50');
    const sent = await omar
      .submit('/budget/revisions', {
        ...typed,
        grantId: grant.grantId,
        reason: 'exchange',
        act: 'propose',
      })
      .expect(303);
    const one = sent.headers.location!;
    expect((await omar.get(one).expect(200)).text).toContain(
      'personne n’approuve sa propre révision',
    );
    expect((await salma.get(one).expect(200)).text).toContain('Approuver et mettre en vigueur');
    await salma.submit(`${one}/decisions`, { decision: 'approved' }).expect(303);
    const versions = await omar.get('/budget/revisions/versions').expect(200);
    expect(versions.text).toContain('Approuvée par le bailleur');
  });
});
