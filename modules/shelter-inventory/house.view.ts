/** A house over time: what it is tonight, one bar for each thing it was and will be, and the same as a table. */
import { labelOf, list } from '../reference-lists';
import type { Language } from '../platform/shared/actor';
import { contains } from '../platform/shared/nights.rules';
import { translate } from '../platform/web/i18n';
import { NIGHT_STAFF, RECEIVED, SHELTER_KINDS } from '../shelter-beds';
import type { HouseFacts, HouseHistory, NightRules } from './houses.queries';
import { lanesOver, merged, spanWords, type Lane } from './lanes.view';

type Say = (key: string, params?: object) => string;
const sayIn =
  (language: Language): Say =>
  (key, params = {}) =>
    translate(language, key, { ...params });

export function housePage(house: HouseHistory, language: Language): object {
  const say = sayIn(language);
  const now = house.facts.find((facts) => contains(facts, house.tonight))!;
  const limit = house.stayLimits.find((one) => contains(one, house.tonight));
  const { ends } = lanesOver(house.tonight, [...house.facts, ...house.stayLimits], language);
  return {
    ...ends,
    facts: [
      ...factsInWords(now, language).map(({ fact, words }) => ({
        label: say(`houses:fact.${fact}`),
        words,
      })),
      { label: say('houses:fact.stayLimit'), words: limitWords(limit?.nights ?? null, say) },
    ],
    // A change is applied on top of the last planned one.
    fromHint: say(house.facts.at(-1) === now ? 'inventory:from_hint' : 'houses:from_hint_planned'),
    lanes: lanesOf(house, language),
    columns: COLUMNS.map((fact) => say(`houses:fact.${fact}`)),
    rows: house.facts.map((facts) => ({
      span: spanWords(facts, language),
      cells: factsInWords(facts, language).map(({ words }) => words),
      setBy: facts.setBy,
    })),
    limits: house.stayLimits.map((one) => ({
      span: spanWords(one, language),
      words: limitWords(one.nights, say),
      setBy: one.setBy,
    })),
    newest: newestOf(house.facts.at(-1)!),
    choices: {
      kinds: choices(SHELTER_KINDS, (code) => say(`beds:shelter_kind.${code}`)),
      received: choices(RECEIVED, (code) => say(`beds:received.${code}`)),
      staff: choices(NIGHT_STAFF, (code) => say(`houses:staff.${code}`)),
      late: choices(['yes', 'no'], (code) => say(`houses:late.${code}`)),
      languages: list('languages').items.map(({ code, labels }) => ({
        value: code,
        label: labels[language],
      })),
    },
  };
}

const COLUMNS = ['kind', 'receives', 'languages', 'doors', 'lateArrivals', 'nightStaff'] as const;

function factsInWords(facts: HouseFacts, language: Language) {
  const say = sayIn(language);
  const words: Record<(typeof COLUMNS)[number], string> = {
    kind: say(`beds:shelter_kind.${facts.kind}`),
    receives: receivedWords(facts, say),
    languages: languageWords(facts, language) || say('houses:unsaid'),
    doors: doorWords(facts, say),
    lateArrivals: lateWords(facts, say),
    nightStaff: staffWords(facts, say),
  };
  return COLUMNS.map((fact) => ({ fact, words: words[fact] }));
}

const receivedWords = ({ receives }: HouseFacts, say: Say): string =>
  receives.map((sign) => say(`beds:received.${sign}`)).join(' · ');
const languageWords = ({ languages }: HouseFacts, language: Language): string =>
  languages.map((code) => labelOf('languages', code, language)).join(' · ');
const limitWords = (nights: number | null, say: Say): string =>
  nights === null ? say('houses:no_limit') : say('common:count.nights', { count: nights });
const doorWords = ({ doorsClose, doorsOpen }: NightRules, say: Say): string =>
  doorsClose === null
    ? say('houses:unsaid')
    : say('houses:doors', { close: doorsClose, open: doorsOpen });
const lateWords = ({ lateArrivals }: NightRules, say: Say): string =>
  lateArrivals === null ? say('houses:unsaid') : say(`houses:late.${lateArrivals ? 'yes' : 'no'}`);
const staffWords = ({ nightStaff }: NightRules, say: Say): string =>
  nightStaff === null ? say('houses:unsaid') : say(`houses:staff.${nightStaff}`);

/** Night rules for the night shift: doors, late arrivals, night staff. */
export const nightRulesInWords = (rules: NightRules, language: Language): object => {
  const say = sayIn(language);
  return {
    doors: doorWords(rules, say),
    late: rules.lateArrivals === null ? null : lateWords(rules, say),
    staff: staffWords(rules, say),
  };
};

function lanesOf({ tonight, facts, stayLimits }: HouseHistory, language: Language): Lane[] {
  const say = sayIn(language);
  const { draw } = lanesOver(tonight, [...facts, ...stayLimits], language);
  const label = (fact: string) => say(`houses:fact.${fact}`);
  /** Segments of a changing value, with alternating colours. */
  const segmentsOf = (valueOf: (facts: HouseFacts) => string) =>
    draw(
      merged(facts, valueOf)
        .filter(({ value }) => value !== '')
        .map((span, index) => ({ ...span, kind: index % 2 ? 'other' : 'yes', words: span.value })),
    );
  const kinds = merged(facts, ({ kind }) => kind).map((span) => ({
    ...span,
    kind: span.value,
    words: say(`beds:shelter_kind.${span.value}`),
  }));
  const everReceived = RECEIVED.filter((sign) =>
    facts.some(({ receives }) => receives.includes(sign)),
  );
  const limits = merged(stayLimits, ({ nights }) => nights)
    .filter(({ value }) => value !== null)
    .map((span, index) => ({
      ...span,
      kind: index % 2 ? 'other' : 'yes',
      words: limitWords(span.value, say),
    }));
  return [
    { label: label('kind'), segments: draw(kinds) },
    ...everReceived.map((sign) => ({
      label: say(`houses:receives.${sign}`),
      segments: draw(
        merged(facts, ({ receives }) => receives.includes(sign))
          .filter(({ value }) => value)
          .map((span) => ({ ...span, kind: 'yes', words: say(`beds:received.${sign}`) })),
      ),
    })),
    { label: label('languages'), segments: segmentsOf((one) => languageWords(one, language)) },
    {
      label: label('doors'),
      segments: segmentsOf((one) => (one.doorsClose === null ? '' : doorWords(one, say))),
    },
    {
      label: label('lateArrivals'),
      segments: segmentsOf((one) => (one.lateArrivals === null ? '' : lateWords(one, say))),
    },
    {
      label: label('nightStaff'),
      segments: segmentsOf((one) => (one.nightStaff === null ? '' : staffWords(one, say))),
    },
    { label: label('stayLimit'), segments: draw(limits) },
  ];
}

const newestOf = (facts: HouseFacts): object => ({
  ...facts,
  late: facts.lateArrivals === null ? null : facts.lateArrivals ? 'yes' : 'no',
});

const choices = (codes: readonly string[], label: (code: string) => string) =>
  codes.map((value) => ({ value, label: label(value) }));
