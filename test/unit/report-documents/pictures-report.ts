/** Every shape of picture in one made-up document: the specimen for charts. No figure is real. */
import type {
  Block,
  Cell,
  ChartBlock,
  Column,
  Language,
  ReportDocument,
  Row,
} from '../../../modules/report-documents/document';
import { labelOf, list } from '../../../modules/reference-lists';
import { sampleReport } from './sample-report';

type Words = readonly [fr: string, ar: string, en: string];
type Say = (words: Words) => string;

/** Small counts that a test may change: they are hidden from an audience whatever they are. */
export interface Small {
  readonly women50: number;
  readonly referred: number;
  readonly guelmim: number;
  readonly trained: number;
  readonly september: number;
}
export const SMALL: Small = { women50: 2, referred: 3, guelmim: 1, trained: 2, september: 4 };

export function picturesReport(language: Language, small: Small = SMALL): ReportDocument {
  const say: Say = ([fr, ar, en]) => ({ fr, ar, en })[language];
  const whole = sampleReport(language);
  const heading: Block = {
    kind: 'heading',
    key: 'pictures',
    level: 1,
    text: say(['Images', 'الرسوم', 'Pictures']),
  };
  return {
    ...whole,
    meta: { ...whole.meta, key: 'specimen-pictures' },
    blocks: [
      heading,
      ...pyramid(say, small),
      ...funnel(say, small),
      ...map(say, small, language),
      ...budget(say),
      ...trained(say, small),
      ...sparklines(say, small),
      ...occupancy(say),
    ],
  };
}

const count = (key: string, header: string): Column => ({
  key,
  header,
  type: 'integer',
  disclosure: { role: 'count' },
});
const named = (key: string, header: string): Column => ({ key, header, type: 'text' });

/** A picture of the columns of a table, and the table. */
function pictured(
  chart: Pick<ChartBlock, 'key' | 'shape' | 'title'> & Partial<ChartBlock>,
  table: { title: string; columns: readonly Column[]; rows: readonly Row[] },
  drawn: readonly string[],
): Block[] {
  const label = (key: string) => table.columns.find((column) => column.key === key)!.header;
  return [
    {
      kind: 'chart',
      alt: table.title,
      table: `${chart.key}-table`,
      category: table.columns[0]!.key,
      series: drawn.map((column) => ({ column, label: label(column) })),
      ...chart,
    },
    { kind: 'table', key: `${chart.key}-table`, ...table },
  ];
}

const AGES: readonly (readonly [key: string, words: Words, women: number, men: number])[] = [
  ['0-11', ['Moins de 12 ans', 'أقل من 12 سنة', 'Under 12'], 6, 5],
  ['12-17', ['12 à 17 ans', 'من 12 إلى 17 سنة', '12 to 17'], 19, 7],
  ['18-24', ['18 à 24 ans', 'من 18 إلى 24 سنة', '18 to 24'], 31, 16],
  ['25-34', ['25 à 34 ans', 'من 25 إلى 34 سنة', '25 to 34'], 27, 15],
  ['35-49', ['35 à 49 ans', 'من 35 إلى 49 سنة', '35 to 49'], 18, 9],
];

function pyramid(say: Say, { women50 }: Small): Block[] {
  const row = (key: string, age: string, women: number, men: number, other: number): Row => ({
    key,
    cells: { age, women, men, other },
  });
  return pictured(
    {
      key: 'pyramid',
      shape: 'pyramid',
      title: say([
        'Les 18 à 24 ans sont les plus nombreux',
        'الفئة من 18 إلى 24 سنة هي الأكبر',
        'Most are 18 to 24 years old',
      ]),
    },
    {
      title: say(['Personnes par sexe et âge', 'الأشخاص حسب الجنس والسن', 'People by sex and age']),
      columns: [
        named('age', say(['Âge', 'السن', 'Age'])),
        count('women', say(['Femmes', 'النساء', 'Women'])),
        count('men', say(['Hommes', 'الرجال', 'Men'])),
        count('other', say(['Autre sexe', 'جنس آخر', 'Other sex'])),
      ],
      rows: [
        ...AGES.map(([key, words, women, men]) => row(key, say(words), women, men, 0)),
        row('50+', say(['50 ans et plus', '50 سنة فأكثر', '50 and over']), women50, 8, 0),
        {
          ...row('unknown', say(['Âge non connu', 'سن غير معروف', 'Age not known']), 7, 1, 0),
          unknown: true,
        },
      ],
    },
    ['women', 'men', 'other'],
  );
}

function funnel(say: Say, { referred }: Small): Block[] {
  const row = (key: string, words: Words, people: number): Row => ({
    key,
    cells: { stage: say(words), people },
  });
  return pictured(
    {
      key: 'funnel',
      shape: 'funnel',
      title: say([
        'Deux personnes sur trois entrent en protection',
        'يدخل الحماية شخصان من كل ثلاثة',
        'Two people in three enter protection',
      ]),
    },
    {
      title: say(['Passage par les étapes', 'العبور بالمراحل', 'Flow through the stages']),
      columns: [
        named('stage', say(['Étape', 'المرحلة', 'Stage'])),
        count('people', say(['Personnes', 'الأشخاص', 'People'])),
      ],
      rows: [
        row('identified', ['Identification préliminaire', 'التعرف الأولي', 'First identified'], 142),
        row('recognised', ['Identification formelle', 'التعرف الرسمي', 'Formally identified'], 118),
        row(
          'protected',
          ['Protection et hébergement', 'الحماية والإيواء', 'Protection and shelter'],
          95,
        ),
        row(
          'referred',
          ['Orientation judiciaire', 'الإحالة القضائية', 'Referred to justice'],
          referred,
        ),
        row('reintegrated', ['Réintégration', 'إعادة الإدماج', 'Reintegration'], 37),
      ],
    },
    ['people'],
  );
}

const PEOPLE = [42, 17, 28, 64, 19, 131, 55, 9, 73, 0, 12, 6];

function map(say: Say, { guelmim }: Small, language: Language): Block[] {
  const regions = list('regions').items.filter(({ code }) => /^\d/.test(code));
  return pictured(
    {
      key: 'map',
      shape: 'map',
      title: say([
        'Casablanca-Settat oriente le plus de personnes',
        'جهة الدار البيضاء - سطات هي الأكثر إحالة',
        'Casablanca-Settat refers most people',
      ]),
    },
    {
      title: say(['Personnes par région', 'الأشخاص حسب الجهة', 'People by region']),
      columns: [
        named('region', say(['Région', 'الجهة', 'Region'])),
        count('people', say(['Personnes', 'الأشخاص', 'People'])),
      ],
      rows: [
        ...regions.map(({ code }, i): Row => ({
          key: `MA-${code}`,
          cells: {
            region: labelOf('regions', code, language),
            people: code === '10' ? guelmim : PEOPLE[i]!,
          },
        })),
        {
          key: 'abroad',
          cells: { region: say(['À l’étranger', 'خارج المغرب', 'Abroad']), people: 11 },
        },
        {
          key: 'unknown',
          cells: { region: say(['Non connue', 'غير معروفة', 'Not known']), people: 3 },
          unknown: true,
        },
      ],
    },
    ['people'],
  );
}

function budget(say: Say): Block[] {
  const row = (key: string, words: Words, spent: string, planned: string): Row => ({
    key,
    cells: { line: say(words), spent, planned },
  });
  const mad = { type: 'money' as const, currency: 'MAD' };
  const planned = say(['Prévu', 'المتوقع', 'Planned']);
  return pictured(
    {
      key: 'spending',
      shape: 'target',
      title: say([
        'L’assistance directe dépasse son plan',
        'المساعدة المباشرة تتجاوز المتوقع',
        'Direct assistance is beyond its plan',
      ]),
      target: { column: 'planned', label: planned },
    },
    {
      title: say(['Dépenses et plan', 'النفقات والمتوقع', 'Spending and plan']),
      columns: [
        named('line', say(['Ligne', 'البند', 'Line'])),
        { key: 'spent', header: say(['Dépensé', 'المصروف', 'Spent']), ...mad },
        { key: 'planned', header: planned, ...mad },
      ],
      rows: [
        row('shelter', ['Hébergement', 'الإيواء', 'Shelter'], '198450.25', '260000.00'),
        row(
          'direct',
          ['Assistance directe', 'المساعدة المباشرة', 'Direct assistance'],
          '181120.35',
          '155000.00',
        ),
        row(
          'legal',
          [
            'Assistance juridique et judiciaire',
            'المساعدة القانونية والقضائية',
            'Legal and judicial assistance',
          ],
          '0.00',
          '72523.37',
        ),
      ],
    },
    ['spent'],
  );
}

/** Indicators of several units, each measured by its own target. */
function trained(say: Say, { trained: few }: Small): Block[] {
  const aim = say(['Cible', 'الهدف', 'Target']);
  const row = (key: string, words: Words, value: Cell, goal: Cell, as?: Row['as']): Row => ({
    key,
    cells: { indicator: say(words), value, goal },
    ...(as && { as, open: ['value'] }),
  });
  return pictured(
    {
      key: 'indicators',
      shape: 'target',
      scale: 'own',
      title: say([
        'Les heures de formation dépassent leur cible',
        'ساعات التكوين تتجاوز الهدف',
        'Training hours are beyond their target',
      ]),
      target: { column: 'goal', label: aim },
    },
    {
      title: say(['Indicateurs et cibles', 'المؤشرات والأهداف', 'Indicators and targets']),
      columns: [
        named('indicator', say(['Indicateur', 'المؤشر', 'Indicator'])),
        count('value', say(['Atteint', 'المحقَّق', 'Reached'])),
        { key: 'goal', header: aim, type: 'integer' },
      ],
      rows: [
        row('trained', ['Personnes formées', 'الأشخاص المكوَّنون', 'People trained'], few, 40),
        row('hours', ['Heures de formation', 'ساعات التكوين', 'Hours of training'], 2210, 1200),
        row(
          'share',
          [
            'Part des femmes parmi les personnes en emploi',
            'نسبة النساء بين العاملين',
            'Share of women among those in work',
          ],
          '0.614',
          '0.65',
          { type: 'percent' },
        ),
        row(
          'cost',
          ['Coût par personne', 'الكلفة لكل شخص', 'Cost a person'],
          '4120.50',
          '5000.00',
          { type: 'money', currency: 'MAD' },
        ),
        row('none', ['Sans cible', 'بلا هدف', 'Without a target'], 12, null),
      ],
    },
    ['value'],
  );
}

const MONTHS: readonly (readonly [key: string, words: Words])[] = [
  ['m4', ['Avril', 'أبريل', 'April']],
  ['m5', ['Mai', 'ماي', 'May']],
  ['m6', ['Juin', 'يونيو', 'June']],
  ['m7', ['Juillet', 'يوليوز', 'July']],
  ['m8', ['Août', 'غشت', 'August']],
  ['m9', ['Septembre', 'شتنبر', 'September']],
];

function sparklines(say: Say, { september }: Small): Block[] {
  const aim = say(['Cible', 'الهدف', 'Target']);
  const row = (
    key: string,
    words: Words,
    values: readonly Cell[],
    goal: Cell,
    as?: Row['as'],
  ): Row => ({
    key,
    cells: {
      indicator: say(words),
      ...Object.fromEntries(MONTHS.map(([month], i) => [month, values[i]!])),
      goal,
    },
    ...(as && { as, open: MONTHS.map(([key]) => key) }),
  });
  return pictured(
    {
      key: 'trends',
      shape: 'sparklines',
      title: say([
        'L’occupation monte, l’attente baisse',
        'الإشغال يرتفع والانتظار ينخفض',
        'Occupancy rises, waiting falls',
      ]),
      target: { column: 'goal', label: aim },
    },
    {
      title: say([
        'Indicateurs de mois en mois',
        'المؤشرات شهراً بشهر',
        'Indicators month by month',
      ]),
      columns: [
        named('indicator', say(['Indicateur', 'المؤشر', 'Indicator'])),
        ...MONTHS.map(([key, words]) => count(key, say(words))),
        { key: 'goal', header: aim, type: 'integer' },
      ],
      rows: [
        row(
          'occupancy',
          ['Occupation', 'الإشغال', 'Occupancy'],
          ['0.71', '0.74', '0.79', '0.78', '0.83', '0.88'],
          '0.85',
          { type: 'percent' },
        ),
        row(
          'arrivals',
          ['Arrivées', 'الوافدون', 'Arrivals'],
          [14, 11, small5(september), 17, 21, september],
          null,
        ),
        row(
          'nights',
          ['Nuitées', 'ليالي الإيواء', 'Bed-nights'],
          [1380, 1466, null, 1502, 1571, 1608],
          1600,
        ),
        row(
          'waiting',
          ['Jours d’attente', 'أيام الانتظار', 'Days of waiting'],
          [9, 8, 8, 7, 6, 5],
          5,
        ),
      ],
    },
    MONTHS.map(([key]) => key),
  );
}

/** Another figure below the threshold that moves with the first. */
const small5 = (value: number): number => (value % 4) + 1;

function occupancy(say: Say): Block[] {
  const values: readonly Cell[] = ['0.812', '0.874', '0.931', '1.04', '0.97', '0.902'];
  return pictured(
    {
      key: 'full',
      shape: 'occupancy',
      title: say([
        'La capacité a été dépassée en juillet',
        'تم تجاوز الطاقة في يوليوز',
        'Capacity was exceeded in July',
      ]),
      capacity: { label: say(['Pleine capacité', 'الطاقة الكاملة', 'Full capacity']) },
    },
    {
      title: say(['Occupation par mois', 'الإشغال حسب الشهر', 'Occupancy by month']),
      columns: [
        named('month', say(['Mois', 'الشهر', 'Month'])),
        { key: 'used', header: say(['Occupation', 'الإشغال', 'Occupancy']), type: 'percent' },
      ],
      rows: MONTHS.map(([key, words], i) => ({
        key,
        cells: { month: say(words), used: values[i]! },
      })),
    },
    ['used'],
  );
}
