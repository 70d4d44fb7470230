import { startApp, type TestApp } from '../support/app';
import { aFocalPoint, say, theComplaint } from './complaints';

describe('linking a complaint to a file by its number', () => {
  let mawa: TestApp;
  beforeAll(async () => (mawa = await startApp()));
  afterAll(() => mawa.stop());

  it('answers alike for the number of somebody restricted and for that of nobody, and after ten tries in a day no more', async () => {
    const officer = await mawa.signIn('reintegration_officer');
    const supervisor = await mawa.signIn('case_supervisor');
    const { body: made } = await officer
      .post('/api/v1/people', { people: [{ sex: 'female' }, { sex: 'female' }] })
      .expect(201);
    const [restricted, other] = made.cases as { id: string; caseNumber: string }[];
    const file = `/api/v1/people/${restricted!.id}`;
    await officer.post(`${file}/access`, { userId: supervisor.actor.userId }).expect(204);
    await supervisor.post(`${file}/restriction`, { reason: 'menacée' }).expect(201);
    const reader = await aFocalPoint(mawa);
    await say(mawa, { text: 'Un mot.' }).expect(201);
    const path = `/api/v1/complaints/${await theComplaint(mawa)}`;
    const ask = (caseNumber: string) => reader.post(`${path}/link`, { caseNumber });
    const [hidden, absent] = [await ask(restricted!.caseNumber), await ask('M-0000-000-0')];
    expect([hidden.status, hidden.body.code]).toEqual([absent.status, absent.body.code]);
    expect(hidden.status).toBe(422);
    for (let tries = 2; tries < 10; tries += 1) await ask('x').expect(422);
    const late = await Promise.all([ask(other!.caseNumber), ask(other!.caseNumber)]);
    expect(late.map(({ status, body }) => [status, body.code])).toEqual([
      [429, 'complaints.too_many_files'],
      [429, 'complaints.too_many_files'],
    ]);
    expect((await reader.get(path).expect(200)).body.linked).toBe(false);
    mawa.clock.advance(25 * 3_600_000);
    const tomorrow = await mawa.signInAs(reader.email);
    await tomorrow.post(`${path}/link`, { caseNumber: other!.caseNumber }).expect(204);
  });
});
