import { randomUUID } from 'node:crypto';
import type { OpenedGrant } from '../../modules/grant-budgeting';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { HOLDS, IN_ORDER, spending } from '../support/random-spending';
import { charge, enteredRate, openedGrant, reverse, setLine } from './samples';

/** A small repeatable source of chance. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('sixteen people who spend at random', () => {
  let app: TestApp;
  let grant: OpenedGrant;
  let omar: SignedIn;
  let salma: SignedIn;

  beforeAll(async () => {
    app = await startApp();
    grant = await openedGrant(app);
    omar = await app.signIn('finance_officer');
    salma = await app.signIn('programme_officer');
    await enteredRate(app, ['MAD', 'USD', '2026-11-01', '0.10869565']);
    await enteredRate(app, ['EUR', 'USD', '2026-11-01', '1.08765432']);
  });
  afterAll(() => app.stop());

  it('leave a ledger at 0.00, and every view at the same total to the cent', async () => {
    const lines = ['UNODC-1.1', 'ILO-1.1', 'IOM-2.3'].map((code) => grant.lines[code]!);
    for (const lineId of lines) await setLine(app.admin, lineId, '9000.00');
    const random = chance(24);
    const send = (who: SignedIn) => async (path: string, body: object) => {
      const answer = await who.post(path, body, randomUUID());
      return { status: answer.status, body: answer.body as Record<string, unknown> };
    };
    const { act, tally } = spending({
      random,
      lines,
      currencies: ['USD', 'MAD', 'EUR'],
      day: '2026-11-24',
      asks: send(omar),
      agrees: send(salma),
    });
    const facts: string[] = [];
    const fact = async () => {
      const again = facts[random(Math.max(facts.length, 1))];
      if (again && random(3) === 0) return reverse(app, omar.actor, again);
      const sourceId = randomUUID();
      facts.push(sourceId);
      await charge(app, omar.actor, {
        sourceKind: 'service',
        sourceId,
        factOn: '2026-11-20',
        currency: 'MAD',
        lineId: lines[random(lines.length)]!,
        amount: `${1 + random(2000)}.${10 + random(90)}`,
      });
    };
    // Money goes to and fro between two lines while both are spent from: twice what there is, now and then.
    const revised = { 201: 0, 409: 0, 422: 0 } as Record<number, number>;
    const revise = async () => {
      const cents = 1 + random(random(4) === 0 ? 2_000_000 : 40_000);
      const change = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
      const codes = random(2) === 0 ? ['UNODC-1.1', 'UNODC-2.1'] : ['UNODC-2.1', 'UNODC-1.1'];
      const changes = [
        { lineId: grant.lines[codes[0]!]!, change },
        { lineId: grant.lines[codes[1]!]!, change: `-${change}` },
      ];
      const asked = { grantId: grant.grantId, reason: 'needs_changed', changes };
      const { status, body } = await omar.post('/api/v1/revisions', asked, randomUUID());
      const answer =
        status === 201
          ? await salma.post(`/api/v1/revisions/${body.id}/decisions`, { decision: 'approved' })
          : { status };
      revised[answer.status] = (revised[answer.status] ?? 0) + 1;
    };
    let left = 400;
    const person = async () => {
      while ((left -= 1) >= 0) {
        const kind = random(12);
        await (kind === 0 ? revise() : kind < 3 ? fact() : act());
      }
    };
    await Promise.all(Array.from({ length: 16 }, person));
    expect([...tally.wrong]).toEqual([]);
    // Who comes first is chance; that most of it is done, and some of it refused, is not.
    expect(tally.done).toBeGreaterThan(100);
    expect(['201', '409', '422']).toEqual(expect.arrayContaining(Object.keys(revised)));
    expect(revised[201]).toBeGreaterThan(2);
    const { rows } = await app.admin.query(HOLDS);
    expect(rows).toEqual([IN_ORDER]);
    const { rows: kept } = await app.admin.query<{ differ: number; promised: number }>(
      `SELECT (SELECT count(*)::int FROM budget_lines l JOIN budget_version_lines v ON v.line_id = l.id AND v.amount <> l.amount
                WHERE v.version = (SELECT max(version) FROM budget_versions)) AS differ,
              (SELECT count(*)::int FROM budget_lines l WHERE l.amount < (SELECT sum(b.balance) FROM ledger_balances b
                JOIN ledger_accounts a ON a.id = b.account_id WHERE a.line_id = l.id AND a.kind = 'spent')) AS promised`,
    );
    expect(kept).toEqual([{ differ: 0, promised: 0 }]);

    const { body } = await omar.get('/api/v1/budget').expect(200);
    const totals = (body.grants[0].views as { total: object }[]).map(({ total }) =>
      JSON.stringify(total),
    );
    expect(totals.length).toBe(6);
    expect(new Set(totals).size).toBe(1);
  }, 60_000);
});
