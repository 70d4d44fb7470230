import { PermissionGuard } from '../../modules/access';
import type { Role } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aGirl, aRequest, aShelter, aWoman, inBeds, type TestShelter } from './house';

describe('who may do what with beds', () => {
  let mawa: TestApp;
  let ours: TestShelter;
  let theirs: TestShelter;
  let officer: SignedIn;
  let manager: SignedIn;
  let neighbour: SignedIn;
  let stay: { bookingId: string; caseId: string; caseNumber: string; requestId: string };
  beforeAll(async () => {
    mawa = await startApp();
    ours = await aShelter(mawa, { A: { beds: 3 } });
    theirs = await aShelter(mawa, { A: { beds: 2 } });
    officer = await mawa.signIn('reintegration_officer');
    manager = await mawa.signIn('shelter_manager', { shelterIds: [ours.id] });
    neighbour = await mawa.signIn('shelter_manager', { shelterIds: [theirs.id] });
    stay = await aStay(ours.rooms.A!.beds[0]!);
  });
  afterAll(() => mawa.stop());
  afterEach(() => jest.restoreAllMocks());

  async function aStay(bedId: string) {
    const request = await aRequest(mawa, officer);
    const held = await manager
      .post(`/api/v1/bed-requests/${request.id}/holds`, {
        placements: inBeds(request.caseIds, [bedId]),
      })
      .expect(201);
    const bookingId = held.body.bookings[0].id as string;
    await officer.post(`/api/v1/bed-requests/${request.id}/agreement`).expect(201);
    await manager.post(`/api/v1/bookings/${bookingId}/check-in`).expect(201);
    return {
      bookingId,
      caseId: request.caseIds[0]!,
      caseNumber: request.caseNumbers[0]!,
      requestId: request.id,
    };
  }

  const OUTSIDERS: Role[] = [
    'administrator',
    'programme_officer',
    'finance_officer',
    'partner_viewer',
    'auditor',
  ];
  const routes = (): [string, string, object?][] => [
    ['GET', '/api/v1/bed-requests'],
    ['POST', '/api/v1/bed-requests', {}],
    ['GET', `/api/v1/bed-requests/${stay.requestId}`],
    ['GET', `/api/v1/bed-requests/${stay.requestId}/candidates`],
    ['POST', `/api/v1/bed-requests/${stay.requestId}/holds`, {}],
    ['POST', `/api/v1/bed-requests/${stay.requestId}/promise`],
    ['POST', `/api/v1/bed-requests/${stay.requestId}/check-in`],
    ['POST', `/api/v1/bed-requests/${stay.requestId}/agreement`],
    ['POST', `/api/v1/bed-requests/${stay.requestId}/hold-renewal`],
    ['POST', `/api/v1/bed-requests/${stay.requestId}/renewal`],
    ['GET', `/api/v1/bookings/${stay.bookingId}`],
    ['POST', `/api/v1/bookings/${stay.bookingId}/arrival-review`, { finding: 'agreed' }],
    ['POST', `/api/v1/bed-requests/${stay.requestId}/release`],
    ['POST', `/api/v1/bed-requests/${stay.requestId}/withdraw`],
    ['POST', `/api/v1/bookings/${stay.bookingId}/check-in`],
    ['POST', `/api/v1/bookings/${stay.bookingId}/exit`],
    ['POST', `/api/v1/bookings/${stay.bookingId}/planned-exit`],
    ['POST', `/api/v1/bookings/${stay.bookingId}/release`],
    [
      'POST',
      `/api/v1/beds/${ours.rooms.A!.beds[2]}/blocks`,
      { from: '2026-11-24', reason: 'repair' },
    ],
    ['DELETE', `/api/v1/blocks/${stay.bookingId}`],
  ];
  const call = (who: SignedIn, [method, path, body]: [string, string, object?]) =>
    method === 'GET'
      ? who.get(path)
      : method === 'DELETE'
        ? who.delete(path)
        : who.post(path, body);

  it.each(OUTSIDERS)('%s opens no door of the beds', async (role) => {
    const who = await mawa.signIn(role);
    for (const route of routes()) {
      const { status } = await call(who, route);
      expect([route[1], status]).toEqual([route[1], 403]);
    }
  });

  it('an officer places and promises, and leaves the door of the shelter to its team', async () => {
    const request = await aRequest(mawa, officer);
    const bed = [ours.rooms.A!.beds[1]!];
    await officer
      .post(`/api/v1/bed-requests/${request.id}/holds`, {
        placements: inBeds(request.caseIds, bed),
      })
      .expect(201);
    await officer.post(`/api/v1/bed-requests/${request.id}/promise`).expect(201);
    await officer.post(`/api/v1/bed-requests/${request.id}/check-in`).expect(403);
    await officer.post(`/api/v1/bookings/${stay.bookingId}/exit`).expect(403);
    await officer.post(`/api/v1/bed-requests/${request.id}/release`).expect(201);
    await officer
      .post(`/api/v1/bed-requests/${request.id}/withdraw`, { reason: 'rentrée' })
      .expect(204);
  });

  it('a manager holds beds of her own shelter and of no other', async () => {
    const request = await aRequest(mawa, officer);
    const placements = inBeds(request.caseIds, theirs.rooms.A!.beds);
    const refused = await manager.post(`/api/v1/bed-requests/${request.id}/holds`, { placements });
    expect([refused.status, refused.body.code]).toEqual([403, 'beds.not_your_shelter']);
    const block = await manager.post(`/api/v1/beds/${theirs.rooms.A!.beds[0]}/blocks`, {
      from: '2026-11-24',
      reason: 'repair',
    });
    expect([block.status, block.body.code]).toEqual([403, 'beds.not_your_shelter']);
  });

  it('another shelter’s stay is not there for a manager, and the calendar still says occupied', async () => {
    for (const what of ['check-in', 'exit', 'planned-exit', 'release']) {
      const missing = await neighbour.post(`/api/v1/bookings/${stay.bookingId}/${what}`);
      const invented = await neighbour.post(
        `/api/v1/bookings/00000000-0000-4000-8000-0000000000aa/${what}`,
      );
      expect([missing.status, missing.body.code]).toEqual([404, 'common.not_found']);
      expect(missing.body.detail).toBe(invented.body.detail);
    }
    const request = await aRequest(mawa, officer);
    const found = await neighbour.get(`/api/v1/bed-requests/${request.id}/candidates`).expect(200);
    const bed = found.body.beds.find(
      ({ bedId }: { bedId: string }) => bedId === ours.rooms.A!.beds[0],
    );
    expect(bed.reasons.map(({ code }: { code: string }) => code)).toContain('occupied_open');
  });

  it('without the application’s policy row level security alone keeps people of another shelter away', async () => {
    jest.spyOn(PermissionGuard.prototype as never, 'allows').mockReturnValue(true as never);
    const strangers = [
      neighbour,
      await mawa.signIn('partner_viewer'),
      await mawa.signIn('finance_officer'),
      await mawa.signIn('administrator'),
    ];
    const secrets = [stay.caseId, stay.caseNumber];
    for (const who of strangers) {
      for (const route of routes()) {
        const answer = await call(who, route);
        for (const secret of secrets) expect(answer.text ?? '').not.toContain(secret);
        const touches = route[1].includes(stay.bookingId) || route[1].includes(stay.requestId);
        if (touches)
          expect([route[1], answer.status === 404 || answer.status === 422]).toEqual([
            route[1],
            true,
          ]);
      }
    }
    const { rows } = await mawa.admin.query('SELECT state FROM bookings WHERE id = $1', [
      stay.bookingId,
    ]);
    expect(rows).toEqual([{ state: 'stay' }]);
  });

  it('a request is seen by every shelter with what placing needs and no more, until it is placed', async () => {
    const request = await aRequest(mawa, officer, [aWoman(), aGirl()]);
    const { body } = await neighbour.get('/api/v1/bed-requests').expect(200);
    const seen = body.find(({ id }: { id: string }) => id === request.id);
    expect(seen.people).toHaveLength(2);
    expect(seen.people[0]).toMatchObject({
      caseNumber: null,
      sex: 'female',
      ageLow: 32,
      ageHigh: 32,
    });
    const mine = await officer.get(`/api/v1/bed-requests/${request.id}`).expect(200);
    expect(mine.body.people[0].caseNumber).toBe(request.caseNumbers[0]);
  });

  it('only who holds a file asks for its bed; vital interest makes a consent task in 72 hours', async () => {
    const request = await aRequest(mawa, officer, [aWoman()], { basis: 'vital_interest' });
    const { rows } = await mawa.admin.query(
      `SELECT kind, due_at FROM tasks WHERE case_id = $1 AND subject_id = $2`,
      [request.caseIds[0], request.id],
    );
    expect(rows).toEqual([{ kind: 'consent', due_at: new Date('2026-11-27T23:10:00Z') }]);
    const other = await mawa.signIn('reintegration_officer');
    const asked = {
      caseIds: request.caseIds,
      neededFrom: '2026-11-24',
      urgency: 'days',
      source: 'ngo',
      basis: 'consent',
    };
    await other.post('/api/v1/bed-requests', asked).expect(404);
    // The shelter knows her by her stay: enough to receive her, not to show her to others.
    const inShelter = await manager.post('/api/v1/bed-requests', {
      ...asked,
      caseIds: [stay.caseId],
    });
    expect([inShelter.status, inShelter.body.code]).toEqual([403, 'beds.not_your_people']);
  });

  it('refuses what cannot be, in words, and changes nothing', async () => {
    const request = await aRequest(mawa, officer);
    const base = {
      caseIds: request.caseIds,
      neededFrom: '2026-11-24',
      urgency: 'tonight',
      source: 'ngo',
      basis: 'consent',
    };
    const open = (more: object) => officer.post('/api/v1/bed-requests', { ...base, ...more });
    expect((await open({ neededFrom: '1888-01-01' })).status).toBe(422);
    expect((await open({ neededFrom: '2026-02-30' })).status).toBe(422);
    expect((await open({ neededFrom: '2026-11-23' })).body.code).toBe('beds.needed_from_range');
    expect((await open({ urgency: 'never' })).status).toBe(422);
    expect((await open({ caseIds: [] })).status).toBe(422);
    expect((await open({ nights: 0 })).status).toBe(422);
    const exit = await manager.post(`/api/v1/bookings/${stay.bookingId}/exit`, {
      on: '2026-11-23',
    });
    expect([exit.status, exit.body.code]).toEqual([422, 'beds.exit_before_entry']);
    const future = await manager.post(`/api/v1/bookings/${stay.bookingId}/exit`, {
      on: '2026-11-30',
    });
    expect(future.body.code).toBe('beds.exit_in_future');
    const stale = await manager.post(`/api/v1/bookings/${stay.bookingId}/planned-exit`, {
      on: '2026-11-30',
      version: 1,
    });
    expect([stale.status, stale.body.code]).toEqual([409, 'beds.changed_meanwhile']);
    expect((await manager.post('/api/v1/bookings/no-uuid/exit')).status).toBe(400);
  });
});
