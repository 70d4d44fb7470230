/** Each act as a form of its own page: what is asked, in which words. */
import { CURRENCIES } from '../grant-budgeting';
import { list } from '../reference-lists';
import type { Language } from '../platform/shared/actor';
import { CERTIFICATE_WITHDRAWAL_REASONS } from './certificates/certificate-register.service';
import { RESULTS, ENROLMENT_WITHDRAWAL_REASONS } from './enrolments/enrol.service';
import type { State } from './enrolments/enrolment-states.rules';
import { ACCESS, CHILD_CARE, NEEDS } from './orientation/ranking.rules';
import { type Choice, wordsIn } from './training.words';

export interface FieldOfForm {
  /** `thumb`: one press an answer. */
  readonly as: 'field' | 'select' | 'choices' | 'thumb';
  readonly name: string;
  readonly label: string;
  readonly [more: string]: unknown;
}
export interface TrainingForm {
  readonly title: string;
  readonly button: string;
  readonly lead?: string;
  readonly fields: readonly FieldOfForm[];
  readonly values: Readonly<Record<string, string | string[]>>;
  /** Carried along unseen. */
  readonly hidden?: readonly { readonly name: string; readonly value: string }[];
}

/** What may be chosen, in the versions of today. */
export interface ListChoices {
  readonly levels: readonly Choice[];
  readonly fields: readonly Choice[];
  readonly occupations: readonly Choice[];
  readonly dropoutReasons: readonly Choice[];
}

/** The twelve of the country; abroad and not known are none to learn in. */
const isRegion = (code: string): boolean => code >= '01' && code <= '12';

/** The words and fields of one reader's language. */
export function formsIn(language: Language, today: string) {
  const words = wordsIn(language);
  const choices = (of: string, codes: readonly string[]): Choice[] =>
    codes.map((value) => ({ value, label: words(`${of}.${value}`) }));
  const named = (name: string, as: FieldOfForm['as'], more: Partial<FieldOfForm>): FieldOfForm => ({
    as,
    name,
    ...more,
    label: more.label ?? words(`field.${name}`),
  });
  const text = (name: string, more: object = {}) => named(name, 'field', more);
  const day = (name: string, more: object = {}) =>
    text(name, { type: 'date', short: true, ...more });
  const money = (name: string, more: object = {}) =>
    text(name, { short: true, inputmode: 'decimal', dir: 'ltr', ...more });
  const select = (name: string, all: readonly Choice[], more: object = {}) =>
    named(name, 'select', { choices: all, ...more });
  const radio = (name: string, all: readonly Choice[], more: object = {}) =>
    named(name, 'choices', { choices: all, ...more });
  const many = (name: string, all: readonly Choice[], more: object = {}) =>
    radio(name, all, { many: true, optional: true, ...more });
  const note = () =>
    text('note', { rows: 3, maxlength: 2000, optional: true, hint: words('hint.sealed') });
  const coded = (name: 'regions' | 'languages'): Choice[] =>
    list(name)
      .items.filter(({ code }) => name === 'languages' || isRegion(code))
      .map(({ code, labels }) => ({ value: code, label: labels[language] }));
  const form = (key: string, more: Omit<TrainingForm, 'title' | 'button'>): TrainingForm => ({
    title: words(`form.${key}.title`),
    button: words(`form.${key}.button`),
    ...more,
  });
  const yesNo = choices('answer', ['yes', 'no']);
  const onToday = { on: today };

  return {
    course: (
      lists: Pick<ListChoices, 'levels' | 'fields'>,
      providers: readonly Choice[],
      lines: readonly Choice[],
    ): TrainingForm =>
      form('course', {
        lead: words('form.course.lead'),
        fields: [
          select('providerId', providers),
          text('title', { maxlength: 120, hint: words('hint.title') }),
          select('level', lists.levels),
          select('field', lists.fields),
          select('buildsOn', lists.levels, { optional: true, empty: words('hint.nothing') }),
          select('language', coded('languages')),
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
        ],
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
    session: (): TrainingForm =>
      form('session', {
        fields: [
          day('startsOn'),
          day('endsOn'),
          radio('weekdays', choices('weekday', ['1', '2', '3', '4', '5', '6', '7']), {
            many: true,
          }),
          text('daysOff', { optional: true, hint: words('hint.daysOff'), dir: 'ltr' }),
          text('startsAt', { type: 'time', short: true }),
          text('endsAt', { type: 'time', short: true }),
          text('places', { short: true, inputmode: 'numeric', dir: 'ltr' }),
          select('region', coded('regions'), { hint: words('hint.region') }),
        ],
        values: { weekdays: ['1', '2', '3', '4', '5'], startsAt: '09:00', endsAt: '13:00' },
      }),
    orientation: (lists: Omit<ListChoices, 'dropoutReasons'>): TrainingForm =>
      form('orientation', {
        lead: words('form.orientation.lead'),
        fields: [
          day('on'),
          many('interests', lists.fields),
          select('schooling', lists.levels, { optional: true, empty: words('hint.not_known') }),
          many('languages', coded('languages')),
          many('experience', lists.occupations),
          many('needs', choices('need', NEEDS), { hint: words('hint.needs') }),
          many('avoids', coded('regions'), { hint: words('hint.avoids') }),
          note(),
        ],
        values: onToday,
      }),
    choice: (sessions: readonly Choice[], first: string | null): TrainingForm =>
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
    enrolment: (sessions: readonly Choice[], first: string | null): TrainingForm =>
      form('enrolment', {
        lead: words('form.enrolment.lead'),
        fields: [select('sessionId', sessions), day('on'), note()],
        values: { ...onToday, ...(first && { sessionId: first }) },
      }),
    step: (next: readonly State[], dropoutReasons: readonly Choice[]): TrainingForm => {
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
    assessment: (): TrainingForm =>
      form('assessment', {
        fields: [
          day('on'),
          radio('result', choices('result', RESULTS)),
          money('score', { optional: true, hint: words('hint.score') }),
          note(),
        ],
        values: onToday,
      }),
    certificate: (): TrainingForm =>
      form('certificate', {
        lead: words('form.certificate.lead'),
        fields: [
          day('on'),
          text('holder', { optional: true, maxlength: 120, hint: words('hint.holder') }),
        ],
        values: onToday,
      }),
    withdrawal: (): TrainingForm =>
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
