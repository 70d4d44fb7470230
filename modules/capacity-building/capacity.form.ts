/** Each act of a training of officials as a form of its own page: what is asked, in which words. */
import { CURRENCIES } from '../grant-budgeting';
import { listChoices, regionChoices } from '../reference-lists';
import type { Language } from '../platform/shared/actor';
import { capacityWords } from './capacity.words';
import { SEXES } from './learners/learners.queries';
import { COSTS } from './money/capacity-costs.service';
import { MODES } from './trainings/trainings.queries';
import { CANCELLATION_REASONS, type State } from './trainings/training-states.rules';
import {
  type Choice,
  type FormDefinition,
  type FormField,
  formFields,
} from '../platform/web/form-fields';
import { CERTIFICATE_WITHDRAWAL_REASONS, trainingWords } from '../vocational-training';

export interface CapacityChoices {
  readonly topics: readonly Choice[];
  readonly kinds: readonly Choice[];
  readonly organisers: readonly Choice[];
  readonly lines: readonly Choice[];
}
/** Repeated fields, one line each. */
export interface CapacityForm extends FormDefinition {
  readonly lines?: readonly (readonly FormField[])[];
}

const DAY_LINES = 6;

/** The words and fields of one reader's language. */
export function capacityFormsIn(language: Language, today: string) {
  const words = capacityWords(language);
  const { choices, text, day, figure, select, radio, form } = formFields(words);
  const many = (name: string, all: readonly Choice[], more: object = {}) =>
    radio(name, all, { many: true, ...more });
  const optional = { optional: true };
  const sealed = { optional: true, hint: words('hint.sealed') };
  const onToday = { on: today };

  return {
    plan: ({ topics, kinds, organisers, lines }: CapacityChoices): CapacityForm =>
      form('plan', {
        lead: words('form.plan.lead'),
        fields: [
          text('title', { maxlength: 160, hint: words('hint.title') }),
          many('topics', topics, { hint: words('hint.topics') }),
          many('audience', kinds, optional),
          select('language', listChoices('languages', language)),
          radio('mode', choices('mode', MODES)),
          select('region', regionChoices(language), { ...optional, hint: words('hint.region') }),
          select('organiserId', organisers),
          text('trainers', { ...sealed, maxlength: 500 }),
          text('places', { short: true, inputmode: 'numeric', dir: 'ltr' }),
          select('lineId', lines, { ...optional, hint: words('hint.line') }),
        ],
        lines: Array.from({ length: DAY_LINES }, (_, at) => [
          day(`days.${at}.on`, { label: words('field.day_of', { number: at + 1 }) }),
          figure(`days.${at}.hours`, { label: words('field.hours_of', { number: at + 1 }) }),
        ]),
        values: { language: 'fra', mode: 'in_person', places: '25' },
      }),
    step: (next: readonly State[]): CapacityForm =>
      form('step', {
        fields: [
          radio('to', choices('step_to', next)),
          day('on'),
          select('reason', choices('cancelled_for', CANCELLATION_REASONS), {
            optional: true,
            hint: words('hint.reason'),
          }),
        ],
        values: { ...onToday, to: 'held' },
      }),
    agenda: (days: readonly Choice[]): CapacityForm =>
      form('agenda', {
        fields: [
          select('on', days),
          text('from', { type: 'time', short: true }),
          text('until', { type: 'time', short: true }),
          text('subject', { maxlength: 200 }),
          text('trainer', { ...sealed, maxlength: 120 }),
        ],
        values: days[0] ? { on: days[0].value } : {},
      }),
    participant: ({ kinds }: Pick<CapacityChoices, 'kinds'>): CapacityForm =>
      form('participant', {
        lead: words('form.participant.lead'),
        fields: [
          text('name', { maxlength: 120 }),
          radio('sex', choices('a_sex', SEXES)),
          select('kind', kinds),
          text('institution', { maxlength: 160 }),
          select('region', regionChoices(language), optional),
          text('email', { ...optional, type: 'email', dir: 'ltr', maxlength: 200 }),
          text('phone', { ...optional, type: 'tel', dir: 'ltr', maxlength: 25, short: true }),
          text('learner', {
            ...optional,
            short: true,
            inputmode: 'numeric',
            dir: 'ltr',
            hint: words('hint.learner'),
          }),
          many('another', [{ value: 'yes', label: words('another_person') }], optional),
        ],
        values: {},
      }),
    cost: (): CapacityForm =>
      form('cost', {
        lead: words('form.cost.lead'),
        fields: [
          select('what', choices('cost_of', COSTS)),
          figure('amount'),
          select(
            'currency',
            CURRENCIES.map((value) => ({ value, label: value })),
          ),
          day('on'),
        ],
        values: { ...onToday, currency: 'MAD' },
      }),
    certificates: (): CapacityForm =>
      form('certificates', {
        lead: words('form.certificates.lead'),
        fields: [day('on'), radio('named', choices('named', ['yes', 'no']))],
        values: { ...onToday, named: 'yes' },
      }),
    withdrawal: (): CapacityForm =>
      form('withdrawal', {
        lead: words('form.withdrawal.lead'),
        fields: [
          day('on'),
          radio(
            'reason',
            CERTIFICATE_WITHDRAWAL_REASONS.map((value) => ({
              value,
              label: trainingWords(language)(`withdrawn_for.${value}`),
            })),
          ),
        ],
        values: onToday,
      }),
    merge: (): CapacityForm =>
      form('merge', {
        lead: words('form.merge.lead'),
        fields: [text('goneNumber', { short: true, inputmode: 'numeric', dir: 'ltr' }), day('on')],
        values: onToday,
      }),
  };
}
export type CapacityForms = ReturnType<typeof capacityFormsIn>;
