/** The fields of a form on a page of its own, in the words of one reader. */
import type { Translator } from './i18n';

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

/** Choices that belong together, under a heading of their own. */
export interface ChoiceGroup {
  readonly label: string;
  readonly choices: readonly Choice[];
}

export interface FormField {
  /** `groups`: boxes under headings; `thumb`: one press an answer; `picker`: a person (partials/person-picker). */
  readonly as: 'field' | 'select' | 'choices' | 'groups' | 'thumb' | 'picker';
  readonly name: string;
  readonly label: string;
  readonly [more: string]: unknown;
}

/** Fields of a form with their initial values. */
export interface FormDefinition {
  readonly title: string;
  readonly button: string;
  readonly lead?: string;
  readonly fields: readonly FormField[];
  readonly values: Readonly<Record<string, string | string[]>>;
  /** Carried along unseen. */
  readonly hidden?: readonly { readonly name: string; readonly value: string }[];
}

export const choicesOf = (words: Translator, of: string, codes: readonly string[]): Choice[] =>
  codes.map((value) => ({ value, label: words(`${of}.${value}`) }));

/** Fields are labelled `field.NAME` in these words, NAME being the last part of a dotted name; a form `form.KEY.title` and `form.KEY.button`. */
export function formFields(words: Translator) {
  const named = (name: string, as: FormField['as'], more: Partial<FormField>): FormField => ({
    as,
    name,
    ...more,
    label: more.label ?? words(`field.${name.split('.').at(-1)}`),
  });
  const text = (name: string, more: Partial<FormField> = {}) => named(name, 'field', more);
  const select = (name: string, choices: readonly Choice[], more: Partial<FormField> = {}) =>
    named(name, 'select', { choices, ...more });
  const radio = (name: string, choices: readonly Choice[], more: Partial<FormField> = {}) =>
    named(name, 'choices', { choices, ...more });
  return {
    choices: (of: string, codes: readonly string[]) => choicesOf(words, of, codes),
    text,
    select,
    radio,
    /** `comes`: a day in the future; public holidays and `restDays` (0 is Sunday) are announced below the field. */
    day: (name: string, more: Partial<FormField> = {}) =>
      text(name, { type: 'date', short: true, ...more }),
    /** An amount or another number with decimals. */
    figure: (name: string, more: Partial<FormField> = {}) =>
      text(name, { short: true, inputmode: 'decimal', dir: 'ltr', ...more }),
    /** None, one or several of the choices. */
    many: (name: string, choices: readonly Choice[], more: Partial<FormField> = {}) =>
      radio(name, choices, { many: true, optional: true, ...more }),
    /** None, one or several of choices in groups. */
    grouped: (name: string, groups: readonly ChoiceGroup[], more: Partial<FormField> = {}) =>
      named(name, 'groups', { groups, optional: true, ...more }),
    note: (more: Partial<FormField> = {}) =>
      text('note', {
        rows: 3,
        maxlength: 2000,
        optional: true,
        hint: words('hint.sealed'),
        ...more,
      }),
    form: <F extends Omit<FormDefinition, 'title' | 'button'>>(key: string, more: F) => ({
      title: words(`form.${key}.title`),
      button: words(`form.${key}.button`),
      ...more,
    }),
  };
}
