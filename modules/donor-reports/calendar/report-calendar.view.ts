/** The months ahead as a picture: a row a report, a column a month, a mark a deadline. */
import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { periodWords } from '../../report-documents';
import { type CalendarState, isPutAway, monthAfter, STATES } from './expected-reports.rules';
import {
  type Deadline,
  type DeadlineAhead,
  MONTHS_AHEAD,
  type CalendarAhead,
} from './report-calendar.service';

const ICONS: Readonly<Record<CalendarState, string>> = {
  late: 'alert-triangle',
  ahead: 'circle-dotted',
  not_begun: 'circle',
  drafting: 'pencil',
  approved: 'circle-check',
  sent_outside: 'mail-forward',
  not_due: 'circle-off',
};

const LATE_SHOWN = 6;

/** Icon and text of a state. Only readers who prepare reports are asked to prepare one. */
export const stateMark = (state: CalendarState, prepares: boolean, language: Language) => ({
  state,
  icon: ICONS[state],
  stateLabel: translate(
    language,
    `calendar:${prepares || state !== 'not_begun' ? 'state' : 'state_to_readers'}.${state}`,
  ),
});

const pathOfDeadline = ({ kind, grantId, period, partnerId }: Deadline): string => {
  const asked = { kind, grantId, period: period.code, ...(partnerId && { partnerId }) };
  return `/reports/calendar/deadline?${new URLSearchParams(asked).toString()}`;
};

/** To the report, or where it is prepared; and beside it to what was decided on its deadline. */
function pathsOf(one: Deadline, prepares: boolean): { path: string; deadlinePath: string } {
  if (one.state === 'ahead')
    return { path: one.reportId ? `/reports/${one.reportId}` : '', deadlinePath: '' };
  const deadlinePath = pathOfDeadline(one);
  if (one.reportId) return { path: `/reports/${one.reportId}`, deadlinePath };
  return prepares && !isPutAway(one.state)
    ? { path: '/reports#waiting', deadlinePath }
    : { path: deadlinePath, deadlinePath: '' };
}

/** Actions allowed to the reader of the calendar. */
export interface CalendarReader {
  readonly language: Language;
  readonly prepares: (isFinancial: boolean) => boolean;
  readonly schedules: boolean;
}

export function calendarModel(
  { today, from, deadlines, late, putAway }: CalendarAhead,
  { language, prepares, schedules }: CalendarReader,
) {
  const say = (key: string, params = {}) => translate(language, `calendar:${key}`, params);
  const preparesAll = prepares(false);
  const months = Array.from({ length: MONTHS_AHEAD }, (_, place) => monthAfter(from, place));
  const mark = (one: Deadline & Partial<Pick<DeadlineAhead, 'holiday'>>) => {
    const period = periodWords(one.period, language);
    return {
      ...stateMark(one.state, preparesAll, language),
      dueOn: one.dueOn,
      period,
      holiday: one.holiday?.[language] ?? null,
      name: nameOfDeadline(one, language),
      dayNumber: Number(one.dueOn.slice(8)),
      ...pathsOf(one, prepares(one.isFinancial)),
    };
  };
  const inMonth = (all: readonly DeadlineAhead[], month: string) =>
    all.filter(({ dueOn }) => dueOn.slice(0, 7) === month.slice(0, 7)).map(mark);
  const all = [...putAway, ...late, ...deadlines];
  const latest = late.map(mark).reverse();
  return {
    title: say('title'),
    months: months.map((month, place) => ({
      first: month,
      current: month.slice(0, 7) === today.slice(0, 7),
      year: place === 0 || month.slice(5, 7) === '01' ? month.slice(0, 4) : '',
    })),
    rows: rowsOf(deadlines, language).map(({ name, grant, of }) => ({
      name,
      grant,
      cells: months.map((month) => ({
        current: month.slice(0, 7) === today.slice(0, 7),
        marks: inMonth(of, month),
      })),
    })),
    // The latest first; what is long past is folded.
    late: latest.slice(0, LATE_SHOWN),
    longLate: latest.slice(LATE_SHOWN),
    agenda: months
      .map((month) => ({ first: month, marks: inMonth(deadlines, month) }))
      .filter(({ marks }) => marks.length > 0),
    putAway: putAway.map(mark).reverse(),
    schedules,
    key: STATES.map((state) => ({
      ...stateMark(state, preparesAll, language),
      count: all.filter((one) => one.state === state).length,
    })),
    none: all.length === 0,
  };
}

export const nameOfDeadline = ({ title, partner }: Deadline, language: Language): string =>
  [title[language], partner].filter(Boolean).join(' · ');

/** One a kind of report, grant and partner, in the order of their first deadline. */
function rowsOf(deadlines: readonly DeadlineAhead[], language: Language) {
  const rows = new Map<string, { name: string; grant: string; of: DeadlineAhead[] }>();
  for (const one of deadlines) {
    const key = `${one.kind} ${one.grantId} ${one.partnerId}`;
    const row = rows.get(key) ?? {
      name: nameOfDeadline(one, language),
      grant: one.grantCode,
      of: [],
    };
    row.of.push(one);
    rows.set(key, row);
  }
  return [...rows.values()];
}
