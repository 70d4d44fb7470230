import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aRequest, aShelter, aWoman, inBeds, standsAt, type TestShelter } from './house';

describe('the inventory over time', () => {
  let mawa: TestApp;
  let administrator: SignedIn;
  let officer: SignedIn;
  let house: TestShelter;
  beforeAll(async () => {
    mawa = await startApp();
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    administrator = await mawa.signIn('administrator');
    officer = await mawa.signIn('reintegration_officer');
    house = await aShelter(mawa, {
      Jasmin: { beds: 2 },
      Olivier: { beds: 1 },
      Safran: { beds: 2 },
      Cumin: { beds: 1 },
    });
  });
  afterAll(() => mawa.stop());

  const room = (name: string) => house.rooms[name]!;
  const change = (name: string, body: object, who = administrator) =>
    who.post(`/api/v1/rooms/${room(name).id}/changes`, body);
  const historyOf = async (name: string) =>
    (await administrator.get(`/api/v1/rooms/${room(name).id}/history`).expect(200)).body;
  const held = async (bedId: string, more: { neededFrom?: string; nights?: number }) => {
    const request = await aRequest(mawa, officer, [aWoman()], more);
    return officer.post(`/api/v1/bed-requests/${request.id}/holds`, {
      placements: inBeds(request.caseIds, [bedId]),
    });
  };

  it('a change counts from its night on; what was stays, and tonight’s facts are what holds tonight', async () => {
    await change('Jasmin', { from: '2026-11-24', nearStaff: true }).expect(204);
    await change('Jasmin', { from: '2026-12-10', mix: 'family', privateBathroom: true }).expect(
      204,
    );
    const { facts } = await historyOf('Jasmin');
    expect(
      facts.map(({ from, until, mix, nearStaff, privateBathroom }: Record<string, unknown>) => [
        from,
        until,
        mix,
        nearStaff,
        privateBathroom,
      ]),
    ).toEqual([
      ['2000-01-01', '2026-11-24', 'women', false, false],
      ['2026-11-24', '2026-12-10', 'women', true, false],
      ['2026-12-10', null, 'family', true, true],
    ]);
    const { body } = await administrator.get('/api/v1/shelters').expect(200);
    const mixOf = (name: string) =>
      body[0].rooms.find((one: { name: string }) => one.name === name).mix;
    expect(mixOf('Jasmin')).toBe('women');
  });

  it('the past is not written anew, by a form or in the database', async () => {
    const late = await change('Jasmin', { from: '2026-11-23', floor: 2 });
    expect([late.status, late.body.code]).toEqual([422, 'inventory.past_stays']);
    const early = await change('Jasmin', { from: '2026-12-01', floor: 2 });
    expect([early.status, early.body.code]).toEqual([409, 'inventory.planned_already']);
    expect(early.body.detail).toMatch(/10\sdéc\.\s2026/);
    const same = await change('Cumin', { from: '2026-12-01', mix: 'women' });
    expect([same.status, same.body.code]).toEqual([422, 'inventory.nothing_changes']);
    await expect(
      mawa.transactions.run(administrator.actor, (tx) =>
        tx.query(
          `UPDATE room_facts SET during = '[2000-01-01,2026-01-01)' WHERE room_id = $1 AND upper(during) IS NULL`,
          [room('Cumin').id],
        ),
      ),
    ).rejects.toThrow(/not written anew/);
    await expect(
      mawa.transactions.run(administrator.actor, (tx) =>
        tx.query(`UPDATE room_facts SET mix = 'men'`),
      ),
    ).rejects.toThrow(/permission denied/);
  });

  it('is refused where people sleep or are expected, with the nights; what concerns nobody’s bed is not', async () => {
    await held(room('Olivier').beds[0]!, { neededFrom: '2026-11-28', nights: 3 }).then((answer) =>
      expect(answer.status).toBe(201),
    );
    const refused = await change('Olivier', { from: '2026-11-29', mix: 'men' });
    expect([refused.status, refused.body.code]).toEqual([409, 'inventory.room_is_booked']);
    expect(refused.body.detail).toMatch(/29\snov\.\s2026.*30\snov\.\s2026/);
    await change('Olivier', { from: '2026-11-29', nearStaff: true }).expect(204);
    await change('Olivier', { from: '2026-12-01', mix: 'men' }).expect(204);
    const bed = await administrator.post(`/api/v1/beds/${room('Olivier').beds[0]}/changes`, {
      from: '2026-11-29',
      kind: 'bunk_upper',
    });
    expect([bed.status, bed.body.code]).toEqual([409, 'beds.bed_has_bookings']);
    expect(bed.body.detail).toMatch(/29\snov\.\s2026.*30\snov\.\s2026/);
  });

  it('nobody is placed over the night from which the room is another', async () => {
    await change('Safran', { from: '2026-12-05', mix: 'men' }).expect(204);
    const [first, second] = room('Safran').beds as [string, string];
    const over = await held(first, { neededFrom: '2026-12-03', nights: 4 });
    expect(over.status).toBe(422);
    await held(first, { neededFrom: '2026-12-03', nights: 2 }).then((answer) =>
      expect(answer.status).toBe(201),
    );
    // From then on it is a room for men: no woman is received in it.
    const men = await held(second, { neededFrom: '2026-12-06', nights: 2 });
    expect(men.status).toBe(422);
    await expect(
      mawa.admin.query(
        `INSERT INTO bookings (bed_id, shelter_id, nights, state, hold_until, created_by)
         VALUES ($1, $2, '[2026-12-03,2026-12-08)', 'hold', '2026-12-01', $3)`,
        [second, house.id, officer.actor.userId],
      ),
    ).rejects.toThrow(/another within these nights/);
  });

  it('of a change and a placement at the same moment one is told of the other', async () => {
    const request = await aRequest(mawa, officer, [aWoman()], {
      neededFrom: '2026-12-20',
      nights: 3,
    });
    const [changed, placed] = await Promise.all([
      change('Cumin', { from: '2026-12-21', mix: 'men' }),
      officer.post(`/api/v1/bed-requests/${request.id}/holds`, {
        placements: inBeds(request.caseIds, room('Cumin').beds),
      }),
    ]);
    expect([
      [204, 422],
      [409, 201],
    ]).toContainEqual([changed.status, placed.status]);
  });

  it('a bed for a season has its end, and is there for that season', async () => {
    const path = `/api/v1/rooms/${room('Jasmin').id}/beds`;
    const season = { label: 'H1', kind: 'single', availability: 'seasonal', from: '2026-12-01' };
    const endless = await administrator.post(path, season);
    expect([endless.status, endless.body.code]).toEqual([422, 'inventory.season_ends']);
    await administrator.post(path, { ...season, until: '2027-03-01' }).expect(201);
    await administrator
      .post(path, { ...season, from: '2027-12-01', until: '2028-03-01' })
      .expect(201);
    const { beds } = await historyOf('Jasmin');
    expect(
      beds
        .filter(({ label }: { label: string }) => label === 'H1')
        .map(({ from, until, availability }: Record<string, string>) => [
          from,
          until,
          availability,
        ]),
    ).toEqual([
      ['2026-12-01', '2027-03-01', 'seasonal'],
      ['2027-12-01', '2028-03-01', 'seasonal'],
    ]);
  });

  it('its page draws it over time, with the same as a table, and changes it by plain forms', async () => {
    const path = `/admin/rooms/${room('Jasmin').id}`;
    const { text } = await administrator.get(path).expect(200);
    expect(text).toMatch(/aria-label="Qui y dort\s: femmes, jusqu’au [^"]*9\sdéc\.\s2026/i);
    expect(text).toContain('pour une saison');
    await administrator.submit(`${path}/changes`, { from: '2026-12-24', floor: '1' }).expect(303);
    const again = await administrator.submit(`${path}/changes`, { from: '2026-12-24', floor: '3' });
    expect(again.status).toBe(409);
    expect(again.text).toContain('choisissez-en une autre');
    await administrator
      .submit(`${path}/beds/${room('Jasmin').beds[1]}/changes`, {
        from: '2026-12-24',
        kind: 'bunk_lower',
      })
      .expect(303);
  });

  it('a manager reads it and sees what is out of service; only an administrator writes', async () => {
    const manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    await manager
      .post(`/api/v1/beds/${room('Jasmin').beds[0]}/blocks`, {
        from: '2026-12-26',
        until: '2026-12-28',
        reason: 'repair',
      })
      .expect(201);
    const seen = await manager.get(`/api/v1/rooms/${room('Jasmin').id}/history`).expect(200);
    expect(seen.body.outOfService).toEqual([
      { label: 'Jasmin1', reason: 'repair', from: '2026-12-26', until: '2026-12-28' },
    ]);
    expect((await historyOf('Jasmin')).outOfService).toEqual([]);
    await change('Jasmin', { from: '2027-01-01', floor: 4 }, manager).expect(403);
    await manager.submit(`/admin/rooms/${room('Jasmin').id}/changes`, {}).expect(403);
    await manager.get('/api/v1/rooms/00000000-0000-4000-8000-0000000000aa/history').expect(404);
    await administrator
      .post('/api/v1/rooms/00000000-0000-4000-8000-0000000000aa/changes', { from: '2026-12-24' })
      .expect(404);
  });
});
