/** The forms of the time after: a follow-up, what somebody thought of the help, what became of them. */
import type { CivilDate } from '../../../src/shared/nights';
import { type Choice, type FieldOfForm, fieldsIn, type ReturnForm } from '../form-fields';
import type { Language } from '../../../src/shared/actor';
import {
  DANGER,
  FELT,
  MODES,
  MOVED,
  type Outcome,
  OUTCOMES,
  REACH,
  RETRAFFICKED,
  SATISFACTIONS,
  SUPPORTS,
  WHYS,
} from './follow-up.rules';

export const afterFields = (language: Language) => fieldsIn(language, 'follow-ups');

/** Shown where the answer asks for it; without style sheets all of it is there. */
const when = (answer: string, field: FieldOfForm): FieldOfForm => ({ ...field, when: answer });

export function followUpForm(
  language: Language,
  today: CivilDate,
  marks: readonly Choice[],
  first: { readonly months: number; readonly mode: string } | null,
): ReturnForm {
  const { choices, day, select, radio, note, form } = afterFields(language);
  const reached = (field: FieldOfForm) => when('reached', field);
  const missed = (field: FieldOfForm) => when('missed', field);
  return form('follow_up', {
    fields: [
      select('months', marks),
      day('on'),
      select('mode', choices('mode', MODES)),
      radio('outcome', choices('reach', REACH)),
      missed(select('why', choices('why', WHYS))),
      missed(day('nextOn', { optional: true })),
      ...(['economic', 'social', 'psychosocial'] as const).map((name) =>
        reached(radio(name, choices('felt', FELT))),
      ),
      reached(radio('supports', choices('support', SUPPORTS), { many: true, optional: true })),
      reached(radio('moved', choices('moved', MOVED))),
      reached(radio('retrafficked', choices('retrafficked', RETRAFFICKED))),
      reached(radio('inDanger', choices('danger', DANGER))),
      note(),
    ],
    values: { on: today, ...(first && { months: String(first.months), mode: first.mode }) },
    lead: afterFields(language).words('form.follow_up.lead'),
  });
}

export function satisfactionForm(language: Language, today: CivilDate): ReturnForm {
  const { choices, day, select, form, words } = afterFields(language);
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
  const { choices, day, radio, note, form, words } = afterFields(language);
  return form('outcome', {
    lead: proposed
      ? words('form.outcome.lead', { outcome: words(`outcome.${proposed}`) })
      : words('form.outcome.none'),
    fields: [day('on'), radio('outcome', choices('outcome', OUTCOMES)), note('outcome')],
    values: { on: today, ...(proposed && { outcome: proposed }) },
  });
}
