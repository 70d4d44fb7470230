import { aRequest, aShelter, inBeds, type TestShelter } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';

describe('the timeline of a case file', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let shelter: TestShelter;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    shelter = await aShelter(mawa, { A: { beds: 2 } });
  });
  afterAll(() => mawa.stop());

  it('tells a bed held, and whoever works there opens the same file by it', async () => {
    const manager = await mawa.signIn('shelter_manager', { shelterIds: [shelter.id] });
    const { id, caseIds } = await aRequest(mawa, officer);
    const path = `/people/${caseIds[0]}`;
    await manager.get(path).expect(404);
    await officer
      .post(`/api/v1/bed-requests/${id}/holds`, {
        placements: inBeds(caseIds, shelter.rooms.A!.beds),
      })
      .expect(201);
    const { text } = await officer.get(`${path}?kind=stay`).expect(200);
    expect(text).toMatch(/Lit retenu · Maison \d/);
    const seen = await manager.get(path).expect(200);
    expect(seen.text).toContain('Lit retenu');
  });
});
