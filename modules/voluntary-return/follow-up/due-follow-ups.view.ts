/** Due follow-ups: on the map of regions, by country, and as a list. */
import { labelOf } from '../../reference-lists';
import type { Language } from '../../platform/shared/actor';
import { trackKindLabel } from '../return.view';
import { followUpFields } from './follow-up.form';
import type { DueFollowUp } from './due-follow-ups.service';
import { MAP, tilesOf } from './map-picture.view';

export interface RegionFilter {
  readonly region?: string;
  readonly country?: string;
}

export function dueFollowUpsModel(
  all: readonly DueFollowUp[],
  asked: RegionFilter,
  language: Language,
  today: string,
) {
  const { words } = followUpFields(language);
  const counts = new Map<string, number>();
  for (const { door, region, country } of all) {
    const place = door === 'home' ? region! : country;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const shown = all.filter(
    ({ region, country }) =>
      (!asked.region || region === asked.region) && (!asked.country || country === asked.country),
  );
  const late = all.filter((one) => one.late).length;
  const countries = [
    ...new Set(all.filter((one) => one.door === 'return').map((one) => one.country)),
  ];
  return {
    title: words('due.title', { count: all.length }),
    finding: late > 0 ? words('due.late', { count: late }) : words('due.in_time'),
    place:
      (asked.region && labelOf('regions', asked.region, language)) ||
      (asked.country && labelOf('nationalities', asked.country, language)) ||
      null,
    map: {
      ...MAP,
      tiles: tilesOf(counts).map((tile) => ({
        ...tile,
        label: labelOf('regions', tile.region, language),
        path: `/returns/follow-ups?region=${tile.region}`,
        middle: { x: tile.x + MAP.side / 2, y: tile.y + MAP.side / 2 },
      })),
    },
    countries: countries
      .map((country) => ({
        label: labelOf('nationalities', country, language),
        count: counts.get(country)!,
        path: `/returns/follow-ups?country=${country}`,
      }))
      .sort((a, b) => b.count - a.count),
    followUps: shown.map((one) => ({
      ...one,
      path: `/people/${one.caseId}/returns/${one.trackId}`,
      formPath: `/people/${one.caseId}/returns/${one.trackId}/follow-ups/new`,
      doorLabel: trackKindLabel(one, language),
      mark: words('months', { count: one.months }),
      // No visit is proposed where it would be unsafe.
      how: one.warned === 'unsafe' ? words('due.unsafe') : words(`mode.${one.mode}`),
      unsafe: one.warned === 'unsafe',
      refused: one.warned === 'refused' ? words('due.refused') : null,
      window: words(one.late ? 'due.closed' : 'due.until', { day: one.closesOn }),
      tried: one.tries > 0 ? words('due.tries', { count: one.tries }) : null,
      again: one.nextOn && words('next_try', { day: one.nextOn }),
      now: one.nextOn !== null && one.nextOn <= today,
    })),
  };
}
