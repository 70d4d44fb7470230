import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aRequest, inBeds } from './house';

describe('shelters, rooms and beds', () => {
  let mawa: TestApp;
  let administrator: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    administrator = await mawa.signIn('administrator');
  });
  afterAll(() => mawa.stop());

  const argane = {
    codeName: 'Argane',
    region: '04',
    kind: 'emergency',
    receives: ['woman', 'girl'],
    languages: ['fra'],
  };
  const made = async (codeName: string) => {
    const shelter = await administrator
      .post('/api/v1/shelters', { ...argane, codeName })
      .expect(201);
    const room = await administrator
      .post(`/api/v1/shelters/${shelter.body.id}/rooms`, {
        name: 'Jasmin',
        mix: 'women',
        stepFree: true,
      })
      .expect(201);
    const bed = await administrator
      .post(`/api/v1/rooms/${room.body.id}/beds`, { label: '1', kind: 'single' })
      .expect(201);
    return {
      shelterId: shelter.body.id as string,
      roomId: room.body.id as string,
      bedId: bed.body.id as string,
    };
  };

  it('an administrator opens them; nobody else does', async () => {
    const { shelterId, roomId } = await made('Argane');
    const again = await administrator.post('/api/v1/shelters', argane);
    expect([again.status, again.body.code]).toEqual([409, 'beds.code_name_taken']);
    const twin = await administrator.post(`/api/v1/rooms/${roomId}/beds`, {
      label: '1',
      kind: 'cot',
    });
    expect([twin.status, twin.body.code]).toEqual([409, 'beds.label_taken']);
    expect(
      (await administrator.post('/api/v1/shelters', { ...argane, codeName: 'X', region: '99' }))
        .status,
    ).toBe(422);
    expect(
      (
        await administrator.post('/api/v1/shelters', {
          ...argane,
          codeName: 'X',
          receives: ['cat'],
        })
      ).status,
    ).toBe(422);
    const manager = await mawa.signIn('shelter_manager', { shelterIds: [shelterId] });
    await manager.post('/api/v1/shelters', { ...argane, codeName: 'Mine' }).expect(403);
    const { body } = await manager.get('/api/v1/shelters').expect(200);
    expect(body[0]).toMatchObject({
      codeName: 'Argane',
      hasAddress: false,
      rooms: [{ name: 'Jasmin', beds: [{ label: '1' }] }],
    });
  });

  it('a bed that changes ends its row and opens another; one in use stays', async () => {
    const { shelterId, bedId } = await made('Cèdre');
    const changed = await administrator
      .post(`/api/v1/beds/${bedId}/changes`, { from: '2026-12-01', kind: 'bunk_lower' })
      .expect(201);
    const { rows } = await mawa.admin.query(
      'SELECT label, kind, in_service::text FROM beds WHERE shelter_id = $1 ORDER BY in_service',
      [shelterId],
    );
    expect(rows).toEqual([
      { label: '1', kind: 'single', in_service: '[2026-11-24,2026-12-01)' },
      { label: '1', kind: 'bunk_lower', in_service: '[2026-12-01,)' },
    ]);
    const backwards = await administrator.post(`/api/v1/beds/${changed.body.id}/end`, {
      from: '2026-11-01',
    });
    expect([backwards.status, backwards.body.code]).toEqual([422, 'beds.ends_before_it_begins']);
    await administrator
      .post(`/api/v1/beds/${changed.body.id}/end`, { from: '2026-12-24' })
      .expect(204);

    const officer = await mawa.signIn('reintegration_officer');
    const request = await aRequest(mawa, officer, undefined, {
      neededFrom: '2026-11-24',
      nights: 3,
    });
    await officer
      .post(`/api/v1/bed-requests/${request.id}/holds`, {
        placements: inBeds(request.caseIds, [bedId]),
      })
      .expect(201);
    const inUse = await administrator.post(`/api/v1/beds/${bedId}/end`, { from: '2026-11-26' });
    expect([inUse.status, inUse.body.code]).toEqual([409, 'beds.bed_has_bookings']);
  });

  it('the address is sealed, shown to those who work there on a press of its own, and recorded', async () => {
    const { shelterId } = await made('Tizi');
    const address = '12 rue des Orangers, Témara';
    const path = `/api/v1/shelters/${shelterId}/address`;
    const put = (who: SignedIn) => who.post(path, { address });
    expect((await put(administrator)).status).toBe(404); // a PUT, not a POST
    await administrator.submit(`/admin/shelters/${shelterId}/address`, { address }).expect(303);
    const manager = await mawa.signIn('shelter_manager', { shelterIds: [shelterId] });
    const neighbour = await mawa.signIn('shelter_manager');
    await administrator.get(path).expect(403);
    await neighbour.get(path).expect(404);
    for (const who of [manager, administrator]) {
      const page = await who.get(`/admin/shelters/${shelterId}`).expect(200);
      expect(page.text).not.toContain('Orangers');
    }
    expect((await manager.get(path).expect(200)).body).toEqual({ address });
    const shown = await manager.submit(`/admin/shelters/${shelterId}/address/show`, {});
    expect(shown.text).toContain('Orangers');
    const { rows } = await mawa.admin.query(
      `SELECT actor_id FROM audit_log WHERE action = 'shelters.show_address' AND $1 = ANY (subject_ids) AND outcome = 'done'`,
      [shelterId],
    );
    expect(rows).toEqual([{ actor_id: manager.actor.userId }, { actor_id: manager.actor.userId }]);
    const { rows: raw } = await mawa.admin.query('SELECT sealed FROM shelter_addresses');
    expect(raw.some(({ sealed }: { sealed: Buffer }) => sealed.includes('Orangers'))).toBe(false);
    // Written once from outside; from then on it belongs to the team.
    const again = await administrator.submit(`/admin/shelters/${shelterId}/address`, {
      address: 'ailleurs',
    });
    expect(again.status).toBe(409);
    await manager
      .submit(`/admin/shelters/${shelterId}/address`, { address: 'ailleurs' })
      .expect(303);
    expect((await manager.get(path).expect(200)).body).toEqual({ address: 'ailleurs' });
  });

  it('its pages open shelters, rooms and beds by plain forms', async () => {
    const opened = await administrator
      .submit('/admin/shelters', {
        codeName: 'Palmier',
        region: '07',
        kind: 'temporary',
        receives: ['woman', 'boy'],
      })
      .expect(303);
    const path = opened.headers.location as string;
    await administrator
      .submit(`${path}/rooms`, { name: 'Rose', mix: 'family', stepFree: 'yes' })
      .expect(303);
    const page = await administrator.get(path).expect(200);
    const beds = /action="([^"]+\/beds)"/.exec(page.text)![1]!;
    await administrator.submit(beds, { label: 'R1', kind: 'cot' }).expect(303);
    expect((await administrator.get(path).expect(200)).text).toContain('R1 · Berceau');
    const wrong = await administrator.submit('/admin/shelters', { codeName: '', region: '07' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Ce champ est nécessaire.');
  });
});
