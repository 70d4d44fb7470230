/** Journeys home, calls, projects of people, and the houses: what other pages count, for a report. */
import Decimal from 'decimal.js';
import { shareOf } from '../../platform/shared/share.rules';
import { translate } from '../../platform/web/i18n';
import type { Block, ChartBlock, Column, TableBlock } from '../../report-documents';
import type { Composer } from './composer';
import { type AnswerCount, countTable, rollUpSmallAnswers } from './count-table.blocks';
import { indicatorsWithoutPast } from './indicator.blocks';
import { numbersTable } from './pathway.blocks';

const count = (key: string, header: string): Column => ({
  key,
  header,
  type: 'integer',
  disclosure: { role: 'count', additive: false },
});

interface CompletionRow {
  readonly key: string;
  readonly label: string;
  readonly done: number;
  readonly due: number;
}

/** Done of due; the remainder can be computed by subtraction and is protected as a count. */
function doneOfDue(to: Composer, key: string, rows: readonly CompletionRow[]): TableBlock {
  return {
    kind: 'table',
    key,
    title: to.say(`${key}.title`),
    columns: [
      { key: 'what', header: to.say('what'), type: 'text' },
      ...['done', 'not_done', 'due'].map((one) => count(one, to.say(`${key}.${one}`))),
      {
        key: 'share',
        header: to.say(`${key}.share`),
        type: 'percent',
        disclosure: { role: 'follows', of: ['done', 'not_done', 'due'] },
      },
    ],
    rowTotal: { column: 'due', parts: ['done', 'not_done'] },
    rows: rows.map(({ key: row, label, done, due }) => ({
      key: row,
      cells: { what: label, done, not_done: due - done, due, share: shareOf(done, due) },
    })),
    notes: [to.say(`${key}.note`)],
  };
}

export function returns(to: Composer): Block[] {
  const { departed, arrived, plans, instalments } = to.part('returns');
  const row = (
    key: string,
    of: { readonly done: number; readonly due: number },
  ): CompletionRow => ({ key, label: to.say(`returns-on-time.${key}`), ...of });
  return [
    numbersTable(to, 'returns', [
      ['departed', departed],
      ['arrived', arrived],
    ]),
    doneOfDue(to, 'returns-on-time', [row('plans', plans), row('instalments', instalments)]),
  ];
}

export function callsByType(to: Composer): Block[] {
  const { calls, byType, inDanger, became } = to.part('hotline');
  const { not_said: notSaid = 0, ...types } = byType;
  return [
    ...countTable(to, {
      key: 'calls-by-type',
      title: to.say('calls.by_type'),
      additive: true,
      answer: to.say('calls.type'),
      counts: to.say('calls.calls'),
      rows: to
        .codes('call_types', types)
        .map((code) => ({
          key: code,
          label: to.label('call_types', code),
          count: types[code] ?? 0,
        })),
      unknown: { label: to.say('not_known'), count: notSaid },
      total: { label: to.say('total'), count: calls, figure: 'hotline.calls' },
      denominator: to.say('calls.denominator'),
    }),
    ...countTable(to, {
      key: 'calls-danger',
      title: to.say('calls.danger'),
      additive: true,
      unknown: null,
      answer: to.say('what'),
      counts: to.say('calls.calls'),
      rows: [
        { key: 'in-danger', label: to.say('calls.in_danger'), count: inDanger },
        { key: 'others', label: to.say('calls.others'), count: calls - inDanger },
      ],
      total: { label: to.say('total'), count: calls, figure: 'hotline.calls' },
      denominator: to.say('calls.denominator'),
    }),
    callsBecame(to, calls, became),
  ];
}

/** Each step with the number of calls that did not reach it; the differences are protected as counts. */
function callsBecame(
  to: Composer,
  calls: number,
  became: Readonly<Record<'case' | 'request' | 'hold' | 'help', number>>,
): TableBlock {
  // Each opened a file: how many of these asked for no bed, or no other help, would be known by subtraction.
  const steps = to.view.inside
    ? (['case', 'request', 'hold', 'help'] as const)
    : (['case'] as const);
  const rest = (key: 'case' | 'request' | 'hold' | 'help') => calls - became[key];
  return {
    kind: 'table',
    key: 'calls-became',
    title: to.say('calls.became'),
    columns: [
      { key: 'what', header: to.say('what'), type: 'text' },
      ...['led', 'not_led', 'all'].map((one) => count(one, to.say(`calls.${one}`))),
    ],
    rowTotal: { column: 'all', parts: ['led', 'not_led'] },
    rows: steps.map((key) => ({
      key,
      cells: {
        what: to.say(`calls.step.${key}`),
        led: became[key],
        not_led: rest(key),
        all: calls,
      },
      figures: { all: 'hotline.calls' },
    })),
    notes: [to.say('calls.became_note')],
  };
}

const REGIONS = '01 02 03 04 05 06 07 08 09 10 11 12'.split(' ');

export function callsByRegion(to: Composer): Block[] {
  const { calls, byRegion } = to.part('hotline');
  const { not_said: notSaid = 0, unknown = 0, ...regions } = byRegion;
  const others = Object.keys(regions).filter((code) => !REGIONS.includes(code));
  return countTable(to, {
    key: 'calls-by-region',
    title: to.say('calls.by_region'),
    additive: true,
    answer: to.say('calls.region'),
    counts: to.say('calls.calls'),
    rows: [
      ...REGIONS.map((code) => ({
        key: `MA-${code}`,
        label: to.label('regions', code),
        count: regions[code] ?? 0,
      })),
      {
        key: 'elsewhere',
        label: to.say('calls.elsewhere'),
        count: others.reduce((sum, code) => sum + (regions[code] ?? 0), 0),
      },
    ],
    unknown: { label: to.say('not_known'), count: notSaid + unknown },
    total: { label: to.say('total'), count: calls, figure: 'hotline.calls' },
    denominator: to.say('calls.denominator'),
  });
}

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

export const callsMap = (to: Composer): Block[] => [
  picture(to, 'calls-map', {
    shape: 'map',
    table: 'calls-by-region',
    category: 'answer',
    series: [{ column: 'people', label: to.say('calls.calls') }],
  }),
];

export function projects(to: Composer): Block[] {
  const { begun, people, granted, paid, alive, reviewed, jobs, jobsWomen } = to.part('projects');
  const money = (cents: number) => new Decimal(cents).div(100).toFixed(2);
  return [
    numbersTable(to, 'projects', [
      ['begun', begun],
      ['people', people],
      ['reviewed', reviewed],
    ]),
    {
      kind: 'table',
      key: 'projects-jobs',
      title: to.say('projects.jobs_title'),
      columns: [
        { key: 'what', header: to.say('what'), type: 'text' },
        ...['women', 'others', 'jobs'].map((one) => count(one, to.say(`projects.${one}`))),
      ],
      rowTotal: { column: 'jobs', parts: ['women', 'others'] },
      rows: [
        {
          key: 'jobs',
          cells: {
            what: to.say('projects.jobs'),
            women: jobsWomen,
            others: jobs - jobsWomen,
            jobs,
          },
        },
      ],
    },
    {
      kind: 'table',
      key: 'projects-money',
      title: to.say('projects.money'),
      columns: [
        { key: 'what', header: to.say('what'), type: 'text' },
        count('projects', to.say('projects.number')),
        {
          key: 'amount',
          header: to.say('projects.amount'),
          type: 'money',
          currency: 'MAD',
          disclosure: { role: 'follows', of: ['projects'] },
        },
      ],
      rows: [
        {
          key: 'granted',
          cells: {
            what: to.say('projects.granted'),
            projects: granted.projects,
            amount: money(granted.cents),
          },
        },
        {
          key: 'paid',
          cells: {
            what: to.say('projects.paid'),
            projects: paid.projects,
            amount: money(paid.cents),
          },
        },
      ],
      notes: [to.say('projects.money_note')],
    },
    {
      kind: 'table',
      key: 'projects-alive',
      title: to.say('projects.alive_title'),
      columns: [
        { key: 'mark', header: to.say('work.mark'), type: 'text' },
        ...['alive', 'not_alive', 'not_reached', 'passed'].map((one) =>
          count(one, to.say(`projects.${one}`)),
        ),
        {
          key: 'share',
          header: to.say('work.share'),
          type: 'percent',
          disclosure: { role: 'follows', of: ['alive', 'not_alive', 'not_reached', 'passed'] },
        },
      ],
      rowTotal: { column: 'passed', parts: ['alive', 'not_alive', 'not_reached'] },
      rows: alive.map(({ months, passed, alive: living, notAlive, notReached }) => ({
        key: `m${months}`,
        cells: {
          mark: to.say('work.months', { months }),
          alive: living,
          not_alive: notAlive,
          not_reached: notReached,
          passed,
          share: shareOf(living, passed),
        },
      })),
      notes: [to.say('projects.alive_note')],
    },
  ];
}

/** How long people stay, and where they go; houses are not named. */
export function houseStays(to: Composer): Block[] {
  const { leavers, present, destinations } = to.part('houses');
  const length = (key: 'mean' | 'median'): Column => ({
    key,
    header: to.say(`houses.${key}`),
    type: 'money',
    decimals: 1,
    disclosure: { role: 'follows', of: ['people'] },
  });
  const left = destinations.reduce((sum, { people }) => sum + people, 0);
  const said = destinations.filter(({ destination }) => destination !== 'not_said');
  const notSaid = destinations.find(({ destination }) => destination === 'not_said')?.people ?? 0;
  const rows: readonly AnswerCount[] = said.map(({ destination, people }) => ({
    key: destination,
    label: destinationOf(to, destination),
    count: people,
  }));
  return [
    {
      kind: 'table',
      key: 'house-lengths',
      title: to.say('houses.lengths'),
      columns: [
        { key: 'what', header: to.say('what'), type: 'text' },
        count('people', to.say('people.people')),
        length('mean'),
        length('median'),
      ],
      rows: [['leavers', leavers] as const, ['present', present] as const].map(
        ([key, { people, mean, median }]) => ({
          key,
          cells: {
            what: to.say(`houses.${key}`),
            people,
            mean: oneDecimal(mean),
            median: oneDecimal(median),
          },
        }),
      ),
      notes: [to.say('houses.lengths_note')],
    },
    ...countTable(to, {
      key: 'house-destinations',
      title: to.say('houses.destinations'),
      additive: true,
      answer: to.say('houses.destination'),
      rows: rollUpSmallAnswers(to, rows, to.codes('exit_destinations', {})),
      unknown: { label: to.say('not_known'), count: notSaid },
      total: { label: to.say('total'), count: left },
      denominator: to.say('houses.denominator'),
    }),
  ];
}

const oneDecimal = (days: number | null): string | null =>
  days === null ? null : new Decimal(days).toFixed(1);

function destinationOf(to: Composer, code: string): string {
  const label = to.label('exit_destinations', code);
  return label === code ? translate(to.language, `house-figures:destination.${code}`) : label;
}

/** For readers inside the programme: from quarter to quarter it would disclose what an earlier report hides. */
export function indicatorsOverTime(to: Composer): Block[] {
  const { quarters, rows: all } = to.part('history');
  const rows = all.filter(({ values }) => values.some((value) => value !== null));
  if (!to.view.inside || rows.length === 0) return [];
  const named = quarters.map((code) => ({ column: `q-${code}`, label: code }));
  const number = (value: string | null) => (value === null ? null : Math.round(Number(value)));
  return [
    picture(to, 'indicators-over-time', {
      shape: 'sparklines',
      table: 'indicators-over-time-table',
      category: 'title',
      series: named,
      target: { column: 'target', label: to.say('indicator.target') },
    }),
    {
      kind: 'table',
      key: 'indicators-over-time-table',
      title: to.say('indicator.over_time'),
      columns: [
        { key: 'code', header: to.say('indicator.code'), type: 'text' },
        { key: 'title', header: to.say('indicator.title'), type: 'text' },
        ...named.map(({ column, label }) => count(column, label)),
        { key: 'target', header: to.say('indicator.target'), type: 'integer' },
      ],
      rows: rows.map(({ id, code, title, values, target }) => ({
        key: id,
        cells: {
          code,
          title: to.words(title),
          target: number(target),
          ...Object.fromEntries(
            named.map(({ column }, at) => [column, number(values[at] ?? null)]),
          ),
        },
      })),
      notes: [to.say('indicator.over_time_note'), ...indicatorsWithoutPast(to, all)],
    },
  ];
}
