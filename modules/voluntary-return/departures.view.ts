/** Departures of the days ahead as a line of days, and as a list. */
import { labelOf } from '../reference-lists';
import type { Language } from '../platform/shared/actor';
import { addDays, type CivilDate } from '../platform/shared/nights.rules';
import { directionOf } from '../platform/web/i18n';
import type { Departure, Departures } from './departures.service';
import { legWords, wordsIn } from './return.view';

const STEP = 14;
const RADIUS = 5;

export function departuresModel({ from, until, departures }: Departures, language: Language) {
  const words = wordsIn(language);
  const missed = departures.filter(({ leavesOn }) => leavesOn < from);
  const ahead = departures.filter(({ leavesOn }) => leavesOn >= from);
  return {
    title: words('departures.title', { until }),
    finding: words('departures.finding', {
      count: ahead.length,
      ready: ahead.filter(({ missing }) => missing.length === 0).length,
    }),
    line: dayLineModel(from, until, ahead, language),
    missed: missed.map((one) => departureItem(one, language)),
    days: byDay(ahead).map(([day, all]) => ({
      day,
      path: `/returns/departures?on=${day}`,
      departures: all.map((one) => departureItem(one, language)),
    })),
  };
}

function byDay(all: readonly Departure[]): [CivilDate, Departure[]][] {
  const days = [...new Set(all.map(({ leavesOn }) => leavesOn))];
  return days.map((day) => [day, all.filter(({ leavesOn }) => leavesOn === day)]);
}

function departureItem(one: Departure, language: Language) {
  const words = wordsIn(language);
  return {
    ...one,
    path: `/people/${one.caseId}/returns/${one.trackId}`,
    countryLabel: labelOf('nationalities', one.country, language),
    escortLabel: words(`escort.${one.escort}`),
    needLabels: one.needs.map((need) => words(`journey_need.${need}`)).join(' · '),
    legLabels: one.legs.map((leg) => legWords(leg, language)),
    ready: one.missing.length === 0,
    missingLabel: one.missing.map((need) => words(`need.${need}`)).join(' · '),
  };
}

/** One mark a person on the line of days, one above the other where several leave together. */
function dayLineModel(
  from: CivilDate,
  until: CivilDate,
  all: readonly Departure[],
  language: Language,
) {
  const days: CivilDate[] = [];
  for (let day = from; day <= until; day = addDays(day, 1)) days.push(day);
  const most = Math.max(1, ...byDay(all).map(([, some]) => some.length));
  const ground = most * 2.4 * RADIUS + 6;
  // Days run as one reads.
  const mirrored = directionOf(language) === 'rtl';
  const middleOf = (place: number) =>
    (mirrored ? days.length - 1 - place : place) * STEP + STEP / 2;
  return {
    width: days.length * STEP,
    labels: mirrored ? { anchor: 'end', dx: -3 } : { anchor: 'start', dx: 3 },
    height: ground + 22,
    ground,
    marks: byDay(all).flatMap(([day, some]) =>
      some.map(({ missing, country }, place) => ({
        x: middleOf(days.indexOf(day)),
        y: ground - RADIUS - 2 - place * 2.4 * RADIUS,
        r: RADIUS,
        ready: missing.length === 0,
        description: wordsIn(language)('departures.mark', {
          day,
          country: labelOf('nationalities', country, language),
        }),
      })),
    ),
    ticks: days
      .map((day, place) => ({ day, x: middleOf(place), place }))
      .filter(({ place }) => place % 7 === 0)
      .map(({ day, x }) => ({ x, label: `${day.slice(8)}/${day.slice(5, 7)}` })),
  };
}
