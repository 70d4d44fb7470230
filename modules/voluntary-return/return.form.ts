/** Each act of a track as a form of its own page: what is asked, in which words. */
import type { Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import { fieldsIn, type ReturnForm } from './return-fields.form';
import {
  ASSENTS,
  CAPACITIES,
  DECIDERS,
  DECISIONS,
  DOCUMENT_STATES,
  FAMILY_KINDS,
  FAMILY_OUTCOMES,
  ARRIVAL_CHANNELS,
  COUNSELLING_MODES,
  INTERPRETERS,
  LEVELS,
  ONWARD_TRAVEL_STATES,
  PRESSURES,
  RECEPTION_OUTCOMES,
  RISK_DECISIONS,
  RISKS,
  STOP_REASONS,
  ARRIVAL_SOURCES,
  UNDERSTANDING_LEVELS,
  VERDICTS,
  WELLBEING,
} from './return.rules';
import { ALLOWANCES, CONTACTS, ESCORTS, JOURNEY_NEEDS, MODES } from './journey.rules';
import type { Track } from './read-tracks.service';
import type { TrackKind, State } from './track-states.rules';
import type { Choice, FormField } from '../platform/web/form-fields';

/** The words and fields of one reader's language. */
export function formsIn(language: Language, today: string) {
  const { words, choices, day, select, radio, note, coded, form } = fieldsIn(language);
  const countries = coded('nationalities').filter(({ value }) => value !== 'MA');
  const documentFields = [
    radio('to', choices('document_state', DOCUMENT_STATES), { label: words('field.documentTo') }),
    day('on'),
    day('validUntil', { optional: true, hint: words('hint.documentUntil') }),
    note(),
  ];
  const onToday = { on: today };

  return {
    words,
    language,
    today,
    /** The country of nationality comes first and is preselected, since most people return there. */
    open: (door: TrackKind, nationality: string | null): ReturnForm => {
      const own = countries.filter(({ value }) => value === nationality);
      const inOrder = [...own, ...countries.filter(({ value }) => value !== nationality)];
      return form('open', {
        lead: words('form.open.lead'),
        hidden: [{ name: 'door', value: door }],
        fields: [
          ...(door === 'return'
            ? [select('country', inOrder, { hint: words('hint.country') })]
            : [
                select('region', coded('regions'), { hint: words('hint.region') }),
                day('leftOn', {
                  optional: true,
                  hint: translate(language, 'reintegration:hint.leftOn'),
                }),
              ]),
          day('openedOn'),
          note(),
        ],
        values: { openedOn: today, ...(own[0] && { country: own[0].value }) },
      });
    },
    step: (next: readonly State[], first: State | null): ReturnForm =>
      form('step', {
        fields: [
          radio('to', choices('state', next)),
          day('on'),
          ...(next.includes('stopped')
            ? [
                select('reason', choices('reason', STOP_REASONS), {
                  optional: true,
                  hint: words('hint.reason'),
                }),
              ]
            : []),
          note(),
        ],
        values: { ...onToday, ...(first && { to: first }) },
      }),
    withdraw: (): ReturnForm =>
      form('withdraw', {
        lead: words('form.withdraw.lead'),
        fields: [day('on'), note()],
        values: onToday,
      }),
    counselling: (topics: readonly Choice[]): ReturnForm =>
      form('counselling', {
        fields: [
          day('on'),
          radio('how', choices('how', COUNSELLING_MODES)),
          select('language', coded('languages'), { hint: words('hint.language') }),
          select('interpreter', choices('interpreter', INTERPRETERS)),
          radio('alone', choices('alone', ['yes', 'no']), { hint: words('hint.alone') }),
          radio('topics', topics, { many: true }),
          radio('understood', choices('understood', UNDERSTANDING_LEVELS)),
          note(),
        ],
        values: { ...onToday, how: 'in_person' },
      }),
    decision: (asChild: boolean, determinations: readonly Choice[], days: number): ReturnForm =>
      form('decision', {
        lead: words('hint.cooling', { days }),
        fields: [
          day('on'),
          radio('decision', choices('decision', DECISIONS)),
          select(
            'decider',
            choices(
              'decider',
              DECIDERS.filter((one) => !asChild || one !== 'self'),
            ),
          ),
          ...(asChild
            ? [
                radio('assent', choices('assent', ASSENTS)),
                select('bestInterestsId', determinations, {
                  optional: true,
                  hint: words('hint.bestInterestsId'),
                }),
              ]
            : [radio('capacity', choices('capacity', CAPACITIES))]),
          radio('pressure', choices('pressure', PRESSURES), { hint: words('hint.pressure') }),
          note(),
        ],
        values: { ...onToday, ...(!asChild && { decider: 'self' }) },
      }),
    family: (): ReturnForm =>
      form('family', {
        fields: [
          radio('kind', choices('family_kind', FAMILY_KINDS)),
          select(
            'outcome',
            choices('outcome', [
              ...new Set([...FAMILY_OUTCOMES.assessment, ...FAMILY_OUTCOMES.tracing]),
            ]),
            { hint: words('hint.outcome') },
          ),
          day('on'),
          note(),
        ],
        values: { ...onToday, kind: 'assessment' },
      }),
    risk: (): ReturnForm =>
      form('risk', {
        lead: words('form.risk.lead'),
        fields: [
          day('on'),
          ...RISKS.map((name) =>
            radio(name, choices('level', LEVELS), { label: words(`risk.${name}`) }),
          ),
          day('informedOn'),
          note('risk_note'),
        ],
        values: onToday,
      }),
    riskDecision: (): ReturnForm =>
      form('risk_decision', {
        fields: [radio('decision', choices('risk_decision', RISK_DECISIONS)), note('go_why')],
        values: {},
      }),
    document: (kinds: readonly Choice[], country: string): ReturnForm =>
      form('document', {
        fields: [
          select('kind', kinds),
          select('country', coded('nationalities'), { label: words('field.consulate') }),
          day('dueOn', { optional: true, comes: true }),
          ...documentFields,
        ],
        values: { ...onToday, country, to: 'to_ask' },
      }),
    documentStep: (): ReturnForm =>
      form('document_step', { fields: documentFields, values: onToday }),
    /** The page has three legs (the API takes six), filled with the journey planned before. */
    journey: ({ journeys, country }: Track, from: string): ReturnForm => {
      const last = journeys.at(-1);
      const leg = (place: number): FormField[] => {
        const optional = place > 0;
        const of = (name: string) => `legs.${place}.${name}`;
        const label = (name: string) => ({
          label: words('leg_field', { leg: place + 1, field: words(`field.${name}`) }),
        });
        const anywhere = coded('nationalities');
        return [
          select(of('mode'), choices('mode', MODES), { optional, ...label('mode') }),
          select(of('from'), anywhere, { optional, ...label('from') }),
          select(of('to'), anywhere, { optional, ...label('legTo') }),
          day(of('leavesOn'), { optional, ...label('leavesOn') }),
          day(of('leavesAt'), { type: 'time', optional: true, ...label('leavesAt') }),
          day(of('reachesOn'), { optional, ...label('reachesOn') }),
        ];
      };
      const planned = (
        last?.legs ?? [{ mode: 'air', from: 'MA', to: country, leavesOn: from, reachesOn: from }]
      ).flatMap((one, place) =>
        Object.entries(one).flatMap(([name, value]) =>
          typeof value === 'string' ? [[`legs.${place}.${name}`, value]] : [],
        ),
      );
      return form('journey', {
        lead: words('form.journey.lead'),
        fields: [
          ...[0, 1, 2].flatMap(leg),
          radio('escort', choices('escort', ESCORTS), { hint: words('hint.escort') }),
          radio('needs', choices('journey_need', JOURNEY_NEEDS), { many: true, optional: true }),
          radio('allowances', choices('allowance', ALLOWANCES), { many: true, optional: true }),
          select('contact', choices('contact', CONTACTS)),
          note('contact'),
        ],
        values: {
          ...(Object.fromEntries(planned) as Record<string, string>),
          ...(last && {
            escort: last.escort,
            contact: last.contact,
            needs: [...last.needs],
            allowances: [...last.allowances],
          }),
        },
      });
    },
    arrival: (): ReturnForm =>
      form('arrival', {
        fields: [
          day('on', { label: words('field.heardOn') }),
          radio('reportedBy', choices('teller', ARRIVAL_SOURCES)),
          select('how', choices('heard', ARRIVAL_CHANNELS)),
          select('received', choices('received', RECEPTION_OUTCOMES)),
          radio('onward', choices('onward', ONWARD_TRAVEL_STATES)),
          radio('wellbeing', choices('wellbeing', WELLBEING)),
          note(),
        ],
        values: onToday,
      }),
    askPartner: (shares: readonly Choice[]): ReturnForm =>
      form('ask', {
        lead: words(shares.length > 0 ? 'form.ask.lead' : 'form.ask.none'),
        fields: shares.length > 0 ? [radio('shareId', shares)] : [],
        values: shares.length === 1 ? { shareId: shares[0]!.value } : {},
      }),
    settle: (items: readonly Choice[]): ReturnForm =>
      form('settle', {
        lead: words('form.settle.lead'),
        fields: items.flatMap(({ value, label }) => [
          select(`outcomes.${value}`, choices('settled_as', ['done', 'not_needed']), {
            label,
            empty: words('settled_as.open'),
            half: true,
          }),
          day(`days.${value}`, { label: words('formality_day', { formality: label }), half: true }),
        ]),
        values: Object.fromEntries(items.map(({ value }) => [`days.${value}`, today])),
      }),
    fitness: (days: number): ReturnForm =>
      form('fitness', {
        lead: words('form.fitness.lead'),
        fields: [
          day('on'),
          radio('verdict', choices('verdict', VERDICTS)),
          day('validUntil', { optional: true, hint: words('hint.fitnessUntil', { days }) }),
          note(),
        ],
        values: onToday,
      }),
  };
}
