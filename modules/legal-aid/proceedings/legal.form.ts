/** Each act of legal aid as a form of its own page: what is asked, in which words. */
import { CURRENCIES } from '../../grant-budgeting';
import { list } from '../../reference-lists';
import type { Language } from '../../platform/shared/actor';
import {
  AMOUNT_KINDS,
  AUTHORITIES,
  CONTACT_ROLES,
  ENFORCERS,
  HEARING_DETAILS,
  HEARING_KINDS,
  measureStepWord,
  PROCEEDING_KINDS,
} from '../legal.rules';
import { formatDate } from '../../platform/web/format';
import { translatorOf } from '../../platform/web/i18n';
import {
  type Choice,
  type FormDefinition,
  type FormField,
  formFields,
} from '../../platform/web/form-fields';
import type { Hearing, Measure, Order } from './read-legal.service';

export interface FormChoices {
  readonly today: string;
  readonly courts: readonly Choice[];
  readonly officers: readonly Choice[];
  readonly organisations: readonly Choice[];
  /** Weekdays on which no court sits; 0 is Sunday. */
  readonly restDays: readonly number[];
}

/** Which hearing, order or measure a form is about. */
const joined = (...parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null).join(' · ');

/** The words and fields of one reader's language. */
export function formsIn(language: Language) {
  const words = translatorOf('legal')(language);
  const { choices, text, day, select, radio, note, form } = formFields(words);
  const hint = (name: string) => words(`hint.${name}`);
  const numbers = ({ courts, officers }: FormChoices): FormField[] => [
    select('courtId', courts, { optional: true }),
    text('prosecutorFile', {
      maxlength: 60,
      optional: true,
      dir: 'ltr',
      hint: hint('prosecutorFile'),
    }),
    text('courtFile', { maxlength: 60, optional: true, dir: 'ltr', hint: hint('sealed') }),
    select('officerId', officers, { hint: hint('officerId') }),
  ];
  const authority = (more: object = {}) =>
    select('authority', choices('authority', AUTHORITIES), more);

  return {
    kind: (kind: string): string => words(`kind.${kind}`),
    open: (all: FormChoices, stages: readonly string[], actorId: string): FormDefinition =>
      form('open', {
        lead: words('form.open.lead'),
        fields: [
          select('kind', choices('kind', PROCEEDING_KINDS)),
          select('stage', choices('proceeding_state', stages), { hint: hint('stage') }),
          day('openedOn', { hint: hint('openedOn') }),
          ...numbers(all),
          note(),
        ],
        values: { openedOn: all.today, officerId: actorId },
      }),
    change: (all: FormChoices, values: Record<string, string>): FormDefinition =>
      form('change', { fields: numbers(all), values }),
    stage: (next: readonly string[], today: string): FormDefinition =>
      form('stage', {
        fields: [radio('to', choices('proceeding_state', next)), day('on'), note()],
        values: { on: today },
      }),
    hearing: (all: FormChoices, values: Record<string, string>): FormDefinition =>
      form('hearing', {
        lead: words('form.hearing.lead'),
        fields: [
          select('courtId', all.courts),
          day('day', { comes: true, restDays: all.restDays }),
          text('time', { type: 'time', short: true }),
          select('kind', choices('hearing_kind', HEARING_KINDS)),
          radio('personExpected', choices('person_expected', ['yes', 'no']), { optional: true }),
          text('place', { maxlength: 120, optional: true, hint: hint('place') }),
          note(),
        ],
        values,
      }),
    correction: (
      { courts, restDays }: FormChoices,
      { day: on, kind, court }: Hearing,
      time: string,
    ): FormDefinition =>
      form('correction', {
        lead: joined(words(`hearing_kind.${kind}`), words('form.correction.lead')),
        fields: [
          select('courtId', courts),
          day('day', { comes: true, restDays }),
          text('time', { type: 'time', short: true }),
        ],
        values: { courtId: court.id, day: on, time },
      }),
    end: (
      { restDays }: FormChoices,
      proceeding: string,
      { day: on, kind, court, next }: Hearing,
    ): FormDefinition =>
      form('end', {
        lead: joined(
          words(`kind.${proceeding}`),
          formatDate(on, language),
          words(`hearing_kind.${kind}`),
          court[language],
        ),
        fields: [
          radio('to', choices('hearing_end', next)),
          select(
            'detail',
            [...new Set(next.flatMap((to) => HEARING_DETAILS[to] ?? []))].map((value) => ({
              value,
              label: words(`detail.${value}`),
            })),
          ),
          ...(next.includes('adjourned')
            ? [
                day('next.day', {
                  label: words('field.nextDay'),
                  optional: true,
                  hint: hint('nextDay'),
                  comes: true,
                  restDays,
                }),
                text('next.time', {
                  label: words('field.nextTime'),
                  type: 'time',
                  short: true,
                  optional: true,
                }),
              ]
            : []),
          note(),
        ],
        values: {},
      }),
    measure: (
      kinds: readonly Choice[],
      proceedings: readonly Choice[],
      today: string,
    ): FormDefinition =>
      form('measure', {
        fields: [
          select('kind', kinds),
          radio('to', choices('measure_state', ['asked', 'granted'])),
          authority(),
          day('on'),
          day('untilOn', { optional: true }),
          ...(proceedings.length > 0
            ? [select('proceedingId', proceedings, { optional: true })]
            : []),
          note(),
        ],
        values: { on: today },
      }),
    measureStep: (
      { state, next, untilOn }: Measure,
      label: string,
      today: string,
    ): FormDefinition =>
      form('measure_step', {
        lead: joined(
          label,
          words(`measure_state.${state}`),
          untilOn && words('until', { day: untilOn }),
        ),
        fields: [
          radio(
            'to',
            next.map((value) => ({
              value,
              label: words(`measure_state.${measureStepWord(state, value)}`),
            })),
          ),
          authority({ optional: true }),
          day('on'),
          ...(next.includes('granted')
            ? [day('untilOn', { optional: true, hint: hint('untilOn'), comes: true })]
            : []),
          note(),
        ],
        values: { on: today },
      }),
    order: (kinds: readonly Choice[], today: string): FormDefinition =>
      form('order', {
        fields: [
          select('kind', kinds),
          day('madeOn'),
          day('dueOn', { optional: true, hint: hint('dueOn'), comes: true }),
          text('text', { rows: 3, maxlength: 2000, optional: true, hint: hint('sealed') }),
        ],
        values: { madeOn: today },
      }),
    orderStep: (
      proceeding: string,
      { next, dueOn }: Order,
      label: string,
      today: string,
    ): FormDefinition =>
      form('order_step', {
        lead: joined(words(`kind.${proceeding}`), label, dueOn && words('due_on', { day: dueOn })),
        fields: [
          radio('to', choices('order_step', next)),
          day('on'),
          select('doneBy', choices('doer', ENFORCERS), { hint: hint('doneBy') }),
          note(),
        ],
        values: { on: today },
      }),
    contact: ({ organisations }: FormChoices): FormDefinition =>
      form('contact', {
        fields: [
          select('role', choices('role', CONTACT_ROLES)),
          text('name', { maxlength: 120, optional: true, hint: hint('sealed') }),
          text('phone', { type: 'tel', maxlength: 30, optional: true, dir: 'ltr', short: true }),
          select('organisationId', organisations, { optional: true, hint: hint('organisationId') }),
          select(
            'language',
            list('languages').items.map(({ code, labels }) => ({
              value: code,
              label: labels[language],
            })),
            { optional: true, hint: hint('language') },
          ),
        ],
        values: {},
      }),
    amount: (today: string): FormDefinition =>
      form('amount', {
        lead: words('form.amount.lead'),
        fields: [
          radio('what', choices('amount', AMOUNT_KINDS)),
          text('amount', { inputmode: 'decimal', maxlength: 14, short: true, dir: 'ltr' }),
          select(
            'currency',
            CURRENCIES.map((value) => ({ value, label: value })),
          ),
          day('on'),
        ],
        values: { currency: 'MAD', on: today },
      }),
  };
}
