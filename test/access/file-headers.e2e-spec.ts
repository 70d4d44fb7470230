import { DeclaredRoutes } from '../../modules/access';
import type { SignedIn } from '../support/app';
import { type HiddenPeopleFixture, createHiddenPeople } from './hidden-people';
import { callRoute, routeFixtures } from './route-fixtures';

const HEADER = '<section class="case-header"';
/** Without anything of ours around it: a certificate. */
const BARE = /bare\.css|mot\.css/;
/** Papers for a court, for the person and for a partner: the file has nothing to say on them. */
const HANDED_OUT = /\/legal\/summaries\/|\/consents\/text/;

describe('the header of a file on its forms', () => {
  let fixture: HiddenPeopleFixture;
  let pages: string[];

  beforeAll(async () => {
    fixture = await createHiddenPeople();
    const declared = new Set(
      fixture.mawa.app
        .get(DeclaredRoutes)
        .list()
        .filter(({ method, path }) => method === 'GET' && /^\/people\/:id(\/|$)/.test(path))
        .map(({ path }) => path),
    );
    const isOne = (path: string) =>
      [...declared].some((one) =>
        new RegExp(`^${one.replaceAll(/:[A-Za-z]+/g, '[^/]+')}$`).test(path),
      );
    pages = [
      ...new Set(
        routeFixtures(fixture.mawa, fixture.hidden[0]!, fixture.own)
          .filter(({ method, path }) => method === 'GET' && isOne(path.split('?')[0]!))
          .map(({ path }) => path)
          .filter((path) => path.startsWith(`/people/${fixture.hidden[0]!.person}`)),
      ),
    ];
  }, 300_000);
  afterAll(() => fixture.mawa.stop());

  const headersFor = async (reader: SignedIn) => {
    const found = { opened: 0, lacking: [] as string[], papers: 0, shown: [] as string[] };
    for (const path of pages) {
      const { status, text, type } = await callRoute(reader, { method: 'GET', path });
      if (status !== 200 || type !== 'text/html' || BARE.test(text)) continue;
      if (HANDED_OUT.test(path)) {
        found.papers += 1;
        if (text.includes(HEADER)) found.shown.push(path);
        continue;
      }
      found.opened += 1;
      if (text.split(HEADER).length !== 2) found.lacking.push(path);
    }
    return found;
  };

  it('stands once on every page under /people/:id, and on no paper that is handed out', async () => {
    for (const reader of [fixture.officer, fixture.supervisor]) {
      const { opened, lacking, papers, shown } = await headersFor(reader);
      expect(lacking).toEqual([]);
      expect(shown).toEqual([]);
      expect(opened).toBeGreaterThan(60);
      expect(papers).toBeGreaterThan(0);
    }
  }, 300_000);

  it('stands with what must be known, also on a form that was refused, and is left out for strangers', async () => {
    const { person, caseNumber } = fixture.hidden[0]!;
    const path = `/people/${person}/consents`;
    const shown = await fixture.officer.get(`${path}/new`);
    expect(shown.text).toContain('Ne pas appeler : la personne a dit que ce n’est pas sûr.');
    expect(shown.text).toContain(fixture.officer.actor.name);
    const refused = await fixture.officer.submit(path, {});
    expect(refused.status).toBe(422);
    const [, header = ''] = refused.text.split(HEADER);
    expect(header.slice(0, header.indexOf('</section>'))).toContain(caseNumber);
    const stranger = await fixture.mawa.signIn('reintegration_officer');
    expect((await stranger.get(`${path}/new`)).text).not.toContain(HEADER);
  });

  it('comes back to the form when the names are shown', async () => {
    const next = `/people/${fixture.hidden[0]!.person}/consents/new`;
    const reader = await fixture.mawa.signInAs(fixture.officer.email);
    expect((await reader.get(next)).text).toContain(`name="next" value="${next}"`);
    await reader.submit('/shown-names', { shown: 'yes', next }).expect('location', next);
    expect((await reader.get(next)).text).toContain('class="case-header__name"');
  });
});
