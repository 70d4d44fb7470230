import { DeclaredRoutes } from '../../modules/access';
import { CaseHeaders } from '../../modules/beneficiaries';
import { aCourt, aHearing, aProceeding } from '../legal-aid/legal';
import {
  aRequest,
  aShelter,
  aWoman,
  inBeds,
  register,
  type TestShelter,
} from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const UNSAFE = 'Ne pas appeler : la personne a dit que ce n’est pas sûr.';
const HEADER = /<section class="case-header"[\s\S]*?<nav class="filters case-tabs"/;

describe('the header of a file', () => {
  let mawa: TestApp;
  let shelter: TestShelter;
  let officer: SignedIn;
  let manager: SignedIn;
  let caseId: string;
  let caseNumber: string;
  let apart: string;

  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    shelter = await aShelter(mawa, { A: { beds: 2 } });
    officer = await mawa.signIn(['reintegration_officer', 'case_supervisor']);
    manager = await mawa.signIn('shelter_manager', { shelterIds: [shelter.id] });
    const she = aWoman({
      names: { given: 'Wassila', family: 'Benkirane', aliases: [] },
      safeContact: {
        mayCall: false,
        safeTimes: null,
        channel: null,
        callerName: null,
        mustNotKnow: null,
      },
    });
    const { id, caseIds, caseNumbers } = await aRequest(mawa, officer, [she]);
    [caseId, caseNumber] = [caseIds[0]!, caseNumbers[0]!];
    const path = `/api/v1/bed-requests/${id}`;
    await officer
      .post(`${path}/holds`, { placements: inBeds(caseIds, shelter.rooms.A!.beds) })
      .expect(201);
    await officer.post(`${path}/promise`).expect(201);
    const [other] = await register(mawa, officer.actor, [aWoman()]);
    apart = other!.caseNumber;
    await officer
      .post(`/api/v1/people/${caseId}/keep-apart`, { otherCaseId: other!.id })
      .expect(201);
    const court = await aCourt(await mawa.signIn('legal_officer'));
    const proceeding = await aProceeding(officer, {
      id: caseId,
      caseNumber,
      path: `/api/v1/people/${caseId}`,
    });
    await aHearing(officer, proceeding, court, { day: '2026-11-25' }).expect(201);
    await manager.post(`${path}/check-in`).expect(201);
  });
  afterAll(() => mawa.stop());

  const headerOf = async (who: SignedIn, tab = ''): Promise<string> => {
    const { text } = await who.get(`/people/${caseId}${tab}`).expect(200);
    return HEADER.exec(text)?.[0] ?? '';
  };
  const tabsOf = async (who: SignedIn): Promise<string[]> => {
    const { text } = await who.get(`/people/${caseId}`).expect(200);
    const nav = text.slice(
      text.indexOf('case-tabs'),
      text.indexOf('</nav>', text.indexOf('case-tabs')),
    );
    return [...nav.matchAll(/href="\/people\/[0-9a-f-]{36}(\/[a-z-]+)?"/g)].map(
      ([, tab = '']) => tab,
    );
  };

  it('stands on every page of the file, with number, stage, bed of tonight and officer', async () => {
    const tabs = await tabsOf(officer);
    expect(tabs.length).toBeGreaterThan(12);
    for (const tab of tabs) {
      const header = await headerOf(officer, tab);
      const facts = [caseNumber, 'Détection', 'Maison', 'lit A1', officer.actor.name];
      const alerts = [UNSAFE, `Ne jamais loger avec ${apart}`, 'Audience demain'];
      expect([tab, ...[...facts, ...alerts].filter((part) => !header.includes(part))]).toEqual([
        tab,
      ]);
    }
  });

  it('is asked for by every page that has the row of tabs', async () => {
    const pages = mawa.app
      .get(DeclaredRoutes)
      .list()
      .filter(({ method, path }) => method === 'GET' && /^\/people\/:id\/[a-z-]+$/.test(path))
      .map(({ path }) => path.replace('/people/:id', ''));
    expect(pages.length).toBeGreaterThan(12);
    for (const tab of pages) {
      const { text, status } = await officer.get(`/people/${caseId}${tab}`);
      if (status === 200 && text.includes('case-tabs')) expect(text).toMatch(HEADER);
    }
  });

  it('says the name only while the session shows names, recorded for each page', async () => {
    const reader = await mawa.signInAs(officer.email);
    expect(await headerOf(reader, '/plan')).not.toContain('Wassila');
    const next = `/people/${caseId}/plan`;
    await reader.submit('/shown-names', { shown: 'yes', next }).expect('location', next);
    const before = await namesOpened();
    const header = await headerOf(reader, '/plan');
    expect(header).toContain('<bdi class="case-header__name">Wassila Benkirane</bdi>');
    expect(await namesOpened()).toBe(before + 1);
    expect(await headerOf(await mawa.signInAs(officer.email), '/plan')).not.toContain('Wassila');
  });

  const namesOpened = async (): Promise<number> => {
    const { rows } = await mawa.admin.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM audit_log WHERE action = 'people.list_names' AND subject_ids = ARRAY[$1::uuid]`,
      [caseId],
    );
    return rows[0]!.count;
  };

  it('tells the house what is its own, and nothing of the proceedings', async () => {
    const header = await headerOf(manager);
    expect(header).toContain('lit A1');
    expect(header).toContain(UNSAFE);
    expect(header).not.toContain('Audience demain');
    // The story is not open to the house: with whom she must not meet belongs to it.
    expect(header).not.toContain(apart);
  });

  it('does not say where she sleeps to those who do not see her placement', async () => {
    const legal = await mawa.signIn('legal_officer');
    await officer
      .post(`/api/v1/people/${caseId}/access`, { userId: legal.actor.userId })
      .expect(204);
    const header = await headerOf(legal, '/legal');
    expect(header).toContain('Audience demain');
    expect(header).not.toContain('lit A1');
    expect(header).not.toContain('Maison');
  });

  it('shows nothing to somebody else, whatever the page', async () => {
    const stranger = await mawa.signIn('reintegration_officer');
    for (const tab of await tabsOf(officer))
      await stranger.get(`/people/${caseId}${tab}`).expect(404);
    const officers = await mawa.transactions.run(stranger.actor, (tx) =>
      tx.query<{ names: string[] }>('SELECT case_officers($1) AS names', [caseId]),
    );
    expect(officers).toEqual([{ names: [] }]);
  });

  it('reads from right to left', async () => {
    const reader = await mawa.signIn('reintegration_officer', { language: 'ar' });
    await officer
      .post(`/api/v1/people/${caseId}/access`, { userId: reader.actor.userId })
      .expect(204);
    const header = await headerOf(reader, '/services');
    expect(header).toContain('هذه الليلة');
    expect(header).toContain(`<bdi>${caseNumber}</bdi>`);
    expect(header).toContain('إظهار الأسماء');
  });

  it('takes one statement more than the tabs did, which asked for the parts alone', async () => {
    const statements = await mawa.transactions.run(officer.actor, async (tx) => {
      let count = 0;
      const counting = {
        ...tx,
        query: <T>(sql: string, params?: unknown[]) => {
          count += 1;
          return tx.query<T>(sql, params);
        },
      };
      await mawa.app.get(CaseHeaders).of(counting, caseId);
      return count;
    });
    expect(statements).toBe(2);
  });
});
