/** Builders of the forms of a person's work, by page; null if there is nothing to enter. */
import { workWordsIn } from '../work.words';
import type { WorkFormBuilder } from './work-pages.view';

export const application =
  (asked: string | null): WorkFormBuilder =>
  (forms, { offers }) =>
    forms.application(offers, offers.find(({ value }) => value === asked)?.value ?? null);

export const applicationStep: WorkFormBuilder = (forms, { application: one }) =>
  one && one.next.length > 0 ? forms.applicationStep(one.next) : null;

export const placement: WorkFormBuilder = (forms, { lists, employers, fromOffer }) =>
  forms.placement(lists, employers, fromOffer);

export const placementStep: WorkFormBuilder = (forms, { placement: one, lists }) =>
  one && one.next.length > 0 ? forms.placementStep(one.next, lists) : null;

/** The marks that are asked for now, and a word between two of them; the oldest open one first. */
export const followUp: WorkFormBuilder = (forms, { placement: one, language }) => {
  if (!one || one.marks.length === 0) return null;
  const words = workWordsIn(language);
  const asked = one.marks.filter(({ state }) => state !== 'ahead' && state !== 'reached');
  const marks = asked.map(({ months, dueOn }) => ({
    value: String(months),
    label: words('mark_due', { count: months, day: dueOn }),
  }));
  const first = asked.find(({ state }) => state === 'open') ?? asked.at(-1);
  const between = { value: '0', label: words('between_marks') };
  return forms.followUp([...marks, between], String(first?.months ?? 0));
};

export const answer: WorkFormBuilder = (forms) => forms.answer();
