import type {
  ChartBlock,
  DisclosedDocument,
  Language,
  ReportDocument,
} from '../../../modules/report-documents/document';
import { checkDocument, DocumentMistake } from '../../../modules/report-documents/document';
import { applyDisclosure, forInsiders } from '../../../modules/disclosure';
import { REPORT_FORMATS, renderReport } from '../../../modules/report-documents/render';
import { altText, drawChart } from '../../../modules/report-documents/render/charts';
import { chartPng } from '../../../modules/report-documents/render/chart-png';
import { readPart } from '../../../modules/report-documents/render/office-zip';
import { picturesReport, SMALL, type Small } from './pictures-report';

const LANGUAGES: Language[] = ['fr', 'ar', 'en'];
const DONOR = { audience: 'donor', threshold: 5, zeros: 'show' } as const;
const forDonor = (language: Language, small?: Small): Promise<DisclosedDocument> =>
  applyDisclosure(picturesReport(language, small), DONOR);
const chartsOf = (document: ReportDocument): ChartBlock[] =>
  document.blocks.filter((block) => block.kind === 'chart');
const picture = (document: DisclosedDocument, key: string, language: Language): string =>
  drawChart(
    chartsOf(document).find((chart) => chart.key === key)!,
    { document, language },
  );
const textsOf = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, words]) =>
    words!.replace(/[\u2067\u2069]/g, '').replaceAll('&lt;', '<'),
  );
const alone = (language: Language, key: string, change: Partial<ChartBlock>): ReportDocument => {
  const whole = picturesReport(language);
  return {
    ...whole,
    blocks: whole.blocks.map((block) =>
      block.key === key && block.kind === 'chart' ? { ...block, ...change } : block,
    ),
  };
};

const OTHER: Small = { women50: 4, referred: 1, guelmim: 4, trained: 1, september: 1 };

describe('what is hidden from an audience', () => {
  it.each(LANGUAGES)(
    'cannot be read from any picture in %s: other figures give the same bytes',
    async (language) => {
      const keys = chartsOf(picturesReport(language)).map(({ key }) => key);
      const document = await forDonor(language);
      const first = keys.map((key) => picture(document, key, language));
      for (let draw = 0; draw < 6; draw += 1) {
        const at = (n: number): number => 1 + ((draw * (n + 3) + n) % 4);
        const small = {
          women50: at(0),
          referred: at(1),
          guelmim: at(2),
          trained: at(3),
          september: at(4),
        };
        const other = await forDonor(language, small);
        expect(keys.map((key) => picture(other, key, language))).toEqual(first);
      }
    },
  );

  it.each(REPORT_FORMATS)('cannot be read from the %s', async (format) => {
    const [one, two] = [
      await renderReport(await forDonor('fr'), format),
      await renderReport(await forDonor('fr', OTHER), format),
    ];
    expect(two.bytes.equals(one.bytes)).toBe(true);
  });

  it('is drawn for those who may see it: then other figures are another picture', () => {
    for (const key of ['pyramid', 'funnel', 'map', 'indicators', 'trends']) {
      const [one, two] = [SMALL, OTHER].map((small) =>
        picture(forInsiders(picturesReport('fr', small)), key, 'fr'),
      );
      expect(two).not.toBe(one);
    }
  });

  it('is hatched, with its mark, and named as hidden in the words of the picture', async () => {
    const document = await forDonor('fr');
    for (const chart of chartsOf(document).filter(
      ({ key }) => !['spending', 'full'].includes(key),
    )) {
      const svg = drawChart(chart, { document, language: 'fr' });
      expect(svg).toContain(`fill="url(#${chart.key}-1)"`);
      expect(textsOf(svg).join(' ')).toContain('<5');
      expect(altText(chart, { document, language: 'fr' })).toContain('masqué (<5)');
    }
  });

  it.each(['line', 'occupancy'] as const)('breaks a %s off over a hatched foot', async (shape) => {
    const whole = picturesReport('fr');
    const hiding = async (people: number): Promise<DisclosedDocument> =>
      await applyDisclosure(
        {
          ...whole,
          blocks: [
            {
              kind: 'chart',
              key: 'months',
              shape,
              title: 't',
              alt: 'a',
              table: 'by-month',
              category: 'month',
              series: [{ column: 'people', label: 'p' }],
              ...(shape === 'occupancy' && { capacity: { label: 'c', column: 'places' } }),
            },
            {
              kind: 'table',
              key: 'by-month',
              title: 't',
              columns: [
                { key: 'month', header: 'm', type: 'text' },
                { key: 'people', header: 'p', type: 'integer', disclosure: { role: 'count' } },
                { key: 'places', header: 'l', type: 'integer' },
              ],
              rows: [40, people, 36, 38].map((count, i) => ({
                key: `m${i}`,
                cells: { month: `m${i}`, people: count, places: 45 },
              })),
            },
          ],
        },
        DONOR,
      );
    const svg = picture(await hiding(2), 'months', 'fr');
    expect(picture(await hiding(4), 'months', 'fr')).toBe(svg);
    expect(svg).toMatch(/fill="url\(#months-\d+\)"/);
    expect(textsOf(svg)).toContain('<5');
    expect(svg).toContain('aria-label="a. m0\u00a0: ');
  });

  it('breaks the way between two stages: neither share is told', async () => {
    const texts = textsOf(picture(await forDonor('en'), 'funnel', 'en'));
    expect(texts.filter((text) => text.endsWith('of the stage before'))).toEqual([
      '83% of the stage before',
      '81% of the stage before',
    ]);
    const insider = forInsiders(picturesReport('en'));
    expect(textsOf(picture(insider, 'funnel', 'en')).join(' ')).toMatch(/ 3% of .* 1,233% of /);
  });

  it('leaves a bar without length where its own target is hidden, for the length would tell it', async () => {
    const whole = picturesReport('en');
    const goals = async (goal: number): Promise<DisclosedDocument> =>
      await applyDisclosure(
        {
          ...whole,
          blocks: whole.blocks.map((block) =>
            block.kind === 'table' && block.key === 'indicators-table'
              ? {
                  ...block,
                  columns: block.columns.map((column) =>
                    column.key === 'goal'
                      ? { ...column, disclosure: { role: 'count' as const } }
                      : column,
                  ),
                  rows: block.rows.map((row) =>
                    row.key === 'hours' ? { ...row, cells: { ...row.cells, goal } } : row,
                  ),
                }
              : block,
          ),
        },
        DONOR,
      );
    expect(picture(await goals(2), 'indicators', 'en')).toBe(
      picture(await goals(4), 'indicators', 'en'),
    );
  });
});

describe('the words of a picture', () => {
  it('say every value that is shown', async () => {
    const document = await forDonor('en');
    const alt = (key: string): string =>
      altText(
        chartsOf(document).find((chart) => chart.key === key)!,
        { document, language: 'en' },
      );
    expect(alt('funnel')).toBe(
      'Flow through the stages. First identified: 142; Formally identified: 118 (83% of the stage before); ' +
        'Protection and shelter: 95 (81% of the stage before); Referred to justice: hidden (<5); Reintegration: 37.',
    );
    expect(alt('spending')).toBe(
      'Spending and plan. Shelter: Spent 198,450.25\u00a0MAD, Planned 260,000.00\u00a0MAD; ' +
        'Direct assistance: Spent 181,120.35\u00a0MAD, Planned 155,000.00\u00a0MAD; ' +
        'Legal and judicial assistance: Spent 0.00\u00a0MAD, Planned 72,523.37\u00a0MAD.',
    );
    expect(alt('map')).toContain('Schematic map: one tile a region');
    expect(alt('map')).toContain('Guelmim-Oued Noun: hidden (<5)');
    expect(alt('full')).toBe(
      'Occupancy by month. April: 81.2%; May: 87.4%; June: 93.1%; July: 104.0%; August: 97.0%; September: 90.2%.',
    );
  });

  it('are Arabic in Arabic', async () => {
    const document = await forDonor('ar');
    for (const chart of chartsOf(document)) {
      const alt = altText(chart, { document, language: 'ar' });
      expect(alt.replace(/MAD/g, '')).not.toMatch(/[A-Za-z]/);
    }
  });

  it('take the words of the house where a document was frozen before they were thought of', async () => {
    const document = await forDonor('fr');
    const { picture_hidden: _, picture_map: __, ...labels } = document.labels;
    const old = { ...document, labels } as unknown as DisclosedDocument;
    expect(picture(old, 'map', 'fr')).toBe(picture(document, 'map', 'fr'));
  });
});

describe.each(LANGUAGES)('a picture in %s', (language) => {
  const document = forInsiders(picturesReport(language));

  it.each(chartsOf(document).map(({ key }) => key))('has all of %s within its edges', (key) => {
    const chart = chartsOf(document).find((one) => one.key === key)!;
    const svg = drawChart(chart, { document, language });
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.map(Number);
    for (const [, x, y] of svg.matchAll(/<text x="([-\d.]+)" y="([-\d.]+)"/g)) {
      expect(Number(x)).toBeGreaterThanOrEqual(0);
      expect(Number(x)).toBeLessThanOrEqual(width!);
      expect(Number(y)).toBeGreaterThan(0);
      expect(Number(y)).toBeLessThanOrEqual(height!);
    }
    for (const [, x, wide] of svg.matchAll(/<rect x="([-\d.]+)" y="[-\d.]+" width="([-\d.]+)"/g)) {
      expect(Number(x)).toBeGreaterThanOrEqual(0);
      expect(Number(x) + Number(wide)).toBeLessThanOrEqual(width! + 0.01);
    }
    expect(svg).not.toMatch(/NaN|Infinity|undefined|style=|<script/);
    expect(chartPng(chart, document, language)).toMatchObject({ width, height });
  });

  it('is the same from a document whose keys stand in another order', () => {
    const turned = JSON.parse(JSON.stringify(document), (_, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    ) as DisclosedDocument;
    for (const { key } of chartsOf(document))
      expect(picture(turned, key, language)).toBe(picture(document, key, language));
  });
});

it('speaks in a part in another language as the part does, in every format', async () => {
  const whole = picturesReport('fr');
  const [chart] = chartsOf(picturesReport('ar'));
  const document = await applyDisclosure(
    {
      ...whole,
      blocks: [
        { kind: 'section', key: 's', language: 'ar', direction: 'rtl', blocks: [chart!] },
        whole.blocks.find(({ key }) => key === chart!.table)!,
      ],
    },
    DONOR,
  );
  const alt = altText(chart!, { document, language: 'ar' });
  expect(alt).toContain('محجوب');
  const html = (await renderReport(document, 'html')).bytes.toString('utf8');
  expect(html).toContain(`aria-label="${alt.replaceAll('<', '&lt;')}"`);
  const json = JSON.parse((await renderReport(document, 'json')).bytes.toString('utf8')) as {
    charts: { alt: string }[];
  };
  expect(json.charts[0]!.alt).toBe(alt);
  const book = await renderReport(document, 'xlsx');
  expect(await readPart(book.bytes, 'xl/drawings/drawing1.xml')).toContain(
    `descr="${alt.replaceAll('<', '&lt;')}"`,
  );
});

it('reads from the right in Arabic, but no region changes its place', () => {
  const [french, arabic] = (['fr', 'ar'] as const).map((language) => ({
    map: picture(forInsiders(picturesReport(language)), 'map', language),
    pyramid: picture(forInsiders(picturesReport(language)), 'pyramid', language),
  }));
  const tiles = (svg: string): string[] =>
    [...svg.matchAll(/<rect (x="[^"]+" y="[^"]+") width="124"/g)].map(([, place]) => place!);
  expect(tiles(french!.map)).toHaveLength(12);
  expect(tiles(arabic!.map)).toEqual(tiles(french!.map));
  const women = (svg: string, word: string): number =>
    Number(new RegExp(`<text x="([\\d.]+)"[^>]*>\u2067?${word}`).exec(svg)![1]);
  expect(women(french!.pyramid, 'Femmes')).toBeLessThan(330);
  expect(women(arabic!.pyramid, 'النساء')).toBeGreaterThan(330);
});

it('draws a figure as long as it is: half of the largest is half as long', () => {
  const document = forInsiders(picturesReport('fr'));
  const bars = [
    ...picture(document, 'pyramid', 'fr').matchAll(/width="([\d.]+)" height="17" fill="#0f5c63"/g),
  ];
  const lengths = bars.map(([, length]) => Number(length));
  // From the oldest to the youngest women: 2, 18, 27, 31, 19, 6.
  const unit = lengths[3]! / 31;
  [2, 18, 27, 31, 19, 6].forEach((women, i) => expect(lengths[i]).toBeCloseTo(women * unit, 1));
});

describe('a mistake of who builds a picture', () => {
  it.each<[string, string, Partial<ChartBlock>, RegExp]>([
    [
      'a pyramid of one series',
      'pyramid',
      { series: [{ column: 'men', label: 'x' }] },
      /2 to 6 series/,
    ],
    ['a target that is nowhere', 'spending', { target: undefined }, /no target/],
    [
      'a target in a column that is not there',
      'spending',
      { target: { column: 'x', label: 'x' } },
      /no column x/,
    ],
    [
      'words drawn as figures',
      'funnel',
      { series: [{ column: 'stage', label: 'x' }] },
      /holds no figures/,
    ],
    ['an occupancy without capacity', 'full', { capacity: undefined }, /without its capacity/],
    [
      'a map of what is no region',
      'full',
      { shape: 'map', capacity: undefined },
      /no row is a region/,
    ],
  ])('%s is found', (_, key, change, words) => {
    expect(() => checkDocument(alone('fr', key, change))).toThrow(DocumentMistake);
    expect(() => checkDocument(alone('fr', key, change))).toThrow(words);
  });
});
