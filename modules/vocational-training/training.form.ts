/** Each act as a form of its own page: what is asked, in which words. */
import { CURRENCIES } from '../grant-budgeting';
import { listChoices, regionChoices } from '../reference-lists';
import type { Language } from '../platform/shared/actor';
import { type CancellationDays, CANCELLATION_REASONS } from './cancellation/cancellation.rules';
import { CERTIFICATE_WITHDRAWAL_REASONS } from './certificates/certificate-register.service';
import { RESULTS, ENROLMENT_WITHDRAWAL_REASONS } from './enrolments/enrol.service';
import type { Session } from './courses/courses.queries';
import type { State } from './enrolments/enrolment-states.rules';
import { ACCESS, CHILD_CARE, NEEDS } from './orientation/ranking.rules';
import { trainingWords } from './training.words';
import {
  type Choice,
  type ChoiceGroup,
  type FormDefinition,
  type FormField,
  formFields,
} from '../platform/web/form-fields';

/** Choices from the lists in force today. */
export interface ListChoices {
  readonly levels: readonly Choice[];
  readonly fields: readonly Choice[];
  readonly occupations: readonly Choice[];
  readonly dropoutReasons: readonly Choice[];
  readonly trades: readonly TradeChoices[];
}

/** The trades of a field of ISCED-F. */
export interface TradeChoices extends ChoiceGroup {
  readonly field: string;
}

/** Choices of the course form. */
export interface CourseChoices {
  readonly lists: Pick<ListChoices, 'levels' | 'fields' | 'trades'>;
  readonly providers: readonly Choice[];
  readonly lines: readonly Choice[];
}
export type CourseValues = Readonly<Record<string, string | string[]>>;

/** The words and fields of one reader's language. */
export function formsIn(language: Language, today: string) {
  const words = trainingWords(language);
  const {
    choices,
    text,
    day,
    figure: money,
    select,
    radio,
    many,
    grouped,
    note,
    form,
  } = formFields(words);
  const yesNo = choices('answer', ['yes', 'no']);
  const onToday = { on: today };
  const courseFields = ({ lists, providers, lines }: CourseChoices): FormField[] => [
    select('providerId', providers),
    text('title', { maxlength: 120, hint: words('hint.title') }),
    select('level', lists.levels),
    select('field', lists.fields),
    select('trade', [], {
      groups: lists.trades.map(({ field, label, choices }) => ({
        label: lists.fields.find(({ value }) => value === field)?.label ?? label,
        choices,
      })),
      optional: true,
      empty: words('hint.no_trade'),
      hint: words('hint.trade'),
    }),
    select('buildsOn', lists.levels, { optional: true, empty: words('hint.nothing') }),
    select('language', listChoices('languages', language)),
    money('costPerPlace'),
    select(
      'currency',
      CURRENCIES.map((value) => ({ value, label: value })),
    ),
    many('access', choices('access', ACCESS)),
    radio('childCare', choices('child_care', CHILD_CARE)),
    radio('strenuous', yesNo),
    money('stipend', { hint: words('hint.stipend') }),
    money('transport'),
    radio('paysExcused', yesNo),
    select('lineId', lines, { optional: true, hint: words('hint.line') }),
    text('agreement', { maxlength: 80, short: true, dir: 'ltr' }),
    day('agreedFrom'),
    day('agreedUntil'),
  ];

  return {
    course: (given: CourseChoices): FormDefinition =>
      form('course', {
        lead: words('form.course.lead'),
        fields: courseFields(given),
        values: {
          language: 'ara',
          currency: 'MAD',
          childCare: 'none',
          strenuous: 'no',
          stipend: '0',
          transport: '0',
          paysExcused: 'no',
        },
      }),
    /** Fixed fields are carried as hidden fields. */
    changedCourse: (
      given: CourseChoices,
      { fixed, revision }: { readonly fixed: readonly string[]; readonly revision: string },
      values: CourseValues,
    ): FormDefinition =>
      form('change_course', {
        fields: courseFields(given).filter(({ name }) => !fixed.includes(name)),
        values,
        hidden: [
          { name: 'revision', value: revision },
          ...fixed.map((name) => ({ name, value: String(values[name] ?? '') })),
        ],
      }),
    session: (): FormDefinition =>
      form('session', {
        fields: [
          day('startsOn', { comes: true }),
          day('endsOn', { comes: true }),
          radio('weekdays', choices('weekday', ['1', '2', '3', '4', '5', '6', '7']), {
            many: true,
          }),
          text('daysOff', { optional: true, hint: words('hint.daysOff'), dir: 'ltr' }),
          text('startsAt', { type: 'time', short: true }),
          text('endsAt', { type: 'time', short: true }),
          text('places', { short: true, inputmode: 'numeric', dir: 'ltr' }),
          select('region', regionChoices(language), { hint: words('hint.region') }),
        ],
        values: { weekdays: ['1', '2', '3', '4', '5'], startsAt: '09:00', endsAt: '13:00' },
      }),
    cancellation: ({ first, last, usual }: CancellationDays): FormDefinition =>
      form('cancellation', {
        fields: [
          radio('reason', choices('cancelled_for', CANCELLATION_REASONS)),
          ...(first === last
            ? []
            : [
                day('from', {
                  label: words('field.cancelledFrom'),
                  hint: words('hint.cancelledFrom'),
                }),
              ]),
          text('remark', { rows: 2, maxlength: 300, optional: true, hint: words('hint.remark') }),
        ],
        values: first === last ? {} : { from: usual },
      }),
    orientation: (
      lists: Omit<ListChoices, 'dropoutReasons'>,
      languages: readonly string[],
    ): FormDefinition =>
      form('orientation', {
        lead: words('form.orientation.lead'),
        fields: [
          day('on'),
          grouped('trades', lists.trades),
          many(
            'interests',
            lists.fields.map((one) => ({
              ...one,
              label: lists.trades.find(({ field }) => field === one.value)?.label ?? one.label,
            })),
            { hint: words('hint.interests') },
          ),
          select('schooling', lists.levels, { optional: true, empty: words('hint.not_known') }),
          many('languages', listChoices('languages', language)),
          many('experience', lists.occupations),
          many('needs', choices('need', NEEDS), { hint: words('hint.needs') }),
          many('avoids', regionChoices(language), { hint: words('hint.avoids') }),
          note(),
        ],
        values: { ...onToday, languages: [...languages] },
      }),
    choice: (sessions: readonly Choice[], first: string | null): FormDefinition =>
      form('choice', {
        lead: words('form.choice.lead'),
        fields: [
          radio('choice', choices('choice', ['session', 'later', 'none'])),
          select('sessionId', sessions, { optional: true, hint: words('hint.choice') }),
          day('on'),
          note(),
        ],
        values: { ...onToday, ...(first && { choice: 'session', sessionId: first }) },
      }),
    enrolment: (sessions: readonly Choice[], first: string | null): FormDefinition =>
      form('enrolment', {
        lead: words('form.enrolment.lead'),
        fields: [select('sessionId', sessions), day('on'), note()],
        values: { ...onToday, ...(first && { sessionId: first }) },
      }),
    step: (next: readonly State[], dropoutReasons: readonly Choice[]): FormDefinition => {
      const reasons = next.includes('dropped_out')
        ? dropoutReasons
        : choices('withdrawal', ENROLMENT_WITHDRAWAL_REASONS);
      const ends = next.includes('dropped_out') || next.includes('withdrawn');
      return form('step', {
        fields: [
          radio('to', choices('step_to', next)),
          day('on'),
          ...(ends
            ? [select('reason', reasons, { optional: true, hint: words('hint.reason') })]
            : []),
          note(),
        ],
        values: { ...onToday, ...(next[0] && next[0] !== 'withdrawn' && { to: next[0] }) },
      });
    },
    services: (
      types: readonly Choice[],
      session: Pick<Session, 'startsOn' | 'endsOn' | 'startsAt'>,
      first: string,
    ): FormDefinition =>
      form('services', {
        lead: words('form.services.lead'),
        fields: [
          select('typeCode', types),
          text('at', { type: 'time', short: true, optional: true }),
          day('from', { label: words('field.servicesFrom'), comes: true }),
          day('until', { label: words('field.servicesUntil'), comes: true }),
        ],
        values: {
          at: session.startsAt,
          from: session.startsOn > first ? session.startsOn : first,
          until: session.endsOn,
        },
      }),
    assessment: (): FormDefinition =>
      form('assessment', {
        fields: [
          day('on'),
          radio('result', choices('result', RESULTS)),
          money('score', { optional: true, hint: words('hint.score') }),
          note(),
        ],
        values: onToday,
      }),
    certificate: (): FormDefinition =>
      form('certificate', {
        lead: words('form.certificate.lead'),
        fields: [
          day('on'),
          text('holder', { optional: true, maxlength: 120, hint: words('hint.holder') }),
        ],
        values: onToday,
      }),
    withdrawal: (): FormDefinition =>
      form('withdrawal', {
        lead: words('form.withdrawal.lead'),
        fields: [
          day('on'),
          radio('reason', choices('withdrawn_for', CERTIFICATE_WITHDRAWAL_REASONS)),
        ],
        values: onToday,
      }),
  };
}
