/**
 * One tidy table, class figures: one value a line with its house, figure and unit. Nothing of it is a
 * person. As French Excel and LibreOffice expect it: `;`, byte order mark, CRLF, comma.
 */
import { csvFile } from '../platform/shared/csv';
import type { Language } from '../platform/shared/actor';
import { escapeFormula } from '../platform/shared/formula-guard.rules';
import { addDays } from '../platform/shared/nights.rules';
import { translate } from '../platform/web/i18n';
import type { HouseFigures } from './house.figures';
import type { HouseFiguresView } from './house-figures.types';
import { destinationWords } from './destination.words';

/** HXL, under the heads: what each column is, for programs. */
export const HASHTAGS = [
  '#date+start',
  '#date+end',
  '#meta+house+code',
  '#indicator+name',
  '#indicator+value',
  '#meta+unit',
];

type Line = readonly [figure: string, value: number | null, unit: string];

export function houseCsv(figures: HouseFiguresView, language: Language): Buffer {
  const say = (key: string, params: object = {}) =>
    translate(language, `house-figures:${key}`, { ...params });
  const together = say(figures.own ? 'own' : 'all');
  const asLines = (house: string, all: readonly Line[]): string[][] =>
    all.map(([figure, value, unit]) => [
      figures.from,
      addDays(figures.until, -1),
      escapeFormula(house),
      escapeFormula(figure),
      written(value, language),
      unit,
    ]);
  const of = (house: string, one: HouseFigures): string[][] =>
    asLines(
      house,
      linesOf(one, say, (code) => destinationWords(code, language, figures)),
    );
  const chosen = figures.shelters.filter(
    ({ shelterId }) => figures.shelterId === null || shelterId === figures.shelterId,
  );
  const lines = [
    ...(figures.shelterId === null
      ? [...of(together, figures.total), ...asLines(say('all'), turnAwayLines(figures, say))]
      : []),
    ...chosen.flatMap((house) => of(house.codeName, house)),
  ];
  const head = ['from', 'until', 'house', 'figure', 'value', 'unit'].map((key) =>
    say(`csv.${key}`),
  );
  return csvFile([head, HASHTAGS, ...lines], { delimiter: ';', mark: true });
}

type Say = (key: string, params?: object) => string;

const turnAwayLines = (
  { turnAways: { asked, refused, rate } }: HouseFiguresView,
  say: Say,
): Line[] => [
  [say('figure.asked'), asked, say('unit.requests')],
  [say('figure.refused'), refused, say('unit.requests')],
  [say('figure.turn_away_rate'), rate === null ? null : rate * 100, '%'],
];

function linesOf(one: HouseFigures, say: Say, whereto: (code: string) => string): Line[] {
  const nights = say('unit.nights');
  const days = say('unit.days');
  const people = say('unit.people');
  const share = '%';
  const percent = (value: number | null) => (value === null ? null : value * 100);
  return [
    [say('figure.bed_nights_used'), one.bedNights.used, nights],
    [say('figure.bed_nights_available'), one.bedNights.available, nights],
    [say('figure.bed_occupancy'), percent(one.bedOccupancy), share],
    [say('figure.unit_nights_used'), one.unitNights.used, nights],
    [say('figure.unit_nights_available'), one.unitNights.available, nights],
    [say('figure.unit_occupancy'), percent(one.unitOccupancy), share],
    [say('figure.leavers'), one.leavers.people, people],
    [say('figure.leavers_mean'), one.leavers.mean, nights],
    [say('figure.leavers_median'), one.leavers.median, nights],
    [say('figure.present'), one.present.people, people],
    [say('figure.present_mean'), one.present.mean, nights],
    [say('figure.present_median'), one.present.median, nights],
    [say('figure.turnover'), one.turnover, say('unit.exits_a_bed')],
    [say('figure.vacancy'), one.vacancy.days, days],
    ...one.destinations.map(({ destination, people: count }): Line => [
      say('figure.to', { destination: whereto(destination) }),
      count,
      people,
    ]),
    ...one.returns.flatMap(({ months, left, returned }): Line[] => [
      [say('figure.left_before', { months }), left, people],
      [say('figure.returned', { months }), returned, people],
    ]),
  ];
}

/** Two decimals at most, with the reader's comma or point and nothing between thousands. */
function written(value: number | null, language: Language): string {
  if (value === null) return '';
  const text = String(Math.round(value * 100) / 100);
  return language === 'en' ? text : text.replace('.', ',');
}
