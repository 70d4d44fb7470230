import { randomUUID } from 'node:crypto';
import { serviceFigures } from '../../modules/assistance-services';
import { People, unknownPerson } from '../../modules/beneficiaries';
import type { OpenedGrant } from '../../modules/grant-budgeting';
import type { Actor } from '../../modules/platform/shared/actor';
import {
  enteredRate,
  entriesOf,
  ledgerHolds,
  openedGrant,
  setLine,
} from '../grant-budgeting/samples';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { confirmed } from '../support/confirmed';
import { countStatements } from '../support/count-statements';

describe('services given', () => {
  let app: TestApp;
  let grant: OpenedGrant;
  let leila: SignedIn;
  let stranger: SignedIn;
  let caseId: string;

  const registered = async (actor: Actor, on = '2026-10-05') => {
    const { cases } = await app.transactions.run(actor, (tx) =>
      app.app.get(People).register(tx, [unknownPerson(on)]),
    );
    return cases[0]!.id;
  };
  const facts = (more: object = {}) => ({
    caseId,
    typeCode: 'medical_consultation',
    givenOn: '2026-11-20',
    cost: { amount: '460.00', currency: 'MAD' },
    ...more,
  });
  const codesOf = (body: { code: string; errors?: { field: string; code: string }[] }) =>
    body.errors?.map(({ field, code }) => `${field} ${code}`) ?? [body.code];
  const count = async (): Promise<number> =>
    (await app.admin.query('SELECT count(*)::int AS n FROM services')).rows[0].n;

  beforeAll(async () => {
    app = await startApp();
    grant = await openedGrant(app);
    await enteredRate(app, ['USD', 'MAD', '2026-11-01', '9.20']);
    leila = await app.signIn('reintegration_officer');
    stranger = await app.signIn('reintegration_officer');
    caseId = await registered(leila.actor);
  });
  afterAll(() => app.stop());
  afterEach(async () => {
    expect(await ledgerHolds(app.admin)).toEqual({ wrongBalances: 0, total: 0 });
  });

  it('are recorded with their cost, charged to the line of their type', async () => {
    const answer = await leila
      .post('/api/v1/services', facts({ quantity: 2, note: 'Fièvre depuis mardi' }))
      .expect(201);
    expect(answer.body).toEqual({
      id: expect.any(String),
      charge: { state: 'charged', funded: '50.00', unfunded: '0.00' }, // 460.00 × 0.10869565
    });
    const { rows } = await app.admin.query(
      `SELECT s.case_id, s.type_code, s.given_on::text, s.quantity, s.cost_amount, t.fact_on::text, t.booked_on::text
         FROM services s JOIN ledger_transactions t ON t.source_kind = 'service' AND t.source_id = s.id::text WHERE s.id = $1`,
      [answer.body.id],
    );
    expect(rows).toEqual([
      {
        case_id: caseId,
        type_code: 'medical_consultation',
        given_on: '2026-11-20',
        quantity: '2.00',
        cost_amount: '460.00',
        fact_on: '2026-11-20',
        booked_on: '2026-11-24',
      },
    ]);
    expect(await entriesOf(app.admin, grant.lines['IOM-2.1']!)).toEqual({ spent: '50.00' });
  });

  it('keep their note sealed; opening it is recorded', async () => {
    const { body } = await leila
      .post('/api/v1/services', facts({ note: 'Fièvre depuis mardi' }))
      .expect(201);
    const row = await app.admin.query('SELECT note_sealed FROM services WHERE id = $1', [body.id]);
    expect(row.rows[0].note_sealed.includes('Fièvre')).toBe(false);
    const list = await leila.get(`/api/v1/services?caseId=${caseId}`).expect(200);
    expect(JSON.stringify(list.body)).not.toContain('Fièvre');
    const note = await leila.get(`/api/v1/services/${body.id}/note`).expect(200);
    expect(note.body).toEqual({ note: 'Fièvre depuis mardi' });
    const audit = await app.admin.query(
      `SELECT fields FROM audit_log WHERE action = 'services.read_note' AND $1 = ANY (subject_ids)`,
      [body.id],
    );
    expect(audit.rows).toEqual([{ fields: ['note'] }]);
  });

  it('without a cost need no money', async () => {
    const { body } = await leila.post('/api/v1/services', facts({ cost: undefined })).expect(201);
    expect(body.charge).toBeNull();
  });

  it('sent twice with one request id are one service', async () => {
    const before = await count();
    const id = randomUUID();
    const first = await leila.post('/api/v1/services', facts(), id).expect(201);
    const again = await leila.post('/api/v1/services', facts(), id).expect(201);
    expect(again.body).toEqual(first.body);
    await leila.post('/api/v1/services', facts({ quantity: '3' }), id).expect(422);
    expect(await count()).toBe(before + 1);
  });

  it.each(['2026-10-04', '2026-09-28'])(
    'help of the first contact on %s, before the file was opened on 5 October, is taken',
    async (givenOn) => {
      const { body } = await leila
        .post('/api/v1/services', facts({ givenOn, firstContact: true, cost: undefined }))
        .expect(201);
      const { rows } = await app.admin.query(
        'SELECT given_on::text AS day FROM services WHERE id = $1',
        [body.id],
      );
      expect(rows).toEqual([{ day: givenOn }]);
    },
  );

  it('how many days before is a setting of the programme', async () => {
    await app.admin.query(
      `INSERT INTO settings (key, valid_from, value, source) VALUES ('first_contact_days', '2026-01-01Z', '1', 'test')`,
    );
    const early = facts({ firstContact: true, cost: undefined });
    await leila.post('/api/v1/services', { ...early, givenOn: '2026-10-04' }).expect(201);
    const { body } = await leila
      .post('/api/v1/services', { ...early, givenOn: '2026-10-03' })
      .expect(422);
    expect(codesOf(body)).toEqual(['givenOn services.before_registration']);
    expect(JSON.stringify(body)).toContain('jusqu’à 1 jour avant');
    await app.admin.query(
      `DELETE FROM settings WHERE key = 'first_contact_days' AND source = 'test'`,
    );
  });

  it('the page asks whether it was the first contact, and takes the answer', async () => {
    const { rows } = await app.admin.query<{ number: string }>(
      'SELECT case_number AS number FROM cases WHERE id = $1',
      [caseId],
    );
    const form = {
      caseNumber: rows[0]!.number,
      typeCode: 'medical_consultation',
      givenOn: '2026-10-04',
      quantity: '1',
    };
    const asked = await leila.submit('/services', form).expect(422);
    expect(asked.text).toContain('name="firstContact"');
    expect(asked.text).toContain('Donné lors du premier contact');
    await leila.submit('/services', { ...form, firstContact: 'true' }).expect(303);
  });

  it.each([
    ['a date in the future', { givenOn: '2026-11-25' }, 'givenOn services.in_future'],
    [
      'the day before the registration, where nobody says that it was the first contact',
      { givenOn: '2026-10-04' },
      'firstContact services.not_first_contact',
    ],
    [
      'a first contact eight days before the registration',
      { givenOn: '2026-09-27', firstContact: true },
      'givenOn services.before_registration',
    ],
    ['a date in 1888', { givenOn: '1888-03-01' }, 'givenOn services.before_registration'],
    ['a date that does not exist', { givenOn: '2026-02-30' }, 'givenOn common.not_date'],
    ['a type that nobody knows', { typeCode: 'hairdresser' }, 'typeCode services.unknown_type'],
    [
      'three decimals',
      { cost: { amount: '12.345', currency: 'MAD' } },
      'cost.amount common.not_amount',
    ],
    ['a comma', { cost: { amount: '12,50', currency: 'MAD' } }, 'cost.amount common.not_amount'],
    [
      'less than nothing',
      { cost: { amount: '-5.00', currency: 'MAD' } },
      'cost.amount common.not_amount',
    ],
    [
      'a cost of zero',
      { cost: { amount: '0.00', currency: 'MAD' } },
      'cost.amount common.not_amount',
    ],
    [
      'a floating point number',
      { cost: { amount: 12.5, currency: 'MAD' } },
      'cost.amount common.not_amount',
    ],
    [
      'a currency that nobody knows',
      { cost: { amount: '5.00', currency: 'XXX' } },
      'cost.currency common.not_choice',
    ],
    ['a quantity of zero', { quantity: '0' }, 'quantity services.bad_quantity'],
    ['a quantity of 10,001', { quantity: '10001' }, 'quantity services.bad_quantity'],
    [
      'an organisation that does not exist',
      { providerId: randomUUID() },
      'providerId services.unknown_provider',
    ],
    ['a note of 2,001 characters', { note: 'x'.repeat(2001) }, 'note common.too_long'],
    ['an unknown field', { price: '5' }, 'price common.unknown_field'],
  ])('are refused with %s, and nothing changes', async (_what, more, expected) => {
    const before = await count();
    const { body } = await leila.post('/api/v1/services', facts(more)).expect(422);
    expect(codesOf(body)).toEqual([expected]);
    expect(await count()).toBe(before);
  });

  it('of somebody whom one may not see are answered like those of nobody', async () => {
    const theirs = await stranger.post('/api/v1/services', facts()).expect(404);
    const nobody = await stranger
      .post('/api/v1/services', facts({ caseId: randomUUID() }))
      .expect(404);
    expect({ ...theirs.body, instance: '' }).toEqual({ ...nobody.body, instance: '' });
    const { body } = await leila.post('/api/v1/services', facts()).expect(201);
    await stranger.get(`/api/v1/services/${body.id}`).expect(404);
    await stranger.get(`/api/v1/services/${body.id}/note`).expect(404);
    await stranger
      .post(`/api/v1/services/${body.id}/cancellation`, { reason: 'not_given' })
      .expect(404);
    const list = await stranger.get(`/api/v1/services?caseId=${caseId}`).expect(200);
    expect(list.body).toEqual({ services: [], total: 0, next: null });
  });

  it('may be recorded and cancelled by those who care, and by nobody else', async () => {
    for (const role of [
      'shelter_staff',
      'case_supervisor',
      'programme_officer',
      'finance_officer',
      'administrator',
      'partner_viewer',
    ] as const) {
      const other = await app.signIn(role);
      await other.post('/api/v1/services', facts()).expect(403);
      await other
        .post(`/api/v1/services/${randomUUID()}/cancellation`, { reason: 'not_given' })
        .expect(403);
    }
    const finance = await app.signIn('finance_officer');
    await finance.get('/api/v1/services').expect(403);
  });

  it('show no cost to a manager of a shelter, but for what she recorded herself', async () => {
    const manager = await app.signIn('shelter_manager');
    const { body } = await leila.post('/api/v1/services', facts()).expect(201);
    await app.transactions.run(leila.actor, (tx) =>
      tx.query(`SELECT grant_access($1, 'user', $2)`, [caseId, manager.actor.userId]),
    );
    const seen = await manager.get(`/api/v1/services/${body.id}`).expect(200);
    expect(seen.body).toMatchObject({ cost: null, typeCode: 'medical_consultation' });
    const own = await manager.post('/api/v1/services', facts()).expect(201);
    const shown = await manager.get(`/api/v1/services/${own.body.id}`).expect(200);
    expect(shown.body.cost).toEqual({ amount: '460.00', currency: 'MAD' });
  });

  it('cancelled give back what was booked, today, and stay in the list with their reason', async () => {
    const lineId = grant.lines['IOM-3.1']!;
    const service = facts({ typeCode: 'transport' });
    const { body } = await leila.post('/api/v1/services', service).expect(201);
    expect(await entriesOf(app.admin, lineId)).toEqual({ spent: '50.00' });
    await leila
      .post(`/api/v1/services/${body.id}/cancellation`, { reason: 'it was a mistake' })
      .expect(422);
    await leila
      .post(`/api/v1/services/${body.id}/cancellation`, { reason: 'entered_twice' })
      .expect(201);
    expect(await entriesOf(app.admin, lineId)).toEqual({ spent: '0.00' });
    const again = await leila
      .post(`/api/v1/services/${body.id}/cancellation`, { reason: 'entered_twice' })
      .expect(409);
    expect(again.body.code).toBe('services.cancelled_already');
    const shown = await leila.get(`/api/v1/services/${body.id}`).expect(200);
    expect(shown.body.cancelled).toEqual({
      at: '2026-11-24T23:10:00.000Z',
      reason: 'entered_twice',
    });
    await leila.post('/api/v1/services', service).expect(201); // given after all: a new service
    expect(await entriesOf(app.admin, lineId)).toEqual({ spent: '50.00' });
  });

  it('go beyond a line without being refused', async () => {
    const lineId = grant.lines['UNODC-1.2']!;
    await setLine(app.admin, lineId, '30.00');
    const { body } = await leila
      .post('/api/v1/services', facts({ typeCode: 'interpretation' }))
      .expect(201);
    expect(body.charge).toEqual({ state: 'charged', funded: '30.00', unfunded: '20.00' });
    await leila
      .post(`/api/v1/services/${body.id}/cancellation`, { reason: 'not_given' })
      .expect(201);
    expect(await entriesOf(app.admin, lineId)).toEqual({ spent: '0.00', unfunded: '0.00' });
  });

  it('wait for a rate that is not known, and are charged once finance enters it', async () => {
    const cost = { amount: '100.00', currency: 'EUR' };
    const { body } = await leila.post('/api/v1/services', facts({ cost })).expect(201);
    expect(body.charge).toEqual({ state: 'waiting' });
    const cancelled = await leila.post('/api/v1/services', facts({ cost })).expect(201);
    await leila
      .post(`/api/v1/services/${cancelled.body.id}/cancellation`, { reason: 'not_given' })
      .expect(201);
    const tasks = await app.admin.query(
      `SELECT 1 FROM tasks WHERE kind = 'finance' AND subject_id IS NULL`,
    );
    expect(tasks.rows).toHaveLength(1);
    const omar = await app.signIn('finance_officer');
    const rate = {
      from: 'EUR',
      to: 'USD',
      validFrom: '2026-11-01',
      rate: '1.10',
      source: 'Banque centrale',
    };
    const entered = await confirmed(app, omar.post('/api/v1/exchange-rates', rate));
    expect(entered.body.charged).toBe(1);
    const { rows } = await app.admin.query(
      `SELECT e.amount FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id WHERE t.source_id = $1 AND e.amount > 0`,
      [body.id],
    );
    expect(rows).toEqual([{ amount: '110.00' }]);
  });

  it('are listed last given first, page by page, each once', async () => {
    const officer = await app.signIn('reintegration_officer');
    const theirs = await registered(officer.actor, '2026-09-01');
    for (let at = 0; at < 61; at += 1) {
      const givenOn = `2026-11-${String(1 + (at % 7)).padStart(2, '0')}`;
      await officer
        .post('/api/v1/services', { caseId: theirs, typeCode: 'transport', givenOn })
        .expect(201);
    }
    const first = await officer.get('/api/v1/services').expect(200);
    const second = await officer.get(`/api/v1/services?after=${first.body.next}`).expect(200);
    expect([first.body.services.length, second.body.services.length]).toEqual([50, 11]);
    expect([first.body.total, second.body.total, second.body.next]).toEqual([61, 61, null]);
    const all = [...first.body.services, ...second.body.services] as {
      id: string;
      givenOn: string;
    }[];
    expect(new Set(all.map(({ id }) => id)).size).toBe(61);
    expect(all.map(({ givenOn }) => givenOn)).toEqual(
      [...all.map(({ givenOn }) => givenOn)].sort().reverse(),
    );
    const day = await officer.get('/api/v1/services?from=2026-11-03&until=2026-11-04').expect(200);
    expect(day.body.total).toBe(9);
    await officer.get('/api/v1/services?after=nonsense').expect(422);
  });

  it('are counted for the period without the cancelled ones, as separate SQL counts them', async () => {
    const period = { from: '2026-10-01', until: '2027-01-01' };
    const figures = await app.transactions.run(leila.actor, (tx) => serviceFigures(tx, period));
    const { rows } = await app.admin.query(
      `SELECT type_code AS "typeCode", count(*)::int AS services, count(DISTINCT case_id)::int AS people, sum(quantity) AS quantity
         FROM services WHERE cancelled_at IS NULL AND given_on BETWEEN '2026-10-01' AND '2026-12-31' GROUP BY type_code`,
    );
    const plain = figures.byType.map(({ typeCode, services, people, quantity }) => ({
      typeCode,
      services,
      people,
      quantity: Number(quantity),
    }));
    const byCode = (a: { typeCode: string }, b: { typeCode: string }) =>
      a.typeCode.localeCompare(b.typeCode);
    expect([...plain].sort(byCode)).toEqual(
      rows.map((row) => ({ ...row, quantity: Number(row.quantity) })).sort(byCode),
    );
    const empty = await app.transactions.run(leila.actor, (tx) =>
      serviceFigures(tx, { from: '2020-01-01', until: '2020-02-01' }),
    );
    expect(empty).toEqual({ byType: [] });
  });

  it('take one statement without a cost, and three with it, beside the look-up of the session', async () => {
    const { cost, ...free } = facts();
    await leila.post('/api/v1/services', free).expect(201); // the catalogue is there from here on
    const without = await countStatements(app, () =>
      leila.post('/api/v1/services', free).expect(201),
    );
    const withCost = await countStatements(app, () =>
      leila.post('/api/v1/services', { ...free, cost }).expect(201),
    );
    expect({ without, withCost }).toEqual({ without: 1 + 1, withCost: 1 + 3 });
  });
});
