/** The models of the pages on duplicates: the list, two files side by side, one's own side alone. */
import { may } from '../access';
import {
  ageInClear,
  ageWords,
  clearFactWords,
  displayName,
  type Identity,
  isClearFact,
  type PersonRow,
} from '../beneficiaries';
import { labelOf } from '../reference-lists';
import type { Actor, Language } from '../platform/shared/actor';
import type { FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { type PairRow, type SideRow, NOT_SAME_REASONS } from './duplicate.queries';
import type { Comparison, DuplicateList } from './review.service';
import type { ComparedField } from './side-by-side.rules';

const sayIn =
  (language: Language) =>
  (key: string, params: object = {}): string =>
    translate(language, `duplicates:${key}`, { ...params });

const shownPair = (pair: PairRow, language: Language) => {
  const say = sayIn(language);
  return {
    ...pair,
    path: `/duplicates/${pair.id}`,
    strengthLabel: say(`strength.${pair.strength}`),
    probable: pair.strength === 'probable',
    reasonsLabel: pair.reasons.map((reason) => say(`reason.${reason}`)).join(' · '),
  };
};

export function listModel({ pairs, sides, joined, apart }: DuplicateList, language: Language) {
  const say = sayIn(language);
  return {
    title: say('title'),
    lead: say('lead'),
    pairs: pairs.map((pair) => shownPair(pair, language)),
    sides: sides.map((side) => ({
      ...side,
      path: `/duplicates/${side.pairId}`,
      answerLabel: say(`answer.${side.answer ?? 'none'}`),
      waits: side.answer === null,
    })),
    joined: joined.map((pair) => shownPair(pair, language)),
    apart: apart.map((pair) => shownPair(pair, language)),
  };
}

export function sideModel(side: SideRow, language: Language, form: FormState) {
  const say = sayIn(language);
  return {
    title: say('side.title', { number: side.caseNumber }),
    path: `/duplicates/${side.pairId}`,
    side,
    agreed: side.answer === 'may_look',
    form,
  };
}

/** Label of a coded fact, also for "not known". */
export function factWords(person: PersonRow, field: ComparedField, language: Language): string {
  if (field === 'birthYear') return bornWords(person, language);
  const words = isClearFact(field)
    ? clearFactWords(field, person[field], language)
    : field === 'stage'
      ? labelOf('stages', person.stage, language)
      : translate(language, 'people:file.day', { day: person.registeredOn });
  return words || translate(language, 'people:not_known');
}

function bornWords(person: PersonRow, language: Language): string {
  const { birthYear, ageCertainty, registeredOn } = person;
  if (ageCertainty === 'unknown') return translate(language, 'people:not_known');
  const sure = labelOf('age_certainties', ageCertainty, language);
  const age = ageWords(ageInClear(person, registeredOn), language);
  const then = translate(language, 'duplicates:age_then', { age });
  return birthYear === null ? `${then} (${sure})` : `${birthYear} · ${then} (${sure})`;
}

export interface PairPage {
  readonly actor: Actor;
  readonly language: Language;
  readonly both: Comparison;
  readonly identities: readonly [Identity, Identity] | null;
  readonly form: FormState;
}

export function pairModel({ actor, language, both, identities, form }: PairPage) {
  const say = sayIn(language);
  const { pair, people, facts, history, followers, holds } = both;
  const open = pair.state === 'proposed';
  return {
    title: say('pair.title', { one: pair.caseNumber, other: pair.otherNumber }),
    lead: say('pair.lead', { day: pair.foundAt }),
    ...shownPair(pair, language),
    open,
    stateLabel: say(`state.${pair.state}`),
    people: people.map((person, side) => ({
      caseNumber: person.caseNumber,
      path: `/people/${person.id}`,
      holds: holds[side],
      followers: followers.filter(({ caseId }) => caseId === person.id).map(({ name }) => name),
      accessPath: holds[side] ? `/people/${person.id}/access` : null,
      name: identities ? nameWords(identities[side]!, language) : null,
    })),
    rows: facts.map(({ field, standing }) => ({
      label: translate(language, `people:fields.${field}`),
      a: factWords(people[0], field, language),
      b: factWords(people[1], field, language),
      standing,
      standingLabel: standing && say(`standing.${standing}`),
      differs: standing === 'differs',
    })),
    shown: identities !== null,
    history: history.map(({ to, at, by, why }) => ({
      at,
      by,
      text: say(`became.${to}`),
      why: why && say(`why.${why}`),
    })),
    mayApart: open && (holds[0] || holds[1]),
    mayMerge: open && holds[0] && holds[1] && may(actor, 'duplicates:merge'),
    mergePath: `/duplicates/${pair.id}/merge`,
    partPath:
      pair.mergeId && holds[0] && holds[1] && may(actor, 'duplicates:merge')
        ? `/people/${pair.intoId}/joined/${pair.mergeId}`
        : null,
    needsBoth: open && !(holds[0] && holds[1]),
    whys: NOT_SAME_REASONS.map((value) => ({ value, label: say(`why.${value}`) })),
    form,
  };
}

/** Names, aliases, date and documents: what somebody who must decide needs to see of them. */
function nameWords({ names, birthDate, documents }: Identity, language: Language) {
  return {
    name: names ? displayName(names) : translate(language, 'people:not_known'),
    aliases: names?.aliases.join(' · ') ?? '',
    birthDate: birthDate ? translate(language, 'people:file.day', { day: birthDate }) : '',
    documents: (documents ?? []).map(({ kind, number }) => ({
      kind: labelOf('document_kinds', kind, language),
      number,
    })),
  };
}
