/** What open data stand on, as forms of pages of their own. */
import type { Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import { AGES, ORGANISATION_TYPES, SEXES } from './open-data.dto';

export type OpenDataForm = 'reference' | 'population';

export function openDataForm(
  name: OpenDataForm,
  language: Language,
  organisations: readonly { readonly code: string; readonly name: string }[],
) {
  const say = (key: string) => translate(language, `open-data:${key}`);
  const field = (key: string, more: object = {}) => ({
    as: 'field',
    name: key,
    label: say(`field.${key}`),
    ...more,
  });
  const choices = (of: string, values: readonly (string | number)[]) =>
    values.map((value) => ({ value: String(value), label: say(`${of}.${value}`) }));
  const source = [
    field('source', { maxlength: 300, hint: say('hint.source') }),
    field('verified', { as: 'choices', choices: choices('read', ['yes', 'no']) }),
  ];
  const fields = {
    reference: [
      field('code', {
        as: 'select',
        choices: organisations.map((one) => ({ value: one.code, label: one.name })),
      }),
      field('ref', { short: true, dir: 'ltr', maxlength: 64, hint: say('hint.ref') }),
      field('type', { as: 'select', choices: choices('type', ORGANISATION_TYPES) }),
      field('channel', { short: true, dir: 'ltr', maxlength: 5, optional: true }),
      ...source,
    ],
    population: [
      field('year', { short: true, inputmode: 'numeric', dir: 'ltr', maxlength: 4 }),
      field('sex', { as: 'choices', choices: choices('of_sex', SEXES) }),
      field('age', { as: 'choices', choices: choices('of_age', AGES) }),
      field('people', { short: true, inputmode: 'numeric', dir: 'ltr', maxlength: 13 }),
      ...source,
    ],
  };
  const values: Readonly<Record<OpenDataForm, Readonly<Record<string, string>>>> = {
    reference: { verified: 'no' },
    population: { sex: 'all', age: 'all', verified: 'no' },
  };
  return {
    title: say(`form.${name}.title`),
    lead: say(`form.${name}.lead`),
    button: say('form.button'),
    fields: fields[name],
    values: values[name],
  };
}
