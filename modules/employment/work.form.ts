/** Each act of work as a form of its own page: what is asked, in which words. */
import { CURRENCIES } from '../grant-budgeting';
import type { Language } from '../platform/shared/actor';
import {
  VETTING_REFUSAL_REASONS,
  VETTING_CHECKS,
  VETTING_RESULTS,
} from './employers/employers.queries';
import {
  RESPONSE_ACTIONS,
  WORK_STATUSES,
  CONTACT_MODES,
  CONTACT_OUTCOMES,
  INDICATOR_ANSWERS,
  FORCED_LABOUR_INDICATORS,
  NOT_REACHED_REASONS,
} from './follow-up/follow-up.rules';
import { FLOOR_STATUSES } from './floors/floors.service';
import { FLOORS, PERIODS } from './floors/wage-floor.rules';
import {
  APPLICATION_WITHDRAWAL_REASONS,
  DECLINED_BY,
  DECLINE_REASONS,
} from './placements/applications.service';
import {
  CONTRACT_FORMS,
  CONTRACT_KINDS,
  CONTRACT_HOLDERS,
  PLACEMENT_KINDS,
  NO_CONTRACT_REASONS,
} from './placements/placements.service';
import type { ApplicationState, PlacementState } from './placements/placement-states.rules';
import { workWordsIn } from './work.words';
import {
  type Choice,
  type FormDefinition,
  type FormField,
  formFields,
} from '../platform/web/form-fields';
import { regionChoices } from '../reference-lists';

export interface WorkChoices {
  readonly occupations: readonly Choice[];
  readonly sectors: readonly Choice[];
  readonly endReasons: readonly Choice[];
}
/** Values of a change form, with the revision that was read. */
export interface RevisedValues {
  readonly revision: string;
  readonly [name: string]: string;
}
/** Defaults from an accepted application. */
export interface OfferDefaults {
  readonly applicationId: string;
  readonly occupation: string;
  readonly hoursAWeek: string;
  readonly wage: string;
  readonly wagePeriod: string;
}

export function workFormsIn(language: Language, today: string) {
  const words = workWordsIn(language);
  const { choices, text, day, figure, select, radio, many, note, form } = formFields(words);
  const regions = regionChoices(language);
  const optional = { optional: true };
  const inWork = { optional: true, hint: words('hint.employed') };
  const currencies = CURRENCIES.map((value) => ({ value, label: value }));
  const yesNo = choices('answer', ['yes', 'no']);
  const onToday = { on: today };

  const employerFields = ({ sectors }: Pick<WorkChoices, 'sectors'>): FormField[] => [
    text('name', { maxlength: 120 }),
    select('sector', sectors),
    select('region', regions, { hint: words('hint.region') }),
    text('contact', { maxlength: 300, optional: true, hint: words('hint.contact') }),
  ];
  const offerFields = ({ occupations }: Pick<WorkChoices, 'occupations'>): FormField[] => [
    text('title', { maxlength: 120 }),
    select('occupation', occupations),
    text('places', { short: true, inputmode: 'numeric', dir: 'ltr' }),
    figure('hoursAWeek'),
    figure('wage'),
    radio('wagePeriod', choices('period', PERIODS)),
    day('from'),
    day('until'),
  ];

  return {
    employer: (lists: WorkChoices): FormDefinition =>
      form('employer', {
        lead: words('form.employer.lead'),
        fields: employerFields(lists),
        values: {},
      }),
    changedEmployer: (lists: WorkChoices, { revision, ...values }: RevisedValues): FormDefinition =>
      form('change_employer', {
        fields: employerFields(lists),
        values,
        hidden: [{ name: 'revision', value: revision }],
      }),
    vetting: (): FormDefinition =>
      form('vetting', {
        lead: words('form.vetting.lead'),
        fields: [
          day('on'),
          many('lookedAt', choices('looked_at', VETTING_CHECKS)),
          radio('result', choices('result', VETTING_RESULTS)),
          day('expiresOn', { optional: true, hint: words('hint.expiresOn') }),
          select('reason', choices('against', VETTING_REFUSAL_REASONS), {
            optional: true,
            hint: words('hint.against'),
          }),
          note({ hint: words('hint.finding') }),
        ],
        values: onToday,
      }),
    offer: (lists: WorkChoices): FormDefinition =>
      form('offer', {
        lead: words('form.offer.lead'),
        fields: offerFields(lists),
        values: { places: '1', hoursAWeek: '44', wagePeriod: 'month', from: today },
      }),
    changedOffer: (lists: WorkChoices, { revision, ...values }: RevisedValues): FormDefinition =>
      form('change_offer', {
        lead: words('form.change_offer.lead'),
        fields: offerFields(lists),
        values,
        hidden: [{ name: 'revision', value: revision }],
      }),
    floor: (): FormDefinition =>
      form('floor', {
        fields: [
          radio('kind', choices('floor', FLOORS)),
          day('from'),
          figure('amount'),
          text('source', { maxlength: 200 }),
          radio('standing', choices('standing_of_floor', FLOOR_STATUSES)),
        ],
        values: { standing: 'to_be_confirmed' },
      }),
    application: (offers: readonly Choice[], first: string | null): FormDefinition =>
      form('application', {
        fields: [select('offerId', offers), day('on'), note()],
        values: { ...onToday, ...(first && { offerId: first }) },
      }),
    applicationStep: (next: readonly ApplicationState[]): FormDefinition => {
      const declines = next.includes('declined');
      const reasons = [...(declines ? DECLINE_REASONS : []), ...APPLICATION_WITHDRAWAL_REASONS];
      return form('step', {
        fields: [
          radio('to', choices('step_to', next)),
          day('on'),
          ...(declines ? [radio('byWhom', choices('by_whom', DECLINED_BY), optional)] : []),
          select('reason', choices('why_not', [...new Set(reasons)]), {
            optional: true,
            hint: words('hint.reason'),
          }),
          note(),
        ],
        values: onToday,
      });
    },
    placement: (
      { occupations }: Pick<WorkChoices, 'occupations'>,
      employers: readonly Choice[],
      offer: OfferDefaults | null,
    ): FormDefinition =>
      form('placement', {
        lead: words('form.placement.lead'),
        fields: [
          ...(offer
            ? [radio('kind', choices('kind', ['employed']))]
            : [
                radio('kind', choices('kind', PLACEMENT_KINDS)),
                select('employerId', employers, { optional: true, hint: words('hint.employers') }),
              ]),
          select('occupation', occupations),
          day('startsOn'),
          figure('hoursAWeek'),
          figure('daysAWeek', { hint: words('hint.daysAWeek') }),
          radio('contractKind', choices('contract_kind', CONTRACT_KINDS), inWork),
          radio('contractForm', choices('contract_form', CONTRACT_FORMS), optional),
          select('unwrittenReason', choices('unwritten', NO_CONTRACT_REASONS), {
            optional: true,
            hint: words('hint.unwritten'),
          }),
          figure('wage', optional),
          radio('wagePeriod', choices('period', PERIODS), optional),
          radio('floorKind', choices('floor', FLOORS), optional),
          radio('cnss', yesNo, optional),
          radio('papersKeptBy', choices('papers', CONTRACT_HOLDERS), optional),
          radio('freeToLeave', yesNo, optional),
          radio('housingTied', yesNo, optional),
          radio('grievanceKnown', yesNo, optional),
          figure('incomeBefore', { optional: true, hint: words('hint.incomeBefore') }),
          select('currencyBefore', currencies, optional),
          day('on'),
          note(),
        ],
        values: {
          ...onToday,
          startsOn: today,
          kind: 'employed',
          hoursAWeek: '44',
          daysAWeek: '6',
          floorKind: 'smig',
          wagePeriod: 'month',
          currencyBefore: 'MAD',
          ...(offer && { ...offer }),
        },
        ...(offer && { hidden: [{ name: 'applicationId', value: offer.applicationId }] }),
      }),
    placementStep: (
      next: readonly PlacementState[],
      { endReasons }: Pick<WorkChoices, 'endReasons'>,
    ): FormDefinition =>
      form('step', {
        fields: [
          radio('to', choices('step_to', next)),
          day('on'),
          select('reason', endReasons, { optional: true, hint: words('hint.end') }),
          note(),
        ],
        values: { ...onToday, ...(next[0] && { to: next[0] }) },
      }),
    followUp: (marks: readonly Choice[], first: string): FormDefinition =>
      form('follow_up', {
        lead: words('form.follow_up.lead'),
        fields: [
          select('months', marks),
          day('on'),
          radio('mode', choices('mode', CONTACT_MODES)),
          radio('outcome', choices('reach', CONTACT_OUTCOMES)),
          select('why', choices('not_reached', NOT_REACHED_REASONS), {
            optional: true,
            hint: words('hint.why'),
          }),
          radio('inWork', choices('in_work', WORK_STATUSES), {
            optional: true,
            hint: words('hint.if_reached'),
          }),
          figure('income', optional),
          select('currency', currencies, optional),
          figure('hoursAWeek', optional),
          ...FORCED_LABOUR_INDICATORS.map((sign): FormField => ({
            as: 'thumb',
            name: `signs.${sign}`,
            label: words(`sign.${sign}`),
            choices: choices('seen', INDICATOR_ANSWERS),
            optional: true,
            hint: words(`sign_asked.${sign}`),
          })),
          note(),
        ],
        values: { ...onToday, months: first, mode: 'call', currency: 'MAD' },
      }),
    answer: (): FormDefinition =>
      form('answer', {
        lead: words('form.answer.lead'),
        fields: [
          day('on'),
          many('done', choices('done', RESPONSE_ACTIONS), { optional: false }),
          note(),
        ],
        values: onToday,
      }),
  };
}
export type WorkForms = ReturnType<typeof workFormsIn>;
