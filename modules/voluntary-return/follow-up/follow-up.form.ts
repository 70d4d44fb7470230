/** The forms of the time after: a follow-up, what somebody thought of the help, what became of them. */
import type { CivilDate } from '../../platform/shared/nights.rules';
import { fieldsIn, type ReturnForm } from '../return-fields.form';
import type { Language } from '../../platform/shared/actor';
import {
  DANGER_ANSWERS,
  SITUATION_RATINGS,
  CONTACT_MODES,
  ONWARD_MOVES,
  type Outcome,
  OUTCOMES,
  CONTACT_OUTCOMES,
  RETRAFFICKING_ANSWERS,
  SATISFACTIONS,
  SUPPORTS,
  NOT_REACHED_REASONS,
} from './follow-up.rules';
import type { Choice, FormField } from '../../platform/web/form-fields';

export const followUpFields = (language: Language) => fieldsIn(language, 'follow-ups');

/** Shown only for the given answer; always shown without style sheets. */
const showWhen = (answer: string, field: FormField): FormField => ({ ...field, when: answer });

export function followUpForm(
  language: Language,
  today: CivilDate,
  marks: readonly Choice[],
  first: { readonly months: number; readonly mode: string } | null,
): ReturnForm {
  const { choices, day, select, radio, note, form } = followUpFields(language);
  const reached = (field: FormField) => showWhen('reached', field);
  const missed = (field: FormField) => showWhen('missed', field);
  return form('follow_up', {
    fields: [
      select('months', marks),
      day('on'),
      select('mode', choices('mode', CONTACT_MODES)),
      radio('outcome', choices('reach', CONTACT_OUTCOMES)),
      missed(select('why', choices('why', NOT_REACHED_REASONS))),
      missed(day('nextOn', { optional: true, comes: true })),
      ...(['economic', 'social', 'psychosocial'] as const).map((name) =>
        reached(radio(name, choices('felt', SITUATION_RATINGS))),
      ),
      reached(radio('supports', choices('support', SUPPORTS), { many: true, optional: true })),
      reached(radio('moved', choices('moved', ONWARD_MOVES))),
      reached(radio('retrafficked', choices('retrafficked', RETRAFFICKING_ANSWERS))),
      reached(radio('inDanger', choices('danger', DANGER_ANSWERS))),
      note(),
    ],
    values: { on: today, ...(first && { months: String(first.months), mode: first.mode }) },
    lead: followUpFields(language).words('form.follow_up.lead'),
  });
}

export function satisfactionForm(language: Language, today: CivilDate): ReturnForm {
  const { choices, day, select, form, words } = followUpFields(language);
  const marks = choices('satisfied', ['5', '4', '3', '2', '1']);
  return form('satisfaction', {
    lead: words('form.satisfaction.lead'),
    fields: [
      day('on'),
      ...SATISFACTIONS.map((name) =>
        select(name, marks, { label: words(`satisfaction.${name}`), optional: true }),
      ),
    ],
    values: { on: today },
  });
}

export function outcomeForm(
  language: Language,
  today: CivilDate,
  proposed: Outcome | null,
): ReturnForm {
  const { choices, day, radio, note, form, words } = followUpFields(language);
  return form('outcome', {
    lead: proposed
      ? words('form.outcome.lead', { outcome: words(`outcome.${proposed}`) })
      : words('form.outcome.none'),
    fields: [day('on'), radio('outcome', choices('outcome', OUTCOMES)), note('outcome')],
    values: { on: today, ...(proposed && { outcome: proposed }) },
  });
}
