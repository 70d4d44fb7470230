import { LANGUAGES } from '../../src/shared/actor';
import { list } from '../../modules/reference-lists';
import { ALL_POINTS, yesTo } from '../consents/said';
import { startApp, TONIGHT, type SignedIn, type TestApp } from '../support/app';

interface Table {
  key: string;
  rows: { key: string; cells: { people: unknown; share: unknown } }[];
  total: { cells: { people: unknown } };
}

describe('statistics of how people were trafficked', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let programme: SignedIn;
  let commission: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    const admin = await mawa.signIn('administrator');
    const organisation = async (code: string, kind: string) =>
      (await admin.post('/api/v1/organisations', { code, kind, name: code }).expect(201)).body
        .id as string;
    programme = await mawa.signIn('programme_officer', {
      organisationId: await organisation('IOM', 'agency'),
    });
    commission = await mawa.signIn('programme_officer', {
      organisationId: await organisation('CNCLT', 'commission'),
    });
    const people = (count: number, purposes: string[], more: object = {}) =>
      Array.from({ length: count }, () => ({
        ...{ registeredOn: '2025-06-01', exploitation: { acts: [], means: [], purposes } },
        ...more,
      }));
    for (const family of [
      people(9, ['forced_labour'], { regionExploitation: '06' }),
      people(2, ['sexual'], { regionExploitation: '12' }),
      people(7, []),
      people(3, ['begging'], { registeredOn: '2026-02-01' }),
    ]) {
      await officer.post('/api/v1/people', { people: family }).expect(201);
    }
  });
  afterAll(() => mawa.stop());

  const tables = async (who: SignedIn, year = 2025): Promise<Map<string, Table>> => {
    const { body } = await who.get(`/api/v1/statistics?year=${year}`).expect(200);
    const found = body.document.blocks.filter(({ kind }: { kind: string }) => kind === 'table');
    return new Map(found.map((table: Table) => [table.key, table]));
  };
  const figures = ({ rows, total }: Table): Record<string, unknown> => ({
    ...Object.fromEntries(rows.map(({ key, cells }) => [key, cells.people])),
    total: total.cells.people,
  });

  it('programme officers of the programme see every figure, with its share and what is not known', async () => {
    const found = await tables(programme);
    expect(figures(found.get('by-purposes')!)).toEqual({
      ...{ 'v-forced_labour': 9, 'v-sexual': 2, known: 11 },
      ...{ not_known: 7, total: 18 },
    });
    expect(found.get('by-purposes')!.rows[0]!.cells.share).toBe('0.8182');
    expect(figures(found.get('by-exploitation')!)).toMatchObject({ 'v-MA-06': 9, 'v-MA-12': 2 });
    expect(figures(found.get('by-motives')!)).toEqual({
      ...{ known: 0, not_known: 0, declined: 0, not_asked: 18, total: 18 },
    });
    expect(figures(found.get('ctdc-exploitation')!)).toEqual({
      ...{ 'v-isForcedLabour': 9, 'v-isSexualExploit': 2, 'v-isOtherExploit': 0 },
      ...{ known: 11, unknown: 7, total: 18 },
    });
    const page = await programme.get('/statistics?year=2025').expect(200);
    expect(page.text).toContain('Exploitation sexuelle');
    expect((await programme.get('/statistics?year=2026').expect(200)).text).toContain('Mendicité');
    expect((await programme.get('/statistics').expect(200)).text).toContain('21');
  });

  it('the commission’s officers see nothing small, and closed years alone', async () => {
    const found = await tables(commission);
    const purposes = figures(found.get('by-purposes')!);
    expect(purposes).toMatchObject({ 'v-forced_labour': 9, total: 18 });
    expect(purposes['v-sexual']).toMatchObject({ hidden: true });
    // With the other region and those known, the small one could be computed: one of them goes too.
    const places = figures(found.get('by-exploitation')!);
    expect(places['v-MA-12']).toBeUndefined();
    expect(places['v-others']).toMatchObject({ hidden: true });
    expect([places['v-MA-06'], places.known].some((cell) => typeof cell === 'object')).toBe(true);
    // Who has the part and the share has the whole.
    const share = found.get('by-exploitation')!.rows[0]!.cells.share;
    if (typeof places.known === 'object') expect(share).toMatchObject({ hidden: true });
    const page = await commission.get('/statistics?year=2025').expect(200);
    expect(page.text).toContain('années closes seulement');
    expect(page.text).not.toMatch(/<td[^>]*>\s*2\s*<\/td>/);
    for (const year of ['2026', '2016', '1888', 'x']) {
      await commission.get(`/api/v1/statistics?year=${year}`).expect(422);
    }
  });

  it('outside every answer of a list is written, in the order of the list: none tells by being there', async () => {
    const order = (who: SignedIn) =>
      tables(who).then((found) => found.get('by-purposes')!.rows.map(({ key }) => key));
    expect(await order(programme)).toEqual(['v-forced_labour', 'v-sexual', 'known', 'not_known']);
    const outside = await order(commission);
    expect(outside.slice(-2)).toEqual(['known', 'unknown']);
    expect(outside.slice(0, -2)).toEqual(list('purposes').items.map(({ code }) => `v-${code}`));
  });

  it('outside they are told once a quarter: who is entered late is in the next one', async () => {
    const before = await tables(commission);
    const late = {
      registeredOn: '2025-06-02',
      exploitation: { acts: [], means: [], purposes: [] },
    };
    await officer
      .post('/api/v1/people', { people: Array.from({ length: 6 }, () => late) })
      .expect(201);
    expect(await tables(commission)).toEqual(before);
    expect(figures((await tables(programme)).get('by-purposes')!).total).toBe(24);
    mawa.clock.set('2027-01-02T10:00:00Z');
    const later = await tables(await mawa.signInAs(commission.email));
    expect(figures(later.get('by-purposes')!)).toMatchObject({ 'v-forced_labour': 9, total: 24 });
    mawa.clock.set(TONIGHT);
  });

  it('outside the first two who read at once are told the same', async () => {
    const year = { registeredOn: '2023-06-01' };
    await officer
      .post('/api/v1/people', { people: Array.from({ length: 8 }, () => year) })
      .expect(201);
    const both = await Promise.all([tables(commission, 2023), tables(commission, 2023)]);
    expect(both[0]).toEqual(both[1]);
    const { rows } = await mawa.admin.query(`SELECT 1 FROM statistics_told WHERE year = 2023`);
    expect(rows).toHaveLength(1);
    for (const statement of [
      `UPDATE statistics_told SET year = 2022`,
      `DELETE FROM statistics_told`,
    ])
      await expect(
        mawa.transactions.run(programme.actor, (tx) => tx.query(statement)),
      ).rejects.toThrow(/permission denied/);
  });

  it('whoever refuses statistics is left out of what goes outside, together with all of a quarter', async () => {
    const year = { registeredOn: '2024-06-01' };
    const purposes = { acts: [], means: [], purposes: ['forced_labour'] };
    const { body } = await officer
      .post('/api/v1/people', {
        people: Array.from({ length: 12 }, () => ({
          ...{ ...year, birthDate: '1994-03-08', exploitation: purposes },
        })),
      })
      .expect(201);
    const [one, two, ...others] = (body.cases as { id: string }[]).map(({ id }) => id);
    const counted = async () => {
      const [inside, outside] = [
        await mawa.signInAs(programme.email),
        await mawa.signInAs(commission.email),
      ];
      return [inside, outside].map(
        async (who) => figures((await tables(who, 2024)).get('by-purposes')!).total,
      );
    };
    const totals = async () => Promise.all(await counted());
    const says = async (id: string | undefined, decision: string) => {
      const by = await mawa.signInAs(officer.email);
      const said = {
        ...yesTo('statistics'),
        decision,
        points: decision === 'given' ? ALL_POINTS : {},
      };
      await by.post(`/api/v1/people/${id}/consents`, said).expect(201);
    };
    await says(one, 'refused');
    await says(two, 'given');
    expect(await totals()).toEqual([12, 12]);
    mawa.clock.set('2027-01-02T10:00:00Z');
    // Eleven, beside the twelve of before, would tell that one person had left.
    expect(await totals()).toEqual([12, { hidden: true, mark: '†' }]);
    for (const id of [two, ...others.slice(0, 4)]) await says(id, 'refused');
    expect(await totals()).toEqual([12, { hidden: true, mark: '†' }]);
    mawa.clock.set('2027-04-01T10:00:00Z');
    expect(await totals()).toEqual([12, 6]);
    await says(two, 'given');
    mawa.clock.set('2027-07-01T10:00:00Z');
    expect(await totals()).toEqual([12, { hidden: true, mark: '†' }]);
    mawa.clock.set(TONIGHT);
  });

  it('outside all years are those that are over', async () => {
    const again = await mawa.signInAs(commission.email);
    const all = await again.get('/statistics').expect(200);
    expect(all.text).toMatch(/Mendicité<\/th><td class="statistics__figure statistics__hidden">/);
  });

  it('nobody else sees any, each reading is recorded, and each language has its words', async () => {
    for (const role of [
      'reintegration_officer',
      'finance_officer',
      'partner_viewer',
      'auditor',
    ] as const) {
      const other = await mawa.signIn(role);
      await other.get('/statistics').expect(403);
      await other.get('/api/v1/statistics').expect(403);
    }
    const { rows } = await mawa.admin.query(
      `SELECT DISTINCT fields::text AS fields FROM audit_log WHERE action = 'statistics.read' ORDER BY 1`,
    );
    expect(rows.map(({ fields }) => fields)).toEqual(['{commission}', '{inside}']);
    for (const language of LANGUAGES) {
      const reader = await mawa.signIn('programme_officer', { language });
      const { text } = await reader.get('/statistics?year=2025').expect(200);
      expect(text).not.toMatch(/(statistics|classification|lists):[a-z]/);
    }
  });
});
