import { People, unknownPerson, type NewPerson } from '../../modules/beneficiaries';
import { startApp, type SignedIn, type TestApp } from '../support/app';

describe('how many statements registering takes', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());

  const statementsFor = async (count: number): Promise<number> => {
    const people = Array.from({ length: count }, (_, place): NewPerson => ({
      ...unknownPerson('2026-11-24'),
      names: { given: `Prénom`, family: 'Nom', aliases: [] },
      birthDate: '2000-01-01',
      ageCertainty: 'exact',
      phone: '+212600000000',
      documents: [{ kind: 'passport', number: `ZZ${place}` }],
      exploitation: { acts: ['recruit'], means: [], purposes: ['begging'] },
      familyKey: `famille ${place >> 1}`,
    }));
    return mawa.transactions.run(officer.actor, async (tx) => {
      let statements = 0;
      const counting = {
        ...tx,
        query: <T>(sql: string, params?: unknown[]) => {
          statements += 1;
          return tx.query<T>(sql, params);
        },
        execute: (sql: string, params?: unknown[]) => {
          statements += 1;
          tx.execute(sql, params);
        },
      };
      await mawa.app.get(People).register(counting, people);
      return statements;
    });
  };

  it('one hundred people take as many as two: twelve', async () => {
    expect([await statementsFor(2), await statementsFor(100)]).toEqual([12, 12]);
  });

  it('three thousand take six times ten at most', async () => {
    expect(await statementsFor(3000)).toBeLessThanOrEqual(60);
  });
});
