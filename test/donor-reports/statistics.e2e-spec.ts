import { LANGUAGES } from '../../modules/platform/shared/actor';
import { list } from '../../modules/reference-lists';
import { ALL_POINTS, yesTo } from '../consents/consent-answers';
import { startApp, TONIGHT, type SignedIn, type TestApp } from '../support/app';

interface Table {
  key: string;
  rows: { key: string; cells: { people: unknown; share: unknown } }[];
  total: { cells: { people: unknown } };
}

/** Each release is planned with all that was released before. */
jest.setTimeout(180_000);

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
    commission = await mawa.signIn('commission_officer', {
      organisationId: await organisation('CNCLT', 'commission'),
    });
    const people = (count: number, purposes: string[], more: object = {}) =>
      Array.from({ length: count }, () => ({
        registeredOn: '2025-06-01',
        exploitation: { acts: [], means: [], purposes },
        ...more,
      }));
    for (const family of [
      people(9, ['forced_labour'], { regionExploitation: '06' }),
      people(2, ['sexual'], { regionExploitation: '12' }),
      people(9, []),
      people(3, ['begging'], { registeredOn: '2026-02-01' }),
      people(20, [], { registeredOn: '2022-06-01' }),
      people(8, [], { registeredOn: '2023-06-01' }),
      people(12, [], { registeredOn: '2024-06-01' }),
    ]) {
      await officer.post('/api/v1/people', { people: family }).expect(201);
    }
  });
  afterAll(() => mawa.stop());

  const release = (who: SignedIn, body: object = { year: 2025 }) =>
    who.post('/api/v1/statistics/releases', body);
  const register = (count: number, year: number, more: object = {}) =>
    officer
      .post('/api/v1/people', {
        people: Array.from({ length: count }, () => ({ registeredOn: `${year}-06-01`, ...more })),
      })
      .expect(201);
  const rowsOf = async (table: 'release_ledger' | 'statistics_releases') =>
    (await mawa.admin.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]!.n;

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
      'v-forced_labour': 9,
      'v-sexual': 2,
      known: 11,
      not_known: 9,
      total: 20,
    });
    expect(found.get('by-purposes')!.rows[0]!.cells.share).toBe('0.818181818181');
    expect(figures(found.get('by-exploitation')!)).toMatchObject({ 'v-MA-06': 9, 'v-MA-12': 2 });
    expect(figures(found.get('by-motives')!)).toEqual({
      known: 0,
      not_known: 0,
      declined: 0,
      not_asked: 20,
      total: 20,
    });
    expect(figures(found.get('ctdc-exploitation')!)).toEqual({
      'v-isForcedLabour': 9,
      'v-isSexualExploit': 2,
      'v-isOtherExploit': 0,
      known: 11,
      unknown: 9,
      total: 20,
    });
    const page = await programme.get('/statistics?year=2025').expect(200);
    expect(page.text).toContain('Exploitation sexuelle');
    expect((await programme.get('/statistics?year=2026').expect(200)).text).toContain('Mendicité');
    expect((await programme.get('/statistics').expect(200)).text).toContain('63');
  });

  it('opening a page releases nothing: until somebody releases a table its readers are told that nothing is', async () => {
    for (const path of ['/statistics?year=2025', '/statistics']) {
      const { text } = await commission.get(path).expect(200);
      expect(text).toContain('Rien n’est encore diffusé pour ce choix.');
      expect(text).not.toContain('<caption>');
      const { body } = await commission.get(`/api/v1${path}`).expect(200);
      expect([body.document, body.released, body.insider]).toEqual([null, null, false]);
      await programme.get(path).expect(200);
    }
    const preview = await programme.get('/statistics/releases/new?year=2025').expect(200);
    expect(preview.text).toContain('Diffuser ce tableau');
    expect([await rowsOf('release_ledger'), await rowsOf('statistics_releases')]).toEqual([0, 0]);
  });

  it('a table is released by a programme officer alone, once a quarter, and it is written down who did', async () => {
    await release(commission).expect(403);
    await commission.get('/statistics/releases/new').expect(403);
    await release(await mawa.signIn('finance_officer')).expect(403);
    const both = await Promise.all([release(programme), release(programme)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(both.find(({ status }) => status === 409)!.body.code).toBe(
      'statistics.released_this_quarter',
    );
    const { rows } = await mawa.admin.query(
      `SELECT s.released_by, s.first_year, s.last_year, s.audience, a.actor_id, a.fields::text
         FROM statistics_releases s JOIN audit_log a ON a.action = 'statistics.release' AND s.id::text = ANY (a.subject_ids::text[])`,
    );
    expect(rows).toEqual([
      {
        released_by: programme.actor.userId,
        first_year: 2025,
        last_year: 2025,
        audience: 'commission',
        actor_id: programme.actor.userId,
        fields: '{commission,2025-2025}',
      },
    ]);
    const seen = await programme.get('/statistics?year=2025').expect(200);
    expect(seen.text).toContain('La commission voit 2025, diffusé le');
  });

  it('what a commission officer reads is what the preview showed, and nothing small is in it', async () => {
    const preview = await programme
      .get('/api/v1/statistics/releases/preview?year=2025')
      .expect(200);
    const read = await commission.get('/api/v1/statistics?year=2025').expect(200);
    expect(read.body.document.blocks).toEqual(preview.body.document.blocks);
    const found = await tables(commission);
    const purposes = figures(found.get('by-purposes')!);
    expect(purposes).toMatchObject({ 'v-forced_labour': 9, total: 20 });
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
    expect(page.text).not.toMatch(/<td[^>]*>(<bdi>)?\s*2\s*</);
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

  it('what was released stays as it is until it is released again, in a later quarter', async () => {
    const before = await tables(commission);
    await register(6, 2025, { exploitation: { acts: [], means: [], purposes: [] } });
    expect(await tables(commission)).toEqual(before);
    expect(figures((await tables(programme)).get('by-purposes')!).total).toBe(26);
    mawa.clock.set('2027-01-02T10:00:00Z');
    expect(await tables(await mawa.signInAs(commission.email))).toEqual(before);
    await release(await mawa.signInAs(programme.email)).expect(201);
    const later = await tables(await mawa.signInAs(commission.email));
    expect(figures(later.get('by-purposes')!)).toMatchObject({ 'v-forced_labour': 9, total: 26 });
    mawa.clock.set(TONIGHT);
  });

  it('no table that was released is changed or taken away, not even by SQL, and nobody releases in another’s name', async () => {
    for (const [statement, refusal] of [
      [`UPDATE statistics_releases SET last_year = 2026`, /permission denied/],
      [`DELETE FROM statistics_releases`, /permission denied/],
      [
        `INSERT INTO statistics_releases (id, audience, first_year, last_year, all_years, quarter, documents, released_by)
         SELECT id, audience, 2018, 2018, false, quarter, documents, '${commission.actor.userId}' FROM statistics_releases LIMIT 1`,
        /row-level security/,
      ],
    ] as const)
      await expect(
        mawa.transactions.run(programme.actor, (tx) => tx.query(statement)),
      ).rejects.toThrow(refusal);
  });

  it('years of few people are released together, and a year that waits for others is not released', async () => {
    const preview = await programme.get('/statistics/releases/new?year=2024').expect(200);
    expect(preview.text).toContain('montrées ensemble : 2023–2024');
    const { body } = await release(programme, { year: 2024 }).expect(201);
    expect(body.years).toEqual({ first: 2023, last: 2024, allYears: false });
    for (const year of [2023, 2024]) {
      const read = await commission.get(`/api/v1/statistics?year=${year}`).expect(200);
      expect(read.body.document.meta.period.label).toBe('2023–2024');
      expect(figures((await tables(commission, year)).get('by-purposes')!).total).toBe(20);
    }
    const { text } = await commission.get('/statistics?year=2023').expect(200);
    expect(text).toContain('<option value="2024" selected>2023–2024</option>');
    expect(text).not.toContain('<option value="2023"');
    mawa.clock.set('2027-01-02T10:00:00Z');
    const waiting = await release(await mawa.signInAs(programme.email), { year: 2026 }).expect(409);
    expect(waiting.body.code).toBe('statistics.too_few');
    mawa.clock.set(TONIGHT);
  });

  it('a table is not released on the word of a preview that another release has overtaken', async () => {
    const preview = await programme.get('/api/v1/statistics/releases/preview').expect(200);
    mawa.clock.set('2027-04-02T10:00:00Z');
    const again = await mawa.signInAs(programme.email);
    await release(again, { year: 2025 }).expect(201);
    const overtaken = await release(again, { reached: preview.body.reached }).expect(409);
    expect(overtaken.body.code).toBe('statistics.moved');
    const form = await again
      .submit('/statistics/releases', { reached: preview.body.reached })
      .expect(409);
    expect(form.text).toContain('Autre chose a été diffusé entre-temps');
    mawa.clock.set(TONIGHT);
  });

  it('whoever refuses statistics is left out of what is released, together with all of a quarter', async () => {
    const purposes = { acts: [], means: [], purposes: ['forced_labour'] };
    const grown = { birthDate: '1994-03-08', exploitation: purposes };
    const { body } = await register(12, 2026, grown);
    await register(9, 2026, grown);
    const [one, two, ...others] = (body.cases as { id: string }[]).map(({ id }) => id);
    const releasedIn = async (day: string) => {
      mawa.clock.set(`${day}T10:00:00Z`);
      await release(await mawa.signInAs(programme.email), { year: 2026 }).expect(201);
      const found = await tables(await mawa.signInAs(commission.email), 2026);
      return figures(found.get('by-purposes')!).total;
    };
    const says = async (id: string | undefined, decision: string) => {
      const by = await mawa.signInAs(officer.email);
      const said = {
        ...yesTo('statistics'),
        decision,
        points: decision === 'given' ? ALL_POINTS : {},
      };
      await by.post(`/api/v1/people/${id}/consents`, said).expect(201);
    };
    const hidden = { hidden: true, mark: '†' };
    expect(await releasedIn('2027-07-01')).toBe(24);
    await says(one, 'refused');
    await says(two, 'given');
    // Twenty-three, beside the twenty-four of before, would tell that one person had left.
    expect(await releasedIn('2027-10-01')).toEqual(hidden);
    for (const id of [two, ...others.slice(0, 4)]) await says(id, 'refused');
    expect(await releasedIn('2028-01-01')).toBe(18);
    mawa.clock.set(TONIGHT);
  });

  it('a table of all years is one of those years that are released in groups', async () => {
    const { body } = await release(programme, {}).expect(201);
    expect(body.years).toEqual({ first: 2017, last: 2025, allYears: true });
    const all = await commission.get('/statistics').expect(200);
    expect(all.text).toMatch(/Mendicité<\/th><td class="statistics__figure statistics__hidden">/);
    expect(all.text).toContain('2017–2025');
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
