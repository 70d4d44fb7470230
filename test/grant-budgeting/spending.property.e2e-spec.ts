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
    const { act, told } = spending({
      ...{ random, lines, currencies: ['USD', 'MAD', 'EUR'], day: '2026-11-24' },
      ...{ asks: send(omar), agrees: send(salma) },
    });
    const facts: string[] = [];
    const fact = async () => {
      const again = facts[random(Math.max(facts.length, 1))];
      if (again && random(3) === 0) return reverse(app, omar.actor, again);
      const sourceId = randomUUID();
      facts.push(sourceId);
      await charge(app, omar.actor, {
        ...{ sourceKind: 'service', sourceId, factOn: '2026-11-20', currency: 'MAD' },
        ...{
          lineId: lines[random(lines.length)]!,
          amount: `${1 + random(2000)}.${10 + random(90)}`,
        },
      });
    };
    let left = 400;
    const person = async () => {
      while ((left -= 1) >= 0) await (random(6) === 0 ? fact() : act());
    };
    await Promise.all(Array.from({ length: 16 }, person));
    expect([...told.wrong]).toEqual([]);
    expect(told.done).toBeGreaterThan(150);
    const { rows } = await app.admin.query(HOLDS);
    expect(rows).toEqual([IN_ORDER]);

    const { body } = await omar.get('/api/v1/budget').expect(200);
    const totals = (body.grants[0].views as { total: object }[]).map(({ total }) =>
      JSON.stringify(total),
    );
    expect(totals.length).toBe(6);
    expect(new Set(totals).size).toBe(1);
  }, 60_000);
});
