import { randomUUID } from 'node:crypto';
import { instalmentsPaidOnTime, plansMadeOnTime } from '../../modules/voluntary-return';
import type { OpenedGrant } from '../../modules/grant-budgeting';
import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { ADULT, CHILD } from '../consents/consent-answers';
import { enteredRate, openedGrant, setLine } from '../grant-budgeting/samples';
import { aShelter, standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { openTransaction, untilWaiting } from '../support/open-transactions';
import { chance, planning } from '../support/random-plans';
import {
  agreedByFinance,
  agreement,
  ALL_HOLD,
  instalment,
  payment,
  planItem,
  planOf,
  PLANS_HOLD,
} from './plans';
import { aTrack, atHome, codesOf } from './returns';

const CANARY = 'CANARI-Tizi-Ouzou-4471';

/** At a rate of 0.10 a sum in dirhams is a tenth in dollars. */
describe('a plan of reintegration and its money', () => {
  let mawa: TestApp;
  let grant: OpenedGrant;
  let officer: SignedIn;
  let finance: SignedIn;
  let person: TestPerson;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    await standsAt(mawa, '2026-11-24T10:00:00Z');
    grant = await openedGrant(mawa);
    await enteredRate(mawa, ['MAD', 'USD', '2026-11-01', '0.10000000']);
    officer = await mawa.signIn('reintegration_officer');
    finance = await mawa.signIn('finance_officer');
    person = await aPerson(officer, ADULT);
  });
  afterAll(() => mawa.stop());
  afterEach(async () => {
    expect((await mawa.admin.query(PLANS_HOLD)).rows[0]).toEqual(ALL_HOLD);
  });

  const line = () => grant.lines['IOM-1.1']!;
  const priced = (amount: string, instalments: object[], more: object = {}) =>
    planItem({ lineId: line(), amount, currency: 'MAD', instalments, ...more });
  async function home(facts: object = ADULT): Promise<{ id: string; path: string }> {
    const one = await aPerson(officer, facts);
    return aTrack(officer, one, atHome);
  }
  /** Agreed with the person and by finance. */
  async function agreed(amount: string, instalments: object[]) {
    const track = await home();
    await officer.post(`${track.path}/plan/items`, priced(amount, instalments)).expect(201);
    await officer.post(`${track.path}/plan/agreement`, agreement()).expect(201);
    await agreedByFinance(finance, officer, track.path);
    return track;
  }
  const firstOf = async (path: string) => (await planOf(officer, path)).items[0]!;
  const pay = (path: string, id: string, body: object, requestId?: string) =>
    officer.post(`${path}/plan/instalments/${id}/payments`, body, requestId);
  /** What stands on the line, in dollars. */
  const onLine = async () => {
    const { rows } = await mawa.admin.query<{ kind: string; balance: string }>(
      `SELECT a.kind, b.balance::text AS balance FROM ledger_accounts a JOIN ledger_balances b ON b.account_id = a.id WHERE a.line_id = $1`,
      [line()],
    );
    return Object.fromEntries(rows.map(({ kind, balance }) => [kind, balance]));
  };
  const differs = async (work: () => Promise<unknown>) => {
    const before = await onLine();
    await work();
    const after = await onLine();
    return Object.fromEntries(
      Object.keys(after).map((kind) => [
        kind,
        (Number(after[kind]) - Number(before[kind])).toFixed(2),
      ]),
    );
  };

  it('is drafted, agreed in the person’s voice, and kept in all its versions', async () => {
    const { path } = await aTrack(officer, person, atHome);
    await officer
      .post(`${path}/plan/items`, priced('5000.00', [instalment('3000.00')], { note: CANARY }))
      .expect(201);
    const social = { dimension: 'social', level: 'community', kind: 'psychosocial' };
    const { body: group } = await officer.post(`${path}/plan/items`, social).expect(201);
    expect(await planOf(officer, path)).toMatchObject({
      holds: 0,
      inTime: null,
      dueOn: '2026-11-29',
      items: [
        {
          kind: 'start_up',
          note: CANARY,
          money: { state: null },
          instalments: [{ standing: 'not_agreed' }],
        },
        { kind: 'psychosocial', money: null },
      ],
    });
    const word = agreement({ voice: 'with_doubts', note: 'elle veut commencer plus tard' });
    await officer.post(`${path}/plan/agreement`, word).expect(201);
    expect(await planOf(officer, path)).toMatchObject({
      holds: 1,
      draftId: null,
      inTime: true,
      money: [{ currency: 'MAD', planned: '5000.00', committed: '0.00', paid: '0.00' }],
    });
    expect(codesOf(await officer.post(`${path}/plan/agreement`, agreement()))).toEqual([
      'reintegration.is_agreed',
    ]);
    await officer.post(`${path}/plan/items/${group.id}/end`, { reason: 'own_wish' }).expect(201);
    await officer.post(`${path}/plan/items`, planItem({ kind: 'training' })).expect(201);
    expect(await planOf(officer, path)).toMatchObject({ holds: 1 });
    await officer.post(`${path}/plan/agreement`, agreement()).expect(201);
    const { items, holds } = await planOf(officer, path);
    expect(holds).toBe(2);
    expect(items.map(({ kind, addedIn, endedIn }) => [kind, addedIn, endedIn])).toEqual([
      ['start_up', 1, null],
      ['psychosocial', 1, 2],
      ['training', 2, null],
    ]);
  });

  it('is not agreed to unseen: what was added since the form was opened is read first', async () => {
    const track = await home();
    const { path } = track;
    await officer.post(`${path}/plan/items`, planItem({ kind: 'training' })).expect(201);
    const forms = path.replace('/api/v1', '');
    const seen = async () =>
      /name="seen" value="(\d+)"/.exec(
        (await officer.get(`${forms}/plan/agreement/new`).expect(200)).text,
      )![1];
    expect(await seen()).toBe('1');
    const { body } = await officer.post(`${path}/plan/items`, planItem()).expect(201);
    const fields = { on: '2026-11-24', voice: 'agrees', agreedBy: 'self' };
    // A field that is put right changes nothing in what was seen.
    const { text: unsaid } = await officer
      .submit(`${forms}/plan/agreement`, { ...fields, voice: '', seen: '1' })
      .expect(422);
    expect(unsaid).toContain('name="seen" value="1"');
    const early = await officer.submit(`${forms}/plan/agreement`, { ...fields, seen: '1' });
    expect(early.status).toBe(409);
    expect(early.text).toContain('Le plan a changé depuis l’ouverture de ce formulaire');
    expect(early.text).toContain('name="seen" value="2"');
    expect(await planOf(officer, path)).toMatchObject({ holds: 0 });
    await officer.submit(`${forms}/plan/agreement`, { ...fields, seen: '2' }).expect(303);
    await officer.post(`${path}/plan/items/${body.id}/end`, { reason: 'own_wish' }).expect(201);
    expect(await seen()).toBe('3');
    expect(codesOf(await officer.post(`${path}/plan/agreement`, agreement({ seen: 2 })))).toEqual([
      'reintegration.changed_meanwhile',
    ]);
    await officer.post(`${path}/plan/agreement`, agreement({ seen: 3 })).expect(201);
  });

  it('is not added to while it is being agreed to: what comes at once belongs to the next version', async () => {
    const { id, path } = await home();
    await officer.post(`${path}/plan/items`, planItem({ kind: 'training' })).expect(201);
    const held = await openTransaction(mawa.transactions, officer.actor, (tx) =>
      tx.query('SELECT return_lock_track($1)', [id]),
    );
    const agreeing = officer.post(`${path}/plan/agreement`, agreement()).then((answer) => answer);
    await untilWaiting(mawa.admin, 1);
    const adding = officer.post(`${path}/plan/items`, planItem()).then((answer) => answer);
    await untilWaiting(mawa.admin, 2);
    await held.commit();
    expect([(await agreeing).status, (await adding).status]).toEqual([201, 201]);
    const { items, holds } = await planOf(officer, path);
    expect(holds).toBe(1);
    expect(items.map(({ addedIn }) => addedIn)).toEqual([1, 2]);
  });

  it('a child agrees with a guardian, and PostgreSQL says so too', async () => {
    const { path, id } = await home(CHILD);
    await officer.post(`${path}/plan/items`, planItem({ kind: 'education' })).expect(201);
    expect(codesOf(await officer.post(`${path}/plan/agreement`, agreement()))).toEqual([
      'reintegration.child_not_alone',
    ]);
    const past = mawa.transactions.run(officer.actor, (tx) =>
      tx.query(
        `INSERT INTO return_plan_agreements (id, case_id, track_id, version_id, agreed_on, voice, agreed_by)
         SELECT gen_random_uuid(), v.case_id, v.track_id, v.id, '2026-11-24', 'agrees', 'self' FROM return_plan_versions v WHERE v.track_id = $1`,
        [id],
      ),
    );
    await expect(past).rejects.toMatchObject({ constraint: 'return_plan_of_a_child' });
    const both = agreement({ agreedBy: 'with_guardian' });
    await officer.post(`${path}/plan/agreement`, both).expect(201);
  });

  it('is asked for by the officer, agreed to by finance, and kept on the line at once', async () => {
    const track = await home();
    const changed = await differs(async () => {
      await officer
        .post(
          `${track.path}/plan/items`,
          priced('2500.00', [instalment('1500.00'), instalment('1000.00')]),
        )
        .expect(201);
      await officer.post(`${track.path}/plan/agreement`, agreement()).expect(201);
    });
    expect(changed).toEqual({ spent: '0.00', unfunded: '0.00', committed: '0.00' });
    const { money, instalments } = await firstOf(track.path);
    expect(money).toMatchObject({ state: 'requested', amount: '2500.00' });
    const early = await pay(track.path, instalments[0]!.id, payment('1.00'));
    expect(codesOf(early)).toEqual(['reintegration.money_not_agreed']);
    // Whoever asked has no part in the decision, and finance sees no person.
    const decide = `/api/v1/commitments/${money!.commitmentId}/decisions`;
    await officer.post(decide, { decision: 'approved' }).expect(403);
    const { text } = await finance.get(`/api/v1/commitments/${money!.commitmentId}`).expect(200);
    for (const secret of [CANARY, track.id, track.path.split('/')[4]!])
      expect(text).not.toContain(secret);
    expect(text).toContain('Démarrage d’une activité');
    expect(await differs(() => finance.post(decide, { decision: 'approved' }).expect(201))).toEqual(
      { spent: '0.00', unfunded: '0.00', committed: '250.00' },
    );
    const by = { step: 'cancelled', reason: 'not_needed' };
    const steps = `/api/v1/commitments/${money!.commitmentId}/steps`;
    expect(codesOf(await finance.post(steps, by))).toEqual(['budget.step_of_a_plan']);
  });

  it('is paid in parts against a receipt once its condition is met, and once however often it is sent', async () => {
    const { path } = await agreed('1000.00', [instalment('600.00'), instalment('400.00')]);
    const [first] = (await firstOf(path)).instalments;
    const refused = async (body: object) => codesOf(await pay(path, first!.id, body));
    expect(await refused(payment('600.01'))).toEqual(['reintegration.over_instalment']);
    expect(await refused(payment('1.00', { metOn: undefined }))).toEqual([
      'reintegration.met_when',
    ]);
    expect(await refused(payment('1.00', { metOn: '2026-11-25' }))).toEqual([
      'reintegration.met_when',
    ]);
    expect(await refused(payment('1.00', { receipt: ' ' }))).toEqual(['reintegration.receipt']);
    expect(await refused(payment('1.00', { on: '2026-11-23' }))).toEqual([
      'reintegration.paid_before_agreed',
    ]);
    expect(await refused(payment('1.00', { on: '2026-11-25' }))).toEqual(['returns.in_future']);
    const request = randomUUID();
    const once = await differs(async () => {
      await pay(path, first!.id, payment('250.50'), request).expect(201);
      await pay(path, first!.id, payment('250.50'), request).expect(201);
    });
    expect(once).toEqual({ spent: '25.05', unfunded: '0.00', committed: '-25.05' });
    await pay(path, first!.id, payment('99.00'), request).expect(422);
    const { money, instalments } = await firstOf(path);
    expect(money).toMatchObject({ paid: '250.50', cancelled: '0.00' });
    expect(instalments[0]).toMatchObject({ standing: 'part', left: '349.50' });
    const rest = await officer.post(
      `${path}/plan/instalments/${first!.id}/payments`,
      payment('349.51'),
    );
    expect(rest.body.errors[0].detail).toContain('349,50');
    await pay(path, first!.id, payment('349.50')).expect(201);
    expect((await firstOf(path)).instalments[0]).toMatchObject({ standing: 'paid', left: '0.00' });
  });

  it('a part is let go, a payment taken back, and the line has it again', async () => {
    const { path } = await agreed('900.00', [instalment('900.00', { condition: 'unconditional' })]);
    const [only] = (await firstOf(path)).instalments;
    const cancel = (amount: string) =>
      officer.post(`${path}/plan/instalments/${only!.id}/cancellation`, {
        amount,
        reason: 'own_wish',
      });
    expect(codesOf(await cancel('900.01'))).toEqual(['reintegration.over_instalment']);
    expect(await differs(() => cancel('200.00').expect(201))).toMatchObject({
      committed: '-20.00',
    });
    const { body } = await pay(path, only!.id, payment('700.00', { metOn: undefined })).expect(201);
    const undo = () => officer.post(`${path}/plan/payments/${body.id}/undo`, { reason: 'mistake' });
    expect(await differs(() => undo().expect(201))).toEqual({
      spent: '-70.00',
      unfunded: '0.00',
      committed: '70.00',
    });
    expect(codesOf(await undo())).toEqual(['reintegration.undone_already']);
    expect((await firstOf(path)).instalments[0]).toMatchObject({ left: '700.00' });
  });

  it('over the plan or over the line it says by how much, and nothing is changed', async () => {
    const { path } = await home();
    const over = await officer.post(
      `${path}/plan/items`,
      priced('100.00', [instalment('60.00'), instalment('40.01')]),
    );
    expect(codesOf(over)).toEqual(['reintegration.over_plan']);
    expect(over.body.errors[0].detail).toContain('100,01');
    expect((await planOf(officer, path)).items).toEqual([]);
    await officer.post(`${path}/plan/items`, priced('100.00', [instalment('60.00')])).expect(201);
    const { id } = await firstOf(path);
    const add = (amount: string) =>
      officer.post(`${path}/plan/items/${id}/instalments`, instalment(amount));
    expect(codesOf(await add('40.01'))).toEqual(['reintegration.over_plan']);
    await add('40.00').expect(201);
    // A line of 5.00 dollars does not hold 100.00 dirhams.
    const small = grant.lines['IOM-1.2']!;
    await setLine(mawa.admin, small, '5.00');
    const { path: other } = await home();
    await officer.post(`${other}/plan/items`, priced('100.00', [], { lineId: small })).expect(201);
    await officer.post(`${other}/plan/agreement`, agreement()).expect(201);
    const { money } = await firstOf(other);
    const decide = () =>
      finance.post(`/api/v1/commitments/${money!.commitmentId}/decisions`, {
        decision: 'approved',
      });
    const { body } = await decide().expect(409);
    expect(body.code).toBe('budget.line_is_short');
    expect(body.detail).toMatch(/10,00.*5,00/);
    expect((await firstOf(other)).money).toMatchObject({ state: 'requested' });
    // Refused, it is asked for again on another line.
    const no = { decision: 'refused', reason: 'too_dear' };
    await finance.post(`/api/v1/commitments/${money!.commitmentId}/decisions`, no).expect(201);
    await officer.post(`${other}/plan/items/${id}/request`, { lineId: line() }).expect(409);
    const { id: item } = await firstOf(other);
    await officer.post(`${other}/plan/items/${item}/request`, { lineId: line() }).expect(201);
    await agreedByFinance(finance, officer, other);
    expect((await firstOf(other)).money).toMatchObject({ state: 'committed' });
  });

  it('PostgreSQL refuses an instalment above its item and a payment that the ledger does not know', async () => {
    const { path, id } = await agreed('500.00', [
      instalment('500.00', { condition: 'unconditional' }),
    ]);
    const { id: itemId, instalments } = await firstOf(path);
    const insert = (sql: string, values: unknown[]) =>
      mawa.transactions.run(officer.actor, (tx) => tx.query(sql, values));
    const refused = (constraint: string) => ({ constraint });
    await expect(
      insert(
        `INSERT INTO return_instalments (id, case_id, track_id, item_id, form, due_on, amount, condition, list_version)
         SELECT gen_random_uuid(), t.case_id, t.id, $2, 'cash', '2026-12-01', 0.01, 'unconditional', 1 FROM return_tracks t WHERE t.id = $1`,
        [id, itemId],
      ),
    ).rejects.toMatchObject(refused('return_instalment_within_item'));
    const cancelled = `INSERT INTO return_instalment_steps (id, case_id, track_id, item_id, instalment_id, step, amount, on_day, reason)
      SELECT gen_random_uuid(), t.case_id, t.id, $2, $3, 'cancelled', $4, '2026-11-24', 'mistake' FROM return_tracks t WHERE t.id = $1`;
    const of = [id, itemId, instalments[0]!.id];
    await expect(insert(cancelled, [...of, '500.01'])).rejects.toMatchObject(
      refused('return_payment_within_instalment'),
    );
    await expect(insert(cancelled, [...of, '1.00'])).rejects.toMatchObject(
      refused('return_plan_money_agrees'),
    );
    const { money } = await firstOf(path);
    const alone = `INSERT INTO commitment_steps (commitment_id, step, amount, on_day) VALUES ($1, 'received', 1, '2026-11-24')`;
    await expect(insert(alone, [money!.commitmentId])).rejects.toMatchObject(
      refused('return_plan_money_agrees'),
    );
  });

  it('a withdrawal, noted by a house that sees no money, lets go of what remains', async () => {
    const { path } = await agreed('800.00', [
      instalment('300.00', { condition: 'unconditional' }),
      instalment('500.00'),
    ]);
    const { instalments } = await firstOf(path);
    const { body } = await pay(path, instalments[0]!.id, payment('300.00')).expect(201);
    await officer.post(`${path}/plan/items`, priced('70.00', [])).expect(201);
    await officer.post(`${path}/plan/agreement`, agreement()).expect(201); // asked for, not agreed to
    const changed = await differs(async () => {
      const { manager } = await aHouseOf(path.split('/')[4]!);
      await manager.post(`${path}/withdrawal`, { on: '2026-11-24' }).expect(201);
    });
    expect(changed).toEqual({ spent: '0.00', unfunded: '0.00', committed: '-50.00' });
    const { items } = await planOf(officer, path);
    expect(items.map(({ money }) => [money!.state, money!.paid, money!.cancelled])).toEqual([
      ['committed', '300.00', '500.00'],
      ['withdrawn', '0.00', '0.00'],
    ]);
    expect(items[0]!.instalments.map(({ standing }) => standing)).toEqual(['paid', 'cancelled']);
    const late = await pay(path, instalments[1]!.id, payment('1.00'));
    expect(codesOf(late)).toEqual(['returns.is_over']);
    // What is taken back after the end does not stay kept.
    expect(
      await differs(() =>
        officer.post(`${path}/plan/payments/${body.id}/undo`, { reason: 'given_back' }).expect(201),
      ),
    ).toEqual({ spent: '-30.00', unfunded: '0.00', committed: '0.00' });
  });

  it('a house reads what was agreed and no amount; only who accompanies pays', async () => {
    const { path } = await agreed('800.00', [instalment('800.00')]);
    const caseId = path.split('/')[4]!;
    const { manager } = await aHouseOf(caseId);
    const body = await planOf(manager, path);
    expect(body.items).toMatchObject([{ kind: 'start_up', money: null, instalments: [] }]);
    expect(body.money).toEqual([]);
    const [only] = (await firstOf(path)).instalments;
    const by = `${path}/plan/instalments/${only!.id}/payments`;
    await manager.post(by, payment('1.00')).expect(403);
    await manager.post(`${path}/plan/items`, planItem()).expect(403);
    await finance.post(by, payment('1.00')).expect(403);
    await finance.get(`${path}/plan`).expect(403);
    const { text } = await manager
      .get(`/people/${caseId}/returns/${path.split('/')[6]}/plan`)
      .expect(200);
    // In what is read, not in the ids of its addresses.
    expect(text.replaceAll(/<[^>]*>/g, ' ')).not.toMatch(/\b800\b/);
    const file = await manager.get(`/people/${caseId}`).expect(200);
    expect(file.text).not.toContain('800,00');
  });

  async function aHouseOf(caseId: string) {
    const shelter = await aShelter(mawa, { A: { beds: 2 } });
    const manager = await mawa.signIn('shelter_manager', { shelterIds: [shelter.id] });
    await mawa.admin.query(
      `INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, from_at, given_by)
       SELECT $1, 'shelter', $2, 'stay', r.parts, '2026-11-01', $3 FROM access_reasons r WHERE r.reason = 'stay'`,
      [caseId, shelter.id, officer.actor.userId],
    );
    return { manager };
  }

  it('begins on the day on which the person left the house, which nobody types again', async () => {
    const one = await aPerson(officer, ADULT);
    const house = await aShelter(mawa, { B: { beds: 1 } });
    const stays = async (nights: string, state: 'stay' | 'ended') => {
      const { rows } = await mawa.admin.query<{ id: string }>(
        `INSERT INTO bookings (bed_id, shelter_id, nights, state, outcome, checked_in_at, created_at, created_by)
         VALUES ($1, $2, $3, $4, $5, '2026-11-01', '2026-11-01', $6) RETURNING id`,
        [
          house.rooms['B']!.beds[0],
          house.id,
          nights,
          state,
          state === 'ended' ? 'left' : null,
          officer.actor.userId,
        ],
      );
      await mawa.admin.query(
        `INSERT INTO booking_people (booking_id, case_id, nights, state) SELECT id, $2, nights, state FROM bookings WHERE id = $1`,
        [rows[0]!.id, one.id],
      );
    };
    const open = (leftOn?: string) =>
      officer.post(`${one.path}/returns`, {
        door: 'home',
        region: '04',
        openedOn: '2026-11-24',
        leftOn,
      });
    await stays('[2026-11-02,2026-11-18)', 'ended');
    expect(codesOf(await open('2026-11-17'))).toEqual(['reintegration.slept_there']);
    const { body } = await open().expect(201);
    expect((await officer.get(`${one.path}/returns/${body.id}`)).body.leftOn).toBe('2026-11-18');
    await officer
      .post(`${one.path}/returns/${body.id}/withdrawal`, { on: '2026-11-24' })
      .expect(201);
    await mawa.admin.query(`DELETE FROM booking_people WHERE case_id = $1`, [one.id]);
    await stays('[2026-11-20,)', 'stay');
    expect(codesOf(await open())).toEqual(['reintegration.still_there']);
  });

  it('counts for the person, and people and shared are the ledger still', async () => {
    const { path } = await agreed('400.00', [instalment('400.00', { condition: 'unconditional' })]);
    const [only] = (await firstOf(path)).instalments;
    await pay(path, only!.id, payment('150.00')).expect(201);
    const { body: back } = await pay(path, only!.id, payment('50.00')).expect(201);
    await officer.post(`${path}/plan/payments/${back.id}/undo`, { reason: 'mistake' }).expect(201);
    const { body } = await officer.get(`/api/v1/people/${path.split('/')[4]}/costs`).expect(200);
    expect(body.costs).toMatchObject([{ kind: 'instalment', count: 1, amount: '15.00' }]);
    const { body: costs } = await finance.get('/api/v1/costs').expect(200);
    const { rows } = await mawa.admin.query<{ spent: string; people: string }>(
      `SELECT (SELECT sum(b.balance) FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id WHERE a.kind IN ('spent', 'unfunded'))::text AS spent,
              (SELECT round(sum(CASE s.step WHEN 'paid' THEN s.amount ELSE -s.amount END) / 10, 2) FROM return_instalment_steps s WHERE s.step IN ('paid', 'undone'))::text AS people`,
    );
    expect(costs.total).toBe(rows[0]!.spent);
    expect(costs.shared).toBe('0.00');
    expect(costs.kinds).toMatchObject([
      { kind: 'instalment', traced: true, amount: rows[0]!.people },
    ]);
  });

  it('tells how many plans were made in a month and instalments paid in time', async () => {
    const between = { from: '2027-05-01', until: '2027-06-01' };
    const counted = () =>
      mawa.transactions.run(officer.actor, async (tx) => [
        await plansMadeOnTime(tx, { from: '2026-11-01', until: '2026-12-01' }),
        await instalmentsPaidOnTime(tx, between),
      ]);
    const [plans] = await counted();
    // All who left on the 30th of October are due on the 29th of November; of one nothing was agreed (the first "over the plan").
    const { rows } = await mawa.admin.query<{ due: number; done: number }>(
      `SELECT count(*) FILTER (WHERE NOT (t.state = 'withdrawn' AND a.n IS NULL))::int AS due, count(a.n)::int AS done FROM return_tracks t
         LEFT JOIN (SELECT track_id, 1 AS n FROM return_plan_agreements GROUP BY 1) a ON a.track_id = t.id`,
    );
    expect(plans).toEqual(rows[0]);
    expect(plans!.due - plans!.done).toBe(1);
    const { path } = await agreed('100.00', [
      instalment('40.00', { dueOn: '2027-05-10', condition: 'unconditional' }),
      instalment('60.00', { dueOn: '2027-05-20', condition: 'unconditional' }),
    ]);
    expect((await counted())[1]).toEqual({ done: 0, due: 2 });
    const [one, two] = (await firstOf(path)).instalments;
    await pay(path, one!.id, payment('40.00')).expect(201);
    await pay(path, two!.id, payment('59.99')).expect(201);
    expect((await counted())[1]).toEqual({ done: 1, due: 2 });
    const rest = { amount: '0.01', reason: 'not_needed' };
    await officer.post(`${path}/plan/instalments/${two!.id}/cancellation`, rest).expect(201);
    expect((await counted())[1]).toEqual({ done: 2, due: 2 });
  });

  it('whatever people plan, pay, cancel and take back at random, every amount is in the ledger once', async () => {
    const random = chance(7);
    const send = (who: SignedIn) => async (path: string, body: object) => {
      const answer = await who.post(path, body, randomUUID());
      return { status: answer.status, body: answer.body as Record<string, unknown> };
    };
    await enteredRate(mawa, ['EUR', 'USD', '2026-11-01', '1.08765432']);
    const { history, tally } = planning({
      random,
      lines: ['IOM-2.3', 'ILO-2.1'].map((code) => grant.lines[code]!),
      currencies: ['USD', 'MAD', 'EUR'],
      day: '2026-11-24',
      asks: send(officer),
      agrees: send(finance),
      reads: (path) => planOfPath(path),
    });
    let left = 8;
    const one = async () => {
      while ((left -= 1) >= 0) await history((await aPerson(officer, {})).id, 6);
    };
    await Promise.all(Array.from({ length: 6 }, one));
    expect([...tally.wrong]).toEqual([]);
    // A thousand of them, with all that can happen: the drill `random-plans`.
    expect(tally.acts.get('paid')).toBeGreaterThan(0);
  });
  const planOfPath = async (path: string) => (await officer.get(path).expect(200)).body as object;
});
