/** What a person reads where nothing is shown; and pictures that do not depend on how fast a machine is. */
import type {
  Block,
  ChartBlock,
  DisclosedDocument,
  Language,
  TableBlock,
} from '../../../modules/report-documents/document';
import { standardLabels } from '../../../modules/report-documents/document';
import { applyDisclosure } from '../../../modules/disclosure';
import { renderReport } from '../../../modules/report-documents/render';
import {
  isOfNothing,
  isWithheld,
  readableBlocks,
} from '../../../modules/report-documents/render/readable';
import { categoryAxis } from '../../../modules/report-documents/render/charts/axes';
import { pictureOf } from '../../../modules/report-documents/render/charts/picture';
import { readPart } from '../../../modules/report-documents/render/office-zip';
import { sampleReport } from './sample-report';
import { wholeSpecimen } from './whole-specimen';

const LANGUAGES: Language[] = ['fr', 'ar', 'en'];
const few = { hidden: true, mark: '<5' } as const;
const table = (key: string, ...numbers: (number | typeof few | null)[]): TableBlock => ({
  kind: 'table',
  key,
  title: `Tableau ${key}`,
  columns: [
    { key: 'what', header: 'Quoi', type: 'text' },
    { key: 'n', header: 'Nombre', type: 'integer', protection: { rule: 'count' } },
  ],
  rows: numbers.map((n, i) => ({ key: `r${i}`, cells: { what: `Ligne ${i}`, n } })),
});
const chart = (of: string, rows?: string[]): ChartBlock => ({
  kind: 'chart',
  key: `${of}-chart`,
  shape: 'bar',
  title: `Image ${of}`,
  alt: '',
  table: of,
  category: 'what',
  series: [{ column: 'n', label: 'Nombre' }],
  rows,
});
const documentOf = (language: Language, ...blocks: Block[]): DisclosedDocument => ({
  ...sampleReport(language),
  blocks,
  disclosure: { audience: 'donor', threshold: 5, hidden: 1 },
});

const paragraphsOf = (block: Block): readonly string[] =>
  block.kind === 'narrative' ? block.paragraphs : [];

describe('a table of which nothing is shown', () => {
  it('is one whose figures are all hidden or do not apply, and not one without rows', () => {
    expect(isWithheld(table('a', few, few))).toBe(true);
    expect(isWithheld(table('b', few, null))).toBe(true);
    expect(isWithheld(table('c', few, 7))).toBe(false);
    expect(isWithheld(table('d', null))).toBe(false);
    expect(isWithheld(table('e'))).toBe(false);
  });

  it('is one sentence; those that follow each other share theirs, and their pictures are left out', () => {
    const document = documentOf(
      'fr',
      chart('a'),
      table('a', few),
      chart('b'),
      table('b', few),
      table('c', 7),
      table('d', few),
    );
    const read = readableBlocks(document.blocks, document);
    expect(read.map((block) => [block.kind, 'title' in block ? block.title : ''])).toEqual([
      ['narrative', 'Tableau a · Tableau b'],
      ['table', 'Tableau c'],
      ['narrative', 'Tableau d'],
    ]);
    expect(paragraphsOf(read[0]!)).toEqual([
      'Rien n’est publié de ces tableaux : chacun de leurs chiffres est inférieur à 5 (zéro compris), en dépend ou permettrait d’en retrouver un autre.',
    ]);
    expect(paragraphsOf(read[2]!)[0]).toMatch(/^Rien n’est publié de ce/);
  });

  it('leaves a picture of its shown rows, and takes the one of its hidden rows away', () => {
    const document = documentOf('fr', table('a', few, 7));
    expect(isOfNothing(chart('a', ['r0']), document)).toBe(true);
    expect(isOfNothing(chart('a', ['r0', 'r1']), document)).toBe(false);
  });

  it('leaves out a picture of a table that has no rows', () => {
    const document = documentOf('fr', chart('a'), table('a'));
    expect(isOfNothing(chart('a'), document)).toBe(true);
    expect(readableBlocks(document.blocks, document).map(({ kind }) => kind)).toEqual(['table']);
  });

  it('in a part in another language is told in that language', () => {
    const part: Block = {
      kind: 'section',
      key: 's',
      language: 'ar',
      direction: 'rtl',
      blocks: [table('a', few)],
    };
    const document = documentOf('fr', part);
    const [section] = readableBlocks(document.blocks, document) as [
      Extract<Block, { kind: 'section' }>,
    ];
    expect(paragraphsOf(section.blocks[0]!)[0]).toContain('أقل من 5');
  });

  it.each(LANGUAGES)(
    'is a sentence for people and every row for programs, in %s',
    async (language) => {
      const document = documentOf(language, chart('a'), table('a', few, few));
      const of = async (format: 'html' | 'docx' | 'csv' | 'json' | 'xlsx') =>
        (await renderReport(document, format)).bytes;
      const sentence = standardLabels(language).withheld.split('{{')[0]!.trim();
      const words = (text: string): string => text.replace(/<[^>]*>|[\u200e\u2066-\u2069]/g, '');
      const html = words((await of('html')).toString('utf8'));
      const docx = words(await readPart(await of('docx'), 'word/document.xml'));
      for (const text of [html, docx]) {
        expect(text).toContain(sentence);
        expect(text).not.toContain('Ligne 0');
        expect(text).not.toContain('Image a');
      }
      for (const format of ['csv', 'json'] as const)
        expect((await of(format)).toString('utf8')).toContain('Ligne 1');
      expect(await readPart(await of('xlsx'), 'xl/sharedStrings.xml')).toContain('Ligne 1');
    },
  );
});

describe('the words along the axis of a picture', () => {
  it.each(LANGUAGES)(
    'are broken by our own measure in %s: that of ECharts is another one where the machine is slow',
    async (language) => {
      const document = await applyDisclosure(wholeSpecimen(language), {
        audience: 'donor',
        threshold: 5,
        zeros: 'hide',
      });
      const charts = document.blocks.filter((block) => block.kind === 'chart');
      for (const one of charts) {
        const { axisLabel } = categoryAxis(pictureOf(one, { document, language }));
        expect(Object.keys(axisLabel)).not.toEqual(expect.arrayContaining(['overflow']));
        expect(Object.keys(axisLabel)).not.toEqual(expect.arrayContaining(['width']));
      }
      expect(charts.length).toBeGreaterThan(8);
    },
  );

  it('stand on one line where they fit, and on two where they do not', () => {
    const under = (count: number): ((words: string) => string) => {
      const many = Array.from({ length: count }, () => 7);
      const document = documentOf('fr', table('a', ...many));
      return categoryAxis(pictureOf(chart('a'), { document, language: 'fr' })).axisLabel.formatter;
    };
    expect(under(6)('50 ans et plus')).toBe('50 ans et plus');
    expect(under(12)('sept.\u00a02026')).toBe('sept.\n2026');
  });

  it('are under every third column where not each has room for them', () => {
    const months = Array.from({ length: 36 }, () => 7);
    const document = documentOf('fr', table('a', ...months));
    const { axisLabel } = categoryAxis(pictureOf(chart('a'), { document, language: 'fr' }));
    expect(axisLabel.interval).toBe(2);
  });
});
