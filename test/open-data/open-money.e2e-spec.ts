import { randomUUID } from 'node:crypto';
import { publishMoney } from '../../modules/open-data/money/publish-money.service';
import { openFlows } from '../../modules/grant-budgeting';
import type { Tx } from '../../modules/platform/database/transactions';
import { quarterOf, type Quarter } from '../../modules/platform/shared/quarters.rules';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { speakAsSetup } from '../donor-reports/a-quarter';
import { aGrantToPublish, RandomMoney, thoseWhoArePaid } from './random-money';

const NOW = '2028-02-10T10:00:00Z';
const QUARTERS = [
  '2026-01-01',
  '2026-04-01',
  '2026-07-01',
  '2026-10-01',
  '2027-01-01',
  '2027-04-01',
  '2027-07-01',
  '2027-10-01',
].map(quarterOf);

function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Each document of the grant and what it is to those outside, written another way than the program has it. */
const DOCUMENTS = `
  SELECT g.id AS document, 11 AS type, g.currency::text, NULL::int AS category, g.amount, g.starts_on AS day FROM grants g WHERE g.id = $1
  UNION ALL SELECT id, 1, 'USD', NULL, CASE WHEN kind = 'received' THEN amount ELSE -amount END, on_day FROM donor_money WHERE grant_id = $1
  UNION ALL SELECT a.id, 2, a.currency, NULL, a.amount, a.starts_on FROM agreements a JOIN agreement_confirmations c ON c.agreement_id = a.id WHERE a.grant_id = $1
  UNION ALL
  SELECT x.id, 3, 'USD', NULL, x.amount, x.booked_on FROM (
    SELECT t.id, t.booked_on, sum(e.amount) AS amount FROM ledger_transactions t LEFT JOIN ledger_transactions r ON r.id = t.reverses
      JOIN ledger_entries e ON e.transaction_id = t.id JOIN ledger_accounts a ON a.id = e.account_id
     WHERE t.grant_id = $1 AND a.kind <> 'funds' AND coalesce(r.source_kind, t.source_kind) IN ('advance', 'refund', 'reimbursement') GROUP BY t.id) x
  UNION ALL
  SELECT t.id, 4, 'USD', l.unsdg_category, sum(e.amount), t.booked_on FROM ledger_transactions t LEFT JOIN ledger_transactions r ON r.id = t.reverses
    JOIN ledger_entries e ON e.transaction_id = t.id JOIN ledger_accounts a ON a.id = e.account_id JOIN budget_lines l ON l.id = a.line_id
   WHERE t.grant_id = $1 AND coalesce(r.source_kind, t.source_kind) IN ('bed-night', 'service', 'invoice', 'correction') GROUP BY t.id, l.id`;

describe('the money that everybody is told', () => {
  let mawa: TestApp;
  let grantId: string;
  let nadia: SignedIn;

  beforeAll(async () => {
    mawa = await startApp({ at: NOW });
    await speakAsSetup(mawa.admin, NOW);
    await thoseWhoArePaid(mawa.admin);
    nadia = await mawa.signIn('programme_officer');
  });
  afterAll(() => mawa.stop());

  const as = <T>(work: (tx: Tx) => Promise<T>, who = nadia) =>
    mawa.transactions.run(who.actor, work);
  const publish = (quarters: readonly Quarter[]) => as((tx) => publishMoney(tx, grantId, quarters));
  const rows = async <T extends object>(sql: string, params: unknown[] = [grantId]) =>
    (await mawa.admin.query<T>(sql, params)).rows;

  it.each([1, 2, 3, 4, 5])(
    'is, of random history %i, to the cent what the ledger holds less what waits, and never one’s alone',
    async (seed) => {
      grantId = await aGrantToPublish(mawa.admin, `G-${seed}`);
      const money = new RandomMoney(mawa.admin, grantId, chance(seed));
      let before = '';
      for (const [at, quarter] of QUARTERS.entries()) {
        for (let act = 0; act < 45; act += 1) {
          const day = new Date(Date.parse(quarter.from) + act * 2 * 86_400_000);
          await money.happens(day.toISOString().slice(0, 10));
        }
        if (at === 4)
          await mawa.admin.query(
            `BEGIN; SET LOCAL session_replication_role = replica; UPDATE grants SET amount = 1100000.5 WHERE id = '${grantId}'; COMMIT`,
          );
        // Two quarters are told together now and then.
        if (at === 2) continue;
        const told = await publish(QUARTERS.slice(0, at + 1));

        // What was told before stands there word for word.
        const lines = told
          .filter(({ from }) => from < quarter.from)
          .map((one) => JSON.stringify(one));
        if (before !== '' && at !== 3) expect(lines.sort().join('\n')).toBe(before);
        before = told
          .map((one) => JSON.stringify(one))
          .sort()
          .join('\n');

        // By type and currency: told, and what no amount has taken in, is all there is.
        const sums = await rows<{
          type: number;
          currency: string;
          whole: string;
          published: string;
          waits: string;
        }>(
          `WITH d AS (${DOCUMENTS}), p AS (
           SELECT t.type, t.currency, p.document, sum(p.amount) AS amount FROM open_money_parts p JOIN open_money_amounts t ON t.id = p.amount_id GROUP BY 1, 2, 3)
         SELECT d.type, d.currency, sum(d.amount)::text AS whole,
                (SELECT coalesce(sum(t.amount), 0)::text FROM open_money_amounts t WHERE t.grant_id = $1 AND t.type = d.type AND t.currency = d.currency) AS published,
                sum(d.amount - coalesce(p.amount, 0))::text AS waits
           FROM d LEFT JOIN p ON (p.document, p.type, p.currency) = (d.document, d.type, d.currency)
          WHERE d.day < $2 GROUP BY 1, 2 ORDER BY 1, 2`,
          [grantId, quarter.until],
        );
        expect(sums.length).toBeGreaterThan(3);
        for (const { whole, published: sum, waits } of sums)
          expect(Math.round(100 * (Number(sum) + Number(waits)))).toBe(
            Math.round(100 * Number(whole)),
          );
        for (const { type, waits } of sums)
          if (type === 1 || type === 11) expect(Number(waits)).toBe(0);

        // Those who really stood behind each amount, by what they still have in it.
        const few = await rows<{ id: string }>(
          `SELECT t.id FROM open_money_amounts t JOIN LATERAL (
           SELECT count(*) FILTER (WHERE x <> 0) AS n, max(abs(x)) AS most, sum(abs(x)) AS of FROM (
             SELECT sum(p.amount) AS x FROM open_money_parts p JOIN stood_behind s USING (document) WHERE p.amount_id = t.id GROUP BY s.who) w) v ON true
          WHERE t.grant_id = $1 AND t.type IN (2, 3, 4) AND (v.n < 3 OR v.most > 0.85 * v.of)`,
        );
        expect(few).toEqual([]);
      }
      for (const kind of [
        'bed-night',
        'service',
        'invoice',
        'advance',
        'refund',
        'liquidation',
        'reimbursement',
      ])
        expect(money.done.get(kind)).toBeGreaterThan(2);
      expect(money.done.get('reversal')).toBeGreaterThan(5);
      expect(money.done.get('late agreement')).toBeGreaterThan(5);
      // No document's money is in two amounts: no difference of what was told is one's.
      const twice = await rows(
        `SELECT document FROM open_money_parts p JOIN open_money_amounts t ON t.id = p.amount_id WHERE t.grant_id = $1 AND t.type <> 11 GROUP BY t.type, p.document HAVING count(*) > 1`,
      );
      expect(twice).toEqual([]);
      const kinds = await rows<{ type: number; category: number | null }>(
        `SELECT DISTINCT type, category FROM open_money_amounts WHERE grant_id = $1`,
      );
      expect(new Set(kinds.map(({ type }) => type))).toEqual(new Set([11, 1, 2, 3, 4]));
      // Small categories were told together, and others alone.
      expect(kinds.some(({ type, category }) => type === 4 && category === null)).toBe(true);
      expect(kinds.some(({ type, category }) => type === 4 && category !== null)).toBe(true);
      // The award was told when it was awarded, and its change in the quarter in which it was found.
      expect(
        await rows(
          `SELECT from_day::text, amount::text FROM open_money_amounts WHERE grant_id = $1 AND type = 11 ORDER BY 1`,
        ),
      ).toEqual([
        { from_day: '2026-01-01', amount: '1000000.00' },
        { from_day: '2027-01-01', amount: '100000.50' },
      ]);
    },
  );

  it('knows who stands behind each document, whatever bought it and whoever took it back', async () => {
    const known = await rows<{ document: string; who: string }>('SELECT * FROM stood_behind', []);
    const who = new Map(known.map((one) => [one.document, one.who]));
    const flows = await as((tx) => openFlows(tx, grantId, QUARTERS.at(-1)!.until));
    for (const types of [['2'], ['3', '4']]) {
      const own = flows.filter(({ type }) => types.includes(type));
      const pairs = new Set(own.map(({ voice, document }) => `${voice} ${who.get(document)}`));
      const voices = new Set(own.map(({ voice }) => voice));
      expect(pairs.size).toBe(voices.size);
      expect(voices.size).toBe(new Set(own.map(({ document }) => who.get(document))).size);
      expect(own.length).toBeGreaterThan(2 * voices.size);
    }
  });

  it('does not change when it is asked again, or up to an earlier quarter', async () => {
    const all = await publish(QUARTERS);
    expect(await publish(QUARTERS)).toEqual(all);
    const early = await publish(QUARTERS.slice(0, 4));
    expect(early).toEqual(all.filter(({ from }) => from < '2027-01-01'));
  });

  it('is told by one at a time', async () => {
    const other = await secondGrant();
    const both = await Promise.all(
      [1, 2].map(() => as((tx) => publishMoney(tx, other, QUARTERS.slice(0, 2)))),
    );
    expect(both[0]).toEqual(both[1]);
  });

  const secondGrant = async () => {
    const id = randomUUID();
    await mawa.admin.query(
      `INSERT INTO grants (id, code, title, donor_id, currency, amount, fee_rate, starts_on, ends_on, shares_source)
       SELECT $1, $2, '{"fr":"Essai","ar":"Essai","en":"Essai"}'::jsonb, donor_id, 'USD', 500, 0.01, '2026-01-01', '2028-12-31', 'invented' FROM grants WHERE id = $3`,
      [id, `G-${id.slice(0, 4).toUpperCase()}`, grantId],
    );
    return id;
  };

  /** An amount of these parts, by the hand of somebody who writes rows past the program. */
  const written = async (
    parts: readonly (readonly [voice: number, amount: string, category?: number])[],
    {
      type = 4,
      category = 4,
      amount,
      from = '2026-01-01',
    }: { type?: number; category?: number | null; amount?: string; from?: string } = {},
  ) => {
    const other = await secondGrant();
    const id = randomUUID();
    const sum = parts.reduce((all, [, one]) => all + Number(one), 0).toFixed(2);
    await as(async (tx) => {
      await tx.query('INSERT INTO open_money_quarters (grant_id, from_day) VALUES ($1, $2)', [
        other,
        from,
      ]);
      await tx.query(
        `INSERT INTO open_money_amounts (id, grant_id, from_day, type, category, currency, amount) VALUES ($1, $2, $3, $4, $5, 'USD', $6)`,
        [id, other, from, type, category, amount ?? sum],
      );
      for (const [voice, one, own = 4] of parts)
        await tx.query(
          `INSERT INTO open_money_parts (amount_id, document, category, voice, amount) VALUES ($1, gen_random_uuid(), $2, $3, $4)`,
          [id, own, voice, one],
        );
    });
    return { id, other };
  };

  it('is refused by PostgreSQL where it stands for fewer than three, for one above all, or is not its parts', async () => {
    await written([
      [1, '10.00'],
      [2, '10.00'],
      [3, '10.00'],
    ]);
    const few = /open_money_stands_for_nobody/;
    await expect(
      written([
        [1, '10.00'],
        [2, '10.00'],
        [2, '10.00'],
      ]),
    ).rejects.toThrow(few);
    await expect(
      written([
        [1, '10.00'],
        [2, '10.00'],
        [3, '10.00'],
        [3, '-10.00'],
      ]),
    ).rejects.toThrow(few);
    await expect(
      written([
        [1, '86.00'],
        [2, '10.00'],
        [3, '4.00'],
      ]),
    ).rejects.toThrow(few);
    await expect(written([[1, '10.00']], { type: 2, category: null })).rejects.toThrow(few);
    const parts = /open_money_is_its_parts/;
    const three = [
      [1, '10.00'],
      [2, '10.00'],
      [3, '10.00'],
    ] as const;
    await expect(written(three, { amount: '30.01' })).rejects.toThrow(parts);
    await expect(written([...three, [4, '10.00', 5]])).rejects.toThrow(parts);
    await expect(written([])).rejects.toThrow();
    await written(
      [
        [1, '10.00', 3],
        [2, '10.00', 4],
        [3, '10.00', 5],
      ],
      { category: null },
    );
  });

  it('stays as it was told, and quarters are told in their order once they are over', async () => {
    const { id, other } = await written(
      [
        [1, '10.00'],
        [2, '10.00'],
        [3, '10.00'],
      ],
      { from: '2026-07-01' },
    );
    const quarter = (from: string) =>
      as((tx) =>
        tx.query('INSERT INTO open_money_quarters (grant_id, from_day) VALUES ($1, $2)', [
          other,
          from,
        ]),
      );
    await expect(quarter('2026-04-01')).rejects.toThrow(/open_money_in_order/);
    await expect(quarter('2026-07-01')).rejects.toThrow(/open_money_in_order/);
    await expect(quarter('2028-01-01')).rejects.toThrow(/open_money_quarter_is_over/);
    await expect(
      as((tx) =>
        tx.query(
          `INSERT INTO open_money_parts (amount_id, document, category, voice, amount) VALUES ($1, gen_random_uuid(), 4, 4, 1)`,
          [id],
        ),
      ),
    ).rejects.toThrow(/open_money_stays_published/);
    await expect(
      as((tx) =>
        tx.query(
          `INSERT INTO open_money_amounts (id, grant_id, from_day, type, category, currency, amount) VALUES (gen_random_uuid(), $1, '2026-07-01', 1, NULL, 'USD', 1)`,
          [other],
        ),
      ),
    ).rejects.toThrow(/open_money_stays_published/);
    for (const statement of [
      `UPDATE open_money_amounts SET amount = 1`,
      `DELETE FROM open_money_parts`,
      `UPDATE open_money_quarters SET least = 3`,
    ]) {
      await expect(as((tx) => tx.query(statement))).rejects.toThrow(/permission denied/);
      await expect(mawa.admin.query(statement)).rejects.toThrow(/append-only/);
    }
  });

  it('never stands for fewer than three, whatever a setting says', async () => {
    const set = (key: string, value: string) =>
      mawa.admin.query(
        `INSERT INTO settings (key, valid_from, value, source) VALUES ($1, '2028-02-10T09:00:00Z', $2, 'essai')`,
        [key, value],
      );
    await expect(set('threshold_money', '2')).rejects.toThrow(/settings_threshold_protects/);
    await expect(set('money_share', '0.95')).rejects.toThrow(/settings_money_share_protects/);
    await set('threshold_money', '4');
    await expect(
      written([
        [1, '10.00'],
        [2, '10.00'],
        [3, '10.00'],
      ]),
    ).rejects.toThrow(/stands_for_nobody/);
    await written([
      [1, '10.00'],
      [2, '10.00'],
      [3, '10.00'],
      [4, '10.00'],
    ]);
  });

  it('is told by programme officers, read by those who make reports, and its documents by nobody', async () => {
    const finance = await mawa.signIn('finance_officer');
    const manager = await mawa.signIn('shelter_manager');
    const see = (who: SignedIn) =>
      as((tx) => tx.query('SELECT id FROM open_money_amounts LIMIT 1'), who);
    expect(await see(finance)).toHaveLength(1);
    expect(await see(manager)).toEqual([]);
    const other = await secondGrant();
    for (const who of [finance, manager]) {
      await expect(
        as(
          (tx) =>
            tx.query(
              `INSERT INTO open_money_quarters (grant_id, from_day) VALUES ($1, '2026-01-01')`,
              [other],
            ),
          who,
        ),
      ).rejects.toThrow(/row-level security/);
      await expect(as((tx) => tx.query('SELECT * FROM open_money_parts'), who)).rejects.toThrow(
        /permission denied/,
      );
    }
    await expect(as((tx) => tx.query('SELECT * FROM open_money_parts'))).rejects.toThrow(
      /permission denied/,
    );
  });
});
