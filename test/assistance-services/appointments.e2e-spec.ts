import { randomUUID } from 'node:crypto';
import { People, unknownPerson } from '../../modules/beneficiaries';
import type { OpenedGrant } from '../../modules/grant-budgeting';
import type { Actor } from '../../modules/platform/shared/actor';
import { enteredRate, entriesOf, ledgerHolds, openedGrant } from '../grant-budgeting/samples';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const EVENING = '2026-11-24T23:10:00Z';

describe('services that are still to come', () => {
  let app: TestApp;
  let grant: OpenedGrant;
  let leila: SignedIn;
  let nadia: SignedIn;
  let stranger: SignedIn;
  let caseId: string;

  const registered = async (actor: Actor) => {
    const { cases } = await app.transactions.run(actor, (tx) =>
      app.app.get(People).register(tx, [unknownPerson('2026-10-05')]),
    );
    return cases[0]!;
  };
  const facts = (more: object = {}) => ({
    caseId,
    typeCode: 'psychological_session',
    dueOn: '2026-11-25',
    dueAt: '10:00',
    ...more,
  });
  const planned = async (more: object = {}): Promise<string> => {
    const { body } = await leila.post('/api/v1/service-appointments', facts(more)).expect(201);
    return body.ids[0];
  };
  const at = (id: string, act: string) => `/api/v1/service-appointments/${id}/${act}`;
  const stateOf = async (id: string) => {
    const { rows } = await app.admin.query(
      `SELECT state, reason, list_version, service_id IS NOT NULL AS served FROM service_appointments WHERE id = $1`,
      [id],
    );
    return rows[0];
  };
  const step = (id: string, to: string, reason: string) =>
    leila.post(`/api/v1/people/${id}/stages`, { to, reason, decidedBy: 'programme' });

  beforeAll(async () => {
    app = await startApp();
    grant = await openedGrant(app);
    await enteredRate(app, ['USD', 'MAD', '2026-11-01', '9.20']);
    leila = await app.signIn('reintegration_officer');
    nadia = await app.signIn('shelter_manager');
    stranger = await app.signIn('reintegration_officer');
    caseId = (await registered(leila.actor)).id;
    await app.transactions.run(leila.actor, (tx) =>
      tx.query(`SELECT grant_access($1, 'user', $2)`, [caseId, nadia.actor.userId]),
    );
  });
  /** Another moment, and both sign in again: a session left alone for so long has ended. */
  const itIs = async (moment: string) => {
    app.clock.set(moment);
    leila = await app.signInAs(leila.email);
    nadia = await app.signInAs(nadia.email);
  };
  beforeEach(() => itIs(EVENING));
  afterEach(async () => {
    expect(await ledgerHolds(app.admin)).toEqual({ wrongBalances: 0, total: 0 });
  });
  afterAll(() => app.stop());

  it('are planned for a later day, or a later hour of today', async () => {
    const id = await planned({ note: 'Apporter les analyses' });
    const { body } = await leila.get(`/api/v1/service-appointments/${id}`).expect(200);
    expect(body).toMatchObject({
      caseId,
      typeCode: 'psychological_session',
      dueOn: '2026-11-25',
      dueAt: '10:00',
      quantity: '1',
      state: 'planned',
      hasNote: true,
      seriesId: null,
      changes: [{ from: null, to: 'planned' }],
    });
    expect(JSON.stringify(body)).not.toContain('analyses');
    const note = await leila.get(at(id, 'note')).expect(200);
    expect(note.body).toEqual({ note: 'Apporter les analyses' });
    await planned({ dueOn: '2026-11-24', dueAt: '23:30' });
  });

  it.each([
    ['today without an hour', { dueOn: '2026-11-24', dueAt: undefined }, 'dueOn', 'not_to_come'],
    ['an hour that has gone', { dueOn: '2026-11-24', dueAt: '09:00' }, 'dueOn', 'not_to_come'],
    ['a day in 2062', { dueOn: '2062-11-25' }, 'dueOn', 'too_far'],
    ['an hour that is none', { dueAt: '25:00' }, 'dueAt', 'bad_time'],
    ['fifty-three times', { repeat: { everyDays: 7, times: 53 } }, 'repeat.times', 'bad_times'],
    ['each 0 days', { repeat: { everyDays: 0, times: 3 } }, 'repeat.everyDays', 'bad_days'],
  ])('are refused with %s, and nothing changes', async (_what, more, field, code) => {
    const count = async () =>
      (await app.admin.query('SELECT count(*)::int AS n FROM service_appointments')).rows[0].n;
    const before = await count();
    const { body } = await leila.post('/api/v1/service-appointments', facts(more)).expect(422);
    expect(body.errors?.[0] ?? body).toMatchObject({ field, code: `appointments.${code}` });
    expect(await count()).toBe(before);
  });

  it('given in one press become the service as planned, charged once', async () => {
    const id = await planned({ quantity: '2' });
    await itIs('2026-11-26T09:00:00Z');
    const before = await entriesOf(app.admin, grant.lines['IOM-2.2']!);
    expect(before).toEqual({});
    const cost = { amount: '460.00', currency: 'MAD' };
    const key = randomUUID();
    const first = await leila.post(at(id, 'given'), { cost }, key).expect(201);
    const again = await leila.post(at(id, 'given'), { cost }, key).expect(201);
    expect(again.body).toEqual(first.body);
    expect(first.body.charge).toEqual({ state: 'charged', funded: '50.00', unfunded: '0.00' });
    const { rows } = await app.admin.query(
      `SELECT case_id, type_code, given_on::text, quantity, cost_amount FROM services WHERE id = $1`,
      [first.body.serviceId],
    );
    expect(rows).toEqual([
      {
        case_id: caseId,
        type_code: 'psychological_session',
        given_on: '2026-11-25',
        quantity: '2.00',
        cost_amount: '460.00',
      },
    ]);
    expect(await entriesOf(app.admin, grant.lines['IOM-2.2']!)).toEqual({ spent: '50.00' });
    const second = await nadia.post(at(id, 'missed'), { reason: 'refused' }).expect(409);
    expect(second.body.code).toBe('appointments.answered_given');
  });

  it('answered by two people at once have one answer', async () => {
    const id = await planned();
    await itIs('2026-11-25T12:00:00Z');
    const [a, b] = await Promise.all([
      leila.post(at(id, 'given'), {}),
      nadia.post(at(id, 'missed'), { reason: 'person_absent' }),
    ]);
    expect([a.status, b.status].sort()).toEqual([201, 409]);
    const services = await app.admin.query(
      `SELECT count(*)::int AS n FROM service_appointment_changes WHERE appointment_id = $1 AND to_state <> 'planned'`,
      [id],
    );
    expect(services.rows[0].n).toBe(1);
  });

  it('are not answered before their day, unless the person came earlier and one says when', async () => {
    const id = await planned({ dueOn: '2026-12-01' });
    const early = await leila.post(at(id, 'given'), {}).expect(409);
    expect(early.body.code).toBe('appointments.still_to_come');
    await leila.post(at(id, 'missed'), { reason: 'refused' }).expect(409);
    const came = await leila.post(at(id, 'given'), { givenOn: '2026-11-24' }).expect(201);
    const { rows } = await app.admin.query('SELECT given_on::text FROM services WHERE id = $1', [
      came.body.serviceId,
    ]);
    expect(rows).toEqual([{ given_on: '2026-11-24' }]);
  });

  it('missed keep a reason of the list with its version, and stand on another day in the same press', async () => {
    const id = await planned({ quantity: '3' });
    await itIs('2026-11-25T12:00:00Z');
    await leila.post(at(id, 'missed'), { reason: 'rain' }).expect(422);
    const past = await leila
      .post(at(id, 'missed'), { reason: 'provider_absent', againOn: '2026-11-25' })
      .expect(422);
    expect((past.body.errors?.[0] ?? past.body).field).toBe('againOn');
    expect(await stateOf(id)).toMatchObject({ state: 'planned' }); // nothing of a refused press stays
    const { body } = await leila
      .post(at(id, 'missed'), {
        reason: 'provider_absent',
        againOn: '2026-12-02',
        againAt: '09:30',
      })
      .expect(201);
    expect(await stateOf(id)).toEqual({
      state: 'missed',
      reason: 'provider_absent',
      list_version: 1,
      served: false,
    });
    const other = await leila.get(`/api/v1/service-appointments/${body.againId}`).expect(200);
    expect(other.body).toMatchObject({
      dueOn: '2026-12-02',
      dueAt: '09:30',
      quantity: '3',
      replaces: id,
      state: 'planned',
    });
  });

  it('moved to another day keep their hour and their note, sealed anew, unless another hour is given', async () => {
    const id = await planned({ dueAt: '14:00', note: 'Attendre à la porte de la pharmacie' });
    const off = { reason: 'person_wishes', againOn: '2026-12-03' };
    const moved = await leila.post(at(id, 'cancellation'), off).expect(201);
    const note = await leila.get(at(moved.body.againId, 'note')).expect(200);
    expect(note.body.note).toBe('Attendre à la porte de la pharmacie');
    expect(
      (await leila.get(`/api/v1/service-appointments/${moved.body.againId}`).expect(200)).body,
    ).toMatchObject({ dueOn: '2026-12-03', dueAt: '14:00', replaces: id });
    const later = { reason: 'person_wishes', againOn: '2026-12-03', againAt: '16:30' };
    const again = await leila.post(at(moved.body.againId, 'cancellation'), later).expect(201);
    expect(
      (await leila.get(`/api/v1/service-appointments/${again.body.againId}`).expect(200)).body,
    ).toMatchObject({ dueAt: '16:30', hasNote: true });
    const page = await leila.get(`/services/planned/${again.body.againId}`).expect(200);
    expect(page.text).toMatch(/name="againAt" type="time" value="16:30"/);
    // Beside "missed" and beside "called off".
    expect(page.text.match(/La note passe au nouveau rendez-vous\./g)).toHaveLength(2);
  });

  it('moved to another day by the page have no hour any more where its field was emptied', async () => {
    const id = await planned({ dueAt: '14:00' });
    const off = { reason: 'person_wishes', againOn: '2026-12-03' };
    const hours = async (of: string) =>
      (
        await app.admin.query(
          'SELECT id, left(due_at::text, 5) AS hour FROM service_appointments WHERE replaces = $1',
          [of],
        )
      ).rows;
    await leila.submit(`/services/planned/${id}/cancellation`, off).expect(303);
    const [kept] = await hours(id);
    expect(kept).toMatchObject({ hour: '14:00' });
    await leila
      .submit(`/services/planned/${kept.id}/cancellation`, { ...off, againAt: '' })
      .expect(303);
    expect(await hours(kept.id)).toMatchObject([{ hour: null }]);
    const missed = await planned({ dueAt: '10:00' });
    await itIs('2026-11-25T12:00:00Z');
    await leila
      .submit(`/services/planned/${missed}/missed`, {
        reason: 'person_absent',
        againOn: '2026-12-04',
        againAt: '',
      })
      .expect(303);
    expect(await hours(missed)).toMatchObject([{ hour: null }]);
  });

  it('called off with their series are planned anew, not taken back, by page and API', async () => {
    const series = facts({ repeat: { everyDays: 7, times: 3 } });
    const { body } = await leila.post('/api/v1/service-appointments', series).expect(201);
    const [first, second] = body.ids;
    await leila.post(at(first, 'cancellation'), { reason: 'person_wishes' }).expect(201);
    await leila.post(`/api/v1/service-series/${body.seriesId}/end`, {}).expect(200);
    const undo = (id: string) => `action="/services/planned/${id}/undo"`;
    expect((await leila.get(`/services/planned/${first}`).expect(200)).text).toContain(undo(first));
    const page = await leila.get(`/services/planned/${second}`).expect(200);
    expect(page.text).not.toContain(undo(second));
    const refused = await leila.delete(at(second, 'answer')).expect(409);
    expect(refused.body.code).toBe('appointments.called_off_with_another');
    const submitted = await leila.submit(`/services/planned/${second}/undo`, {}).expect(409);
    expect(submitted.text).toContain('prévoyez-le à nouveau');
    expect(await stateOf(second)).toMatchObject({ state: 'cancelled', reason: 'series_ended' });
  });

  it('answered wrongly wait again, with the cost and the other day taken back, on the same day alone', async () => {
    const lineId = grant.lines['IOM-3.1']!;
    const given = await planned({ typeCode: 'transport' });
    const missed = await planned();
    await itIs('2026-11-25T12:00:00Z');
    const cost = { amount: '92.00', currency: 'MAD' };
    const { body } = await leila.post(at(given, 'given'), { cost }).expect(201);
    expect(await entriesOf(app.admin, lineId)).toEqual({ spent: '10.00' });
    await leila.delete(at(given, 'answer')).expect(200);
    expect(await entriesOf(app.admin, lineId)).toEqual({ spent: '0.00' });
    expect(await stateOf(given)).toMatchObject({ state: 'planned', served: false });
    const gone = await leila.get(`/api/v1/services/${body.serviceId}`).expect(200);
    expect(gone.body.cancelled.reason).toBe('not_given');

    const again = await leila
      .post(at(missed, 'missed'), { reason: 'refused', againOn: '2026-12-02' })
      .expect(201);
    await leila.delete(at(missed, 'answer')).expect(200);
    expect(await stateOf(missed)).toMatchObject({ state: 'planned', reason: null });
    expect(await stateOf(again.body.againId)).toMatchObject({
      state: 'cancelled',
      reason: 'taken_back',
    });
    const none = await leila.delete(at(missed, 'answer')).expect(409);
    expect(none.body.code).toBe('appointments.not_answered');

    await leila.post(at(missed, 'missed'), { reason: 'refused' }).expect(201);
    await itIs('2026-11-26T00:10:00Z');
    const late = await leila.delete(at(missed, 'answer')).expect(409);
    expect(late.body.code).toBe('appointments.not_that_day');
  });

  it('wait for an answer again when the service that they led to is cancelled later', async () => {
    const id = await planned();
    await itIs('2026-11-25T12:00:00Z');
    const { body } = await leila.post(at(id, 'given'), {}).expect(201);
    await itIs('2026-11-28T12:00:00Z');
    await leila
      .post(`/api/v1/services/${body.serviceId}/cancellation`, { reason: 'not_given' })
      .expect(201);
    expect(await stateOf(id)).toMatchObject({ state: 'planned', served: false });
  });

  it('make a series of up to 52 in one press, and its rest ends in one press', async () => {
    const { body } = await leila
      .post(
        '/api/v1/service-appointments',
        facts({ dueOn: '2026-12-01', repeat: { everyDays: 7, times: 52 } }),
      )
      .expect(201);
    expect(body.ids).toHaveLength(52);
    const days = await app.admin.query(
      `SELECT min(due_on)::text AS first, max(due_on)::text AS last, count(DISTINCT due_on)::int AS days,
              max(series_place) AS place FROM service_appointments WHERE series_id = $1`,
      [body.seriesId],
    );
    // 1 December 2026 and 51 weeks: 23 November 2027.
    expect(days.rows).toEqual([{ first: '2026-12-01', last: '2027-11-23', days: 52, place: 52 }]);
    await stranger.post(`/api/v1/service-series/${body.seriesId}/end`).expect(404);
    const ended = await leila
      .post(`/api/v1/service-series/${body.seriesId}/end`, { from: '2026-12-08' })
      .expect(200);
    expect(ended.body).toEqual({ ended: 51 });
    const left = await app.admin.query(
      `SELECT due_on::text FROM service_appointments WHERE series_id = $1 AND state = 'planned'`,
      [body.seriesId],
    );
    expect(left.rows).toEqual([{ due_on: '2026-12-01' }]);
  });

  it('stand in the agenda: without an answer, today, and the next days', async () => {
    let officer = await app.signIn('reintegration_officer');
    const { id } = await registered(officer.actor);
    const plan = (dueOn: string, more: object = {}) =>
      officer
        .post('/api/v1/service-appointments', { caseId: id, typeCode: 'transport', dueOn, ...more })
        .expect(201);
    await plan('2026-11-25');
    await plan('2026-11-27', { dueAt: '08:00' });
    await plan('2026-11-27');
    await plan('2026-12-20');
    await itIs('2026-11-27T10:00:00Z');
    officer = await app.signInAs(officer.email);
    const { body } = await officer.get('/api/v1/service-appointments').expect(200);
    const days = (rows: { dueOn: string; dueAt: string }[]) =>
      rows.map(({ dueOn, dueAt }) => `${dueOn} ${dueAt ?? ''}`.trim());
    expect(days(body.late)).toEqual(['2026-11-25', '2026-11-27 08:00']);
    expect(days(body.dueToday)).toEqual(['2026-11-27']);
    expect([body.coming, body.total]).toEqual([[], 3]);
    const month = await officer.get('/api/v1/service-appointments?days=30').expect(200);
    expect(month.body.coming.map(({ day }: { day: string }) => day)).toEqual(['2026-12-20']);
    const none = await officer
      .get('/api/v1/service-appointments?typeCode=interpretation')
      .expect(200);
    expect(none.body.total).toBe(0);
    const day = await officer.get('/').expect(200);
    expect(day.text).toContain('Rendez-vous sans réponse : Transport');
  });

  it('stand under the name of a public holiday where they fall on one', async () => {
    await itIs('2026-12-10T10:00:00Z');
    const officer = await app.signIn('reintegration_officer');
    const { id } = await registered(officer.actor);
    for (const dueOn of ['2026-12-31', '2027-01-01']) {
      await officer
        .post('/api/v1/service-appointments', { caseId: id, typeCode: 'transport', dueOn })
        .expect(201);
    }
    const { body } = await officer.get('/api/v1/service-appointments?days=30').expect(200);
    expect(
      body.coming.map(({ day, holiday }: { day: string; holiday: { en: string } | null }) => [
        day,
        holiday?.en ?? null,
      ]),
    ).toEqual([
      ['2026-12-31', null],
      ['2027-01-01', 'New Year'],
    ]);
    const page = await officer.get('/services/planned?days=30').expect(200);
    expect(page.text.match(/Jour férié : [^<]+/g)).toEqual(['Jour férié : Nouvel an']);
  });

  it('end when the case is closed; a closed case takes none, and no service after that day', async () => {
    const person = await registered(leila.actor);
    const to = (more: object = {}) => facts({ caseId: person.id, ...more });
    const { body } = await leila.post('/api/v1/service-appointments', to()).expect(201);
    await step(person.id, 'presumed', 'assessment').expect(201);
    await step(person.id, 'assisted', 'support_begins').expect(201);
    await step(person.id, 'closed', 'goals_reached').expect(201);
    expect(await stateOf(body.ids[0])).toMatchObject({ state: 'cancelled', reason: 'case_closed' });
    const none = await leila.post('/api/v1/service-appointments', to()).expect(409);
    expect(none.body.code).toBe('appointments.case_closed');
    const again = await leila.delete(at(body.ids[0], 'answer')).expect(409);
    expect(again.body.code).toBe('appointments.case_closed');
    await itIs('2026-11-26T12:00:00Z');
    const service = { caseId: person.id, typeCode: 'transport' };
    const late = await leila
      .post('/api/v1/services', { ...service, givenOn: '2026-11-25' })
      .expect(422);
    expect(late.body.errors?.[0] ?? late.body).toMatchObject({
      field: 'givenOn',
      code: 'services.closed_before',
    });
    await leila.post('/api/v1/services', { ...service, givenOn: '2026-11-24' }).expect(201);
    await step(person.id, 'assisted', 'new_facts').expect(201);
    await leila.post('/api/v1/services', { ...service, givenOn: '2026-11-25' }).expect(201);
    await leila.post('/api/v1/service-appointments', to({ dueOn: '2026-11-30' })).expect(201);
  });

  it('planned and closed at once leave nothing to come', async () => {
    const person = await registered(leila.actor);
    await step(person.id, 'presumed', 'assessment').expect(201);
    await step(person.id, 'assisted', 'support_begins').expect(201);
    const [plan, close] = await Promise.all([
      leila.post('/api/v1/service-appointments', facts({ caseId: person.id })),
      step(person.id, 'closed', 'goals_reached'),
    ]);
    expect(close.status).toBe(201);
    expect([201, 409]).toContain(plan.status);
    const { rows } = await app.admin.query(
      `SELECT 1 FROM service_appointments WHERE case_id = $1 AND state = 'planned'`,
      [person.id],
    );
    expect(rows).toEqual([]);
  });

  it('of somebody whom one may not see are answered like those of nobody', async () => {
    const id = await planned();
    const acts: [string, object][] = [
      ['given', {}],
      ['missed', { reason: 'refused' }],
      ['cancellation', { reason: 'person_wishes' }],
    ];
    for (const [act, body] of acts) {
      const theirs = await stranger.post(at(id, act), body).expect(404);
      const nobody = await stranger.post(at(randomUUID(), act), body).expect(404);
      expect({ ...theirs.body, instance: '' }).toEqual({ ...nobody.body, instance: '' });
    }
    await stranger.get(`/api/v1/service-appointments/${id}`).expect(404);
    await stranger.get(at(id, 'note')).expect(404);
    await stranger.delete(at(id, 'answer')).expect(404);
    await stranger.post('/api/v1/service-appointments', facts()).expect(404);
    const list = await stranger.get('/api/v1/service-appointments').expect(200);
    expect(list.body.total).toBe(0);
  });

  it('may be planned and answered by those who may record, and by nobody else', async () => {
    for (const role of ['shelter_staff', 'case_supervisor', 'finance_officer'] as const) {
      const other = await app.signIn(role);
      await other.post('/api/v1/service-appointments', facts()).expect(403);
      await other.post(at(randomUUID(), 'given'), {}).expect(403);
      await other.post(at(randomUUID(), 'missed'), { reason: 'refused' }).expect(403);
      await other.post(at(randomUUID(), 'cancellation'), { reason: 'person_wishes' }).expect(403);
      await other.delete(at(randomUUID(), 'answer')).expect(403);
      await other.post(`/api/v1/service-series/${randomUUID()}/end`).expect(403);
    }
    const finance = await app.signIn('finance_officer');
    await finance.get('/api/v1/service-appointments').expect(403);
  });

  describe('hold in the database itself', () => {
    const as = (who: SignedIn, sql: string, params: unknown[] = []) =>
      app.transactions.run(who.actor, (tx) => tx.query(sql, params));
    const INSERT = `INSERT INTO service_appointments (id, case_id, type_code, due_on, planned_by)
      VALUES (gen_random_uuid(), $1, 'transport', '2026-12-01', mawa_actor())`;

    it('who may not see the person reads and writes nothing', async () => {
      const id = await planned();
      expect(await as(stranger, 'SELECT 1 FROM service_appointments')).toEqual([]);
      expect(await as(stranger, 'SELECT 1 FROM service_appointment_changes')).toEqual([]);
      await expect(as(stranger, INSERT, [caseId])).rejects.toThrow('row-level security');
      await as(
        stranger,
        `UPDATE service_appointments SET state = 'cancelled', reason = 'person_wishes', answered_by = mawa_actor(),
           answered_at = mawa_now() WHERE id = $1`,
        [id],
      );
      expect(await stateOf(id)).toMatchObject({ state: 'planned' });
      await as(leila, INSERT, [caseId]);
    });

    it('given has its service, missed its reason, and an answer stands', async () => {
      const id = await planned({ dueOn: '2026-12-05' });
      const set = (what: string) =>
        as(leila, `UPDATE service_appointments SET ${what} WHERE id = $1`, [id]);
      const signed = 'answered_by = mawa_actor(), answered_at = mawa_now()';
      await expect(set(`state = 'given', ${signed}`)).rejects.toThrow('another service');
      await expect(
        set(`state = 'missed', reason = 'refused', list_version = 1, ${signed}`),
      ).rejects.toThrow('its day has not come');
      await expect(set(`state = 'cancelled', ${signed}`)).rejects.toThrow('missed_says_why');
      await expect(set(`state = 'cancelled', reason = 'other'`)).rejects.toThrow(
        'answered_by_somebody',
      );
      await itIs('2026-12-05T12:00:00Z');
      await expect(set(`state = 'missed', reason = 'refused', ${signed}`)).rejects.toThrow(
        'missed_says_why',
      );
      await set(`state = 'missed', reason = 'refused', list_version = 1, ${signed}`);
      await expect(set(`state = 'cancelled', list_version = NULL, ${signed}`)).rejects.toThrow(
        'answered already',
      );
    });
  });
});
