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
    expect(added.title).toBe('Repris d’avant Mawa, à part');
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
    const titles = { fr: 'à part', ar: 'على حدة', en: 'apart' };
    for (const language of LANGUAGES) {
      const [table] = await tables(language);
      expect(table!.title).toContain(titles[language]);
      const shown = table!.rows.flatMap(({ cells: { people, number } }) => [people, number]);
      for (const few of [2, 4, 6]) expect(shown).not.toContain(few);
    }
  });

  it('is added to what was entered in Mawa where the definition asks for it, and says so in words', async () => {
    await write('inside', ['with-brought-in', 'brought-in', 'beds-by-month', 'services-by-type']);
    const made = await tables('en');
    const table = made.find(({ key }) => key === 'with-brought-in')!;
    expect(table.title).toBe('Including what was brought in from before Mawa');
    expect(table.notes!.join()).toContain('The other figures of this report count nothing');
    const total = (key: string) => made.find((one) => one.key === key)!.total!.cells;
    const [nights, services] = [total('beds-by-month'), total('services-by-type')];
    expect(table.rows.map(({ cells: { here, past, all } }) => [here, past, all])).toEqual([
      [nights.used, 6, Number(nights.used) + 6],
      [services.given, 4, Number(services.given) + 4],
    ]);
    expect(Number(nights.used)).toBeGreaterThan(6);
  });

  it('does the same for referrals, trainings and follow-ups', async () => {
    const { rows } = await mawa.admin.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM training_steps WHERE to_state = 'started' AND on_day BETWEEN '2026-07-01' AND '2026-09-30'
       UNION ALL SELECT count(*)::int FROM referrals WHERE mawa_day(sent_at) BETWEEN '2026-07-01' AND '2026-09-30'
       UNION ALL SELECT (SELECT count(*)::int FROM work_follow_ups WHERE tried_on BETWEEN '2026-07-01' AND '2026-09-30')
         + (SELECT count(*)::int FROM return_follow_ups WHERE tried_on BETWEEN '2026-07-01' AND '2026-09-30')`,
    );
    const [trainings, referrals, followUps] = rows.map(({ n }) => n);
    await mawa.admin.query(
      `INSERT INTO past_records (id, case_id, kind, what, list_version, days, outcome, by, at)
       SELECT gen_random_uuid(), c.id, k.kind, k.what, k.version, daterange(k.day, k.day, '[]'), k.outcome,
              (SELECT id FROM users LIMIT 1), '2026-11-20Z'
         FROM (SELECT id FROM cases ORDER BY id LIMIT 3) c,
              (VALUES ('training', '06', 1, date '2026-07-01', NULL), ('training', '06', 1, date '2026-10-01', NULL),
                      ('follow_up', 'care', NULL, date '2026-09-30', 'reached')) k (kind, what, version, day, outcome)`,
    );
    const BLOCKS = ['pathway-with-brought-in', 'referrals', 'training', 'follow-ups'];
    const rowsFor = async (audience: string) => {
      await write(audience, BLOCKS);
      return (await tables('en')).find(({ key }) => key === 'pathway-with-brought-in')!.rows;
    };
    const inside = await rowsFor('inside');
    expect(inside.map(({ key, cells: { here, past, all } }) => [key, here, past, all])).toEqual([
      ['referral', referrals, 0, referrals],
      ['training', trainings, 3, trainings! + 3],
      ['follow_up', followUps, 3, followUps! + 3],
    ]);
    for (const { key, cells } of (await rowsFor('donor')).slice(1))
      expect([key, typeof cells.past, typeof cells.all]).not.toContain('number');
  });

  it('hides the sum from a donor where one of its parts is hidden: it could be computed', async () => {
    await write('donor', ['with-brought-in', 'brought-in', 'beds-by-month']);
    const made = await tables('en');
    const rows = made.find(({ key }) => key === 'with-brought-in')!.rows;
    // Two people were brought in: neither their number, nor what follows from them, nor the sum is shown.
    for (const { cells } of rows)
      for (const key of ['people_past', 'past', 'all'])
        expect([key, typeof cells[key]]).not.toEqual([key, 'number']);
  });
});

describe('an analysis with what was brought in', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  const asked = (past: string | null, more = '') =>
    `/api/v1/analyses/table?measure=bed_nights&rows=house&span=dates&from=2026-07-01&to=2026-09-30${
      past === null ? '' : `&past=${past}`
    }${more}`;
  const read = async (address: string) => {
    const { body } = await officer.get(`${address}&language=en`).expect(200);
    const [table] = tablesOf(body.document) as TableBlock[];
    return { title: table!.title, notes: table!.notes!, all: Number(table!.total!.cells['v-all']) };
  };
  beforeAll(async () => {
    mawa = await startApp();
    await aQuarter(mawa);
    await broughtIn(mawa);
    officer = await mawa.signIn('programme_officer', { language: 'en' });
  });
  afterAll(() => mawa.stop());

  /** The import refuses such nights; the rows of this test were written past it. */
  const nightsTwice = async () => {
    const { rows } = await mawa.admin.query<{ n: number }>(
      `SELECT coalesce(sum(upper(n) - lower(n)), 0)::int AS n FROM past_stays p
         JOIN booking_people bp ON bp.case_id = p.case_id
         JOIN bookings k ON k.id = bp.booking_id AND k.shelter_id = p.shelter_id AND k.checked_in_at IS NOT NULL
        CROSS JOIN LATERAL (SELECT p.nights * k.nights * '[2026-07-01,2026-10-01)' AS n) o WHERE NOT isempty(n)`,
    );
    return rows[0]!.n;
  };

  it('counts without it unless asked, with it, or it alone, and says so in title and note', async () => {
    const without = await read(asked(null));
    expect((await read(asked('without'))).all).toBe(without.all);
    expect(without.notes.join()).toContain('is not counted');
    const alone = await read(asked('alone'));
    expect(alone.all).toBe(6);
    expect(alone.title).toContain('what was brought in from before Mawa alone');
    expect(alone.notes.join()).toContain('Only what was brought in');
    const both = await read(asked('with'));
    expect(both.all).toBe(without.all + 6 - (await nightsTwice()));
    expect(both.title).toContain('with what was brought in');
    expect(without.title).not.toContain('brought in');
  });

  it('counts each person once, and services as well', async () => {
    const of = (measure: string, past: string) =>
      read(asked(past).replace('bed_nights&rows=house', `${measure}&rows=sex`));
    expect((await of('people_in_beds', 'alone')).all).toBe(2);
    expect((await of('people_helped', 'alone')).all).toBe(2);
    expect((await of('services_given', 'alone')).all).toBe(4);
    const [without, both] = [
      await of('services_given', 'without'),
      await of('services_given', 'with'),
    ];
    expect(both.all).toBe(without.all + 4);
    // The two people were in beds of Mawa too, or not: never more than both together.
    const here = (await of('people_in_beds', 'without')).all;
    const together = (await of('people_in_beds', 'with')).all;
    expect(together).toBeGreaterThanOrEqual(here);
    expect(together).toBeLessThanOrEqual(here + 2);
  });

  it('is for the programme alone, of measures that can be brought in, and is kept with the question', async () => {
    const refusals = [
      [asked('with', '&reader=donor'), 'analyses.past_inside_only'],
      [
        asked('with').replace('bed_nights&rows=house', 'calls&rows=month'),
        'analyses.nothing_of_before',
      ],
      [asked('all'), null],
    ] as const;
    for (const [address, code] of refusals) {
      const { status, body } = await officer.get(address);
      expect([status, code ?? body.code]).toEqual([422, body.code]);
    }
    const question = {
      measure: 'bed_nights',
      rows: 'month',
      span: 'dates',
      from: '2026-07-01',
      to: '2026-09-30',
      past: 'alone',
    };
    const kept = { name: 'Before', shared: false, question };
    const { body } = await officer.post('/api/v1/analyses', kept).expect(201);
    const { body: again } = await officer.get(`/api/v1/analyses/${body.id}`).expect(200);
    expect(again.asked.past).toBe('alone');
    const { text } = await officer.get(`/analyses/${body.id}`).expect(200);
    expect(text).toContain('<option value="alone" selected>');
    const other = await officer.get('/analyses?measure=calls&rows=month&past=with&of=bed_nights');
    expect(other.headers.location).not.toContain('past');
  });
});
