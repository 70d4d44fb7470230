import { randomUUID } from 'node:crypto';
import type { OpenedGrant } from '../../modules/grant-budgeting';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { enteredRate, openedGrant } from './samples';

/**
 * The demonstration grant of 2,500,000.00 USD, no money received, so no fee. One agreement of ILO (7 %)
 * of 300,000.00 MAD, kept at 0.10 = 30,000.00 USD; a second of 10,000.00 MAD, kept at 0.10 = 1,000.00 USD.
 */
describe('the federal financial report with money that partners hold', () => {
  let app: TestApp;
  let grant: OpenedGrant;
  let omar: SignedIn;
  let salma: SignedIn;
  let partner: string;

  const line = (code: string) => grant.lines[code]!;
  /** Sessions end meanwhile: everybody signs in again. */
  const at = async (day: string): Promise<void> => {
    app.clock.set(`${day}T10:00:00Z`);
    omar = await app.signIn('finance_officer');
    salma = await app.signIn('programme_officer');
  };

  const agreement = async (amount: string): Promise<string> => {
    const { body } = await omar
      .post('/api/v1/partner-agreements', {
        grantId: grant.grantId,
        organisationId: partner,
        reference: `ACC-${randomUUID().slice(0, 8)}`,
        startsOn: '2026-04-01',
        endsOn: '2026-12-31',
        amount,
        currency: 'MAD',
        rows: [{ lineId: line('ILO-1.1'), amount }],
      })
      .expect(201);
    await salma.post(`/api/v1/agreements/${body.id}/confirmation`).expect(201);
    return body.id as string;
  };
  const advance = async (id: string, amount: string, on: string): Promise<void> => {
    const rows = [{ lineId: line('ILO-1.1'), amount }];
    const { body } = await omar
      .post(`/api/v1/partner-agreements/${id}/advances`, { quarter: '2026-04-01', rows })
      .expect(201);
    await salma
      .post(`/api/v1/advances/${body.id}/decisions`, { decision: 'authorised' })
      .expect(201);
    await omar.post(`/api/v1/advances/${body.id}/payment`, { on, document: 'V-1' }).expect(201);
  };
  const reported = async (id: string, amount: string): Promise<void> => {
    const rows = [{ lineId: line('ILO-1.1'), month: '2026-06-01', amount }];
    const { body } = await omar
      .post(`/api/v1/partner-agreements/${id}/returns`, { rows })
      .expect(201);
    await salma.post(`/api/v1/returns/${body.id}/decisions`, { decision: 'accepted' }).expect(201);
  };
  const lines = async (basis: string, endsOn: string): Promise<string> => {
    const { body } = await omar
      .get(`/api/v1/grants/${grant.grantId}/sf-425?type=quarterly&basis=${basis}&endsOn=${endsOn}`)
      .expect(200);
    return ['e', 'f', 'g', 'h'].map((letter) => body.lines[letter]).join(' ');
  };
  /** Sums of entries by kind of account, by separate SQL. */
  const standing = async (): Promise<Record<string, number>> => {
    const { rows } = await app.admin.query<{ kind: string; sum: string }>(
      `SELECT a.kind, sum(e.amount)::text AS sum FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id
        WHERE a.grant_id = $1 GROUP BY a.kind`,
      [grant.grantId],
    );
    return Object.fromEntries(rows.map(({ kind, sum }) => [kind, Number(sum)]));
  };

  beforeAll(async () => {
    app = await startApp({ at: '2026-05-10T10:00:00Z' });
    grant = await openedGrant(app);
    const { rows } = await app.admin.query<{ id: string }>(
      `INSERT INTO organisations (code, kind, name, created_at)
       VALUES ('ARGAN', 'partner', 'Association Argan', '2024-01-01Z') RETURNING id`,
    );
    partner = rows[0]!.id;
    await at('2026-05-10');
    await enteredRate(app, ['MAD', 'USD', '2026-05-01', '0.10000000']);
    await enteredRate(app, ['MAD', 'USD', '2026-06-30', '0.10000000']);
    await enteredRate(app, ['MAD', 'USD', '2026-08-01', '0.12000000']);
  });
  afterAll(() => app.stop());

  it('counts what was advanced once, on either basis', async () => {
    const large = await agreement('300000.00');
    await advance(large, '90000.00', '2026-05-10'); // 9,000.00 USD at 0.10
    await at('2026-07-02');
    // cash: e 9,000.00, f 30,000.00 − 9,000.00; accrual: nothing spent yet, all of it promised
    expect(await lines('cash', '2026-06-30')).toBe('9000.00 21000.00 30000.00 2470000.00');
    expect(await lines('accrual', '2026-06-30')).toBe('0.00 30000.00 30000.00 2470000.00');
    expect(await standing()).toMatchObject({
      advance: 9000,
      committed: 30000,
      funds: -9000,
      reserve: -30000,
    });
    await reported(large, '76000.00');
    const small = await agreement('10000.00'); // 1,000.00 USD are kept
    await at('2026-08-12');
    // At 0.12 more leaves the funds than the agreement keeps: 1,200.00 USD.
    await advance(small, '10000.00', '2026-08-12');
    await at('2026-10-02');
    // Spent 7,600.00; support 7 % = 532.00. The large agreement keeps 22,400.00 of which 1,400.00 are advanced,
    // the small one 1,000.00, all of it advanced and 200.00 more.
    // cash: e 9,000.00 + 1,200.00 + 532.00, f 22,400.00 − 1,400.00 + 1,000.00 − 1,000.00
    expect(await lines('cash', '2026-09-30')).toBe('10732.00 21000.00 31732.00 2468268.00');
    // accrual: e 7,600.00 + 532.00, f 22,400.00 + 1,000.00
    expect(await lines('accrual', '2026-09-30')).toBe('8132.00 23400.00 31532.00 2468468.00');
    expect(await standing()).toMatchObject({ advance: 2600, committed: 23400, spent: 7600 });

    // Each difference to the totals by object class has a name; written out, both bases.
    const reconciled = async (basis: string) => {
      const { body } = await omar
        .get(
          `/api/v1/grants/${grant.grantId}/sf-425?type=quarterly&basis=${basis}&endsOn=2026-09-30`,
        )
        .expect(200);
      const { e, f } = body.reconciliation as Record<string, { step: string; amount: string }[]>;
      return [e!, f!].map((rows) => rows.map(({ step, amount }) => `${step} ${amount}`));
    };
    // Support on promises: 7 % of 23,400.00 = 1,638.00.
    expect(await reconciled('cash')).toEqual([
      ['class_spent 8132.00', 'advanced 2600.00'],
      [
        'class_committed 25038.00',
        'support_on_promises -1638.00',
        'promised_and_advanced -2400.00',
      ],
    ]);
    expect(await reconciled('accrual')).toEqual([
      ['class_spent 8132.00'],
      ['class_committed 25038.00', 'support_on_promises -1638.00'],
    ]);
    const address = `grantId=${grant.grantId}&type=quarterly&basis=cash&endsOn=2026-09-30`;
    const { text } = await omar.get(`/budget/sf-425?${address}`).expect(200);
    for (const words of ['Avancé aux partenaires et non justifié', 'Frais d’appui sur l’engagé'])
      expect(text).toContain(words);
  });
});
