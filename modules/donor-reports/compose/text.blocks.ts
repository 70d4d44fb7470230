import { list } from '../../reference-lists';
import { addDays } from '../../platform/shared/nights.rules';
import type { Block, Kpi } from '../../report-documents';
import { type FigureBlock, figureBlocksOf } from '../report-definition.types';
import { keptNoNights, occupancyOf } from './beds.blocks';
import { pastChoiceNote } from '../../indicators';
import { sum, type Composer } from './composer';

export function keyFigures(to: Composer): Block[] {
  const { people, beds, services } = to;
  const { budget } = to.figures;
  const nightsNote = keptNoNights(to) ? { note: to.say('beds.no_nights') } : {};
  const items: Kpi[] = [
    {
      key: 'people',
      label: to.say('kpi.people'),
      value: people.total,
      type: 'integer',
      figure: 'people.served',
      disclosure: { role: 'count' },
    },
    {
      key: 'nights',
      label: to.say('kpi.nights'),
      value: beds.total.used,
      type: 'integer',
      figure: 'beds.used',
      ...nightsNote,
    },
    {
      key: 'occupancy',
      label: to.say('kpi.occupancy'),
      value: occupancyOf(to, beds.total),
      type: 'percent',
      figure: 'beds.occupancy',
      ...(to.past === 'without' ? nightsNote : { note: to.say(`past.occupancy_${to.past}`) }),
    },
    {
      key: 'services',
      label: to.say('kpi.services'),
      value: services.byType.reduce((all, type) => all + type.services, 0),
      type: 'integer',
      figure: 'services.given',
    },
    {
      key: 'spent',
      label: to.say('kpi.spent'),
      value: sum(budget.lines.map((line) => line.spentInPeriod)),
      type: 'money',
      currency: budget.grant.currency,
      ...(to.past !== 'without' && { note: to.say('past.money') }),
    },
  ];
  return [{ kind: 'kpis', key: 'key-figures', items }];
}

export const readingNote = (to: Composer): Block[] => [
  {
    kind: 'callout',
    key: 'reading-note',
    tone: 'info',
    title: to.say('reading.title'),
    text: to.say('reading.text', { threshold: to.head.threshold }),
  },
];

const METHOD_LINES = [
  'people',
  'age',
  'nights',
  'occupancy',
  'services',
  'indicators',
  'referrals',
  'training',
  'work',
  'follow_ups',
  'officials',
  'returns',
  'calls',
  'projects',
  'houses',
  'brought_in',
  'how',
  'legal',
  'money',
  'federal',
] as const;
type MethodLine = (typeof METHOD_LINES)[number];
const PEOPLE_LINES = ['people', 'age'] as const;
const BED_LINES = ['nights', 'occupancy'] as const;
const HOW = ['how'] as const;
const ACCUSED = ['legal'] as const;
const MONEY_LINES = ['money'] as const;
/** Method notes of each block. */
const METHODS: Partial<Record<FigureBlock, readonly MethodLine[]>> = {
  'key-figures': ['people', 'nights', 'occupancy', 'services', 'money'],
  'since-last-period': ['people', 'nights', 'services', 'money'],
  'people-chart': PEOPLE_LINES,
  'people-by-age': PEOPLE_LINES,
  'people-by-origin': PEOPLE_LINES,
  'people-by-purpose': PEOPLE_LINES,
  'beds-by-month': BED_LINES,
  'beds-by-shelter': BED_LINES,
  'services-by-type': ['services'],
  'results-matrix': ['indicators'],
  'performance-indicators': ['indicators'],
  'indicators-by-sex': ['indicators'],
  referrals: ['referrals'],
  training: ['training'],
  work: ['work'],
  'follow-ups': ['follow_ups'],
  'officials-trained': ['officials'],
  returns: ['returns'],
  projects: ['projects'],
  'house-stays': ['houses'],
  'brought-in': ['brought_in'],
  'with-brought-in': ['nights', 'services', 'brought_in'],
  'pathway-with-brought-in': ['referrals', 'training', 'follow_ups', 'brought_in'],
  'calls-by-type': ['calls'],
  'calls-by-region': ['calls'],
  'indicators-over-time': ['indicators'],
  'how-acts': HOW,
  'how-means': HOW,
  'how-purposes': HOW,
  'how-forms': HOW,
  'how-motives': HOW,
  'how-recruited': HOW,
  'where-recruited': HOW,
  'where-exploited': HOW,
  'accused-by-sex': ACCUSED,
  'accused-by-age': ACCUSED,
  proceedings: ACCUSED,
  'budget-by-line': MONEY_LINES,
  'budget-by-class': MONEY_LINES,
  'budget-by-category': MONEY_LINES,
  'budget-by-outcome': MONEY_LINES,
  'budget-by-partner': MONEY_LINES,
  'partner-advances': MONEY_LINES,
  'sf-425': ['money', 'federal'],
};

/** How each figure is defined, what protects people, and which editions were used. */
export function method(to: Composer): Block[] {
  const usedLines = new Set(figureBlocksOf(to.definition).flatMap((block) => METHODS[block] ?? []));
  const lines = [...METHOD_LINES.filter((line) => usedLines.has(line)), 'protection'];
  const { feeRate } = to.figures.budget.grant;
  return [
    {
      kind: 'narrative',
      key: 'method-definitions',
      title: to.say('method.definitions'),
      paragraphs: [
        ...lines.map((line) =>
          to.say(`method.${line}`, { threshold: to.head.threshold, fee: to.percent(feeRate) }),
        ),
        ...(to.past === 'without' ? [] : [pastChoiceNote(to.past, to.language)]),
      ],
    },
    {
      kind: 'narrative',
      key: 'method-versions',
      title: to.say('method.versions'),
      paragraphs: [
        to.say('method.definition_version', {
          version: to.head.edition,
          purposes: list('purposes').version,
        }),
        to.say('method.figures_on', { date: to.date(to.head.date) }),
        ...(to.head.synthetic ? [to.say('method.synthetic')] : []),
      ],
    },
  ];
}

/** Box numbers on the donor's forms, each form recognised by a block that no other has. Other reports have none. */
const BOXES_OF_FORMS: readonly (readonly [FigureBlock, Readonly<Record<string, string>>])[] = [
  [
    'sf-425',
    {
      federal_agency: '1',
      award: '2',
      recipient: '3',
      uei: '4a',
      ein: '4b',
      account: '5',
      report_type: '6',
      basis: '7',
      award_period: '8',
      period_end: '9',
    },
  ],
  [
    'performance-indicators',
    {
      federal_agency: '1',
      award: '2',
      uei: '3a',
      ein: '3b',
      recipient: '4',
      account: '5',
      award_period: '6',
      period_end: '7',
    },
  ],
];

/** Award data (donor, recipient, number, period): the head of most forms. */
export function awardFacts(to: Composer): Block[] {
  const { grant } = to.figures.budget;
  const blocks = figureBlocksOf(to.definition);
  const boxes = BOXES_OF_FORMS.find(([block]) => blocks.includes(block))?.[1] ?? {};
  const facts: readonly (readonly [key: string, value: string])[] = [
    ['federal_agency', boxes['federal_agency'] ? (to.head.audience ?? '') : ''],
    ['award', grant.awardNumber ?? grant.code],
    ['award_title', to.words(grant.title)],
    ['award_amount', to.money(grant.amount)],
    ['recipient', grant.recipient?.name ?? to.words(to.definition.preparedBy)],
    ['uei', grant.recipient?.uei ?? ''],
    ['ein', grant.recipient?.ein ?? ''],
    ['account', grant.recipient?.account ?? ''],
    ['report_type', boxes['report_type'] ? to.say(`award.type.${to.definition.every}`) : ''],
    ['basis', boxes['basis'] ? to.say('award.accrual') : ''],
    ['award_period', `${to.date(grant.startsOn)} – ${to.date(grant.endsOn)}`],
    ['period_end', to.date(addDays(to.period.until, -1))],
    ...(to.head.subject === null ? [] : [['subject', to.head.subject] as const]),
  ];
  return [
    {
      kind: 'table',
      key: 'award-facts',
      title: to.say('award.title'),
      columns: [
        { key: 'what', header: to.say('award.what'), type: 'text' },
        { key: 'value', header: to.say('award.value'), type: 'text' },
      ],
      rows: facts
        .filter(([, value]) => value !== '')
        .map(([key, value]) => ({
          key,
          cells: { what: [boxes[key], to.say(`award.${key}`)].filter(Boolean).join('. '), value },
        })),
    },
  ];
}
