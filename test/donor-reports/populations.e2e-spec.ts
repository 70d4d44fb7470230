import { LANGUAGES, type Language, type Role } from '../../modules/platform/shared/actor';
import { JobRunner } from '../../modules/platform/queue';
import type { ReportDefinition } from '../../modules/donor-reports/report-definition.types';
import { startApp, type TestApp } from '../support/app';
import { audienceFixture, NOW } from '../support/audience-fixture';

interface Block {
  readonly kind: string;
  readonly key: string;
  readonly text?: string;
  readonly title?: string | { readonly text: string };
  readonly blocks?: readonly Block[];
}

/** What each population is called in the titles of its tables. */
const NAMES: Readonly<Record<string, Readonly<Record<Language, RegExp>>>> = {
  'people.served': { fr: /accompagnées/, ar: /المواكَبون/, en: /People served/ },
  'people.registered': { fr: /enregistrées/, ar: /المسجلون/, en: /people registered/ },
};
/** The bare word says neither who was served, nor who was registered, presumed or identified. */
const BARE = /victim|victime|ضحايا|ضحية/i;

describe('which people a report counts', () => {
  let mawa: TestApp;
  let quarterly: Record<Language, { readonly blocks: readonly Block[] }>;
  let documents: Record<Language, { readonly blocks: readonly Block[] }>;
  beforeAll(async () => {
    mawa = await startApp({ at: NOW });
    const base = await mawa.app.getUrl();
    const account = async (role: string, organisationId: string) => ({
      ...(await mawa.signIn(role as Role, { organisationId })).headers,
    });
    const answer = (kind: string, jobId: string) =>
      mawa.app.get(JobRunner).handle(kind as 'draft-report', jobId);
    const { reports } = await audienceFixture({ base, admin: mawa.admin, account, answer });
    const officer = await mawa.signIn('programme_officer');
    const { body } = await officer.get(`/api/v1/reports/${reports[0]}/versions`).expect(200);
    documents = body.published;
    quarterly = (await officer.get(`/api/v1/reports/${reports[1]}/versions`).expect(200)).body
      .insider;
  }, 400_000);
  afterAll(() => mawa.stop());

  const populationOf = (table: string): keyof typeof NAMES | null =>
    /^people-/.test(table)
      ? 'people.served'
      : /^(how|where)-/.test(table)
        ? 'people.registered'
        : null;
  const flat = (blocks: readonly Block[]): Block[] =>
    blocks.flatMap((block) => [block, ...flat(block.blocks ?? [])]);
  const titleOf = ({ title = '' }: Block) => (typeof title === 'string' ? title : title.text);

  it.each(LANGUAGES)(
    'each table of the commission’s report names its population, in %s',
    (language) => {
      const found = new Set<string>();
      for (const block of flat(documents[language].blocks)) {
        const population = block.kind === 'table' ? populationOf(block.key) : null;
        if (population === null) continue;
        found.add(population);
        expect([block.key, titleOf(block)]).toEqual([
          block.key,
          expect.stringMatching(NAMES[population]![language]),
        ]);
      }
      expect([...found].sort()).toEqual(['people.registered', 'people.served']);
    },
  );

  it.each(LANGUAGES)('no heading or title of it says “victims” for both, in %s', (language) => {
    for (const block of flat(documents[language].blocks)) {
      const words = block.kind === 'heading' ? (block.text ?? '') : titleOf(block);
      // The affairs in which a person is a victim before a court are named so by law.
      if (!/accused|proceedings|compensation/.test(block.key)) expect(words).not.toMatch(BARE);
    }
  });

  it('no definition in force that counts both populations has the bare word in a title', async () => {
    const { rows } = await mawa.admin.query<{ body: ReportDefinition }>(
      `SELECT DISTINCT ON (kind) body FROM report_definitions ORDER BY kind, edition DESC`,
    );
    const both = rows.filter(({ body }) => {
      const blocks = JSON.stringify(body.sections);
      return /"people-/.test(blocks) && /"(how|where)-/.test(blocks);
    });
    expect(both.map(({ body }) => body.kind).sort()).toEqual(
      expect.arrayContaining(['commission-annual', 'public-figures']),
    );
    for (const { body } of both)
      for (const title of [body.title, body.subtitle, ...body.sections.map((one) => one.title)])
        for (const words of Object.values(title ?? {}))
          expect([body.kind, words]).toEqual([body.kind, expect.not.stringMatching(BARE)]);
  });

  it('over a chart whose longest bar is “age not known” the finding is of those whose age is known, and says so', () => {
    const finding = (language: Language) =>
      titleOf(flat(quarterly[language].blocks).find(({ key }) => key === 'people-chart')!);
    expect(finding('fr')).toMatch(/parmi les personnes dont l’âge est connu : 35 à 49/);
    expect(finding('en')).toMatch(/among people whose age is known: 35 to 49/);
    expect(finding('ar')).toMatch(/بين من عُرفت أعمارهم/);
  });
});
