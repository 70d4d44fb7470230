import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { DeclaredRoutes } from '../../modules/access';
import { ROOT } from '../../modules/platform/config/root';
import { LANGUAGES, type Language } from '../../modules/platform/shared/actor';
import { wordsOf } from '../../modules/platform/web/i18n';
import { settingErrors } from '../../modules/settings/setting-values.rules';
import type { SettingDefinition } from '../../modules/settings/setting.types';
import { startApp, type SignedIn, type TestApp } from '../support/app';

/** Tables that hold rows of an empty Mawa or rows by date, and are no setting: each with its reason. */
const NO_SETTINGS = JSON.parse(
  readFileSync(join(ROOT, 'test', 'settings', 'no-settings.json'), 'utf8'),
) as Record<string, string>;

/**
 * Read from the schema: what a migration filled, or has a day from which it holds, is a setting unless it says why not.
 * Rows that only the installation itself writes (accounts of the system, keys) are filled as well.
 */
async function candidateTables(admin: Client): Promise<string[]> {
  const { rows } = await admin.query<{ name: string; isDated: boolean }>(
    `SELECT c.relname AS name, EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND NOT a.attisdropped
              AND (a.attname IN ('valid_from', 'holds_from')
                OR a.attname = 'valid' AND a.atttypid = 'daterange'::regtype)) AS "isDated"
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public' AND NOT c.relispartition ORDER BY 1`,
  );
  const found: string[] = [];
  for (const { name, isDated } of rows) {
    const { rowCount } = await admin.query(`SELECT 1 FROM "${name}" LIMIT 1`);
    if (isDated || rowCount === 1) found.push(name);
  }
  return found;
}

interface Declared {
  readonly definitions: readonly SettingDefinition[];
  readonly excluded: Readonly<Record<string, string>>;
  readonly words: Readonly<Record<Language, unknown>>;
  /** Source of the value in force, by key. */
  readonly sources: ReadonlyMap<string, string | null>;
  readonly pages: readonly string[];
}

/** A delivered source stands in the words of each language, found by its text in English. */
function sourceGaps(source: string | null | undefined, words: Declared['words']): string[] {
  if (!source) return ['no source'];
  const said = (language: Language) =>
    (words[language] as Record<string, Record<string, string>>)['delivered_source'] ?? {};
  const code = Object.entries(said('en')).find(([, text]) => text === source)?.[0];
  if (code === undefined) return ['a source without words'];
  return LANGUAGES.filter((language) => !said(language)[code]).map(
    (language) => `no source in ${language}`,
  );
}

/** What is missing, in words; nothing where every setting has a page, a source and words. */
function gaps(tables: readonly string[], declared: Declared): string[] {
  const { definitions, excluded, words, sources, pages } = declared;
  const kept = new Set(definitions.flatMap((one) => one.tables));
  const missing = tables
    .filter((table) => table !== 'settings' && !kept.has(table) && !excluded[table])
    .map((table) => `${table}: neither a setting nor excluded`);
  for (const table of Object.keys(excluded)) {
    if (kept.has(table)) missing.push(`${table}: excluded and a setting`);
    if (!tables.includes(table)) missing.push(`${table}: excluded without need`);
  }
  for (const { key, kind, page } of definitions) {
    if (kind === 'page' && !pages.includes(page!)) missing.push(`${key}: no page ${page}`);
    if (kind !== 'page')
      missing.push(...sourceGaps(sources.get(key), words).map((gap) => `${key}: ${gap}`));
    for (const language of LANGUAGES)
      for (const part of ['name', 'meaning'])
        if (!(words[language] as Record<string, Record<string, string>>)[part]?.[key])
          missing.push(`${key}: no ${part} in ${language}`);
  }
  return missing;
}

describe('every setting', () => {
  let mawa: TestApp;
  let admin: SignedIn;
  let tables: string[];
  let declared: Declared;
  beforeAll(async () => {
    mawa = await startApp();
    tables = await candidateTables(mawa.admin as Client);
    admin = await mawa.signIn(['administrator', 'programme_officer', 'auditor'], {
      language: 'fr',
    });
    const { body } = await admin.get('/api/v1/settings').expect(200);
    const listed = body as (SettingDefinition & { current: { source: string | null } | null })[];
    const pages = mawa.app
      .get(DeclaredRoutes)
      .list()
      .filter(({ method }) => method === 'GET')
      .map(({ path }) => path);
    declared = {
      definitions: listed,
      excluded: NO_SETTINGS,
      words: {
        fr: wordsOf('fr', 'settings'),
        ar: wordsOf('ar', 'settings'),
        en: wordsOf('en', 'settings'),
      },
      sources: new Map(listed.map(({ key, current }) => [key, current?.source ?? null])),
      pages,
    };
  });
  afterAll(() => mawa.stop());

  it('that the schema holds has a page, a source and words in three languages, or a reason to be none', () => {
    expect(gaps(tables, declared)).toEqual([]);
    expect(tables.length).toBeGreaterThan(50);
    expect(declared.definitions.length).toBeGreaterThan(150);
  });

  it('is missed when its table, its page, its source or its words are not there', () => {
    const [first, ...others] = declared.definitions;
    const bands = declared.definitions.filter(({ key }) => key !== 'approval_bands');
    expect(gaps(tables, { ...declared, definitions: bands })).toEqual([
      'approval_bands: neither a setting nor excluded',
    ]);
    expect(gaps([...tables, 'new_prices'], declared)).toEqual([
      'new_prices: neither a setting nor excluded',
    ]);
    expect(gaps(tables, { ...declared, sources: new Map() }).length).toBeGreaterThan(100);
    expect(gaps(tables, { ...declared, pages: [] }).length).toBeGreaterThan(15);
    const untold = new Map([...declared.sources, ['hold_minutes', 'somebody said so']]);
    expect(gaps(tables, { ...declared, sources: untold })).toEqual([
      'hold_minutes: a source without words',
    ]);
    const { programme_rule: _rule, ...withoutRule } = (
      declared.words.ar as Record<string, Record<string, string>>
    )['delivered_source']!;
    const ar = { ...(declared.words.ar as object), delivered_source: withoutRule };
    const inArabic = gaps(tables, { ...declared, words: { ...declared.words, ar } });
    expect(inArabic).toContain('hold_minutes: no source in ar');
    const renamed = { ...first!, key: 'nobody_knows' };
    expect(gaps(tables, { ...declared, definitions: [renamed, ...others] })).toEqual([
      'nobody_knows: no source',
      ...LANGUAGES.flatMap((language) =>
        ['name', 'meaning'].map((part) => `nobody_knows: no ${part} in ${language}`),
      ),
    ]);
  });

  it('has a value in force that its own definition allows, by the rules and by PostgreSQL', async () => {
    const { rows } = await mawa.admin.query<{ key: string }>(
      `SELECT DISTINCT ON (s.key) s.key, setting_value_fits(d.kind, d.shape, s.value) AS fits
         FROM settings s JOIN setting_definitions d ON d.key = s.key ORDER BY s.key, s.valid_from DESC`,
    );
    expect(rows.filter((row) => !(row as unknown as { fits: boolean }).fits)).toEqual([]);
    const values = declared.definitions.filter(
      ({ kind }) => kind !== 'page',
    ) as (SettingDefinition & { current: { value: unknown } })[];
    const wrong = values.flatMap((one) =>
      settingErrors(one, one.current.value).map(
        ({ code, field }) => `${one.key}: ${code} ${field}`,
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('that is delivered has words for every source it ever had, and no words are left over', async () => {
    const dated = declared.definitions.filter(({ kind }) => kind === 'dated_rows');
    const { rows } = await mawa.admin.query<{ source: string }>(
      [
        'SELECT source FROM settings',
        'SELECT source FROM wage_floors',
        ...dated.map(({ tables: [table] }) => `SELECT source FROM ${table}`),
      ].join(' UNION '),
    );
    const used = new Set([
      ...rows.map(({ source }) => source),
      ...declared.definitions.flatMap(({ shape }) => shape.source ?? []),
    ]);
    const said = (declared.words.en as Record<string, Record<string, string>>)['delivered_source']!;
    expect([...used].sort()).toEqual(Object.values(said).sort());
  });

  it('says where it comes from in the words of the reader', async () => {
    for (const [language, sentence] of [
      ['fr', 'au moins 30 jours (Convention du Conseil de l’Europe, article 13)'],
      ['ar', '30 يوما على الأقل (اتفاقية مجلس أوروبا، المادة 13)'],
      ['en', 'at least 30 days (Council of Europe Convention, article 13)'],
    ] as const) {
      const reader = await mawa.signIn('programme_officer', { language });
      const all = await reader.get('/admin/settings').expect(200);
      expect(all.text).toContain(sentence);
      const own = await reader.get('/admin/settings/reflection_period_days').expect(200);
      expect(own.text).toContain(sentence);
    }
  });

  it('that the code reads is defined', async () => {
    const known = new Set(declared.definitions.map(({ key }) => key));
    const { rows } = await mawa.admin.query<{ body: string }>(
      `SELECT pg_get_functiondef(p.oid) AS body FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = 'public' AND p.prokind = 'f' AND p.prosrc LIKE '%mawa_setting(%'`,
    );
    const read = rows.flatMap(({ body }) =>
      [...body.matchAll(/mawa_setting\('([a-z0-9_]+)'\)/g)].map(([, key]) => key!),
    );
    expect(read.length).toBeGreaterThan(20);
    expect(read.filter((key) => !known.has(key) && !key.endsWith('_'))).toEqual([]);
  });

  it('opens in each language', async () => {
    for (const [at, language] of LANGUAGES.entries()) {
      const reader = await mawa.signIn('programme_officer', { language });
      const { text } = await reader.get('/admin/settings').expect(200);
      for (const { key } of declared.definitions) expect(text).toContain(`/admin/settings/${key}"`);
      for (const { key } of declared.definitions.filter(
        (_, place) => place % LANGUAGES.length === at,
      )) {
        const { status } = await reader.get(`/admin/settings/${key}`);
        expect([key, status]).toEqual([key, 200]);
      }
    }
  });
});
