import { Sessions } from '../../modules/access';
import { seedProgramme } from '../../src/demo/seed-programme';
import { DEMO_LOGINS } from '../../src/demo/logins';
import { PASSWORD, startApp, type TestApp } from '../support/app';

describe('the logins of the demonstration', () => {
  let mawa: TestApp;
  beforeAll(async () => (mawa = await startApp()));
  afterAll(() => mawa.stop());

  it('all sign in, each with the roles that it is there for', async () => {
    await seedProgramme(mawa.app, PASSWORD, '2026-01-01');
    for (const { email, roles } of DEMO_LOGINS) {
      const actor = await mawa.app.get(Sessions).actorByEmail(email);
      expect([email, actor?.roles]).toEqual([email, [...roles].sort()]);
      const person = await mawa.signInAs(email);
      await person.get('/api/v1/account').expect(200);
    }
  });
});
