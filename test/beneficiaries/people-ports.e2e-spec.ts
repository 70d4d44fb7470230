import { People, unknownPerson, type NewPerson } from '../../modules/beneficiaries';
import { syntheticPeople } from '../../src/demo/synthetic-people/synthetic-people.rules';
import { startApp, type SignedIn, type TestApp } from '../support/app';

describe('what other modules ask about people', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let people: People;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    people = mawa.app.get(People);
  });
  afterAll(() => mawa.stop());

  const person = (facts: Partial<NewPerson> = {}): NewPerson => ({
    ...unknownPerson('2026-11-24'),
    ...facts,
  });
  const register = (given: NewPerson[], together = false) =>
    mawa.transactions.run(officer.actor, (tx) => people.register(tx, given, { together }));

  it('an exact birth date gives an age and a coming birthday, and one audit row for all', async () => {
    const { cases } = await register([
      person({ birthDate: '2008-12-01', ageCertainty: 'exact', sex: 'female' }),
      person({ birthDate: '2025-02-28', ageCertainty: 'exact' }),
      person({ birthYear: 2009, ageCertainty: 'year' }),
      person(),
    ]);
    const ids = cases.map(({ id }) => id);
    const before = await audits();
    const facts = await mawa.transactions.run(officer.actor, (tx) =>
      people.placementFacts(tx, ids, '2026-11-24'),
    );
    expect(
      facts.map(({ ageLow, ageHigh, turnsAge, turnsOn }) => [ageLow, ageHigh, turnsAge, turnsOn]),
    ).toEqual([
      [17, 17, 18, '2026-12-01'],
      [1, 1, 2, '2027-02-28'],
      [16, 17, null, null],
      [null, null, null, null],
    ]);
    expect((await audits()) - before).toBe(1);
  });

  it('somebody else’s case is not found, for facts and labels alike', async () => {
    const { cases } = await register([person()]);
    const other = await mawa.signIn('reintegration_officer');
    const ids = cases.map(({ id }) => id);
    await expect(
      mawa.transactions.run(other.actor, (tx) => people.placementFacts(tx, ids, '2026-11-24')),
    ).rejects.toMatchObject({ kind: 'not_found' });
    await expect(
      mawa.transactions.run(other.actor, (tx) => people.find(tx, ids[0]!)),
    ).rejects.toMatchObject({ kind: 'not_found' });
    const labels = await mawa.transactions.run(other.actor, (tx) => people.caseLabels(tx, ids));
    expect(labels.size).toBe(0);
  });

  it('registers the 719 of the demonstration with their stages', async () => {
    const all = syntheticPeople(1, '2026-11-24');
    const { cases } = await mawa.transactions.run(officer.actor, (tx) =>
      people.register(tx, all, { reached: all.map(({ stage }) => stage as never) }),
    );
    expect(cases).toHaveLength(719);
    const { rows } = await mawa.admin.query<{ stage: string; last: string }>(
      `SELECT c.stage, (SELECT to_stage FROM stage_changes s WHERE s.case_id = c.id ORDER BY at DESC LIMIT 1) AS last
         FROM cases c WHERE c.id = ANY ($1)`,
      [cases.map(({ id }) => id)],
    );
    expect(rows.filter(({ stage, last }) => stage !== last)).toEqual([]);
  });

  const audits = async () =>
    Number(
      (await mawa.admin.query<{ n: string }>('SELECT count(*) AS n FROM audit_log')).rows[0]!.n,
    );
});
