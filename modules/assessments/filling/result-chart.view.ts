/** Chart of earlier results, drawn on the server; its title states the finding. */
import type { Language } from '../../platform/shared/actor';
import { formatDayOfMonth, formatLongDate, formatMonth } from '../../platform/web/format';
import { civilDateOf } from '../../platform/shared/nights.rules';
import { directionOf, translate } from '../../platform/web/i18n';
import { LEVELS } from '../definition/definition-schema.rules';
import { localisedText } from '../assessment.words';
import type { ResultRow } from './assessment.queries';

const WIDTH = 640;
const STRIP = 44;
const MARGIN = { start: 84, end: 40 };
const SHOWN = 6;

export function resultChart(
  results: readonly ResultRow[],
  language: Language,
  offsetMinutes: number,
) {
  const last = results.at(-1)!;
  const before = results.at(-2);
  const words = (key: string, params: object) =>
    translate(language, `assessments:over_time.${key}`, { ...params });
  const rank = ({ level }: ResultRow) => LEVELS.indexOf(level);
  const day = (result: ResultRow) => formatLongDate(result.at, language, offsetMinutes);
  const change = !before
    ? 'first'
    : rank(last) > rank(before)
      ? 'risen'
      : rank(last) < rank(before)
        ? 'fallen'
        : 'same';
  const shown = results.slice(-SHOWN);
  return {
    finding: words(change, {
      form: localisedText(last.title, language),
      band: localisedText(last.bandTitle, language),
      before: localisedText(before?.bandTitle, language),
      day: day(last),
      since: before ? day(before) : '',
    }),
    level: last.level,
    couldBe: last.couldBe !== null,
    picture: shown.length > 1 ? pictureOf(shown, language, offsetMinutes) : null,
    rows: [...shown]
      .reverse()
      .map((result) => ({
        id: result.assessmentId,
        at: result.at,
        band: localisedText(result.bandTitle, language),
        level: result.level,
        score: result.score,
      })),
  };
}

function pictureOf(results: readonly ResultRow[], language: Language, offsetMinutes: number) {
  const mirrored = directionOf(language) === 'rtl';
  const turn = (x: number): number => (mirrored ? WIDTH - x : x);
  const [first, last] = [results[0]!.at.getTime(), results.at(-1)!.at.getTime()];
  const room = WIDTH - MARGIN.start - MARGIN.end;
  // By time, and no two closer than their labels are wide.
  const least = Math.min(room / (results.length - 1), 80);
  const wanted = results.map(
    ({ at }) => ((at.getTime() - first) / Math.max(1, last - first)) * room,
  );
  const places = spread(wanted, least, room);
  const points = results.map(({ level, score, at }, index) => ({
    x: Math.round(turn(MARGIN.start + places[index]!)),
    y: stripMiddle(level),
    level,
    score,
    day: dayOf(at, language, offsetMinutes),
  }));
  return {
    width: WIDTH,
    height: STRIP * LEVELS.length + 28,
    dayAt: STRIP * LEVELS.length + 20,
    strips: [...LEVELS]
      .reverse()
      .map((level, at) => ({
        level,
        y: at * STRIP,
        height: STRIP,
        labelAt: at * STRIP + STRIP / 2 + 4,
        labelX: turn(8),
        label: translate(language, `assessments:level.${level}`),
      })),
    anchor: mirrored ? 'end' : 'start',
    line: points.map(({ x, y }) => `${x},${y}`).join(' '),
    points: points.map((point) => ({ ...point, labelAt: point.y - 11 })),
  };
}

/** Short date, as "6 août". */
function dayOf(at: Date, language: Language, offsetMinutes: number): string {
  const day = civilDateOf(at, { offsetMinutes, nightStartsAt: 0 });
  return `${formatDayOfMonth(day)} ${formatMonth(day, language)}`;
}

const stripMiddle = (level: ResultRow['level']): number =>
  (LEVELS.length - 1 - LEVELS.indexOf(level)) * STRIP + STRIP / 2 + 5;

/** Keeps the order and the distance in time as far as labels leave room. */
function spread(wanted: readonly number[], least: number, room: number): number[] {
  const placed: number[] = [];
  for (const [at, x] of wanted.entries())
    placed.push(at === 0 ? x : Math.max(x, placed[at - 1]! + least));
  for (let at = placed.length - 1; at >= 0; at -= 1) {
    const limit = at === placed.length - 1 ? room : placed[at + 1]! - least;
    placed[at] = Math.min(placed[at]!, limit);
  }
  return placed;
}
