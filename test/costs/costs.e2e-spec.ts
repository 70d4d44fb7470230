import { randomUUID } from 'node:crypto';
import { People, unknownPerson } from '../../modules/beneficiaries';
import { Chance } from '../../src/demo/synthetic-people/random.rules';
import { Ledger, type OpenedGrant } from '../../modules/grant-budgeting';
import { SETUP_ACTOR } from '../../modules/platform/shared/actor';
import { charge, enteredRate, openedGrant } from '../grant-budgeting/samples';
import { aShelter, standsAt, type TestShelter } from '../shelter-beds/house';
import { exceljs } from '../../modules/platform/shared/exceljs';
import { confirmed } from '../support/confirmed';
import { startApp, TONIGHT, type SignedIn, type TestApp } from '../support/app';

/** At a rate of 0.10 a sum in dirhams is a tenth in dollars. */
describe('what help costs', () => {
  let app: TestApp;
  let grant: OpenedGrant;
  let house: TestShelter;
  let leila: SignedIn;
  let omar: SignedIn;
  let cases: string[];

  const helped = async (caseId: string, typeCode: string, cost: string, more: object = {}) => {
    const facts = {
      caseId,
      typeCode,
      givenOn: '2026-11-20',
      cost: { amount: cost, currency: 'MAD' },
    };
    const { body } = await leila.post('/api/v1/services', { ...facts, ...more }).expect(201);
    return body.id as string;
  };
  /** Nights of a stay that is over, each charged; the kind of the last one is given. */
  const slept = async (caseId: string, bed: number, nights: readonly string[]) => {
    const { rows } = await app.admin.query<{ id: string }>(
      `INSERT INTO bookings (bed_id, shelter_id, nights, state, outcome, checked_in_at, created_at, created_by)
       VALUES ($1, $2, daterange($3, '2026-11-20'), 'ended', 'left', '2026-11-01', '2026-11-01', $4) RETURNING id`,
      [house.rooms['A']!.beds[bed], house.id, nights[0], SETUP_ACTOR.userId],
    );
    const booking = rows[0]!.id;
    await app.admin.query(
      `INSERT INTO booking_people (booking_id, case_id, nights, state)
       SELECT id, $2, nights, state FROM bookings WHERE id = $1`,
      [booking, caseId],
    );
    for (const night of nights) await booked(`${booking}/${night}`, 'bed-night', night, '180.00');
    return booking;
  };
  const booked = (
    sourceId: string,
    sourceKind: 'bed-night' | 'correction',
    factOn: string,
    amount: string,
  ) =>
    charge(app, omar.actor, {
      sourceId,
      sourceKind,
      factOn,
      amount,
      currency: 'MAD',
      lineId: grant.lines['IOM-1.1']!,
    });
  const costs = async (query = '') => (await omar.get(`/api/v1/costs${query}`).expect(200)).body;
  const kind = (body: { kinds: { kind: string }[] }, code: string) =>
    body.kinds.find((one) => one.kind === code);
  const ofPerson = async (caseId: string) =>
    (await leila.get(`/api/v1/people/${caseId}/costs`).expect(200)).body.costs as {
      kind: string;
      stage: string;
      count: number;
      amount: string;
    }[];
  const workbook = async (path: string) => {
    const file = await omar
      .get(path)
      .buffer()
      .parse((response, done) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => done(null, Buffer.concat(parts)));
      })
      .expect(200);
    const { Workbook } = await exceljs();
    const book = new Workbook();
    await book.xlsx.load(file.body);
    return book;
  };
  const cents = (rows: readonly { amount: string }[]) =>
    rows.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0);

  beforeAll(async () => {
    app = await startApp();
    grant = await openedGrant(app);
    [leila, omar] = [
      await app.signIn('reintegration_officer'),
      await app.signIn('finance_officer'),
    ];
    await enteredRate(app, ['MAD', 'USD', '2026-01-01', '0.10000000']);
    await standsAt(app, TONIGHT);
    house = await aShelter(app, { A: { beds: 6 } });
    cases = await app.transactions.run(leila.actor, async (tx) => {
      const people = app.app.get(People);
      const all = [];
      for (let one = 0; one < 6; one += 1)
        all.push((await people.register(tx, [unknownPerson('2026-10-05')])).cases[0]!.id);
      return all;
    });
  });
  afterAll(() => app.stop());

  it('is nothing, calmly, before anything was booked', async () => {
    expect(await costs()).toMatchObject({ kinds: [], total: '0.00', shared: '0.00' });
    const { text } = await omar.get('/budget/costs').expect(200);
    expect(text).toContain('Aucun coût dans cette période');
    expect(await ofPerson(cases[0]!)).toEqual([]);
  });

  it('is told by kind, against what was expected on the day of each fact', async () => {
    const standard = { kind: 'medical_consultation', currency: 'MAD', source: 'Accord, page 4' };
    for (const [amount, validFrom] of [
      ['250.00', '2026-10-01'],
      ['200.00', '2026-11-15'],
    ] as const)
      await confirmed(app, omar.post('/api/v1/unit-costs', { ...standard, amount, validFrom }));
    // Five at 300.00 for one, after the 15th, where 200.00 were expected; one of before, 500.00 for two at 250.00.
    for (const caseId of cases.slice(0, 5)) await helped(caseId, 'medical_consultation', '300.00');
    await helped(cases[5]!, 'medical_consultation', '500.00', {
      givenOn: '2026-11-02',
      quantity: 2,
    });
    const cancelled = await helped(cases[5]!, 'medical_consultation', '900.00');
    await leila
      .post(`/api/v1/services/${cancelled}/cancellation`, { reason: 'not_given' })
      .expect(201);
    const body = await costs();
    // 2,000.00 dirhams for seven; 5 × 200.00 + 2 × 250.00 = 1,500.00 expected: a third more.
    expect(kind(body, 'medical_consultation')).toEqual({
      kind: 'medical_consultation',
      traced: true,
      quantity: '7',
      people: 6,
      amount: '200.00',
      inCurrencies: [
        {
          currency: 'MAD',
          quantity: '7',
          amount: '2000.00',
          perUnit: '285.71',
          expectedQuantity: '7',
          expected: '1500.00',
          actual: '2000.00',
          variance: 0.333333333333,
        },
      ],
    });
  });

  it('counts nights of a stay, those that were due again, and what nobody is behind', async () => {
    const stay = await slept(cases[0]!, 0, ['2026-11-10', '2026-11-11', '2026-11-12']);
    await app.transactions.run(omar.actor, (tx) =>
      app.app
        .get(Ledger)
        .reverse(tx, {
          sourceKind: 'bed-night',
          sourceId: `${stay}/2026-11-12`,
          reason: 'not_slept',
        }),
    );
    await booked(`${stay}/2026-11-12/1`, 'correction', '2026-11-12', '180.00');
    await booked('inventory-2026', 'correction', '2026-11-12', '1000.00');
    const body = await costs();
    expect(kind(body, 'bed-night')).toMatchObject({
      quantity: '3',
      people: null,
      amount: '54.00',
      traced: true,
      inCurrencies: [{ quantity: '3', perUnit: '180.00', expected: '0.00', variance: null }],
    });
    expect(kind(body, 'correction')).toMatchObject({
      traced: false,
      people: null,
      amount: '100.00',
    });
    // 200.00 of services, 54.00 of nights, 100.00 of nobody.
    expect([body.person.traced, body.shared, body.total]).toEqual(['254.00', '100.00', '354.00']);
    expect(body.person).toMatchObject({ people: 6, average: '42.33', quarters: null });
    const { rows } = await app.admin.query(
      `SELECT sum(b.balance)::text AS sum FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id WHERE a.kind IN ('spent', 'unfunded')`,
    );
    expect(rows[0].sum).toBe(body.total);
  });

  it('is told along the way, of a person to who answers for her, and of all without the few', async () => {
    for (const to of ['presumed', 'assisted'])
      await leila.post(`/api/v1/people/${cases[0]}/stages`, {
        to,
        reason: 'support_begins',
        decidedBy: 'programme',
      });
    await helped(cases[0]!, 'transport', '100.00', { givenOn: '2026-11-24' });
    const own = await ofPerson(cases[0]!);
    expect(own.map(({ kind: of, count, amount }) => [of, count, amount])).toEqual([
      ['bed-night', 3, '54.00'],
      ['medical_consultation', 1, '30.00'],
      ['transport', 1, '10.00'],
    ]);
    expect(own.map(({ stage }) => stage === 'assisted')).toEqual([false, false, true]);
    const { stages } = await costs();
    expect(stages.find(({ stage }: { stage: string }) => stage === 'assisted')).toEqual({
      stage: 'assisted',
      people: null,
      amount: null,
      perPerson: null,
    });
    const { text } = await leila.get(`/people/${cases[0]}/costs`).expect(200);
    expect(text).toContain('94,00');
  });

  it('of a quarter is what was booked in it', async () => {
    expect((await costs('?quarter=2026-Q3')).total).toBe('0.00');
    expect((await costs('?quarter=2026-Q4')).total).toBe('364.00');
    for (const [quarter, code] of [
      ['2026-Q5', 'costs.bad_quarter'],
      ['2019-Q1', 'costs.not_of_the_grant'],
      ['2027-Q1', 'costs.not_of_the_grant'],
    ]) {
      const { body } = await omar.get(`/api/v1/costs?quarter=${quarter}`).expect(422);
      expect(JSON.stringify(body)).toContain(code);
    }
    await omar.get('/api/v1/costs?grant=NONE').expect(404);
  });

  it('adds up over a random history: each person’s costs and what is shared make the ledger', async () => {
    const chance = new Chance(20261127);
    const open: string[] = [];
    for (let step = 0; step < 120; step += 1) {
      const caseId = cases[chance.between(0, 5)]!;
      const what = chance.between(0, 9);
      if (what < 6) {
        const amount = `${chance.between(1, 900)}.${String(chance.between(0, 99)).padStart(2, '0')}`;
        open.push(
          await helped(
            caseId,
            chance.between(0, 1) ? 'transport' : 'psychological_session',
            amount,
          ),
        );
      } else if (what < 8 && open.length > 0) {
        const [id] = open.splice(chance.between(0, open.length - 1), 1);
        await leila
          .post(`/api/v1/services/${id}/cancellation`, { reason: 'not_given' })
          .expect(201);
      } else {
        await booked(randomUUID(), 'correction', '2026-11-12', `${chance.between(1, 99)}.10`);
      }
    }
    const people = await Promise.all(cases.map(ofPerson));
    const { total, shared, person, kinds, outcomes } = await costs();
    const { rows } = await app.admin.query<{ traced: string; all: string }>(
      `SELECT sum(e.amount) FILTER (WHERE f.source_kind <> 'correction' OR f.source_id LIKE '%/2026-11-12/1')::text AS traced, sum(e.amount)::text AS all
         FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id JOIN ledger_transactions t ON t.id = e.transaction_id
         JOIN ledger_transactions f ON f.id = coalesce(t.reverses, t.id) WHERE a.kind IN ('spent', 'unfunded')`,
    );
    expect([person.traced, total]).toEqual([rows[0]!.traced, rows[0]!.all]);
    expect(cents(people.flat())).toBe(Math.round(Number(rows[0]!.traced) * 100));
    expect(cents(kinds)).toBe(Math.round(Number(total) * 100));
    const outcome = outcomes as { traced: string; shared: string }[];
    expect(
      cents(outcome.flatMap(({ traced, shared: all }) => [{ amount: traced }, { amount: all }])),
    ).toBe(Math.round(Number(total) * 100));
    expect(Math.round((Number(shared) + Number(person.traced)) * 100)).toBe(
      Math.round(Number(total) * 100),
    );
  }, 120_000);

  it('of a sustained reintegration counts everybody whose outcome is known, whatever it is', async () => {
    expect((await costs()).sustained).toBeNull();
    await app.admin.query<{ lives: string }>(
      `BEGIN; SET LOCAL session_replication_role = replica;
       INSERT INTO return_tracks (id, case_id, door, country, region, state, opened_on, left_on, officer_id, opened_by)
         SELECT gen_random_uuid(), id, 'home', 'MA', '05', 'completed', '2025-10-01', '2025-10-01', '${leila.actor.userId}', '${leila.actor.userId}' FROM cases;
       INSERT INTO return_outcomes (id, case_id, track_id, decided_on, outcome, proposed, by)
         SELECT gen_random_uuid(), case_id, id, '2026-11-20', 'sustained', 'sustained', '${leila.actor.userId}' FROM return_tracks;
       COMMIT`,
    );
    const { sustained, person } = await costs();
    expect(sustained).toMatchObject({ ended: 6, sustained: 6 });
    const { rows } = await app.admin.query<{ each: string }>(
      'SELECT round($1::numeric / 6, 2)::text AS each',
      [person.traced],
    );
    expect(sustained.amount).toBe(rows[0]!.each);
    const { text } = await omar.get('/budget/costs').expect(200);
    expect(text).toContain('Une réintégration durable');
  });

  it('is a page and a workbook, in three languages', async () => {
    const { text } = await omar.get('/budget/costs').expect(200);
    for (const word of ['Ce que coûte l’aide', 'Consultation', '+33,3', 'moins de 5'])
      expect(text).toContain(word);
    expect(text).not.toContain(cases[0]);
    const book = await workbook('/budget/costs/workbook');
    expect(book.worksheets.map(({ name }) => name)).toHaveLength(3);
    const sums = book.worksheets[1]!;
    const total = sums.getCell(`B${sums.rowCount}`).value as { formula: string; result: number };
    expect(total.formula).toBe(`SUM(B2:B${sums.rowCount - 1})`);
    expect(total.result.toFixed(2)).toBe((await costs()).total);
  });

  it('refuses an expected cost that does not hold, with a sentence, and changes nothing', async () => {
    const good = {
      kind: 'bed-night',
      amount: '180',
      currency: 'MAD',
      validFrom: '2026-01-01',
      source: 'Accord',
    };
    await confirmed(app, omar.post('/api/v1/unit-costs', good));
    for (const [wrong, code] of [
      [{ amount: '0.00' }, 'costs.no_amount'],
      [{ amount: '1,80' }, 'common.not_amount'],
      [{ amount: '-1' }, 'common.not_amount'],
      [{ amount: '1.805' }, 'common.not_amount'],
      [{ kind: 'moonlight' }, 'costs.unknown_kind'],
      [{ validFrom: '2026-02-30' }, 'common.not_date'],
      [{ validFrom: '1999-12-31' }, 'costs.too_old'],
      [{}, 'costs.unit_cost_exists'],
    ] as const) {
      const { body, status } = await omar.post('/api/v1/unit-costs', { ...good, ...wrong });
      expect([JSON.stringify(body).includes(code), status >= 400 && status < 500]).toEqual([
        true,
        true,
      ]);
    }
    const page = await omar.submit('/budget/unit-costs', { ...good, amount: '0' }).expect(422);
    expect(page.text).toContain('dépasser zéro');
    const { body } = await omar.get('/api/v1/unit-costs').expect(200);
    expect(body.unitCosts).toHaveLength(3);
    await expect(app.admin.query('UPDATE unit_costs SET amount = 1')).rejects.toThrow(
      'append-only',
    );
  });

  it('is read by those who may: money of all by role, of a person by who answers for her', async () => {
    const stranger = await app.signIn('reintegration_officer');
    const manager = await app.signIn('shelter_manager', { shelterIds: [house.id] });
    const programme = await app.signIn('programme_officer');
    await programme.get('/api/v1/costs').expect(200);
    await programme.get('/budget/unit-costs').expect(200);
    await programme.post('/api/v1/unit-costs', {}).expect(403);
    for (const nobody of [leila, manager]) {
      await nobody.get('/api/v1/costs').expect(403);
      await nobody.get('/budget/costs').expect(403);
      await nobody.get('/api/v1/unit-costs').expect(403);
    }
    await stranger.get(`/api/v1/people/${cases[0]}/costs`).expect(404);
    await stranger.get(`/people/${cases[0]}/costs`).expect(404);
    for (const nobody of [omar, programme, manager])
      await nobody.get(`/api/v1/people/${cases[0]}/costs`).expect(403);
  });
});
