/** Alarms in words, and the question of the audit log that shows their rows. */
import type { Language } from '../../platform/shared/actor';
import { civilDateOf, type ProgrammeTime } from '../../platform/shared/nights.rules';
import { joinWords } from '../../platform/shared/punctuation.words';
import { translate } from '../../platform/web/i18n';
import { auditPath } from '../audit-log/audit-log.view';
import type { ReadingAlarm } from './alarms.service';
import type { AlarmRule } from './reading-alarms.rules';

const ADVICE: Readonly<Partial<Record<AlarmRule, string>>> = {
  session_copied: 'session',
  token_elsewhere: 'token',
  one_file: 'file',
};

export function alarmView(language: Language, alarm: ReadingAlarm): object {
  const { rule, facts, finding, roles } = alarm;
  const say = (key: string, params = {}) => translate(language, key, params);
  return {
    ...alarm,
    title: say(`alarms:rule.${rule}.title`),
    text: say(`alarms:rule.${rule}.text`, { usual: 0, ...facts }),
    advice: say(`alarms:advice.${ADVICE[rule] ?? 'reading'}`),
    finding: finding && say(`alarms:finding.${finding}`),
    roles: joinWords(
      roles.map((role) => say(`common:role.${role}`)),
      language,
    ),
  };
}

export function rowsPath(
  { userId, subjectId, rule, fromAt, untilAt }: ReadingAlarm,
  time: ProgrammeTime,
): string {
  const [from, to] = [civilDateOf(fromAt, time), civilDateOf(untilAt, time)];
  // Readings by a copied session are listed with the account.
  if (userId) return auditPath({ who: userId, from, to });
  return auditPath({ ...(rule === 'one_file' && { id: subjectId! }), from, to });
}
