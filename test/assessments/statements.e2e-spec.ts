import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { countStatements } from '../support/count-statements';
import { HIGH_RISK, MODERATE_RISK, signed } from './samples';

describe('how many statements the pages of assessments take', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let few: TestPerson;
  let many: TestPerson;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    few = await aPerson(officer, { birthDate: '1994-03-08' });
    many = await aPerson(officer, { birthDate: '1994-03-08' });
    await signed(officer, few.id, 'risk', HIGH_RISK);
    for (let at = 0; at < 8; at += 1) {
      mawa.clock.set(`2026-11-24T23:1${at}:00Z`);
      await signed(officer, many.id, 'risk', at % 2 ? HIGH_RISK : MODERATE_RISK);
      await signed(officer, many.id, 'needs', {});
    }
  });
  afterAll(() => mawa.stop());

  const statementsOf = (path: string): Promise<number> =>
    countStatements(mawa, () => officer.get(path).expect(200));

  it('the list takes as many for sixteen assessments as for one, and the case file too', async () => {
    for (const page of ['/assessments', '', '?kind=assessment']) {
      const [one, sixteen] = [
        await statementsOf(`/people/${few.id}${page}`),
        await statementsOf(`/people/${many.id}${page}`),
      ];
      expect([page, sixteen]).toEqual([page, one]);
      expect(one).toBeGreaterThan(3);
      expect(one).toBeLessThan(45);
    }
  });

  it('a page of a form takes fifteen at most, and so does the overview', async () => {
    const { body } = await officer
      .post(`/api/v1/people/${few.id}/assessments`, { form: 'risk' })
      .expect(201);
    const path = `/people/${few.id}/assessments/${body.id}`;
    expect(await statementsOf(`${path}/sections/reach`)).toBeLessThanOrEqual(15);
    expect(await statementsOf('/assessments?form=risk')).toBeLessThanOrEqual(15);
  });
});
