import { startApp, type SignedIn, type TestApp } from '../support/app';
import {
  aGirl,
  aPastStay,
  aRequest,
  aShelter,
  standsAt,
  aWoman,
  inBeds,
  register,
  type TestShelter,
} from './house';

describe('two who reach for the same bed', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let officer: SignedIn;
  let colleague: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '240' } });
    house = await aShelter(mawa, { A: { beds: 2 }, B: { beds: 4 }, M: { mix: 'mixed', beds: 8 } });
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    officer = await mawa.signIn('reintegration_officer');
    colleague = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());
  beforeEach(async () => {
    mawa.clock.set('2026-11-24T23:10:00Z');
    await mawa.admin.query(
      `UPDATE bookings SET state = 'void', hold_until = NULL WHERE state <> 'void'`,
    );
  });

  const hold = (
    who: SignedIn,
    request: { id: string; caseIds: string[] },
    beds: string[],
    more = {},
  ) =>
    who.post(`/api/v1/bed-requests/${request.id}/holds`, {
      placements: inBeds(request.caseIds, beds),
      ...more,
    });

  it('of two at once for the last bed one gets it, the other hears that it is not available', async () => {
    const [one, two] = [await aRequest(mawa, officer), await aRequest(mawa, colleague)];
    const [bed] = house.rooms.A!.beds as [string];
    const answers = await Promise.all([hold(officer, one, [bed]), hold(colleague, two, [bed])]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const lost = answers.find(({ status }) => status === 409)!;
    expect(lost.body.code).toBe('beds.taken');
    expect(lost.body.detail.replaceAll('\u00a0', ' ')).toBe(
      'Le lit A1 n’est pas disponible pour cette demande à partir de la nuit du mar. 24 nov. 2026.',
    );
  });

  it('one person who is placed twice at once gets one bed, and nobody says where', async () => {
    const request = await aRequest(mawa, officer);
    const [a, b] = house.rooms.A!.beds as [string, string];
    const answers = await Promise.all([hold(officer, request, [a]), hold(officer, request, [b])]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const lost = answers.find(({ status }) => status === 409)!;
    expect(lost.body.code).toBe('beds.already_has_bed');
    expect(lost.body.detail).toBe('Cette personne a déjà un lit ces nuits.');
  });

  it('a woman and a girl who are strangers never enter one room at the same instant', async () => {
    for (let round = 0; round < 5; round += 1) {
      const woman = await aRequest(mawa, officer, [aWoman()]);
      const girl = await aRequest(mawa, colleague, [aGirl({ birthDate: '2011-04-04' })]);
      const [a, b] = house.rooms.A!.beds as [string, string];
      const answers = await Promise.all([hold(officer, woman, [a]), hold(colleague, girl, [b])]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
      const refused = answers.find(({ status }) => status === 422)!;
      expect(refused.body.code).toBe('beds.does_not_suit');
      await mawa.admin.query(`UPDATE bookings SET state = 'void', hold_until = NULL`);
    }
  });

  it('thirty at once over eight beds: eight winners, no bed and no person twice', async () => {
    const requests = await Promise.all(Array.from({ length: 30 }, () => aRequest(mawa, officer)));
    const beds = house.rooms.M!.beds;
    const answers = await Promise.all(
      requests.map((one, n) => hold(officer, one, [beds[n % beds.length]!])),
    );
    const won = answers.filter(({ status }) => status === 201);
    expect(won).toHaveLength(8);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
  });

  it('the same press twice is one hold; the same key with other beds is refused', async () => {
    const request = await aRequest(mawa, officer);
    const [a, b] = house.rooms.A!.beds as [string, string];
    const press = (bed: string) =>
      officer.post(
        `/api/v1/bed-requests/${request.id}/holds`,
        { placements: inBeds(request.caseIds, [bed]) },
        'press-0001',
      );
    const [first, second] = await Promise.all([press(a), press(a)]);
    expect([first!.status, second!.status]).toEqual([201, 201]);
    expect(second!.body).toEqual(first!.body);
    expect((await press(b)).body.code).toBe('common.request_id_used');
  });

  it('a hold that has run out is free although no worker has run, and its own press comes too late', async () => {
    const [early, late] = [await aRequest(mawa, officer), await aRequest(mawa, colleague)];
    const [bed] = house.rooms.A!.beds as [string];
    await hold(officer, early, [bed]).expect(201);
    mawa.clock.advance(44 * 60_000);
    await hold(colleague, late, [bed]).expect(409);
    mawa.clock.advance(60_000);
    const found = await colleague.get(`/api/v1/bed-requests/${late.id}/candidates`).expect(200);
    const verdict = found.body.beds.find(({ bedId }: { bedId: string }) => bedId === bed).verdict;
    expect(verdict).toBe('fits');
    const tooLate = await officer.post(`/api/v1/bed-requests/${early.id}/promise`);
    expect([tooLate.status, tooLate.body.code]).toEqual([409, 'beds.hold_lapsed']);
    // The one who ran out is somebody whom this colleague may not see.
    await hold(colleague, late, [bed]).expect(201);
    const { rows } = await mawa.admin.query(
      `SELECT k.state, k.outcome FROM bookings k JOIN booking_people p ON p.booking_id = k.id WHERE p.case_id = $1`,
      [early.caseIds[0]],
    );
    expect(rows).toEqual([{ state: 'void', outcome: 'lapsed' }]);
  });

  it('kept apart is told in the words of a bed that a neighbour holds', async () => {
    const [she, other, neighbour] = await register(
      mawa,
      officer.actor,
      [aWoman(), aWoman(), aWoman()],
      false,
    );
    const refuge = await aShelter(mawa, { R: { beds: 3 }, S: { mix: 'mixed', beds: 1 } });
    const [r1, r2, r3] = refuge.rooms.R!.beds as [string, string, string];
    await aPastStay(mawa, { bedId: r1, caseId: other!.id, nights: '[2026-11-20,)', sign: 'woman' });
    await mawa.admin.query(
      `INSERT INTO keep_apart (case_id, from_case_id, decided_at, decided_by) VALUES ($1, $2, '2026-11-01', $3)`,
      [she!.id, other!.id, officer.actor.userId],
    );
    const ask = async (caseId: string) => {
      const { body } = await officer.post('/api/v1/bed-requests', {
        caseIds: [caseId],
        neededFrom: '2026-11-24',
        urgency: 'tonight',
        source: 'ngo',
        basis: 'consent',
      });
      return { id: body.id as string, caseIds: [caseId] };
    };
    const barred = await ask(she!.id);
    const held = await ask(neighbour!.id);
    await hold(officer, held, [r3]).expect(201);
    const refused = await hold(officer, barred, [r2]);
    const taken = await hold(officer, barred, [r3]);
    expect(refused.status).toBe(taken.status);
    expect(refused.body.detail.replace('R2', '·')).toBe(taken.body.detail.replace('R3', '·'));
    const found = await officer.get(`/api/v1/bed-requests/${barred.id}/candidates`).expect(200);
    const answers = found.body.beds.filter(({ label }: { label: string }) => /^R[23]$/.test(label));
    const [a, b] = answers.map(
      ({ bedId: _id, label: _label, ...rest }: Record<string, unknown>) => rest,
    );
    expect(a).toEqual(b);
    expect(a).toMatchObject({ verdict: 'not_proposed', reasons: [], score: null, caseId: null });
  });

  it('kept apart counts somebody who stayed beyond the planned exit', async () => {
    const [she, other] = await register(mawa, officer.actor, [aWoman(), aWoman()], false);
    const refuge = await aShelter(mawa, { T: { beds: 2 } });
    const [t1, t2] = refuge.rooms.T!.beds as [string, string];
    await aPastStay(mawa, { bedId: t1, caseId: other!.id, nights: '[2026-11-20,)', sign: 'woman' });
    await mawa.admin.query(
      `UPDATE bookings SET nights = '[2026-11-20,2026-11-24)' WHERE bed_id = $1`,
      [t1],
    );
    const { body } = await officer.post('/api/v1/bed-requests', {
      caseIds: [she!.id],
      neededFrom: '2026-11-24',
      urgency: 'tonight',
      source: 'ngo',
      basis: 'consent',
    });
    const request = { id: body.id as string, caseIds: [she!.id] };
    const verdictOf = async () =>
      (
        await officer.get(`/api/v1/bed-requests/${request.id}/candidates`).expect(200)
      ).body.beds.find(({ bedId }: { bedId: string }) => bedId === t2).verdict;
    expect(await verdictOf()).toBe('fits');
    await officer
      .post(`/api/v1/people/${she!.id}/keep-apart`, { otherCaseId: other!.id })
      .expect(201);
    expect(await verdictOf()).toBe('not_proposed');
    await hold(officer, request, [t2]).expect(409);
  });

  it('what is not known needs a reason, and is then placed', async () => {
    const request = await aRequest(mawa, officer, [aWoman({ accessNeed: null })]);
    const stairs = await aShelter(mawa, { E: { beds: 1, stepFree: false } });
    const bed = stairs.rooms.E!.beds;
    const asked = await hold(officer, request, bed);
    expect([asked.status, asked.body.code]).toEqual([422, 'beds.reason_needed']);
    await hold(officer, request, bed, { reason: 'elle monte les marches' }).expect(201);
    const { rows } = await mawa.admin.query(
      `SELECT k.id, h.reason, encode(n.text_sealed, 'escape') LIKE '%marches%' AS told
         FROM bookings k JOIN booking_changes h ON h.booking_id = k.id JOIN bed_notes n ON n.booking_id = k.id
        WHERE k.bed_id = $1`,
      [bed[0]],
    );
    expect(rows).toMatchObject([{ reason: 'hold', told: false }]);
    const page = await officer.get(`/beds/bookings/${rows[0].id}`).expect(200);
    expect(page.text).toContain('elle monte les marches');
    const { body } = await officer.get(`/api/v1/bookings/${rows[0].id}`).expect(200);
    expect(body.notes).toMatchObject([{ about: 'hold', text: 'elle monte les marches' }]);
  });

  it('a bed that is given back sends the request back to all who wait, whole', async () => {
    const request = await aRequest(mawa, officer, [aWoman(), aGirl()]);
    const held = await hold(officer, request, house.rooms.A!.beds).expect(201);
    const [first] = held.body.bookings;
    const given = await officer
      .post(`/api/v1/bookings/${first.id}/release`, { reason: 'autre solution' })
      .expect(201);
    expect(given.body.released).toHaveLength(2);
    await hold(officer, request, house.rooms.A!.beds).expect(201);
    await officer.post(`/api/v1/bed-requests/${request.id}/promise`).expect(201);
    await officer.post(`/api/v1/bed-requests/${request.id}/release`).expect(201);
    const manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    const seen = await manager.get(`/api/v1/bed-requests/${request.id}`).expect(200);
    expect(seen.body).toMatchObject({ state: 'open', heldUntil: null });
  });
});
