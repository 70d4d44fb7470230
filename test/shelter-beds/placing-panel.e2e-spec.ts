import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aGirl, aRequest, aShelter, aWoman, inBeds, person, type TestShelter } from './house';

describe('what the board says where no bed fits', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let officer: SignedIn;
  let manager: SignedIn;
  beforeEach(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    officer = await mawa.signIn('reintegration_officer');
    house = await aShelter(mawa, { A: { beds: 2 }, K: { mix: 'women', beds: ['cot'] } });
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
  });
  afterEach(() => mawa.stop());

  /** The panel beside the board, without the board. */
  async function panelOf(who: SignedIn, requestId: string): Promise<string> {
    const { text } = await who
      .get(`/beds?shelter=${house.id}&nights=14&request=${requestId}`)
      .expect(200);
    const begins = text.indexOf('id="placing"');
    return text.slice(begins, text.indexOf('data-board', begins));
  }
  async function fill(): Promise<string[]> {
    const beds = house.rooms.A!.beds;
    const request = await aRequest(mawa, officer, [aWoman(), aWoman()], {
      nights: null,
      together: false,
    });
    const { body } = await officer
      .post(`/api/v1/bed-requests/${request.id}/holds`, {
        placements: inBeds(request.caseIds, beds),
      })
      .expect(201);
    await officer.post(`/api/v1/bed-requests/${request.id}/promise`).expect(201);
    const ids = (body.bookings as { id: string }[]).map(({ id }) => id);
    for (const id of ids) await manager.post(`/api/v1/bookings/${id}/check-in`).expect(201);
    return ids;
  }

  it('names the bed that only has to be prepared, with the button of whoever may say that it is ready', async () => {
    await manager.put(`/api/v1/houses/${house.id}/preparation-hours`, { hours: 24 }).expect(204);
    for (const id of await fill())
      await manager.post(`/api/v1/bookings/${id}/exit`, {}).expect(201);
    const girl = await aRequest(mawa, officer, [aGirl({ birthDate: '2011-05-02' })]);

    const says = 'Convient dès que le lit A1 est prêt';
    const theirs = await panelOf(officer, girl.id);
    expect(theirs).toContain(says);
    expect(theirs).toContain('Appelez la maison');
    expect(theirs).not.toContain('aria-label="Le lit A1 est prêt"');

    const own = await panelOf(manager, girl.id);
    expect(own).toContain(says);
    expect(own).not.toContain('à partir de la nuit du');
    expect(own).toMatch(/name="bedId" value="[^"]+" aria-label="Le lit A1 est prêt"/);
    const action = /action="(\/beds\/board\/ready[^"]*)"/.exec(own)![1]!;
    const pressed = await manager
      .submit(action.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='), {
        bedId: house.rooms.A!.beds[0]!,
      })
      .expect(303);
    expect(pressed.headers.location).toContain(`request=${girl.id}`);
    const after = await panelOf(manager, girl.id);
    expect(after).not.toContain(says);
    expect(after).toContain('class="proposals"');
  });

  it('says that another house, where a bed fits, sees the request on its list; of an addressed one that it does not', async () => {
    await fill();
    const other = await aShelter(mawa, { B: { beds: 1 } });
    const neighbour = await mawa.signIn('shelter_manager', { shelterIds: [other.id] });
    const listed = async (id: string) =>
      (await neighbour.get('/beds/waiting').expect(200)).text.includes(`f-row-${id}`);
    const open = await aRequest(mawa, officer, [aWoman()], {});
    expect(await panelOf(manager, open.id)).toContain('voit déjà cette demande sur sa liste');
    expect(await listed(open.id)).toBe(true);
    const addressed = await aRequest(mawa, officer, [aWoman()], { shelterId: house.id });
    const panel = await panelOf(manager, addressed.id);
    expect(panel).toContain('aucune autre maison ne la voit');
    expect(panel).not.toContain('voit déjà');
    expect(await listed(addressed.id)).toBe(false);
  });

  it('asks for all beds that a family needs, or for none', async () => {
    await manager.put(`/api/v1/houses/${house.id}/preparation-hours`, { hours: 24 }).expect(204);
    for (const id of await fill())
      await manager.post(`/api/v1/bookings/${id}/exit`, {}).expect(201);
    const two = await aRequest(mawa, officer, [aWoman(), aGirl()]);
    expect(await panelOf(manager, two.id)).toContain(
      'Conviennent dès qu’ils sont prêts : lits A1, A2',
    );
    const three = await aRequest(mawa, officer, [aWoman(), aGirl(), aGirl()]);
    expect(await panelOf(manager, three.id)).not.toContain('dès qu’ils sont prêts');
  });

  it('never leads to the cradle for a girl of 15 or somebody of unknown age, nor lists it for an exception', async () => {
    await fill();
    const [cradle] = house.rooms.K!.beds as [string];
    const unknown = person({ sex: 'female', ageCertainty: 'unknown' });
    for (const who of [aGirl({ birthDate: '2011-05-02' }), aWoman(), unknown]) {
      const request = await aRequest(mawa, officer, [who]);
      expect(await panelOf(manager, request.id)).not.toContain(cradle);
      const form = await manager.get(`/beds/requests/${request.id}/overrides/new`).expect(200);
      expect(form.text).not.toContain(cradle);
      const { body } = await officer
        .get(`/api/v1/bed-requests/${request.id}/candidates`)
        .expect(200);
      expect(body.proposals).toEqual([]);
      const until = '2026-11-26';
      const asked = await manager.post(`/api/v1/bed-requests/${request.id}/overrides`, {
        placements: inBeds(request.caseIds, [cradle]),
        reason: 'aucun autre lit cette nuit',
        until,
      });
      expect([asked.status, asked.body.code]).toEqual([422, 'beds.does_not_suit']);
    }
  });
});
