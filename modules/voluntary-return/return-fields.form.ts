/** The fields of a form about a track, and the words that all of these forms share. */
import { list } from '../reference-lists';
import type { Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';

export interface Choice {
  readonly value: string;
  readonly label: string;
}
export interface FieldOfForm {
  readonly as: 'field' | 'select' | 'choices';
  readonly name: string;
  readonly label: string;
  readonly [more: string]: unknown;
}
export interface ReturnForm {
  readonly title: string;
  readonly button: string;
  readonly lead?: string;
  readonly fields: readonly FieldOfForm[];
  readonly values: Readonly<Record<string, string | string[]>>;
  /** Said with the form and not asked. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** The server's half of a key: such a form waits on the device where there is no connection. */
  readonly keeps?: string;
}

/** What a form is made of, in the words of one reader. */
export function fieldsIn(language: Language, namespace = 'returns') {
  const words = (key: string, params: object = {}) =>
    translate(language, `${namespace}:${key}`, { ...params });
  const choices = (of: string, codes: readonly string[]): Choice[] =>
    codes.map((value) => ({ value, label: words(`${of}.${value}`) }));
  const named = (name: string, as: FieldOfForm['as'], more: Partial<FieldOfForm>): FieldOfForm => ({
    as,
    name,
    ...more,
    label: more.label ?? words(`field.${name}`),
  });
  const day = (name: string, more: object = {}) =>
    named(name, 'field', { type: 'date', short: true, ...more });
  const select = (name: string, all: readonly Choice[], more: object = {}) =>
    named(name, 'select', { choices: all, ...more });
  const radio = (name: string, all: readonly Choice[], more: object = {}) =>
    named(name, 'choices', { choices: all, ...more });
  const note = (hint = 'sealed') =>
    named('note', 'field', {
      rows: 3,
      maxlength: 2000,
      optional: true,
      hint: words(`hint.${hint}`),
    });
  /** Countries and languages as the reader would look for them; regions keep the order of their list. */
  const coded = (name: 'nationalities' | 'regions' | 'languages'): Choice[] => {
    const all = list(name).items.map(({ code, labels }) => ({
      value: code,
      label: labels[language],
    }));
    return name === 'regions' ? all : all.sort((a, b) => a.label.localeCompare(b.label, language));
  };
  const form = (key: string, more: Omit<ReturnForm, 'title' | 'button'>): ReturnForm => ({
    title: words(`form.${key}.title`),
    button: words(`form.${key}.button`),
    ...more,
  });
  return { words, choices, day, select, radio, note, coded, form };
}
