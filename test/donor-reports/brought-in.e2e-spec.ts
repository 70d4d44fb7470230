import { type TableBlock, tablesOf } from '../../modules/report-documents/document';
import { LANGUAGES, type Language } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aQuarter } from './a-quarter';

/** Two people of the quarter with everything of before, on its first days. */
async function broughtIn(mawa: TestApp): Promise<void> {
  const { rows } = await mawa.admin.query(
    `SELECT array_agg(id) AS people, (SELECT id FROM users LIMIT 1) AS by, (SELECT id FROM shelters LIMIT 1) AS shelter,
            (SELECT code FROM service_types ORDER BY code LIMIT 1) AS type
       FROM (SELECT id FROM cases ORDER BY id LIMIT 2) c`,
  );
  const { people, by, shelter, type } = rows[0] as Record<string, string>;
  await mawa.admin.query(
    `INSERT INTO past_stays (case_id, shelter_id, nights, by, at)
     SELECT c, $2, '[2026-06-28,2026-07-04)', $3, '2026-11-20Z' FROM unnest($1::uuid[]) c`,
    [people, shelter, by],
  );
  await mawa.admin.query(
    `INSERT INTO past_records (id, case_id, kind, what, days, quantity, by, at)
     SELECT gen_random_uuid(), c, 'service', $2, daterange(d::date, d::date, '[]'), 1, $3, '2026-11-20Z'
       FROM unnest($1::uuid[]) c, unnest(ARRAY['2026-06-30', '2026-07-01', '2026-09-30', '2026-10-01']) d`,
    [people, type, by],
  );
}

describe('what was brought in from before Mawa, in a report', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  const write = async (audience: string, blocks: readonly string[]) => {
    const { draft } = (await officer.get('/api/v1/report-definitions/trial').expect(200)).body;
    const title = { fr: 'A', ar: 'أ', en: 'A' };
    const sections = [{ key: 'all', title, blocks: blocks.map((block) => ({ block })) }];
    await officer
      .put('/api/v1/report-definitions/trial/draft', {
        source: draft.source,
        revision: draft.revision,
        body: {
          ...draft.body,
          audience,
          every: 'quarter',
          languages: ['fr', 'ar', 'en'],
          sections,
        },
      })
      .expect(200);
  };
  const tables = async (language: Language = 'fr'): Promise<readonly TableBlock[]> => {
    const { body } = await officer
      .get(`/api/v1/report-definitions/trial/preview?period=2026-Q3&language=${language}`)
      .expect(200);
    return tablesOf(body.document);
  };

  beforeAll(async () => {
    mawa = await startApp();
    await aQuarter(mawa);
    officer = await mawa.signIn('programme_officer');
    const words = { titleFr: 'Essai', titleAr: 'تجربة', titleEn: 'Trial' };
    await officer
      .post('/api/v1/report-definitions/iom-quarterly/copies', { kind: 'trial', ...words })
      .expect(201);
  });
  afterAll(() => mawa.stop());

  it('changes no figure, and is counted apart only where the definition has the block', async () => {
    const FIGURES = ['key-figures', 'people-by-age', 'beds-by-month', 'services-by-type'];
    await write('inside', FIGURES);
    const before = await tables();
    await broughtIn(mawa);
    expect(await tables()).toEqual(before);
    expect(before.map(({ key }) => key)).not.toContain('brought-in');
    await write('inside', [...FIGURES, 'brought-in']);
    const after = await tables();
    const added = after.find(({ key }) => key === 'brought-in')!;
    expect(added.title).toBe('Y compris ce qui est repris d’avant Mawa');
    expect(added.rows.map(({ cells: { people, number } }) => [people, number])).toEqual([
      [2, 6],
      [2, 4],
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(after.filter(({ key }) => key !== 'brought-in')).toEqual(before);
  });

  it('is named in each language, and shows a donor no small count', async () => {
    await write('donor', ['brought-in', 'method']);
    const titles = { fr: 'Y compris', ar: 'بما في ذلك', en: 'Including' };
    for (const language of LANGUAGES) {
      const [table] = await tables(language);
      expect(table!.title).toContain(titles[language]);
      const shown = table!.rows.flatMap(({ cells: { people, number } }) => [people, number]);
      for (const few of [2, 4, 6]) expect(shown).not.toContain(few);
    }
  });
});
