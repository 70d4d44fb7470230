/** Page of hearings: coming ones as a list, the month as a calendar with closed days shaded. */
import { may } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { type CivilDate, weekday } from '../../platform/shared/nights.rules';
import { formatLongDate, formatTime, formatWeekday } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import type { HearingFilterDto } from '../dto/legal.dto';
import { monthOf, weeksOf } from './calendar.rules';
import type { HearingCalendar, HearingListItem } from './calendar.service';
import { monthAfter } from '../../platform/shared/periods.rules';

export function calendarModel(
  actor: Actor,
  language: Language,
  calendar: HearingCalendar,
  asked: HearingFilterDto,
  offset: number,
) {
  const { month, today } = calendar;
  const words = (key: string, params: object = {}) =>
    translate(language, `legal:${key}`, { ...params });
  const here = (more: Record<string, string | null>) => {
    const { officer = null, court = null, code = null } = asked;
    const all = { month: asked.month ?? null, officer, court, code, ...more };
    const pairs = Object.entries(all).filter((pair): pair is [string, string] => !!pair[1]);
    return pairs.length > 0 ? `/hearings?${new URLSearchParams(pairs)}` : '/hearings';
  };
  const line = (one: HearingListItem) => ({
    time: formatTime(one.startsAt, offset),
    day: one.day,
    kind: words(`hearing_kind.${one.kind}`),
    state: one.state === 'planned' ? null : words(`hearing_state.${one.state}`),
    over: one.state !== 'planned',
    court: one.court[language],
    caseId: one.caseId,
    caseNumber: one.caseNumber,
    officer: one.officer,
    code: one.code,
    courtClosed: one.courtClosed,
    path: `/people/${one.caseId}/legal/${one.proceedingId}#hearing-${one.id}`,
  });
  const closedOn = (day: CivilDate) =>
    calendar.closedDays.find(
      ({ courtId, day: closed, yearly }) =>
        (courtId === null || courtId === asked.court) &&
        (closed === day || (yearly && day >= closed && closed.slice(5) === day.slice(5))),
    );
  const days = [...new Set(calendar.next.map(({ day }) => day))];
  return {
    title: words('hearings.title'),
    today,
    feedPath: may(actor, 'hearings:feed') ? '/hearings/feed' : null,
    courtsPath: may(actor, 'courts:read') ? '/courts' : null,
    filter: { officer: asked.officer, court: asked.court, code: asked.code, month: asked.month },
    filtered: !!(asked.officer ?? asked.court ?? asked.code),
    clearPath: asked.month ? `/hearings?month=${asked.month}` : '/hearings',
    mine: asked.officer === actor.userId ? null : here({ officer: actor.userId }),
    officers: calendar.officers.map(({ id: value, name: label }) => ({ value, label })),
    courts: calendar.courts.map(({ id: value, ...court }) => ({ value, label: court[language] })),
    total: calendar.total,
    more: calendar.total > calendar.next.length,
    next: days.map((day) => ({
      day,
      isToday: day === today,
      hearings: calendar.next.filter((one) => one.day === day).map(line),
    })),
    month: {
      // The day taken off its front.
      label: formatLongDate(`${month}-02`, language).replace(/^2\s/u, ''),
      previousPath: here({ month: monthAfter(month, -1) }),
      nextPath: here({ month: monthAfter(month, 1) }),
      nowPath: month === monthOf(today) ? null : here({ month: null }),
      heads: weeksOf(month)[0]!.map(({ day }) => formatWeekday(day, language)),
      weeks: weeksOf(month).map((week) =>
        week.map(({ day, inMonth }) => {
          const closed = closedOn(day);
          return {
            day,
            inMonth,
            number: Number(day.slice(8)),
            isToday: day === today,
            free: weekday(day) % 6 === 0 || closed !== undefined,
            closed: closed?.[language] ?? null,
            hearings: calendar.shown.filter((one) => one.day === day).map(line),
          };
        }),
      ),
    },
  };
}
