/** Pictures that a reader prefers to their tables; each is drawn from a table of the same report. */
import type { Block, ChartBlock } from '../../report-documents';
import type { Composer } from './composer';
import { profileAnswers } from './trafficking-profile.blocks';
import { matrixRows } from './indicator.blocks';
import { PEOPLE_TABLE } from '../../disclosure';
import { peopleChart, sexesOf } from './people.blocks';

const picture = (
  to: Composer,
  key: string,
  more: Omit<ChartBlock, 'kind' | 'key' | 'title' | 'alt'>,
): Block => ({
  kind: 'chart',
  key,
  title: to.say(`picture.${key}.title`),
  alt: to.say(`picture.${key}.alt`),
  ...more,
});

/** Women and men back to back, while enough of it can be read; ages alone, otherwise. */
export function peoplePyramid(to: Composer): Block[] {
  if (!to.view.pictureBySex)
    return peopleChart(to).map((block) => ({ ...block, key: 'people-pyramid' }));
  return [
    picture(to, 'people-pyramid', {
      shape: 'pyramid',
      table: PEOPLE_TABLE,
      category: 'age',
      series: sexesOf(to).map((sex) => ({ column: sex, label: to.say(`people.sex.${sex}`) })),
    }),
  ];
}

export function occupancyChart(to: Composer): Block[] {
  return [
    picture(to, 'occupancy-chart', {
      shape: 'occupancy',
      table: 'beds-by-month',
      category: 'month',
      series: [{ column: 'occupancy', label: to.say('beds.occupancy') }],
      capacity: { label: to.say('picture.occupancy-chart.full') },
    }),
  ];
}

/** Where no region is known there is nothing to draw. */
export const placesMap =
  (of: 'recruitment' | 'exploitation') =>
  (to: Composer): Block[] => {
    if (!profileAnswers(to, of).some(({ key }) => /^MA-\d\d$/.test(key))) return [];
    return [
      picture(to, `${of}-map`, {
        shape: 'map',
        table: `how-${of}`,
        category: 'answer',
        series: [{ column: 'people', label: to.say('people.people') }],
      }),
    ];
  };

export const trainingFlow = (to: Composer): Block[] => [
  picture(to, 'training-flow', {
    shape: 'funnel',
    table: 'training',
    category: 'what',
    rows: ['enrolled', 'completed', 'certified'],
    series: [{ column: 'number', label: to.say('number') }],
  }),
];

/** Indicators that have a target. */
export function indicatorTargets(to: Composer): Block[] {
  const rows = matrixRows(to).filter(({ target }) => target !== null && Number(target) > 0);
  if (rows.length === 0) return [];
  return [
    picture(to, 'indicator-targets', {
      shape: 'target',
      scale: 'own',
      table: 'results-matrix',
      category: 'title',
      rows: rows.map(({ id }) => id),
      series: [{ column: 'value', label: to.say('indicator.value') }],
      target: { column: 'target', label: to.say('indicator.target') },
    }),
  ];
}
