/** Blocks of the dashboard only: people by stage, turn-aways, charts of returns, spending against time. */
import { addDays, type CivilDate, daysBetween } from '../../platform/shared/nights.rules';
import { shareOf } from '../../platform/shared/share.rules';
import { translate } from '../../platform/web/i18n';
import type { PeopleByStage, Stage } from '../../beneficiaries';
import { labelOf } from '../../reference-lists';
import type { TurnAwayFigures } from '../../shelter-figures';
import type { Block } from '../../report-documents';
import { type Composer, sum } from '../compose/composer';

const say = ({ language }: Composer, key: string, params = {}): string =>
  translate(language, `dashboard:${key}`, params);

/** Nobody is followed any more there. */
const ENDED: ReadonlySet<Stage> = new Set<Stage>(['not_victim', 'closed']);

/** Only stages that somebody reached or is at. */
export function stageBlocks(to: Composer, stages: readonly PeopleByStage[]): Block[] {
  const rows = stages.filter(({ reached, present }) => reached + present > 0);
  if (rows.length === 0) return [];
  const columns = ['reached', 'present'] as const;
  const followed = rows
    .filter(({ stage }) => !ENDED.has(stage))
    .reduce((all, { present }) => all + present, 0);
  return [
    {
      kind: 'chart',
      key: 'stages-chart',
      shape: 'bar',
      horizontal: true,
      title: say(to, 'stages.finding', { count: followed }),
      alt: say(to, 'stages.alt'),
      table: 'people-by-stage',
      category: 'stage',
      series: columns.map((column) => ({ column, label: say(to, `stages.${column}`) })),
    },
    {
      kind: 'table',
      key: 'people-by-stage',
      title: say(to, 'stages.title'),
      columns: [
        { key: 'stage', header: say(to, 'stages.stage'), type: 'text' },
        ...columns.map((key) => ({
          key,
          header: say(to, `stages.${key}`),
          type: 'integer' as const,
          disclosure: { role: 'count' as const, additive: false },
        })),
      ],
      rows: rows.map(({ stage, reached, present }) => ({
        key: stage,
        cells: { stage: labelOf('stages', stage, to.language), reached, present },
      })),
      notes: [say(to, 'stages.note')],
    },
  ];
}

/** As in the figures of shelters: people who were turned away without a request count among the requests. */
export const turnAwayBlocks = (to: Composer, { asked, refused }: TurnAwayFigures): Block[] => [
  {
    kind: 'kpis',
    key: 'turned-away',
    items: [
      { key: 'asked', label: say(to, 'away.asked'), value: asked, type: 'integer' },
      { key: 'refused', label: say(to, 'away.refused'), value: refused, type: 'integer' },
    ],
  },
];

/** Pictures of tables that reports have without one. */
export const returnBlocks = (to: Composer): Block[] => [
  {
    kind: 'chart',
    key: 'returns-flow',
    shape: 'funnel',
    title: say(to, 'returned.title'),
    alt: say(to, 'returned.alt'),
    table: 'returns',
    category: 'what',
    rows: ['departed', 'arrived'],
    series: [{ column: 'number', label: to.say('number') }],
  },
  {
    kind: 'chart',
    key: 'follow-up-answers',
    shape: 'bar',
    horizontal: true,
    title: say(to, 'followed.title'),
    alt: say(to, 'followed.alt'),
    table: 'follow-ups',
    category: 'answer',
    series: [{ column: 'people', label: to.say('number') }],
  },
];

/** How much of the money is spent, and how much of the time of the grant is over: at the end of the period, or today. */
export function paceBlocks(to: Composer, today: CivilDate): Block[] {
  const { grant, lines } = to.figures.budget;
  const budget = sum(lines.map((line) => line.budgeted));
  const spent = shareOf(sum(lines.map((line) => line.spentToDate)), budget);
  if (spent === null) return [];
  const days = daysBetween(grant.startsOn, grant.endsOn) + 1;
  const tomorrow = addDays(today, 1);
  const until = to.period.until < tomorrow ? to.period.until : tomorrow;
  const gone = Math.min(days, Math.max(0, daysBetween(grant.startsOn, until)));
  const time = shareOf(gone, days)!;
  return [
    {
      kind: 'chart',
      key: 'pace-chart',
      shape: 'bar',
      horizontal: true,
      title: say(to, 'pace.finding', { spent: to.percent(spent), time: to.percent(time) }),
      alt: say(to, 'pace.alt'),
      table: 'pace',
      category: 'what',
      series: [{ column: 'share', label: say(to, 'pace.share') }],
    },
    {
      kind: 'table',
      key: 'pace',
      title: say(to, 'pace.title'),
      columns: [
        { key: 'what', header: say(to, 'pace.what'), type: 'text' },
        { key: 'share', header: say(to, 'pace.share'), type: 'percent' },
      ],
      rows: [
        { key: 'spent', cells: { what: say(to, 'pace.spent'), share: spent } },
        { key: 'time', cells: { what: say(to, 'pace.time'), share: time } },
      ],
      notes: [say(to, 'pace.note', { from: to.date(grant.startsOn), to: to.date(grant.endsOn) })],
    },
  ];
}
