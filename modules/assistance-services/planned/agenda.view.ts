/** The agenda as it is drawn: what waits first, then today, then day by day. */
import { randomUUID } from 'node:crypto';
import { may } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { daysBetween, type CivilDate } from '../../platform/shared/nights.rules';
import type { Agenda } from './agenda.service';
import type { AppointmentRow } from './appointment.queries';
import { mayTakeBack } from './appointment.rules';

/** Where the answer leads back to: the agenda as it was filtered, or the file. */
export const backTo = (back: unknown): string =>
  typeof back === 'string' &&
  /^\/(services\/planned|people\/[0-9a-f-]{36}\/services)(\?[\w=&-]*)?$/.test(back)
    ? back
    : '/services/planned';

const shown = (row: AppointmentRow, today: CivilDate, language: Language) => ({
  ...row,
  what: row.typeName[language],
  daysLate: Math.max(0, daysBetween(row.dueOn, today)),
  key: randomUUID(),
  mayTakeBack: mayTakeBack(row),
});

/** Cases of the lines of an agenda. */
export const casesOf = ({ late, dueToday, coming, answered }: Agenda): string[] =>
  [late, dueToday, answered, ...coming.map(({ rows }) => rows)].flatMap((rows) =>
    rows.map(({ caseId }) => caseId),
  );

export function agendaModel(agenda: Agenda, actor: Actor, language: Language) {
  const list = (rows: readonly AppointmentRow[]) =>
    rows.map((row) => shown(row, agenda.today, language));
  const drawn =
    agenda.late.length +
    agenda.dueToday.length +
    agenda.coming.reduce((sum, { rows }) => sum + rows.length, 0);
  return {
    today: agenda.today,
    until: agenda.until,
    total: agenda.total,
    more: agenda.total - drawn,
    late: list(agenda.late),
    dueToday: list(agenda.dueToday),
    holidayToday: agenda.holidayToday?.[language] ?? null,
    coming: agenda.coming.map(({ day, holiday, rows }) => ({
      on: day,
      holiday: holiday?.[language] ?? null,
      rows: list(rows),
    })),
    answered: list(agenda.answered),
    mayAnswer: may(actor, 'services:record'),
    mayCancel: may(actor, 'services:cancel'),
    none: agenda.total === 0 && agenda.answered.length === 0,
  };
}
