import { ROLES } from '../../modules/platform/shared/actor';
import { aPartner } from '../referrals/partners';
import { startApp, type TestApp } from '../support/app';

describe('the navigation and the search of a page', () => {
  let mawa: TestApp;
  beforeAll(async () => {
    mawa = await startApp();
  });
  afterAll(() => mawa.stop());

  it.each(ROLES)('lead a %s to no page that is closed to them', async (role) => {
    const organisationId = role === 'partner_viewer' ? await aPartner(mawa) : undefined;
    const who = await mawa.signIn(role, { organisationId });
    const { text } = await who.get('/').expect(200);
    const [, side = ''] = /<nav class="side"[^>]*>([\s\S]*?)<\/nav>/.exec(text) ?? [];
    const links = [...side.matchAll(/href="([^"]+)"/g)].map(([, path]) => path!);
    expect(links.length).toBeGreaterThan(0);
    const answers = [];
    for (const path of links) answers.push(`${path} ${(await who.get(path)).status}`);
    expect(answers.filter((answer) => !/ (200|303)$/.test(answer))).toEqual([]);
    expect(text).toContain('role="search"');
    await who.submit('/search', { q: 'Amina' }).expect(303);
  });
});
