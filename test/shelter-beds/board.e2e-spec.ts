import { startApp, type SignedIn, type TestApp } from '../support/app';
import {
  aBoy,
  aGirl,
  aPastStay,
  aRequest,
  aShelter,
  aWoman,
  inBeds,
  register,
  standsAt,
  type TestShelter,
} from './house';

describe('the bed board', () => {
  let mawa: TestApp;
  let ours: TestShelter;
  let theirs: TestShelter;
  let officer: SignedIn;
  let manager: SignedIn;
  let neighbour: SignedIn;
  let mother: { id: string; caseNumber: string };
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '240' } });
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    ours = await aShelter(mawa, {
      A: { beds: 4 },
      F: { mix: 'family', beds: ['single', 'bunk_lower', 'cot'] },
    });
    theirs = await aShelter(mawa, { B: { beds: 2 } });
    officer = await mawa.signIn('reintegration_officer');
    manager = await mawa.signIn('shelter_manager', { shelterIds: [ours.id] });
    neighbour = await mawa.signIn('shelter_manager', { shelterIds: [theirs.id] });
    const family = await register(mawa, officer.actor, [aWoman(), aGirl()]);
    mother = family[0]!;
    const beds = ours.rooms.A!.beds;
    await stay(beds[0]!, family[0]!.id, '[2026-11-20,)', 'woman');
    await stay(beds[1]!, family[1]!.id, '[2026-11-20,2026-11-24)', 'girl');
  });
  afterAll(() => mawa.stop());

  /** A stay as the calendar holds it, with the access that follows the bed. */
  async function stay(bedId: string, caseId: string, nights: string, sign: string) {
    const id = await aPastStay(mawa, { bedId, caseId, nights, sign });
    await mawa.admin.query(`UPDATE bookings SET state = 'stay', outcome = NULL WHERE id = $1`, [
      id,
    ]);
    return id;
  }
  type Json = {
    shelters: {
      id: string;
      rooms: { beds: { id: string; bars: Record<string, unknown>[]; freeTonight: boolean }[] }[];
    }[];
  } & Record<string, unknown>;
  const bedOf = (body: Json, id: string) =>
    body.shelters
      .flatMap(({ rooms }) => rooms)
      .flatMap(({ beds }) => beds)
      .find((bed) => bed.id === id)!;

  it('shows one’s own people by number, and others only as occupied', async () => {
    const [bed] = ours.rooms.A!.beds as [string];
    const own = bedOf((await manager.get('/api/v1/beds/board').expect(200)).body, bed);
    expect(own.bars[0]).toMatchObject({
      kind: 'stay',
      caseNumber: mother.caseNumber,
      sign: 'woman',
      family: 'A',
      startColumn: 1,
      span: 28,
      openEnd: true,
      overdue: false,
      own: true,
    });
    const seen = await neighbour.get('/api/v1/beds/board').expect(200);
    expect(bedOf(seen.body, bed).bars[0]).toMatchObject({
      kind: 'stay',
      sign: 'woman',
      caseNumber: null,
      family: null,
      own: false,
    });
    expect(seen.text).not.toContain(mother.caseNumber);
    const page = await neighbour.get('/beds').expect(200);
    expect(page.text).not.toContain(mother.caseNumber);
  });

  it('says in red who is still there past the plan, and does not call the bed free', async () => {
    const bed = bedOf(
      (await manager.get('/api/v1/beds/board').expect(200)).body,
      ours.rooms.A!.beds[1]!,
    );
    expect(bed.freeTonight).toBe(false);
    expect(bed.bars[0]).toMatchObject({
      overdue: true,
      startColumn: 1,
      span: 1,
      until: '2026-11-24',
    });
    expect((await manager.get('/beds').expect(200)).text).toContain('bar--overdue');
  });

  it('a hold past its time is a free bed, and one that lives has its minutes', async () => {
    const request = await aRequest(mawa, officer);
    const bedId = ours.rooms.A!.beds[2]!;
    const placements = inBeds(request.caseIds, [bedId]);
    const held = await officer.post(`/api/v1/bed-requests/${request.id}/holds`, { placements });
    // She joins a mother in a room where a girl of another family sleeps: the rules say no.
    expect(held.body.code).toBe('beds.does_not_suit');
    const bed = theirs.rooms.B!.beds[0]!;
    await officer
      .post(`/api/v1/bed-requests/${request.id}/holds`, {
        placements: inBeds(request.caseIds, [bed]),
      })
      .expect(201);
    const live = bedOf((await manager.get('/api/v1/beds/board').expect(200)).body, bed);
    expect(live.bars[0]).toMatchObject({ kind: 'hold', minutesLeft: 45, caseNumber: null });
    mawa.clock.advance(45 * 60_000);
    const later = bedOf((await manager.get('/api/v1/beds/board').expect(200)).body, bed);
    expect([later.bars, later.freeTonight]).toEqual([[], true]);
    mawa.clock.set('2026-11-24T23:10:00Z');
    await officer.post(`/api/v1/bed-requests/${request.id}/withdraw`).expect(204);
  });

  it('counts what is free tonight by kind, and how full the weeks ahead are', async () => {
    const { body } = await manager.get(`/api/v1/beds/board?shelter=${ours.id}`).expect(200);
    expect(body.freeTonight).toEqual([
      { kind: 'single', count: 3 },
      { kind: 'bunk_lower', count: 1 },
      { kind: 'cot', count: 1 },
    ]);
    expect(body.strip).toHaveLength(60);
    expect(body.strip[0]).toEqual({ date: '2026-11-24', used: 2, available: 7 });
    expect(body.strip[1]).toEqual({ date: '2026-11-25', used: 1, available: 7 });
  });

  it('keeps its window in the address, and says what it cannot show', async () => {
    const { body } = await manager.get('/api/v1/beds/board?from=2026-11-27&nights=14').expect(200);
    expect(body.nights.map(({ date }: { date: string }) => date).at(0)).toBe('2026-11-27');
    expect(body.nights).toHaveLength(14);
    for (const query of [
      'nights=7',
      'nights=400',
      'from=1888-01-01',
      'from=x',
      'shelter=y',
      'more=1',
    ]) {
      const { status } = await manager.get(`/api/v1/beds/board?${query}`);
      expect([query, status >= 400 && status < 500]).toEqual([query, true]);
    }
    await manager
      .get('/api/v1/beds/board?shelter=00000000-0000-4000-8000-0000000000aa')
      .expect(404);
  });

  it('a plain form asks, holds, confirms and receives a family without any script', async () => {
    const family = await register(mawa, officer.actor, [
      aWoman(),
      aGirl(),
      aBoy({ birthDate: '2025-12-24' }),
    ]);
    const form = await officer.get(`/beds/requests/new?case=${family[0]!.id}`).expect(200);
    for (const { id } of family) expect(form.text).toMatch(new RegExp(`value="${id}" checked`));
    const caseIds = family.map(({ id }) => id);
    const empty = await officer.submit('/beds/requests', { caseIds, urgency: 'tonight' });
    expect(empty.status).toBe(422);
    expect(empty.text).toContain('Ce champ est nécessaire.');
    const opened = await officer
      .submit('/beds/requests', {
        caseIds,
        neededFrom: '2026-11-24',
        urgency: 'tonight',
        source: 'hotline',
        basis: 'vital_interest',
        nights: '',
        _request: 'form-0001',
      })
      .expect(303);
    const path = opened.headers.location as string;
    const board = await manager.get(`/beds?request=${path.split('/').at(-1)}`).expect(200);
    expect(board.text).toContain('verdict--fits');
    const request = await manager.get(path).expect(200);
    expect(request.text).toContain('Un berceau pour le bébé');
    const action = /<form action="([^"]+\/holds)"[^]*?<\/form>/.exec(request.text)!;
    const fields = Object.fromEntries(
      [...action[0].matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
        name!,
        value!,
      ]),
    );
    await manager.submit(action[1]!, fields).expect(303);
    const held = await manager.get(path).expect(200);
    expect(held.text).toContain('Confirmer : arrivée prévue');
    await manager.submit(`${path}/promise`, {}).expect(303);
    const alone = await manager.submit(`${path}/check-in`, {}).expect(422);
    expect(alone.text).toContain('Recevoir sans accord : pourquoi');
    await officer.submit(`${path}/agreement`, {}).expect(303);
    await manager.submit(`${path}/check-in`, {}).expect(303);
    const { rows } = await mawa.admin.query(
      `SELECT id FROM bookings WHERE state = 'stay' AND mix_sign = 'woman' AND nights = '[2026-11-24,)'`,
    );
    const booking = await manager.get(`/beds/bookings/${rows[0].id}`).expect(200);
    expect(booking.text).toContain(family[0]!.caseNumber);
    const tooEarly = await manager.submit(`/beds/bookings/${rows[0].id}/exit`, {
      on: '2026-11-23',
    });
    expect(tooEarly.status).toBe(422);
    expect(tooEarly.text).toContain('La sortie est avant l’arrivée.');
    await manager
      .submit(`/beds/bookings/${rows[0].id}/planned-exit`, { on: '2026-11-30' })
      .expect(303);
    await neighbour.get(`/beds/bookings/${rows[0].id}`).expect(404);
    // Whoever notes an exit goes on in the house of the bed, not on the board.
    const { headers } = await manager.submit(`/beds/bookings/${rows[0].id}/exit`, {}).expect(303);
    expect(headers.location).toBe(`/house/${ours.id}/roll`);
    await manager.get(headers.location!).expect(200);
  });

  it('speaks Arabic and English too', async () => {
    for (const language of ['ar', 'en'] as const) {
      const reader = await mawa.signIn('shelter_manager', { shelterIds: [ours.id], language });
      const page = await reader.get('/beds').expect(200);
      expect(page.text).toContain(language === 'ar' ? 'dir="rtl"' : 'Beds · night of');
      expect(page.text).not.toMatch(/beds:|placement:/);
    }
  });

  it('a bed goes out of service for some nights, with the reason, and comes back', async () => {
    const bed = ours.rooms.A!.beds[3]!;
    const bad = await manager.submit(`/beds/bed/${bed}/blocks`, {
      from: '2026-11-25',
      until: '2026-11-25',
      reason: 'repair',
    });
    expect(bad.status).toBe(422);
    await manager
      .submit(`/beds/bed/${bed}/blocks`, {
        from: '2026-11-24',
        until: '2026-11-26',
        reason: 'repair',
        note: 'la serrure bloque',
      })
      .expect(303);
    const board = (await manager.get('/beds').expect(200)).text.replaceAll('\u00a0', ' ');
    expect(board).toMatch(/du mar\. 24 nov\. au jeu\. 26 nov\./);
    const free = { from: '2026-12-01', reason: 'la serrure de Fatima' };
    await manager.submit(`/beds/bed/${bed}/blocks`, free).expect(422);
    const own = bedOf((await manager.get('/api/v1/beds/board').expect(200)).body, bed);
    expect(own.bars[0]).toMatchObject({ kind: 'blocked', reason: 'repair', span: 2 });
    const seen = bedOf((await neighbour.get('/api/v1/beds/board').expect(200)).body, bed);
    expect(seen.bars[0]).toMatchObject({ kind: 'blocked', reason: null, own: false });
    const shown = await manager.get(`/beds/bookings/${own.bars[0]!.id as string}`).expect(200);
    expect(shown.text).toContain('Réparation · la serrure bloque');
    const { rows } = await mawa.admin.query(
      `SELECT string_agg(h::text, '') || string_agg(k::text, '') AS clear FROM booking_changes h JOIN bookings k ON k.id = h.booking_id`,
    );
    expect(rows[0].clear).not.toContain('serrure');
    await neighbour.get(`/beds/bookings/${own.bars[0]!.id as string}`).expect(404);
    await manager.submit(`/beds/blocks/${own.bars[0]!.id as string}/undo`, {}).expect(303);
    expect(bedOf((await manager.get('/api/v1/beds/board').expect(200)).body, bed).freeTonight).toBe(
      true,
    );
  });
});
