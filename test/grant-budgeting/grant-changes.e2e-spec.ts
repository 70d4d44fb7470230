import { randomUUID } from 'node:crypto';
import { grantTemplate, Ledger, type GrantDefinition } from '../../modules/grant-budgeting';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { asBytes } from '../access/route-comparison';
import { charge, ledgerHolds, openedGrant } from './samples';

const line = (code: string, amount: string) => ({
  code,
  name: { fr: code, ar: code, en: code },
  amount,
  unsdg: 4,
  objectClass: 'f',
});
/** 100,000.00 EUR less 1 % is 99,000.00; at 7 % its direct costs are 92,523.36. */
const GRANT: GrantDefinition = {
  ...grantTemplate,
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  shares: [
    {
      organisationCode: 'IOM',
      afterFee: '99000.00',
      supportRate: '0.07',
      lines: [line('A-1.1', '60000.00'), line('A-2.1', '32523.36')],
    },
  ],
  donorCode: 'JTIP',
};
/** 150,000.00 less 1 % is 148,500.00; at 7 % 138,785.05: 46,261.69 more, all of it on a new line. */
const withMore = (grant: GrantDefinition): GrantDefinition => ({
  ...grant,
  amount: '150000.00',
  endsOn: '2027-12-31',
  shares: [
    {
      ...grant.shares[0]!,
      afterFee: '148500.00',
      lines: [...grant.shares[0]!.lines, line('A-3.1', '46261.69')],
    },
  ],
});

describe('a grant in force is changed by two people', () => {
  let app: TestApp;
  let omar: SignedIn; // proposes
  let salma: SignedIn; // confirms
  let auditor: SignedIn;
  let manager: SignedIn;
  let number = 0;

  const opened = async (over: Partial<GrantDefinition> = {}) => {
    number += 1;
    const definition = { ...GRANT, code: `CHANGE-${number}`, ...over };
    const { grantId, lines } = await openedGrant(app, definition);
    return { id: grantId, lines, definition };
  };
  const amend = (who: SignedIn, id: string, definition: object, effectiveOn = '2026-11-25') =>
    who.post(`/api/v1/grants/${id}/amendments`, {
      effectiveOn,
      reference: 'Avenant 1, signé le 20 novembre 2026',
      definition,
    });
  const change = (who: SignedIn, id: string, kind: string, effectiveOn: string) =>
    who.post(`/api/v1/grants/${id}/changes`, {
      kind,
      effectiveOn,
      reference: 'Lettre du bailleur, 24 novembre 2026',
    });
  const decide = (who: SignedIn, id: string, decision = 'confirmed') =>
    who.post(`/api/v1/grant-proposals/${id}/decisions`, {
      decision,
      ...(decision === 'refused' && { reason: 'later' }),
    });
  const inForce = async (proposal: ReturnType<SignedIn['post']>): Promise<string> => {
    const { body } = await proposal.expect(201);
    await decide(salma, body.id).expect(201);
    return body.id as string;
  };
  const grantOf = async (id: string) => (await omar.get(`/api/v1/grants/${id}`).expect(200)).body;
  const codes = ({
    body,
  }: {
    body: { code?: string; errors?: { field: string; code: string }[] };
  }) => (body.errors ? body.errors.map(({ field, code }) => [field, code]) : body.code);
  const cost = (
    lineId: string,
    factOn: string,
    amount = '100.00',
    sourceId: string = randomUUID(),
  ) =>
    charge(app, omar.actor, {
      sourceKind: 'correction',
      sourceId,
      lineId,
      factOn,
      amount,
      currency: 'EUR',
    });
  const tasksOf = async (lineId: string): Promise<number> => {
    const { rows } = await app.admin.query(
      `SELECT 1 FROM tasks WHERE kind = 'finance' AND subject_id = $1 AND done_at IS NULL`,
      [lineId],
    );
    return rows.length;
  };
  /** Days go by, and nobody has to sign in again. */
  const at = async (instant: string): Promise<void> => {
    app.clock.set(instant);
    await app.admin.query(
      `UPDATE sessions SET seen_at = $1::timestamptz, expires_at = $1::timestamptz + interval '12 hours'`,
      [instant],
    );
  };

  beforeAll(async () => {
    app = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    omar = await app.signIn('finance_officer');
    salma = await app.signIn('programme_officer', { language: 'ar' });
    auditor = await app.signIn('auditor');
    manager = await app.signIn('shelter_manager');
    await at('2026-11-25T10:00:00Z');
  });
  afterAll(() => app.stop());
  afterEach(async () => {
    expect(await ledgerHolds(app.admin)).toEqual({ wrongBalances: 0, total: 0 });
    await at('2026-11-25T10:00:00Z');
  });

  it('more money, a longer period and a line come into force at the confirmation, and the version before stays', async () => {
    const { id, lines, definition } = await opened();
    const title = { fr: 'Nouveau titre', ar: 'عنوان جديد', en: 'New title' };
    const proposed = await amend(omar, id, { ...withMore(definition), title }).expect(201);
    expect((await grantOf(id)).definition.amount).toBe('100000.00');
    expect((await decide(omar, proposed.body.id).expect(403)).body.code).toBe(
      'grants.needs_another_person',
    );
    await decide(salma, proposed.body.id).expect(201);
    const grant = await grantOf(id);
    expect(grant.definition).toMatchObject({
      amount: '150000.00',
      endsOn: '2027-12-31',
      title,
      awardNumber: grantTemplate.awardNumber,
    });
    expect(
      grant.versions.map(
        ({ version, kind, effectiveOn, proposedBy, inForceBy }: Record<string, string>) =>
          [version, kind, effectiveOn, proposedBy, inForceBy].join(' · '),
      ),
    ).toEqual([
      `2 · amend · 2026-11-25 · ${omar.actor.name} · ${salma.actor.name}`,
      expect.stringMatching(/^1 · open · 2026-01-01/),
    ]);
    const { rows } = await app.admin.query(
      `SELECT s.after_fee, s.direct, s.support, (SELECT json_object_agg(l.code, l.amount::text ORDER BY l.code) FROM budget_lines l
         WHERE l.grant_id = s.grant_id) AS lines FROM grant_shares s WHERE grant_id = $1`,
      [id],
    );
    expect(rows).toEqual([
      {
        after_fee: '148500.00',
        direct: '138785.05',
        support: '9714.95',
        lines: { 'A-1.1': '60000.00', 'A-2.1': '32523.36', 'A-3.1': '46261.69' },
      },
    ]);
    const first = await auditor.get(`/api/v1/grants/${id}/versions/1`).expect(200);
    expect(first.body.definition).toMatchObject({ amount: '100000.00', endsOn: '2026-12-31' });
    const second = await auditor.get(`/api/v1/grants/${id}/versions/2`).expect(200);
    expect(second.body.before).toEqual(first.body.definition);
    await auditor.get(`/api/v1/grants/${id}/versions/99999999999`).expect(404);
    // The new line is charged like the others.
    const { body } = await omar.get(`/api/v1/budget-versions?grant=${definition.code}`).expect(200);
    const added = body.lines.find(({ code }: { code: string }) => code === 'A-3.1');
    expect(await cost(added.lineId, '2026-11-25')).toMatchObject({ funded: '100.00' });
    expect(
      body.versions.map(({ version, isApproved, amounts }: Record<string, never>) => [
        version,
        isApproved,
        amounts[lines['A-1.1']!],
        amounts[added.lineId],
      ]),
    ).toEqual([
      [1, true, '60000.00', '0.00'],
      [2, true, '60000.00', '46261.69'],
    ]);
  });

  it('a title alone makes a version of the grant and none of its budget, so that transfers count on', async () => {
    const { id, definition } = await opened();
    await inForce(amend(omar, id, { ...definition, awardNumber: 'S-SJTIP-26-7' }));
    expect((await grantOf(id)).definition.awardNumber).toBe('S-SJTIP-26-7');
    const { body } = await omar.get(`/api/v1/budget-versions?grant=${definition.code}`).expect(200);
    expect(body.versions.length).toBe(1);
  });

  it('a report of a period before it keeps the award and its rates as they were, a later one has the new', async () => {
    const { id, definition } = await opened();
    const received = { grantId: id, kind: 'received', onDay: '2026-03-01', amount: '1000.00' };
    await omar.post('/api/v1/donor-money', { ...received, reference: 'TR-RATES' }).expect(201);
    // 150,000.00 less 2 % is 147,000.00; at 10 % its direct costs are 133,636.36.
    const { lines, ...share } = definition.shares[0]!;
    await inForce(
      amend(omar, id, {
        ...withMore(definition),
        feeRate: '0.02',
        shares: [
          {
            ...share,
            afterFee: '147000.00',
            supportRate: '0.10',
            lines: [...lines, line('A-3.1', '41113.00')],
          },
        ],
      }),
    );
    const termsIn = async (endsOn: string) => {
      const { body } = await omar
        .get(`/api/v1/grants/${id}/sf-425?endsOn=${endsOn}&type=quarterly`)
        .expect(200);
      return [body.grant.endsOn, body.lines.d, body.fee, Number(body.indirect[0].rate)];
    };
    expect(await termsIn('2026-09-30')).toEqual(['2026-12-31', '100000.00', '10.00', 0.07]);
    await at('2027-01-05T10:00:00Z');
    expect(await termsIn('2026-12-31')).toEqual(['2027-12-31', '150000.00', '20.00', 0.1]);
  });

  it('is refused with its figures where it takes back what was booked, or does not add up', async () => {
    const { id, lines, definition } = await opened();
    await cost(lines['A-1.1']!, '2026-03-10', '20000.00');
    await omar
      .post('/api/v1/donor-money', {
        grantId: id,
        kind: 'received',
        amount: '95000.00',
        onDay: '2026-11-02',
        reference: 'TR-1',
      })
      .expect(201);
    const share = definition.shares[0]!;
    const with2 = (first: string, second: string) => ({
      ...definition,
      shares: [{ ...share, lines: [line('A-1.1', first), line('A-2.1', second)] }],
    });
    const below = await amend(omar, id, with2('19999.99', '72523.37')).expect(422);
    expect(codes(below)).toEqual([['shares.0.lines.0.amount', 'grants.line_below']]);
    expect(JSON.stringify(below.body.errors)).toContain('20000.00 EUR');
    await amend(omar, id, with2('20000.00', '72523.36')).expect(201);
    const refused: [object, unknown][] = [
      [with2('60000.00', '32523.35'), [['shares.0.lines', 'grants.lines_differ']]],
      [{ ...definition, endsOn: '2026-03-09' }, [['endsOn', 'grants.cost_after']]],
      [{ ...definition, startsOn: '2026-03-11' }, [['startsOn', 'grants.cost_before']]],
      [{ ...definition, code: 'OTHER' }, [['code', 'grants.stays']]],
      [{ ...definition, currency: 'USD' }, [['currency', 'grants.stays']]],
      [{ ...definition, outcomes: [] }, expect.arrayContaining([['outcomes', 'grants.left_out']])],
      [
        { ...definition, shares: [{ ...share, lines: [line('A-1.1', '92523.36')] }] },
        [['shares', 'grants.left_out']],
      ],
      [
        {
          ...definition,
          shares: [
            { ...share, lines: [{ ...share.lines[0]!, objectClass: 'b' }, share.lines[1]!] },
          ],
        },
        [['shares.0.lines.0.code', 'grants.line_stays']],
      ],
      [
        {
          ...definition,
          // 90,000.00 less 1 % is 89,100.00; at 7 % 83,271.03.
          amount: '90000.00',
          shares: [
            {
              ...share,
              afterFee: '89100.00',
              lines: [line('A-1.1', '60000.00'), line('A-2.1', '23271.03')],
            },
          ],
        },
        [['amount', 'grants.below_received']],
      ],
      [
        { ...definition, shares: [{ ...share, organisationCode: 'NOBODY' }] },
        expect.arrayContaining([['shares.0.organisationCode', 'grants.unknown_organisation']]),
      ],
    ];
    const before = await grantOf(id);
    for (const [wrong, expected] of refused) {
      expect(codes(await amend(omar, id, wrong).expect(422))).toEqual(expected);
    }
    await amend(omar, id, { ...definition, colour: 'red' }).expect(422);
    await amend(omar, id, definition, '2026-02-30').expect(422);
    await amend(omar, randomUUID(), definition).expect(404);
    expect(await grantOf(id)).toEqual(before);
  });

  it('is refused at the confirmation where the grant changed, or more was spent, since it was proposed', async () => {
    const { id, lines, definition } = await opened();
    const share = definition.shares[0]!;
    const less = {
      ...definition,
      shares: [{ ...share, lines: [line('A-1.1', '10000.00'), line('A-2.1', '82523.36')] }],
    };
    const first = (await amend(omar, id, less).expect(201)).body.id as string;
    const second = (await amend(omar, id, withMore(definition)).expect(201)).body.id as string;
    await cost(lines['A-1.1']!, '2026-11-20', '10000.01');
    expect(codes(await decide(salma, first).expect(422))).toEqual([
      ['shares.0.lines.0.amount', 'grants.line_below'],
    ]);
    await decide(salma, second).expect(201);
    const third = (await amend(omar, id, (await grantOf(id)).definition).expect(201)).body.id;
    await inForce(amend(omar, id, { ...(await grantOf(id)).definition, awardNumber: 'X-2' }));
    expect(codes(await decide(salma, third).expect(409))).toBe('grants.changed_since_proposed');
    await decide(salma, third, 'refused').expect(201);
  });

  it('is confirmed from its day on, and once where two confirm at once', async () => {
    const { id, definition } = await opened();
    const hind = await app.signIn('finance_officer');
    const early = await amend(omar, id, withMore(definition), '2026-12-01').expect(201);
    expect(codes(await decide(salma, early.body.id).expect(409))).toBe('grants.not_its_day');
    await at('2026-12-01T10:00:00Z');
    const answers = await Promise.all([decide(salma, early.body.id), decide(hind, early.body.id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect((await grantOf(id)).versions.length).toBe(2);
  });

  it('holds a planned line to its plan over the new period', async () => {
    const { id, lines, definition } = await opened();
    const quarters = ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4'].map((quarter) => ({
      quarter,
      amount: '15000.00',
    }));
    await omar
      .post(`/api/v1/budget/lines/${lines['A-1.1']}/plan`, { quarters, seen: 0 })
      .expect(201);
    const more = withMore(definition);
    const share = more.shares[0]!;
    // The 46,261.69 go to the planned line.
    await inForce(
      amend(omar, id, {
        ...more,
        shares: [{ ...share, lines: [line('A-1.1', '106261.69'), share.lines[1]!] }],
      }),
    );
    const { rows } = await app.admin.query(
      `SELECT p.version, p.amount, count(q.starts_on)::int AS quarters FROM budget_plans p
         JOIN budget_plan_quarters q ON q.plan_id = p.id WHERE p.line_id = $1 GROUP BY p.id ORDER BY p.version`,
      [lines['A-1.1']],
    );
    expect(rows).toEqual([
      { version: 1, amount: '60000.00', quarters: 4 },
      { version: 2, amount: '106261.69', quarters: 8 },
    ]);
  });

  it('suspended, it bears no cost and no commitment from the first day until it is resumed', async () => {
    const { id, lines } = await opened();
    const lineId = lines['A-1.1']!;
    const commitment = async () => {
      const { body } = await omar
        .post('/api/v1/commitments', {
          lineId,
          supplier: 'Fournisseur',
          confirmed: true,
          purpose: 'Matelas pour le refuge',
          amount: '500.00',
          currency: 'EUR',
          startsOn: '2026-11-25',
          endsOn: '2026-12-15',
        })
        .expect(201);
      await salma
        .post(`/api/v1/commitments/${body.id}/decisions`, { decision: 'approved' })
        .expect(201);
      return body.id as string;
    };
    const order = (one: string) =>
      omar.post(`/api/v1/commitments/${one}/steps`, { step: 'committed' });
    const before = await commitment();
    await order(before).expect(201);
    await cost(lineId, '2026-11-24');
    // Not from a day on which something is booked already: the order of today.
    expect(codes(await change(omar, id, 'suspend', '2026-11-25').expect(409))).toEqual([
      ['effectiveOn', 'grants.before_its_costs'],
    ]);
    await inForce(change(omar, id, 'suspend', '2026-11-26'));
    expect((await grantOf(id)).suspendedFrom).toBe('2026-11-26');
    await at('2026-11-27T10:00:00Z');
    // A day before the suspension still counts; a day of it is unfunded, with its task.
    expect(await cost(lineId, '2026-11-25')).toMatchObject({ funded: '100.00', unfunded: '0.00' });
    expect(await tasksOf(lineId)).toBe(0);
    expect(await cost(lineId, '2026-11-26')).toMatchObject({ funded: '0.00', unfunded: '100.00' });
    expect(await tasksOf(lineId)).toBe(1);
    const after = await commitment();
    const refused = await order(after).expect(409);
    expect(refused.body.code).toBe('grants.takes_no_costs');
    // Past the application it is refused too.
    const past = app.transactions.run(omar.actor, async (tx) => {
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO ledger_transactions (grant_id, source_kind, source_id, booked_on, fact_on, posted_by)
         VALUES ($1, 'correction', gen_random_uuid(), '2026-11-27', '2026-11-27', mawa_actor()) RETURNING id`,
        [id],
      );
      await tx.query(
        `INSERT INTO ledger_entries (transaction_id, account_id, amount, original_amount, original_currency, rate, rate_on)
         SELECT $1, a.id, CASE a.kind WHEN 'spent' THEN 1 ELSE -1 END, 1, 'EUR', 1, '2026-11-27' FROM ledger_accounts a
          WHERE a.grant_id = $2 AND (a.line_id = $3 AND a.kind = 'spent' OR a.kind = 'funds')`,
        [row!.id, id, lineId],
      );
    });
    await expect(past).rejects.toMatchObject({ constraint: 'grant_takes_no_costs' });
    expect(codes(await change(omar, id, 'suspend', '2026-11-28').expect(409))).toBe(
      'grants.suspended_already',
    );
    await inForce(change(omar, id, 'resume', '2026-11-27'));
    expect(await cost(lineId, '2026-11-27')).toMatchObject({ funded: '100.00' });
    expect(await cost(lineId, '2026-11-26')).toMatchObject({ unfunded: '100.00' });
    await order(after).expect(201);
    expect(codes(await change(omar, id, 'resume', '2026-11-28').expect(409))).toBe(
      'grants.not_suspended',
    );
    expect((await grantOf(id)).versions.map(({ kind }: { kind: string }) => kind)).toEqual([
      'resume',
      'suspend',
      'open',
    ]);
  });

  it('closed, it settles what it owes for 120 days, and afterwards nothing is booked', async () => {
    const { id, lines, definition } = await opened();
    const lineId = lines['A-1.1']!;
    const early: string = randomUUID();
    const late: string = randomUUID();
    await cost(lineId, '2026-11-20', '100.00', early);
    await cost(lineId, '2026-11-20', '100.00', late);
    expect(codes(await change(omar, id, 'close', '2026-11-19').expect(409))).toEqual([
      ['effectiveOn', 'grants.before_its_costs'],
    ]);
    await inForce(change(omar, id, 'close', '2026-11-20'));
    // A late cost of before counts; a later one is unfunded.
    expect(await cost(lineId, '2026-11-20')).toMatchObject({ funded: '100.00' });
    expect(await cost(lineId, '2026-11-21')).toMatchObject({ unfunded: '100.00' });
    const reverse = (sourceId: string) =>
      app.transactions.run(omar.actor, (tx) =>
        new Ledger().reverse(tx, { sourceKind: 'correction', sourceId, reason: 'mistake' }),
      );
    expect((await grantOf(id)).settledUntil).toBe('2027-03-20'); // 120 days after 2026-11-20
    await at('2027-03-20T10:00:00Z');
    expect(await cost(lineId, '2026-11-19')).toMatchObject({ funded: '100.00' });
    await reverse(early);
    await at('2027-03-21T10:00:00Z');
    expect(await cost(lineId, '2026-11-19')).toMatchObject({ funded: '0.00', unfunded: '100.00' });
    await expect(reverse(late)).rejects.toMatchObject({ code: 'grants.takes_no_costs' });
    for (const kind of ['suspend', 'resume', 'close']) {
      expect(codes(await change(omar, id, kind, '2026-11-20').expect(409))).toBe(
        'grants.closed_already',
      );
    }
    expect(codes(await amend(omar, id, definition).expect(422))).toEqual([
      [null, 'grants.closed_already'],
    ]);
  });

  it('is proposed and confirmed by finance and programme alone, and read by the auditor', async () => {
    const { id, definition } = await opened();
    const waiting = await amend(omar, id, withMore(definition)).expect(201);
    for (const who of [auditor, manager]) {
      await amend(who, id, definition).expect(403);
      await change(who, id, 'suspend', '2026-11-26').expect(403);
      await decide(who, waiting.body.id).expect(403);
      await who.submit(`/budget/grants/${id}/changes`, {}).expect(403);
    }
    await auditor.get(`/budget/grants/${id}`).expect(200);
    await auditor.get(`/budget/grants/${id}/versions/1`).expect(200);
    await auditor.get(`/budget/grants/${id}/workbook`).expect(200);
    await manager.get(`/api/v1/grants/${id}`).expect(403);
    await manager.get(`/api/v1/grants/${id}/versions/1`).expect(403);
    await manager.get(`/budget/grants/${id}`).expect(403);
  });

  it('is not changed by a row of the application', async () => {
    const { id, definition } = await opened();
    const as = (statement: string, values: unknown[]) =>
      app.transactions.run(omar.actor, (tx) => tx.query(statement, values));
    await expect(as(`UPDATE grants SET amount = 1 WHERE id = $1`, [id])).rejects.toThrow(
      'permission',
    );
    await expect(
      as(`INSERT INTO grant_suspensions (grant_id, from_day) VALUES ($1, '2026-11-26')`, [id]),
    ).rejects.toThrow('permission');
    const { body } = await amend(omar, id, withMore(definition)).expect(201);
    await expect(
      as(`INSERT INTO grant_decisions (proposal_id, decision) VALUES ($1, 'confirmed')`, [body.id]),
    ).rejects.toMatchObject({ constraint: 'grant_needs_another_person' });
    // Whoever leaves the checks of the application out meets those of the database.
    const share = definition.shares[0]!;
    const short = { ...definition, shares: [{ ...share, lines: [line('A-1.1', '92523.36')] }] };
    const [proposal] = await as(
      `INSERT INTO grant_proposals (code, kind, grant_id, definition, effective_on, reference)
       VALUES ($1, 'amend', $2, $3, '2026-11-25', 'without a check') RETURNING id`,
      [definition.code, id, JSON.stringify(short)],
    );
    const confirmed = app.transactions.run(salma.actor, (tx) =>
      tx.query(`INSERT INTO grant_decisions (proposal_id, decision) VALUES ($1, 'confirmed')`, [
        (proposal as { id: string }).id,
      ]),
    );
    await expect(confirmed).rejects.toMatchObject({ constraint: 'amendment_keeps_its_lines' });
  });

  describe('on pages', () => {
    it('is amended in the steps in which a grant is entered, with what changes beside it', async () => {
      const { id, definition } = await opened();
      const list = await omar.get('/budget/grants').expect(200);
      expect(list.text).toContain(`/budget/grants/${id}`);
      const page = await omar.get(`/budget/grants/${id}`).expect(200);
      expect(page.text).toContain('name="amends"');
      const { headers } = await omar.submit('/budget/grants/drafts', { amends: id }).expect(303);
      const award = headers['location']!;
      const draft = award.replace('/award', '');
      const form = await omar.get(award).expect(200);
      expect(form.text).toContain('name="amendment.reference"');
      expect(form.text).not.toContain('name="donorCode"');
      // Nothing was typed yet that could be wrong.
      expect(form.text).not.toContain('À corriger avant de continuer');
      // Without the day and the agreement it is not proposed.
      await omar.submit(`${draft}/proposal`, {}).expect(422);
      const missing = (await omar.get(`${draft}/check`).expect(200)).text;
      expect(missing).toContain('À partir du');
      const fields = {
        'amendment.effectiveOn': '2026-11-25',
        'amendment.reference': 'Avenant 1',
        'title.fr': 'Titre amendé',
        'title.ar': 'عنوان معدل',
        'title.en': 'Amended title',
        amount: '150 000,00',
        feeRate: '1',
        startsOn: '2026-01-01',
        endsOn: '2027-12-31',
        sharesSource: 'avenant',
      };
      await omar.submit(award, fields).expect(303);
      const share = {
        'shares.0.organisationCode': 'IOM',
        'shares.0.afterFee': '148500',
        'shares.0.supportRate': '7',
        ...Object.fromEntries(
          definition.outcomes!.flatMap(({ code, name }, at) => [
            [`outcomes.${at}.code`, code],
            [`outcomes.${at}.name.fr`, name.fr],
            [`outcomes.${at}.name.ar`, name.ar],
            [`outcomes.${at}.name.en`, name.en],
          ]),
        ),
      };
      await omar.submit(`${draft}/agencies`, share).expect(303);
      const rows = [
        ['A-1.1', '106261.69'],
        ['A-2.1', '32523.36'],
      ].flatMap(([code, amount], at) => [
        [`lines.${at}.code`, code],
        [`lines.${at}.amount`, amount],
        [`lines.${at}.name.fr`, code],
        [`lines.${at}.name.ar`, code],
        [`lines.${at}.name.en`, code],
        [`lines.${at}.unsdg`, '4'],
        [`lines.${at}.objectClass`, 'f'],
      ]);
      await omar.submit(`${draft}/lines-0`, Object.fromEntries(rows)).expect(303);
      const check = await omar.get(`${draft}/check`).expect(200);
      expect(check.text).toContain('/proposal"');
      expect(check.text).toContain('Titre amendé');
      const { headers: sent } = await omar.submit(`${draft}/proposal`, {}).expect(303);
      const proposal = sent['location']!;
      const seen = await salma.get(proposal).expect(200);
      expect(seen.text).toContain('عنوان معدل');
      await salma.submit(`${proposal}/decisions`, { decision: 'confirmed' }).expect(303);
      const version = await omar.get(`/budget/grants/${id}/versions/2`).expect(200);
      expect(version.text).toContain('Titre amendé');
      expect(version.text).toContain(definition.title.fr);
      await omar.get(`/budget/grants/${id}/versions/3`).expect(404);
      const budget = await omar
        .get(`/budget/revisions/versions?grant=${definition.code}`)
        .expect(200);
      expect(budget.text).toContain(proposal);
    });

    it('is suspended and closed by a form that says what is wrong', async () => {
      const { id } = await opened();
      const submit = (fields: Record<string, string>) =>
        omar.submit(`/budget/grants/${id}/changes`, fields);
      const wrong = await submit({ kind: 'suspend', effectiveOn: '', reference: '' }).expect(422);
      expect(wrong.text).toContain('id="e-effectiveOn"');
      await submit({ kind: 'suspend', effectiveOn: '2027-01-01', reference: 'Lettre' }).expect(422);
      await submit({
        kind: 'suspend',
        effectiveOn: '2026-11-26',
        reference: 'x y',
        more: '1',
      }).expect(422);
      const { headers } = await submit({
        kind: 'suspend',
        effectiveOn: '2026-11-26',
        reference: 'Lettre',
      }).expect(303);
      const proposal = headers['location']!;
      await salma.get(proposal).expect(200);
      const waiting = await omar.get(`/budget/grants/${id}`).expect(200);
      expect(waiting.text).toContain(proposal);
      await salma.submit(`${proposal}/decisions`, { decision: 'confirmed' }).expect(303);
      const page = await omar.get(`/budget/grants/${id}`).expect(200);
      expect(page.text).toContain('value="resume"');
    });

    it('comes as the workbook or the JSON of the grant, with the day and the agreement', async () => {
      const { id, definition } = await opened();
      const bring = (bytes: Buffer, filename: string) =>
        app
          .http()
          .post('/budget/grants/files')
          .set(omar.headers)
          .attach('file', bytes, { filename });
      const whole = { effectiveOn: '2026-11-25', reference: 'Avenant 3', definition };
      const json = await bring(Buffer.from(JSON.stringify(whole)), 'a.json').expect(303);
      const check = await omar.get(json.headers['location']!).expect(200);
      expect(check.text).toContain('/proposal"');
      const { body } = await omar.get(`/budget/grants/${id}/workbook`).buffer().parse(asBytes);
      const book = await bring(body as Buffer, 'a.xlsx').expect(303);
      const award = book.headers['location']!.replace('/check', '/award');
      expect((await omar.get(award).expect(200)).text).toContain('name="amendment.effectiveOn"');
      const nobody = { ...whole, definition: { ...definition, code: 'NOT-THERE' } };
      await bring(Buffer.from(JSON.stringify(nobody)), 'b.json')
        .set('sec-fetch-mode', 'cors')
        .expect(422);
    });
  });
});
