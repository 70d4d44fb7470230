/** The picture of a file in words and places: from left to right, in Arabic from right to left. */
import { labelOf } from '../reference-lists';
import type { Language } from '../platform/shared/actor';
import { type CivilDate, civilDateOf } from '../platform/shared/nights.rules';
import { formatDate, formatLongDate, formatMonth } from '../platform/web/format';
import { translate } from '../platform/web/i18n';
import type { CaseFile } from './case-file.service';
import { TIMELINE_SIGNS, type TimelineEntry, type TimelineKind } from './case-timeline.service';
import { type TimelineMark, timelinePicture } from './timeline-picture.rules';

export interface PictureParts {
  readonly file: CaseFile;
  readonly timeline: readonly TimelineEntry[];
  readonly language: Language;
  readonly today: CivilDate;
  readonly offsetMinutes: number;
}

/** Minimum width of a bar for a label, in per cent. */
const ROOM_FOR_WORDS = 14;

export function pictureModel(parts: PictureParts) {
  const { file, timeline, language, today, offsetMinutes } = parts;
  const dayOf = (at: Date | string): CivilDate =>
    typeof at === 'string' ? at.slice(0, 10) : civilDateOf(at, { offsetMinutes, nightStartsAt: 0 });
  const words = (key: string, params: object = {}) =>
    translate(language, `people:${key}`, { ...params });
  // The stages have a line of their own, drawn as bars.
  const happenings = timeline
    .filter(({ kind }) => kind !== 'stage')
    .map(({ kind, at }) => ({ kind, day: dayOf(at) }));
  const picture = timelinePicture<TimelineKind>(happenings, spansOf(file, dayOf), today);
  if (picture === null) return null;
  const across = (at: number, width = 0): number =>
    language === 'ar' ? Math.round((100 - at - width) * 100) / 100 : at;
  const day = (date: CivilDate) => formatDate(date, language);
  const markTitle = ({ from, until, count }: TimelineMark): string => {
    if (count === 1) return day(from);
    return from === until
      ? words('picture.several', { day: day(from), count })
      : words('picture.between', { from: day(from), until: day(until), count });
  };
  return {
    finding: words('picture.finding', {
      from: formatLongDate(picture.from, language),
      count: timeline.length,
    }),
    stages: picture.stages.map(({ stage, at, width, from }, place) => {
      const label = labelOf('stages', stage, language);
      return {
        x: across(at, width),
        width: Math.max(width, 0.5),
        even: place % 2 === 0,
        middle: across(at + width / 2),
        label: width >= ROOM_FOR_WORDS ? label : '',
        title: words('picture.since', { what: label, day: day(from) }),
      };
    }),
    lanes: picture.lanes.map(({ kind, count, marks }) => ({
      icon: TIMELINE_SIGNS[kind],
      label: words(`timeline.kind.${kind}`),
      path: `/people/${file.id}?kind=${kind}#timeline`,
      count,
      title: words('picture.lane', { what: words(`timeline.kind.${kind}`), count }),
      marks: marks.map((mark) => ({
        x: across(mark.at),
        // The area of a mark grows with the number of events.
        size: Math.min(11, Math.round(4 + 2 * Math.sqrt(mark.count))),
        several: mark.count > 2 ? mark.count : null,
        title: markTitle(mark),
      })),
    })),
    ticks: picture.ticks.map(({ at, day: month }) => ({
      x: across(at),
      label:
        month.slice(5, 7) === '01'
          ? `${formatMonth(month, language)} ${month.slice(0, 4)}`
          : formatMonth(month, language),
    })),
  };
}

/** Each stage until the next one was reached. */
function spansOf({ stages }: CaseFile, dayOf: (at: Date | string) => CivilDate) {
  const inTurn = [...stages].sort((a, b) => new Date(a.at).getTime() - new Date(b.at).getTime());
  return (
    inTurn
      .map(({ to, at }, place) => ({
        stage: to as string,
        from: dayOf(at),
        until: inTurn[place + 1] ? dayOf(inTurn[place + 1]!.at) : null,
      }))
      // Steps of one day, as earlier records bring them: the last one counts.
      .filter(({ from, until }) => from !== until)
  );
}
