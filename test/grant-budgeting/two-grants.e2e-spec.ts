import fc from 'fast-check';
import { grantTemplate, type OpenedGrant } from '../../modules/grant-budgeting';
import { JobRunner } from '../../modules/platform/queue';
import { NIGHT_CLOSING } from '../../modules/platform/shared/actor';
import { addDays } from '../../modules/platform/shared/nights.rules';
import {
  tablesOf,
  type DisclosedDocument,
  type TableBlock,
} from '../../modules/report-documents/document';
import { NightClosing } from '../../modules/shelter-beds';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { confirmed } from '../support/confirmed';
import {
  aRequest,
  aShelter,
  aWoman,
  inBeds,
  standsAt,
  type TestShelter,
} from '../shelter-beds/house';
import { enteredRate, ledgerHolds, openedGrant } from './samples';

/**
 * Two grants at once, of two donors' currencies. A night costs 180.05 MAD, 1 MAD is 0.1 USD and 0.092 EUR:
 *
 * | night      | allocation          | USD, IOM-1.1                     | EUR, EU-1                          |
 * | ---------- | ------------------- | -------------------------------- | ---------------------------------- |
 * | 2026-11-24 | none: line of price | 180.05 MAD = 18.01 (18.005 up)   |                                    |
 * | 2026-11-25 | 60 : 40             | 108.03 MAD = 10.80 (10.803)      | 72.02 MAD = 6.63 (6.62584 up)      |
 * | 2026-11-26 | 25 : 75, changed    | 45.01 MAD = 4.50 (4.501)         | 135.04 MAD = 12.42 (12.42368)      |
 * | service    | 100 to EU-1         |                                  | 300.00 MAD = 27.60                 |
 * | together   |                     | 33.31                            | 46.65                              |
 * | support    | 7 %                 | 2.33 (2.3317)                    | 3.27 (3.2655 up)                   |
 * | outlays    |                     | 35.64                            | 49.92                              |
 */
describe('two grants at once', () => {
  let app: TestApp;
  let house: TestShelter;
  let dollars: OpenedGrant;
  let euros: OpenedGrant;
  let finance: SignedIn;
  let programme: SignedIn;
  let officer: SignedIn;
  let manager: SignedIn;
  let caseId: string;
  let stay: string;

  const at = async (instant: string): Promise<void> => {
    app.clock.set(instant);
    await app.admin.query(
      `UPDATE sessions SET seen_at = $1::timestamptz, expires_at = $1::timestamptz + interval '12 hours'`,
      [instant],
    );
  };
  const allocate = (what: object, shares: readonly (readonly [string, string])[]) =>
    confirmed(
      app,
      finance.post('/api/v1/cost-allocations', {
        source: 'accord de partage',
        ...what,
        shares: shares.map(([lineId, share]) => ({ lineId, share })),
      }),
    );
  const done = async (kind: 'close-night' | 'draft-report', jobId: string): Promise<void> => {
    await app.app.get(JobRunner).handle(kind, jobId);
  };
  const given = async (givenOn: string, amount: string): Promise<string> => {
    const { body } = await officer
      .post('/api/v1/services', {
        caseId,
        typeCode: 'medical_consultation',
        givenOn,
        cost: { amount, currency: 'MAD' },
      })
      .expect(201);
    return body.id as string;
  };
  /** The parts of a cost by separate SQL: line, share and what it is of the bill. */
  const partsOf = async (source: string) => {
    const { rows } = await app.admin.query<{ line: string; share: string; original: string }>(
      `SELECT l.code AS line, t.share::text AS share, sum(e.original_amount)::text AS original
         FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
         JOIN ledger_accounts a ON a.id = e.account_id AND a.line_id IS NOT NULL
         JOIN budget_lines l ON l.id = a.line_id
        WHERE t.source_id = $1 OR t.source_id LIKE $1 || '/#%' GROUP BY l.code, t.share ORDER BY l.code`,
      [source],
    );
    return rows;
  };

  beforeAll(async () => {
    app = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    await standsAt(app, '2026-11-24T23:10:00Z');
    house = await aShelter(app, { A: { beds: 3 } });
    dollars = await openedGrant(app);
    const [share] = grantTemplate.shares;
    euros = await openedGrant(app, {
      ...grantTemplate,
      code: 'EU-MAR',
      donorCode: 'JTIP',
      startsOn: '2026-01-01',
      shares: [
        {
          ...share!,
          organisationCode: 'IOM',
          lines: [{ ...share!.lines[0]!, code: 'EU-1', amount: '92523.36' }],
        },
      ],
    });
    await enteredRate(app, ['MAD', 'USD', '2026-01-01', '0.1']);
    await enteredRate(app, ['MAD', 'EUR', '2026-01-01', '0.092']);
    finance = await app.signIn('finance_officer');
    programme = await app.signIn('programme_officer');
    officer = await app.signIn('reintegration_officer');
    manager = await app.signIn('shelter_manager', { shelterIds: [house.id] });
    const night = {
      shelterId: house.id,
      from: '2026-01-01',
      amount: '180.05',
      currency: 'MAD',
      lineId: dollars.lines['IOM-1.1'],
      source: 'convention avec la maison',
    };
    await confirmed(app, finance.post('/api/v1/night-rates', night));
    const usd = dollars.lines['IOM-1.1']!;
    const eur = euros.lines['EU-1']!;
    await allocate({ shelterId: house.id, from: '2026-11-25' }, [
      [usd, '0.6'],
      [eur, '0.4'],
    ]);
    await allocate({ shelterId: house.id, from: '2026-11-26' }, [
      [usd, '0.25'],
      [eur, '0.75'],
    ]);
    await allocate({ typeCode: 'medical_consultation', from: '2026-11-01' }, [[eur, '1']]);
    const request = await aRequest(app, officer, [aWoman()]);
    caseId = request.caseIds[0]!;
    const { body } = await manager
      .post(`/api/v1/bed-requests/${request.id}/holds`, {
        placements: inBeds(request.caseIds, [house.rooms.A!.beds[0]!]),
      })
      .expect(201);
    stay = body.bookings[0].id as string;
    await officer.post(`/api/v1/bed-requests/${request.id}/agreement`).expect(201);
    await manager.post(`/api/v1/bookings/${stay}/check-in`).expect(201);
    await at('2026-11-27T10:00:00Z');
    await given('2026-11-26', '300.00');
    await manager
      .post(`/api/v1/bookings/${stay}/exit`, { on: '2026-11-27' })
      .expect(({ status }) => expect(status).toBeLessThan(300));
    await at('2026-11-28T13:00:00Z');
    for (const night of ['2026-11-24', '2026-11-25', '2026-11-26']) {
      await app.transactions.run(NIGHT_CLOSING, (tx) =>
        app.app.get(NightClosing).closeNight(tx, night),
      );
    }
    await at('2027-01-05T10:00:00Z');
    const { body: closing } = await finance
      .post('/api/v1/nights/2026-12-31/closing')
      .expect(({ status }) => expect(status).toBeLessThan(300));
    await done('close-night', closing.jobId);
    // The nights of before anybody slept there.
    await app.admin.query(
      `INSERT INTO closed_nights (night, closed_by)
       SELECT day, $1 FROM generate_series('2026-10-01'::date, '2026-11-23', '1 day') day ON CONFLICT DO NOTHING`,
      [NIGHT_CLOSING.userId],
    );
  });
  afterAll(() => app.stop());
  afterEach(async () => {
    expect(await ledgerHolds(app.admin)).toEqual({ wrongBalances: 0, total: 0 });
  });

  it('have each their part of a night, to the cent, from the day of each allocation on', async () => {
    const nights = [];
    for (const night of ['2026-11-24', '2026-11-25', '2026-11-26']) {
      nights.push(await partsOf(`${stay}/${night}`));
    }
    expect(nights).toEqual([
      [{ line: 'IOM-1.1', share: '1.000000', original: '180.05' }],
      [
        { line: 'EU-1', share: '0.400000', original: '72.02' },
        { line: 'IOM-1.1', share: '0.600000', original: '108.03' },
      ],
      [
        { line: 'EU-1', share: '0.750000', original: '135.04' },
        { line: 'IOM-1.1', share: '0.250000', original: '45.01' },
      ],
    ]);
  });

  it('show each its own costs in budget and ledger', async () => {
    const { body } = await finance.get('/api/v1/budget').expect(200);
    const spent = body.grants.map(
      ({ grant, totals }: { grant: { code: string }; totals: Record<string, string> }) => [
        grant.code,
        totals['spentToDate'],
        totals['unfundedToDate'],
      ],
    );
    expect(spent).toEqual([
      ['JTIP-MAR', '33.31', '0.00'],
      ['EU-MAR', '46.65', '0.00'],
    ]);
    const entries = async (lineId: string) => {
      const { body } = await finance.get(`/api/v1/budget/lines/${lineId}/entries`).expect(200);
      return (body.entries as { amount: string }[]).map(({ amount }) => amount).sort();
    };
    expect(await entries(dollars.lines['IOM-1.1']!)).toEqual(['10.80', '18.01', '4.50']);
    expect(await entries(euros.lines['EU-1']!)).toEqual(['12.42', '27.60', '6.63']);
  });

  it('have each its own SF-425', async () => {
    const form = async (grantId: string) => {
      const { body } = await finance
        .get(`/api/v1/grants/${grantId}/sf-425?endsOn=2026-12-31&type=quarterly`)
        .expect(200);
      const { a, b, c, d, e, f, g, h } = body.lines as Record<string, string>;
      return { a, b, c, d, e, f, g, h };
    };
    expect(await form(dollars.grantId)).toEqual({
      a: '0.00',
      b: '35.64',
      c: '-35.64',
      d: '2500000.00',
      e: '35.64',
      f: '0.00',
      g: '35.64',
      h: '2499964.36',
    });
    expect(await form(euros.grantId)).toEqual({
      a: '0.00',
      b: '49.92',
      c: '-49.92',
      d: '100000.00',
      e: '49.92',
      f: '0.00',
      g: '49.92',
      h: '99950.08',
    });
  });

  it('have each its own report', async () => {
    const tables = async (grantId: string): Promise<TableBlock[]> => {
      const { body } = await programme
        .post('/api/v1/reports', { kind: 'sf-425', grantId, period: '2026-Q4' })
        .expect(({ status, body }) => expect([status, body.detail]).toEqual([201, undefined]));
      await done('draft-report', body.jobId);
      const { rows } = await app.admin.query<{ published: { fr: DisclosedDocument } }>(
        'SELECT published FROM report_documents WHERE report_id = $1',
        [body.id],
      );
      return tablesOf(rows[0]!.published.fr) as TableBlock[];
    };
    const lineE = (all: TableBlock[]) =>
      all.find(({ key }) => key === 'sf-425')?.rows.find(({ key }) => key === '10e')?.cells;
    expect(Object.values(lineE(await tables(dollars.grantId))!)).toContain('35.64');
    expect(Object.values(lineE(await tables(euros.grantId))!)).toContain('49.92');
    // An amendment leaves what was prepared as it is.
    const prepared = async () =>
      (
        await app.admin.query(
          'SELECT published::text, published_sha256 FROM report_documents ORDER BY 2',
        )
      ).rows;
    const before = await prepared();
    const { body: grant } = await finance.get(`/api/v1/grants/${euros.grantId}`).expect(200);
    const { body } = await finance
      .post(`/api/v1/grants/${euros.grantId}/amendments`, {
        effectiveOn: '2026-12-01',
        reference: 'avenant',
        definition: { ...grant.definition, awardNumber: 'AFTER', endsOn: '2029-12-31' },
      })
      .expect(201);
    await programme
      .post(`/api/v1/grant-proposals/${body.id}/decisions`, { decision: 'confirmed' })
      .expect(201);
    expect(await prepared()).toEqual(before);
    expect(JSON.stringify(before)).not.toContain('AFTER');
  });

  it('bear every cost whole: one set of lines a cost, whose shares are 1 and whose parts are the bill (property)', async () => {
    const lines = [euros.lines['EU-1']!, ...Object.values(dollars.lines).slice(0, 4)];
    const codes = new Map<string, string>([
      [euros.lines['EU-1']!, 'EU-1'],
      ...Object.entries(dollars.lines).map(([code, id]): [string, string] => [id, code]),
    ]);
    /** Weights of lines that come into force one after another, and costs on days around them. */
    const shared = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    const costs = fc.array(
      fc.record({
        day: fc.integer({ min: 0, max: 6 }),
        cents: fc.integer({ min: 500, max: 99_999 }),
      }),
      { minLength: 1, maxLength: 4 },
    );
    let first = '2026-12-01';
    await fc.assert(
      fc.asyncProperty(
        fc.array(shared, { minLength: 1, maxLength: 2 }),
        costs,
        async (weights, asked) => {
          const from = weights.map((_, place) => addDays(first, 1 + 3 * place));
          const allocations = weights.map((parts) => {
            const total = parts.reduce((sum, one) => sum + one, 0);
            const millionths = parts.map((one) => Math.floor((one * 1_000_000) / total));
            millionths[0]! += 1_000_000 - millionths.reduce((sum, one) => sum + one, 0);
            return millionths.map(
              (one, place) => [lines[place]!, (one / 1_000_000).toFixed(6)] as const,
            );
          });
          for (const [place, shares] of allocations.entries()) {
            await allocate({ typeCode: 'medical_consultation', from: from[place] }, shares);
          }
          const before = latest;
          for (const { day, cents } of asked) {
            const givenOn = addDays(first, day);
            const place = from.filter((start) => start <= givenOn).length - 1;
            const inForce = place < 0 ? before : allocations[place]!;
            const amount = (cents / 100).toFixed(2);
            const parts = await partsOf(await given(givenOn, amount));
            expect(parts.map(({ line, share }) => `${line} ${share}`)).toEqual(
              inForce.map(([id, share]) => `${codes.get(id)} ${Number(share).toFixed(6)}`).sort(),
            );
            const bill = parts.reduce(
              (sum, { original }) => sum + Math.round(Number(original) * 100),
              0,
            );
            expect(bill).toBe(cents);
          }
          latest = allocations.at(-1)!;
          first = addDays(first, 7);
          await at(`${addDays(first, 30)}T10:00:00Z`);
        },
      ),
      { numRuns: 8, endOnFailure: true },
    );
    // No cost anywhere has two sets, or a set that is less or more than the whole.
    const { rows } = await app.admin.query(
      `SELECT split_part(source_id, '/#', 1) AS source, sum(share)::text AS whole FROM ledger_transactions
        WHERE source_kind IN ('service', 'bed-night') GROUP BY 1 HAVING sum(share) <> 1`,
    );
    expect(rows).toEqual([]);
  });
  let latest: readonly (readonly [string, string])[] = [];
  beforeAll(() => {
    latest = [[euros.lines['EU-1']!, '1']];
  });
});
