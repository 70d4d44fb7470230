import { list } from '../../reference-lists';
import type { Block, Kpi } from '../document';
import { NARRATIVE_SECTIONS, type NarrativeSection } from '../report-definition';
import { ratio, sum, type Composer } from './context';

export function keyFigures(to: Composer): Block[] {
  const { people, beds, services, budget } = to.figures;
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
    },
    {
      key: 'occupancy',
      label: to.say('kpi.occupancy'),
      value: ratio(beds.total.used, beds.total.available),
      type: 'percent',
      figure: 'beds.occupancy',
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

export const narrative =
  (section: NarrativeSection) =>
  (to: Composer): Block[] => {
    const paragraphs = (to.narratives[section] ?? '')
      .split(/\r?\n+/)
      .map((line) => line.trim())
      .filter((line) => line !== '');
    if (paragraphs.length === 0) return [];
    const text = { kind: 'narrative', key: `narrative-${section}`, paragraphs } as const;
    if (section === 'summary') return [text];
    const heading = { kind: 'heading', key: `about-${section}`, level: 2 } as const;
    return [{ ...heading, text: to.say(`section.${section}`) }, text];
  };

export const narratives = Object.fromEntries(
  NARRATIVE_SECTIONS.map((section) => [`narrative-${section}`, narrative(section)]),
) as Record<`narrative-${NarrativeSection}`, (to: Composer) => Block[]>;

/** How each figure is defined, what protects people, and which editions were used. */
export function method(to: Composer): Block[] {
  const lines = ['people', 'age', 'nights', 'occupancy', 'services', 'money', 'protection'];
  const { feeRate } = to.figures.budget.grant;
  return [
    {
      kind: 'narrative',
      key: 'method-definitions',
      title: to.say('method.definitions'),
      paragraphs: lines.map((line) =>
        to.say(`method.${line}`, { threshold: to.head.threshold, fee: to.percent(feeRate) }),
      ),
    },
    {
      kind: 'narrative',
      key: 'method-versions',
      title: to.say('method.versions'),
      paragraphs: [
        to.say('method.definition_version', {
          version: to.definition.version,
          purposes: list('purposes').version,
        }),
        to.say('method.figures_on', { date: to.date(to.head.date) }),
        ...(to.head.synthetic ? [to.say('method.synthetic')] : []),
      ],
    },
  ];
}
