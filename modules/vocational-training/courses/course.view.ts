/** Courses in words, and the calendar of sessions as bars on a line of months. */
import { may } from '../../access';
import { type Labels, labelOf, type PublicHolidays } from '../../reference-lists';
import type { Actor, Language } from '../../platform/shared/actor';
import { type CivilDate, daysBetween } from '../../platform/shared/nights.rules';
import { formatMoney, formatMonth } from '../../platform/web/format';
import { directionOf } from '../../platform/web/i18n';
import { cancellationWords } from '../cancellation/cancellation.view';
import { trainingWords } from '../training.words';
import type { SessionCalendar } from './calendar.service';
import type { CourseRow, Session } from './courses.queries';
import { monthAfter } from '../../platform/shared/periods.rules';

export interface CourseWords {
  readonly levels: ReadonlyMap<string, Labels>;
  readonly fields: ReadonlyMap<string, Labels>;
  readonly trades: ReadonlyMap<string, Labels>;
}

const HEIGHT = 10;

/** Summary of a course. */
export function courseLine(course: CourseRow, codes: CourseWords, language: Language): string {
  const words = trainingWords(language);
  return [
    course.trade && (codes.trades.get(course.trade)?.[language] ?? course.trade),
    codes.fields.get(course.field)?.[language] ?? course.field,
    codes.levels.get(course.level)?.[language] ?? course.level,
    labelOf('languages', course.language, language),
    course.childCare === 'none' ? null : words(`child_care.${course.childCare}`),
    ...course.access.map((one) => words(`access.${one}`)),
    course.strenuous ? words('strenuous') : null,
  ]
    .filter(Boolean)
    .join(' · ');
}

export function sessionFacts(session: Session, language: Language) {
  const words = trainingWords(language);
  return {
    regionLabel: labelOf('regions', session.region, language),
    weekdayLabels: session.weekdays.map((day) => words(`weekday_short.${day}`)).join(' '),
    placesLabel: words('places_taken', { taken: session.taken, places: session.places }),
    waitingLabel: session.waiting > 0 ? words('waiting', { count: session.waiting }) : null,
    isFull: session.cancelled === null && session.free === 0,
    cancelledLabel: session.cancelled && cancellationWords(session.cancelled, language),
    path: `/training/sessions/${session.id}`,
  };
}

export function calendarModel(
  actor: Actor,
  { from, until, today, sessions }: SessionCalendar,
  codes: CourseWords,
  language: Language,
) {
  const words = trainingWords(language);
  const width = daysBetween(from, until) + 1;
  const mirrored = directionOf(language) === 'rtl';
  const at = (day: CivilDate, span = 0): number => {
    const x = daysBetween(from, day);
    return mirrored ? width - x - span : x;
  };
  const bar = ({ startsOn, endsOn, taken, places }: Session) => {
    const first = startsOn < from ? from : startsOn;
    const last = endsOn > until ? until : endsOn;
    const span = daysBetween(first, last) + 1;
    const full = places === 0 ? 0 : (span * taken) / places;
    return {
      x: at(first, span),
      width: span,
      height: HEIGHT,
      filled: { x: mirrored ? at(first, span) + span - full : at(first, span), width: full },
    };
  };
  const month = from.slice(0, 7);
  const months = [0, 1, 2, 3].map((count) => `${monthAfter(month, count)}-01`);
  const free = sessions.filter((one) => one.free > 0 && one.endsOn >= today);
  return {
    title: words('calendar.title'),
    finding: words('calendar.finding', {
      sessions: words('calendar.sessions', { count: sessions.length }),
      free: words('calendar.free', { count: free.length }),
    }),
    coursesPath: '/training/courses',
    figuresPath: may(actor, 'training:figures') ? '/training/figures' : null,
    recognitionPath: may(actor, 'training:read') ? '/training/recognition' : null,
    earlier: `/training?month=${monthAfter(month, -1)}`,
    later: `/training?month=${monthAfter(month, 1)}`,
    width,
    height: HEIGHT,
    months: months.map((day) => ({
      x: at(day),
      label: formatMonth(day, language),
      day,
      share:
        Math.round((1000 * daysBetween(day, `${monthAfter(day.slice(0, 7), 1)}-01`)) / width) / 10,
    })),
    todayAt: today >= from && today <= until ? at(today) + 0.5 : null,
    sessions: sessions.map((session) => ({
      ...session,
      ...sessionFacts(session, language),
      line: courseLine(session.course, codes, language),
      bar: bar(session),
      over: session.endsOn < today,
    })),
  };
}

export function coursesModel(
  actor: Actor,
  courses: readonly CourseRow[],
  codes: CourseWords,
  language: Language,
) {
  const words = trainingWords(language);
  const mayAdd = may(actor, 'training:manage');
  return {
    title: words('courses.title'),
    newPath: mayAdd ? '/training/courses/new' : null,
    courses: courses.map((course) => ({
      ...course,
      line: courseLine(course, codes, language),
      cost: words('cost_per_place', {
        amount: formatMoney(course.costPerPlace, course.currency, language),
      }),
      paid: words('paid_a_day', {
        stipend: formatMoney(course.stipend, course.currency, language),
        transport: formatMoney(course.transport, course.currency, language),
      }),
      openPath:
        mayAdd && !course.withdrawnOn ? `/training/courses/${course.id}/sessions/new` : null,
      changePath: mayAdd ? `/training/courses/${course.id}/change` : null,
    })),
  };
}

/** Seats as squares (taken or free), and days with their registers. */
export interface SessionContext {
  readonly today: CivilDate;
  readonly mayMark: boolean;
  readonly mayCancel: boolean;
  readonly holidays: PublicHolidays;
}

export function sessionModel(
  session: Session & { readonly days: readonly CivilDate[] },
  codes: CourseWords,
  language: Language,
  { today, mayMark, mayCancel, holidays }: SessionContext,
) {
  const words = trainingWords(language);
  const next = session.days.find((day) => day >= today) ?? null;
  return {
    ...session,
    ...sessionFacts(session, language),
    title: words('session_title', { course: session.course.title, day: session.startsOn }),
    line: courseLine(session.course, codes, language),
    squares: Array.from({ length: session.places }, (_, place) => ({
      held: place < session.taken,
    })),
    registerPath:
      mayMark && session.days.includes(today)
        ? `/training/sessions/${session.id}/register/${today}`
        : null,
    filePath:
      mayMark && session.startsOn <= today
        ? `/training/sessions/${session.id}/attendance/file`
        : null,
    cancelledBy:
      session.cancelled &&
      words('cancellation.by', { day: session.cancelled.on, name: session.cancelled.by }),
    cancelPath:
      mayCancel && session.cancelled === null && session.endsOn >= today
        ? `/training/sessions/${session.id}/cancellation/new`
        : null,
    nextDay: next,
    dayLinks: session.days.map((day) => ({
      day,
      path: mayMark && day <= today ? `/training/sessions/${session.id}/register/${day}` : null,
      isToday: day === today,
      holiday: holidays.get(day)?.[language] ?? null,
    })),
  };
}
