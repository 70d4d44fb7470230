/** The figures of the line as their page draws them: a finding, a map of the week, and bars. */
import { labelOf } from '../reference-lists';
import type { Language } from '../platform/shared/actor';
import { addDays } from '../platform/shared/nights.rules';
import type { ShownPart } from '../platform/shared/suppress.rules';
import { formatDate, formatNumber, formatWeekday } from '../platform/web/format';
import { translate } from '../platform/web/i18n';
import { quarterLinks, quarterName } from '../platform/web/quarter-links';
import { FEW } from './week-grid.rules';
import { NOT_SAID } from './hotline.figures';
import type { SuppressedHotlineFigures } from './hotline-figures.service';

/** A Monday, to name the days of the week by. */
const MONDAY = '2026-11-23';
const LOCALES = { fr: 'fr-MA', ar: 'ar-MA', en: 'en-GB' } as const;
const CELL = 20;
const HOURS = 24;

export function hotlineFiguresModel(figures: SuppressedHotlineFigures, language: Language): object {
  const say = (key: string, params: object = {}) =>
    translate(language, `hotline:figures.${key}`, { ...params });
  const dayName = (weekday: number) => formatWeekday(addDays(MONDAY, weekday - 1), language);
  const longName = (weekday: number) =>
    new Intl.DateTimeFormat(LOCALES[language], { weekday: 'long', timeZone: 'UTC' }).format(
      new Date(addDays(MONDAY, weekday - 1)),
    );
  const hidden = say('hidden', { few: figures.threshold });
  const shown = (count: number | null) => (count === null ? hidden : formatNumber(count, language));
  const bars = (parts: readonly ShownPart[], word: (key: string) => string) =>
    barsOf(parts, word, shown);
  const { became, from, until, quarter } = figures;
  const nothing = say('not_said');
  const named = quarter
    ? quarterName(quarter, language)
    : say('span', {
        from: formatDate(from, language),
        until: formatDate(addDays(until, -1), language),
      });
  return {
    title: `${say('title')} · ${named}`,
    backPath: figures.own ? '/hotline' : null,
    lead: figures.own ? say('lead_own') : say('lead_all', { few: figures.threshold }),
    quarters: [
      ...(figures.own
        ? [{ label: say('weeks'), path: '/hotline/figures', current: quarter === null }]
        : []),
      ...quarterLinks(figures.today, quarter, '/hotline/figures', language),
    ],
    finding: figures.busiest
      ? say('finding', {
          day: longName(figures.busiest.weekday),
          from: figures.busiest.hour,
          until: (figures.busiest.hour + 1) % HOURS,
        })
      : say('finding_none'),
    tiles: [
      { label: say('tile.calls'), value: shown(figures.calls) },
      { label: say('tile.danger'), value: shown(figures.inDanger) },
      { label: say('tile.case'), value: shown(became.case) },
      { label: say('tile.request'), value: shown(became.request) },
      { label: say('tile.hold'), value: shown(became.hold) },
      { label: say('tile.help'), value: shown(became.help) },
    ],
    map: {
      width: HOURS * CELL,
      height: 7 * CELL,
      hours: [0, 6, 12, 18].map((hour) => ({ hour, at: (hour / HOURS) * 100 })),
      rows: figures.grid.map(({ weekday, cells }, row) => ({
        name: dayName(weekday),
        cells: cells.map(({ hour, step }) => ({
          step,
          x: hour * CELL,
          y: row * CELL,
          description: say('cell', {
            day: dayName(weekday),
            hour,
            count: step === 0 ? say('few', { few: FEW }) : bandOf(figures.bounds, step, say),
          }),
        })),
      })),
      legend: [0, 1, 2, 3, 4].map((step) => ({
        step,
        label: step === 0 ? say('few', { few: FEW }) : bandOf(figures.bounds, step, say),
      })),
    },
    types: bars(figures.byType, (key) =>
      key === NOT_SAID ? nothing : (figures.typeWords[key] ?? key),
    ),
    regions: bars(figures.byRegion, (key) =>
      key === NOT_SAID ? nothing : labelOf('regions', key, language),
    ),
    languages: bars(figures.byLanguage, (key) =>
      key === NOT_SAID ? nothing : labelOf('languages', key, language),
    ),
    hours: figures.byHour.map(({ key, count }) => ({
      hour: Number(key),
      description: shown(count),
    })),
  };
}

const bandOf = (
  bounds: readonly number[],
  step: number,
  say: (key: string, params?: object) => string,
): string =>
  bounds[step] === undefined
    ? say('from', { from: bounds[step - 1] })
    : bounds[step] - 1 === bounds[step - 1]
      ? String(bounds[step - 1])
      : say('band', { from: bounds[step - 1], until: bounds[step] - 1 });

/** Bars with a shown or suppressed figure, longest first, unknown last. */
function barsOf(
  parts: readonly ShownPart[],
  word: (key: string) => string,
  shown: (count: number | null) => string,
) {
  const most = Math.max(1, ...parts.map(({ count }) => count ?? 0));
  const known = parts.filter(({ count }) => count !== null && count > 0);
  const some = known.toSorted(
    (a, b) =>
      Number(a.key === NOT_SAID) - Number(b.key === NOT_SAID) ||
      b.count! - a.count! ||
      a.key.localeCompare(b.key),
  );
  return {
    rows: some.map(({ key, count }) => ({
      label: word(key),
      description: shown(count),
      width: (100 * count!) / most,
    })),
    hidden: parts.filter(({ count }) => count === null).map(({ key }) => word(key)),
  };
}
