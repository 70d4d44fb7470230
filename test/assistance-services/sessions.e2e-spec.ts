import { randomUUID } from 'node:crypto';
import { satisfactionFigures } from '../../modules/assistance-services';
import { newCaseNumber, People, unknownPerson } from '../../modules/beneficiaries';
import type { OpenedGrant } from '../../modules/grant-budgeting';
import type { Actor } from '../../modules/platform/shared/actor';
import { enteredRate, entriesOf, ledgerHolds, openedGrant } from '../grant-budgeting/samples';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { confirmed } from '../support/confirmed';

const MAD = (amount: string) => ({ amount, currency: 'MAD' });

describe('sessions, receipts and what people say', () => {
  let app: TestApp;
  let grant: OpenedGrant;
  let leila: SignedIn;
  let stranger: SignedIn;
  let staff: SignedIn;
  let people: { id: string; caseNumber: string }[];

  const registered = async (actor: Actor, count: number) => {
    const { cases } = await app.transactions.run(actor, (tx) =>
      app.app.get(People).register(
        tx,
        Array.from({ length: count }, () => unknownPerson('2026-10-05')),
      ),
    );
    return [...cases];
  };
  const who = (attendances: string[]) =>
    attendances.map((attendance, at) => ({ caseId: people[at]!.id, attendance }));
  const session = (more: object = {}) => ({
    typeCode: 'psychological_session',
    givenOn: '2026-11-20',
    cost: MAD('100.00'),
    people: who(['present', 'absent', 'present', 'excused', 'present']),
    ...more,
  });
  const post = (more: object = {}, key?: string) =>
    leila.post('/api/v1/service-sessions', session(more), key);
  const refusal = (body: { code: string; errors?: { field: string; code: string }[] }) =>
    body.errors?.[0]?.code ?? body.code;

  beforeAll(async () => {
    app = await startApp();
    grant = await openedGrant(app);
    await enteredRate(app, ['USD', 'MAD', '2026-11-01', '9.20']);
    leila = await app.signIn('reintegration_officer');
    stranger = await app.signIn('reintegration_officer');
    staff = await app.signIn('shelter_staff');
    people = await registered(leila.actor, 5);
  });
  afterEach(async () => {
    expect(await ledgerHolds(app.admin)).toEqual({ wrongBalances: 0, total: 0 });
  });
  afterAll(() => app.stop());

  describe('a session for several people', () => {
    let id: string;
    const lineOf = () => entriesOf(app.admin, grant.lines['IOM-2.2']!);

    it('gives each who was there the service and a part of the cost, to the cent in both currencies', async () => {
      const key = randomUUID();
      const { body } = await post({ receipt: 'F-2026/041' }, key).expect(201);
      const again = await post({ receipt: 'F-2026/041' }, key).expect(201);
      expect(again.body).toEqual(body);
      id = body.id;
      expect(body.serviceIds).toHaveLength(3);
      const { rows } = await app.admin.query(
        `SELECT s.cost_amount, s.receipt, e.amount FROM services s
           JOIN ledger_transactions t ON t.source_kind = 'service' AND t.source_id = s.id::text
           JOIN ledger_entries e ON e.transaction_id = t.id AND e.amount > 0
          WHERE s.id = ANY ($1) ORDER BY array_position($1, s.id)`,
        [body.serviceIds],
      );
      // 100.00 MAD at 1/9.20 is 10.87 USD; alone each third would be 3.62, together 10.86.
      expect(rows).toEqual([
        { cost_amount: '33.34', receipt: 'F-2026/041', amount: '3.62' },
        { cost_amount: '33.33', receipt: 'F-2026/041', amount: '3.63' },
        { cost_amount: '33.33', receipt: 'F-2026/041', amount: '3.62' },
      ]);
      expect(await lineOf()).toEqual({ spent: '10.87' });
      const shown = await leila.get(`/api/v1/service-sessions/${id}`).expect(200);
      expect(shown.body).toMatchObject({ present: 3, cost: MAD('100.00') });
      expect(shown.body.people.map((one: { attendance: string }) => one.attendance)).toEqual([
        'present',
        'present',
        'present',
        'excused',
        'absent',
      ]);
    });

    it('reverses the part of one person alone, and then all that stands', async () => {
      const { body } = await leila.get(`/api/v1/service-sessions/${id}`).expect(200);
      const middle = body.people.find(({ part }: { part: object }) => part)!.serviceId;
      const before = Number((await lineOf()).spent);
      await leila
        .post(`/api/v1/services/${middle}/cancellation`, { reason: 'wrong_person' })
        .expect(201);
      const taken = before - Number((await lineOf()).spent);
      expect([3.62, 3.63]).toContain(Math.round(taken * 100) / 100);
      const all = await leila
        .post(`/api/v1/service-sessions/${id}/cancellation`, { reason: 'not_given' })
        .expect(201);
      expect(all.body.cancelled).toBe(2);
      expect(await lineOf()).toEqual({ spent: '0.00' });
      const twice = await leila
        .post(`/api/v1/service-sessions/${id}/cancellation`, { reason: 'not_given' })
        .expect(409);
      expect(twice.body.code).toBe('sessions.cancelled_already');
    });

    it.each([
      ['nobody', () => ({ people: [] }), 'sessions.nobody'],
      [
        'a cost and nobody present',
        () => ({ people: who(['absent', 'excused']) }),
        'sessions.nobody_present',
      ],
      ['two cents for three', () => ({ cost: MAD('0.02') }), 'sessions.cost_too_small'],
      ['a day to come', () => ({ givenOn: '2026-11-25' }), 'services.in_future'],
      [
        'a day before a registration',
        () => ({ givenOn: '2026-10-01' }),
        'sessions.before_registration',
      ],
    ])('is refused with %s, and nothing changes', async (_what, more, code) => {
      const count = async () =>
        (
          await app.admin.query(
            'SELECT (SELECT count(*) FROM services) + (SELECT count(*) FROM service_sessions) AS n',
          )
        ).rows[0].n;
      const before = await count();
      const { body } = await post(more()).expect(422);
      expect(refusal(body)).toBe(code);
      expect(await count()).toBe(before);
    });

    it('with one person twice is refused, and without a cost needs nobody present', async () => {
      const twice = [...who(['present']), ...who(['absent'])];
      expect(refusal((await post({ people: twice }).expect(422)).body)).toBe('sessions.twice');
      const none = await post({ cost: undefined, people: who(['absent', 'excused']) }).expect(201);
      expect(none.body.serviceIds).toEqual([]);
    });

    it('is found on a later page of the list, the last held first', async () => {
      const trainer = await app.signIn('reintegration_officer');
      const [{ id: caseId } = { id: '' }] = await registered(trainer.actor, 1);
      const held = { cost: undefined, people: [{ caseId, attendance: 'absent' }] };
      for (let day = 0; day < 51; day += 1) {
        const givenOn = `2026-11-${String(20 - (day % 10)).padStart(2, '0')}`;
        await trainer.post('/api/v1/service-sessions', session({ ...held, givenOn })).expect(201);
      }
      const { body: first } = await trainer.get('/api/v1/service-sessions').expect(200);
      expect(first.sessions).toHaveLength(50);
      const { body: last } = await trainer
        .get(`/api/v1/service-sessions?after=${first.next}`)
        .expect(200);
      expect(last).toMatchObject({ sessions: [{ heldOn: '2026-11-11' }], next: null });
      const all = [...first.sessions, ...last.sessions] as { id: string; heldOn: string }[];
      expect(new Set(all.map(({ id: one }) => one)).size).toBe(51);
      expect(all.map(({ heldOn }) => heldOn)).toEqual(
        all.map(({ heldOn }) => heldOn).sort((one, other) => (one < other ? 1 : -1)),
      );
      const page = await trainer.get('/services/sessions').expect(200);
      const [, next] = /href="([^"]+)" rel="next"/.exec(page.text) ?? [];
      expect(next?.replace('&#x3D;', '=')).toBe(`/services/sessions?after=${first.next}`);
      await trainer.get('/api/v1/service-sessions?after=nothing').expect(422);
    });

    it('waits whole for a rate that is not known, and then still adds up', async () => {
      const { body } = await post({ cost: { amount: '100.00', currency: 'EUR' } }).expect(201);
      const omar = await app.signIn('finance_officer');
      const rate = { from: 'EUR', to: 'USD', validFrom: '2026-11-01', rate: '1.115' };
      const source = 'Banque centrale';
      const entered = await confirmed(
        app,
        omar.post('/api/v1/exchange-rates', { ...rate, source }),
      );
      expect(entered.body.charged).toBe(3);
      const { rows } = await app.admin.query(
        `SELECT sum(e.amount) AS total FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id AND e.amount > 0
          WHERE t.source_id = ANY ($1::text[])`,
        [body.serviceIds],
      );
      expect(rows).toEqual([{ total: '111.50' }]); // alone: 37.17 + 37.16 + 37.16 = 111.49
    });

    it('may be held by those who record, for people of theirs, and by nobody else', async () => {
      await staff.post('/api/v1/service-sessions', session()).expect(403);
      await staff
        .post(`/api/v1/service-sessions/${id}/cancellation`, { reason: 'not_given' })
        .expect(403);
      await stranger.post('/api/v1/service-sessions', session()).expect(404);
      const absent = { cost: undefined, people: who(['absent']) };
      await stranger.post('/api/v1/service-sessions', session(absent)).expect(404);
      await stranger.get(`/api/v1/service-sessions/${id}`).expect(404);
      await stranger
        .post(`/api/v1/service-sessions/${id}/cancellation`, { reason: 'not_given' })
        .expect(404);
      expect((await stranger.get('/api/v1/service-sessions').expect(200)).body.sessions).toEqual(
        [],
      );
    });

    it('is cancelled whole by nobody who sees only some of its people', async () => {
      const { body } = await post().expect(201);
      await app.transactions.run(leila.actor, (tx) =>
        tx.query(`SELECT grant_access($1, 'user', $2)`, [people[0]!.id, stranger.actor.userId]),
      );
      const part = await stranger
        .post(`/api/v1/service-sessions/${body.id}/cancellation`, { reason: 'not_given' })
        .expect(409);
      expect(part.body.code).toBe('sessions.not_whole');
      const seen = await stranger.get(`/api/v1/service-sessions/${body.id}`).expect(200);
      expect(seen.body.people).toHaveLength(1);
      await app.transactions.run(leila.actor, (tx) =>
        tx.query('SELECT end_access($1, $2)', [people[0]!.id, stranger.actor.userId]),
      );
    });

    it('holds in the database itself: the parts make the whole, and who sees nobody sees no session', async () => {
      const sql = (actor: Actor, text: string, params: unknown[] = []) =>
        app.transactions.run(actor, (tx) => tx.query(text, params));
      await expect(
        sql(
          leila.actor,
          `INSERT INTO service_sessions (id, type_code, held_on, quantity, cost_amount, cost_currency, present, by)
           VALUES (gen_random_uuid(), 'transport', '2026-11-20', 1, 100, 'MAD', 1, mawa_actor())`,
        ),
      ).rejects.toThrow('the parts do not make the session');
      expect(await sql(stranger.actor, 'SELECT 1 FROM service_sessions')).toEqual([]);
      expect(await sql(stranger.actor, 'SELECT 1 FROM service_attendance')).toEqual([]);
    });
  });

  describe('a receipt', () => {
    const service = (more: object = {}) => ({
      caseId: people[1]!.id,
      typeCode: 'transport',
      givenOn: '2026-11-19',
      cost: MAD('46.00'),
      receipt: 'TAXI 77',
      ...more,
    });

    it('stands with the cost, for those who see it', async () => {
      const { body } = await leila.post('/api/v1/services', service()).expect(201);
      const shown = await leila.get(`/api/v1/services/${body.id}`).expect(200);
      expect(shown.body.receipt).toBe('TAXI 77');
    });

    it('used again is asked about with its day, whoever holds that file, and goes on with a tick', async () => {
      const [other] = await registered(stranger.actor, 1);
      const again = service({ caseId: other!.id, givenOn: '2026-11-21', receipt: 'taxi-77' });
      const asked = await stranger.post('/api/v1/services', again).expect(422);
      expect(asked.body.errors?.[0] ?? asked.body).toMatchObject({
        code: 'services.receipt_used',
        field: 'receiptAgain',
      });
      expect(JSON.stringify(asked.body)).not.toContain(people[1]!.id);
      const page = await stranger
        .submit('/services', {
          caseNumber: other!.caseNumber,
          typeCode: 'transport',
          givenOn: '2026-11-21',
          'cost.amount': '46',
          'cost.currency': 'MAD',
          receipt: 'TAXI 77',
        })
        .expect(422);
      expect(page.text.replaceAll('\u00a0', ' ')).toContain('a déjà servi le jeu. 19 nov. 2026');
      expect(page.text).toContain('name="receiptAgain"');
      await stranger.post('/api/v1/services', { ...again, receiptAgain: true }).expect(201);
      const blind = await app.admin.query(
        `SELECT count(*)::int AS n FROM audit_log WHERE action = 'services.receipt_known' AND actor_id = $1`,
        [stranger.actor.userId],
      );
      expect(blind.rows).toEqual([{ n: 2 }]);
    });

    it('that looks like a case number, or stands without a cost, is refused', async () => {
      const number = newCaseNumber((n) => new Uint8Array(n).fill(7));
      const named = await leila.post('/api/v1/services', service({ receipt: number })).expect(422);
      expect(refusal(named.body)).toBe('services.receipt_is_case');
      const free = await leila.post('/api/v1/services', service({ cost: undefined })).expect(422);
      expect(refusal(free.body)).toBe('services.receipt_without_cost');
      await leila.post('/api/v1/services', service({ receipt: 'x'.repeat(61) })).expect(422);
    });
  });

  describe('what the person says of a service', () => {
    const given = async (caseId: string, typeCode = 'legal_consultation') =>
      (
        await leila
          .post('/api/v1/services', { caseId, typeCode, givenOn: '2026-11-18' })
          .expect(201)
      ).body.id as string;

    it('is kept once, with who asked', async () => {
      const id = await given(people[0]!.id);
      await leila.post(`/api/v1/services/${id}/rating`, { rating: 6 }).expect(422);
      await leila.post(`/api/v1/services/${id}/rating`, { rating: 4 }).expect(201);
      const again = await leila.post(`/api/v1/services/${id}/rating`, { rating: 1 }).expect(409);
      expect(again.body.code).toBe('ratings.asked_already');
      const { body } = await leila.get(`/api/v1/services/${id}`).expect(200);
      expect(body.rating).toMatchObject({ rating: 4, askedBy: leila.actor.name });
    });

    it('may be asked by those who care for the person, and by nobody else', async () => {
      const id = await given(people[1]!.id);
      await stranger.post(`/api/v1/services/${id}/rating`, { rating: 5 }).expect(404);
      const supervisor = await app.signIn('case_supervisor');
      await supervisor.post(`/api/v1/services/${id}/rating`, { rating: 5 }).expect(403);
      await staff.post(`/api/v1/services/${id}/rating`, { rating: 5 }).expect(404);
      await app.transactions.run(leila.actor, (tx) =>
        tx.query(`SELECT grant_access($1, 'user', $2)`, [people[1]!.id, staff.actor.userId]),
      );
      await staff.post(`/api/v1/services/${id}/rating`, { rating: 'declined' }).expect(201);
      await expect(
        app.transactions.run(stranger.actor, (tx) =>
          tx.query(
            'INSERT INTO service_ratings (service_id, case_id, rating, asked_by) VALUES ($1, $2, 5, mawa_actor())',
            [id, people[1]!.id],
          ),
        ),
      ).rejects.toThrow();
      expect(
        await app.transactions.run(stranger.actor, (tx) =>
          tx.query('SELECT 1 FROM service_ratings'),
        ),
      ).toEqual([]);
    });

    it('is a mean by kind, of three people at least, as separate SQL counts it', async () => {
      // Legal consultation: 4 by the first, nothing by the second; now 5 by the third, 2 by the fourth.
      for (const [at, rating] of [
        [2, 5],
        [3, 2],
      ] as const) {
        const id = await given(people[at]!.id);
        await leila.post(`/api/v1/services/${id}/rating`, { rating }).expect(201);
      }
      const two = await given(people[0]!.id, 'medicines');
      await leila.post(`/api/v1/services/${two}/rating`, { rating: 1 }).expect(201);
      const period = { from: '2026-10-01', until: '2027-01-01' };
      const figures = await app.transactions.run(leila.actor, (tx) =>
        satisfactionFigures(tx, period),
      );
      const { rows } = await app.admin.query(
        `SELECT round(avg(r.rating), 1)::text AS mean, count(r.rating)::int AS answers, count(*)::int - count(r.rating)::int AS declined
           FROM service_ratings r JOIN services s ON s.id = r.service_id WHERE s.type_code = 'legal_consultation'`,
      );
      expect(rows).toEqual([{ mean: '3.7', answers: 3, declined: 1 }]); // 11 of 3
      expect(figures.byType).toMatchObject([{ typeCode: 'legal_consultation', ...rows[0] }]);
      expect([figures.others, figures.mean]).toEqual([{ types: 1 }, '3.7']);
    });

    it('is read by those who answer for the programme, and by nobody else', async () => {
      await leila.get('/api/v1/service-satisfaction').expect(403);
      await leila.get('/services/figures').expect(403);
      const now = app.clock.now();
      app.clock.set(new Date('2027-01-04T09:00:00Z'));
      const programme = await app.signIn('programme_officer');
      const { body } = await programme.get('/api/v1/service-satisfaction').expect(200);
      expect([body.quarter, body.byType.length]).toEqual(['2026-Q4', 1]);
      const { text } = await programme.get('/services/figures').expect(200);
      expect(text).toContain('3,7 sur 5');
      expect(text).not.toContain('Médicaments');
      app.clock.set(now);
    });

    it('is not read of a quarter that goes on, nor of days that somebody picks', async () => {
      const programme = await app.signIn('programme_officer');
      const early = await programme.get('/api/v1/service-satisfaction?quarter=2026-Q4');
      expect([early.status, early.body.code]).toEqual([422, 'quarter_goes_on']);
      const picked = await programme.get('/api/v1/service-satisfaction?from=2026-11-01');
      expect(picked.status).toBe(422);
      const { body } = await programme.get('/api/v1/service-satisfaction').expect(200);
      expect([body.quarter, body.byType]).toEqual(['2026-Q3', []]);
    });
  });

  it.each(['fr', 'ar', 'en'] as const)('have their pages in %s', async (language) => {
    const reader = await app.signIn('shelter_manager', { language });
    for (const path of [
      '/services',
      '/services/new',
      '/services/planned',
      '/services/sessions',
      '/services/sessions/new',
      '/services/figures',
    ]) {
      const { text } = await reader.get(path).expect(200);
      expect(text).not.toMatch(/\b(services|appointments|sessions|ratings):[a-z]/);
    }
  });
});
