/** The figures of the houses as their page shows them: findings, bars and tables. */
import { may } from '../access';
import type { Actor, Language } from '../platform/shared/actor';
import { addDays, daysBetween } from '../platform/shared/nights.rules';
import { formatDate, formatMonth, formatNumber, formatPercent } from '../platform/web/format';
import type { FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { type BedNights, occupancyOf } from '../shelter-beds';
import { destinationWords } from './destination.words';
import type { HouseFigures, TurnAways } from './house.figures';
import type { HouseFiguresView } from './house-figures.types';
import { FEW, type Lengths } from './house.rules';

const PATH = '/beds/figures';

export function houseFiguresPage(
  actor: Actor,
  figures: HouseFiguresView,
  language: Language,
  form: FormState,
): object {
  const say = (key: string, params: object = {}) =>
    translate(language, `house-figures:${key}`, { ...params });
  const { from, until, closedNights, shelterId, quarter, quarters, turnAways } = figures;
  const together = say(figures.own ? 'own' : 'all');
  const house = figures.shelters.find((one) => one.shelterId === shelterId);
  const one: HouseFigures = house ?? figures.total;
  const share = (value: number | null) =>
    value === null ? say('none') : formatPercent(value, language);
  const named = quarter ? quarterWords(quarter, language) : spanWords(figures, language);
  const address = (changes: Record<string, string | null>) =>
    addressOf({ ...askedOf(figures), ...changes });
  const houses = figures.shelters.filter(({ bedNights: { used, available } }) => used + available);
  const most = mostOf([...houses.map(({ bedNights }) => bedNights), ...figures.months]);
  return {
    title: `${say('title')} · ${named}`,
    form,
    backPath: may(actor, 'beds:board') ? '/beds' : '/reports',
    house: house?.codeName ?? together,
    together,
    quarters: quarters.map((code) => ({
      label: quarterWords(code, language),
      path: address({ quarter: code, from: null, until: null }),
      current: code === quarter,
    })),
    choices: figures.shelters.map(({ shelterId: value, codeName: label }) => ({ value, label })),
    chosen: { shelter: shelterId ?? '' },
    chosenFrom: form.values.from ?? (quarter ? '' : from),
    chosenUntil: form.values.until ?? (quarter ? '' : addDays(until, -1)),
    csvPath: `${PATH}/file.csv${addressOf(askedOf(figures)).slice(PATH.length)}`,
    finding:
      one.bedOccupancy === null
        ? say('finding.none')
        : say('finding.occupancy', { share: share(one.bedOccupancy) }),
    isOver: (one.bedOccupancy ?? 0) > 1,
    closed: say('closed', { count: closedNights, all: daysBetween(from, until) }),
    tiles: [
      ...tilesOf(one, say, language, share),
      ...(house ? [] : [turnAwayTile(turnAways, say, share)]),
    ],
    bars: house
      ? []
      : houses.map(({ codeName, bedNights, shelterId: id }) => ({
          ...barOf(bedNights, most, language, say),
          label: codeName,
          path: address({ shelter: id }),
        })),
    full: 100 / most,
    months: figures.shelters.length > 0 && !house ? monthsOf(figures, most, language, say) : [],
    destinations: one.destinations.map(({ destination, people }) => ({
      label: destinationWords(destination, language, figures),
      people,
      width: (100 * people) / Math.max(1, ...one.destinations.map((row) => row.people)),
    })),
    returns: one.returns.map(({ months, left, returned }) => ({
      label: say('returns.within', { months }),
      detail:
        left === 0
          ? say('returns.nobody')
          : returned === null
            ? say('few', { few: FEW })
            : say('returns.of', {
                returned,
                left,
                share: formatPercent(returned / left, language),
              }),
      width: returned === null || left === 0 ? null : (100 * returned) / left,
    })),
    columns: COLUMNS,
    rows: [
      ...(house ? [] : [{ codeName: together, ...figures.total }]),
      ...(house ? [house] : figures.shelters),
    ].map((row) => tableRow(row, language)),
  };
}

type Say = (key: string, params?: object) => string;

const turnAwayTile = (
  { asked, refused, rate }: TurnAways,
  say: Say,
  share: (n: number | null) => string,
) => ({
  label: say('tile.turn_aways'),
  value: share(rate),
  more: say('tile.turn_aways_more', { refused, asked }),
});

function tilesOf(
  one: HouseFigures,
  say: Say,
  language: Language,
  share: (n: number | null) => string,
) {
  const decimal = (value: number | null) =>
    value === null ? say('none') : formatNumber(value, language, 1);
  return [
    tile('bed_nights', share(one.bedOccupancy), nightsWords(one.bedNights)),
    tile('unit_nights', share(one.unitOccupancy), nightsWords(one.unitNights)),
    tile('leavers', ...lengthWords(one.leavers)),
    tile('present', ...lengthWords(one.present)),
    tile('turnover', decimal(one.turnover), say('tile.turnover_more')),
    tile(
      'vacancy',
      decimal(one.vacancy.days),
      say('tile.vacancy_more', { count: one.vacancy.gaps }),
    ),
  ];

  function tile(key: string, value: string, more: string) {
    return { label: say(`tile.${key}`), value, more };
  }
  function nightsWords({ used, available }: BedNights): string {
    const [some, all] = [used, available].map((value) => formatNumber(value, language));
    return say('tile.nights', { some, all });
  }
  function lengthWords({ people, mean, median }: Lengths): [string, string] {
    if (mean === null || median === null) {
      return [
        people === 0 ? say('none') : '–',
        people === 0 ? say('tile.nobody') : say('few', { few: FEW }),
      ];
    }
    return [
      say('tile.nights_long', { nights: formatNumber(mean, language, 1) }),
      say('tile.median', { median: formatNumber(median, language, 1), count: people }),
    ];
  }
}

function barOf(nights: BedNights, most: number, language: Language, say: Say) {
  const share = occupancyOf(nights);
  const detail = say('tile.nights', {
    some: formatNumber(nights.used, language),
    all: formatNumber(nights.available, language),
  });
  return {
    width: share === null ? 0 : (100 * share) / most,
    isOver: (share ?? 0) > 1,
    share: share === null ? say('none') : formatPercent(share, language),
    detail,
  };
}

function monthsOf(figures: HouseFiguresView, most: number, language: Language, say: Say) {
  return figures.months.map(({ month, used, available }) => ({
    ...barOf({ used, available }, most, language, say),
    label: `${formatMonth(`${month}-01`, language)} ${month.slice(0, 4)}`,
    path: null,
  }));
}

const COLUMNS = [
  'bed_nights_used',
  'bed_nights_available',
  'bed_occupancy',
  'unit_occupancy',
  'leavers',
  'leavers_mean',
  'leavers_median',
  'present',
  'present_mean',
  'present_median',
  'turnover',
  'vacancy',
];

const mostOf = (nights: readonly BedNights[]): number =>
  Math.max(1, ...nights.map((one) => occupancyOf(one) ?? 0));

function tableRow(row: HouseFigures & { readonly codeName: string }, language: Language) {
  const number = (value: number | null, decimals?: number) =>
    value === null ? null : formatNumber(value, language, decimals);
  const percent = (value: number | null) =>
    value === null ? null : formatPercent(value, language);
  return {
    codeName: row.codeName,
    cells: [
      number(row.bedNights.used),
      number(row.bedNights.available),
      percent(row.bedOccupancy),
      percent(row.unitOccupancy),
      number(row.leavers.people),
      number(row.leavers.mean, 1),
      number(row.leavers.median, 1),
      number(row.present.people),
      number(row.present.mean, 1),
      number(row.present.median, 1),
      number(row.turnover, 2),
      number(row.vacancy.days, 1),
    ],
  };
}

const quarterWords = (code: string, language: Language): string =>
  translate(language, `house-figures:quarter.${code.slice(-1)}`, { year: code.slice(0, 4) });

const spanWords = ({ from, until }: HouseFiguresView, language: Language): string =>
  translate(language, 'house-figures:span', {
    from: formatDate(from, language),
    until: formatDate(addDays(until, -1), language),
  });

const askedOf = ({ quarter, from, until, shelterId }: HouseFiguresView) => ({
  quarter,
  from: quarter ? null : from,
  until: quarter ? null : addDays(until, -1),
  shelter: shelterId,
});

function addressOf(asked: Readonly<Record<string, string | null>>): string {
  const given = Object.entries(asked).filter((entry): entry is [string, string] => !!entry[1]);
  return given.length > 0 ? `${PATH}?${new URLSearchParams(given)}` : PATH;
}
