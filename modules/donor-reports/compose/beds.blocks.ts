import { shareOf } from '../../platform/shared/share.rules';
import { formatMonth } from '../../platform/web/format';
import type { Block, Column, Row } from '../../report-documents';
import type { BedsUsed } from '../figures/report.figures';
import { type Composer } from './composer';

const columns = (to: Composer, first: Column): Column[] => [
  first,
  {
    key: 'people',
    header: to.say('people.people'),
    type: 'integer',
    disclosure: { role: 'count' },
  },
  {
    key: 'used',
    header: to.say('beds.used'),
    type: 'integer',
    disclosure: { role: 'follows', of: ['people'], additive: true },
  },
  { key: 'available', header: to.say('beds.available'), type: 'integer' },
  {
    key: 'occupancy',
    header: to.say('beds.occupancy'),
    type: 'percent',
    disclosure: { role: 'follows', of: ['people', 'used'] },
  },
];

/** For nights before Mawa the beds in service are unknown: counts that include them have no occupancy and no beds. */
const cells = (to: Composer, { used, available }: BedsUsed, people: number) => ({
  people,
  used,
  available: to.past === 'alone' ? null : available,
  occupancy: occupancyOf(to, { used, available }),
});

export const occupancyOf = (to: Composer, { used, available }: BedsUsed): string | null =>
  to.past === 'without' ? shareOf(used, available) : null;

const withoutOccupancy = (to: Composer): string[] =>
  to.past === 'without' ? [] : [to.say(`past.occupancy_${to.past}`)];

/** A shelter or month without a bed in service and without a night has nothing to report. */
const isOpen = ({ used, available }: BedsUsed): boolean => used > 0 || available !== 0;

/** A period that is wholly before a shelter had a bed: zero would read as an empty house. */
export const keptNoNights = ({ beds }: Composer): boolean =>
  beds.total.used === 0 && beds.total.available === 0;

const withoutNights = (to: Composer): string[] => [
  ...withoutOccupancy(to),
  ...(keptNoNights(to) ? [to.say('beds.no_nights')] : []),
];

const total = (to: Composer, label: string): Row => ({
  key: 'total',
  cells: { [label]: to.say('total'), ...cells(to, to.beds.total, to.people.inBeds) },
  figures: { people: 'beds.people', used: 'beds.used', occupancy: 'beds.occupancy' },
});

export function bedsByMonth(to: Composer): Block[] {
  const { beds, people } = to;
  return [
    {
      kind: 'table',
      key: 'beds-by-month',
      title: to.say('beds.by_month'),
      columns: columns(to, { key: 'month', header: to.say('beds.month'), type: 'text' }),
      rows: beds.months
        .filter(isOpen)
        .map(({ month, ...figures }) => ({
          key: month,
          cells: {
            month: `${formatMonth(`${month}-01`, to.language)} ${month.slice(0, 4)}`,
            ...cells(to, figures, people.byMonth[month] ?? 0),
          },
        })),
      total: total(to, 'month'),
      denominator: to.say('beds.denominator'),
      notes: withoutNights(to),
    },
  ];
}

export function bedsByShelter(to: Composer): Block[] {
  const { beds, people } = to;
  return [
    {
      kind: 'table',
      key: 'beds-by-shelter',
      title: to.say('beds.by_shelter'),
      columns: columns(to, { key: 'shelter', header: to.say('beds.shelter'), type: 'text' }),
      rows: beds.shelters
        .filter(isOpen)
        .map(({ shelterId, codeName, used, available }) => ({
          key: shelterId,
          cells: {
            shelter: codeName,
            ...cells(to, { used, available }, people.byShelter[shelterId] ?? 0),
          },
        })),
      total: total(to, 'shelter'),
      denominator: to.say('beds.denominator'),
      notes: keptNoNights(to)
        ? withoutNights(to)
        : [
            ...withoutOccupancy(to),
            to.say('beds.note_people'),
            ...(to.past === 'alone' ? [] : [to.say('beds.note_available')]),
          ],
    },
  ];
}

export function bedsChart(to: Composer): Block[] {
  const occupancy = occupancyOf(to, to.beds.total);
  const otherwise = to.say('beds.chart_title');
  return [
    {
      kind: 'chart',
      key: 'beds-chart',
      shape: 'bar',
      title:
        occupancy === null
          ? otherwise
          : {
              text: to.say('beds.finding', { percent: to.percent(occupancy) }),
              figures: ['beds.occupancy', 'beds.used', 'beds.people'],
              otherwise,
            },
      alt: to.say('beds.chart_alt'),
      table: 'beds-by-month',
      category: 'month',
      series: [
        { column: 'used', label: to.say('beds.used') },
        { column: 'available', label: to.say('beds.available') },
      ],
    },
  ];
}
