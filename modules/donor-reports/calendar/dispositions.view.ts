import { randomUUID } from 'node:crypto';
import type { Language } from '../../platform/shared/actor';
import { formFields } from '../../platform/web/form-fields';
import type { FormState } from '../../platform/web/forms';
import { translatorOf } from '../../platform/web/i18n';
import { periodWords } from '../../report-documents';
import { putAwayRefusal } from './dispositions.rules';
import type { DeadlineFile } from './dispositions.service';
import { isPutAway, PUT_AWAY } from './expected-reports.rules';
import { nameOfDeadline, stateMark } from './report-calendar.view';

const wordsIn = translatorOf('calendar');

/** One report that is due, what was decided on it, and the form to decide. */
export function deadlineModel(
  { deadline, history }: DeadlineFile,
  form: FormState,
  maySchedule: boolean,
  language: Language,
): object {
  const say = wordsIn(language);
  const { state, kind, grantId, period, partnerId, dueOn, grantCode, reportId } = deadline;
  const isAway = isPutAway(state);
  return {
    title: `${nameOfDeadline(deadline, language)} · ${periodWords(period, language)}`,
    ...stateMark(state, maySchedule, language),
    dueOn,
    grantCode,
    reportId,
    form,
    history: history.map((row) => ({
      ...row,
      dispositionLabel: say(`disposition.${row.disposition}`),
    })),
    requestId: randomUUID(),
    hidden: [
      { name: 'kind', value: kind },
      { name: 'grantId', value: grantId },
      { name: 'period', value: period.code },
      ...(partnerId ? [{ name: 'partnerId', value: partnerId }] : []),
    ],
    fields: maySchedule && putAwayRefusal(state) === null ? decisionFields(language) : null,
    again: maySchedule && isAway ? [reasonField(language, 'hint.due_again')] : null,
  };
}

/** Whatever is late before a day, in one act. */
export function earlierModel(form: FormState, language: Language): object {
  const say = wordsIn(language);
  return {
    title: say('earlier.title'),
    lead: say('earlier.lead'),
    button: say('earlier.button'),
    backPath: '/reports/calendar',
    action: '/reports/calendar/earlier',
    requestId: randomUUID(),
    form,
    fields: [
      formFields(say).day('before', { hint: say('hint.before') }),
      ...decisionFields(language),
    ],
  };
}

const reasonField = (language: Language, hint = 'hint.reason') => {
  const say = wordsIn(language);
  return formFields(say).text('reason', { rows: 3, maxlength: 500, hint: say(hint) });
};

function decisionFields(language: Language) {
  const say = wordsIn(language);
  const { radio, day, text, choices } = formFields(say);
  const condition = say('if_sent');
  return [
    radio('disposition', choices('disposition', PUT_AWAY)),
    day('sentOn', { condition }),
    text('sentTo', { condition, maxlength: 200 }),
    text('reference', { optional: true, maxlength: 100, short: true }),
    reasonField(language),
  ];
}
