/** The models of the two pages that show what follows: joining two files, and parting them again. */
import { randomUUID } from 'node:crypto';
import {
  ageInClear,
  ageWords,
  clearFactWords,
  type CorrectableField,
  fieldWords,
  isClearFact,
  PERSON_FIELDS,
  type PersonRow,
} from '../beneficiaries';
import { labelOf } from '../reference-lists';
import type { Language } from '../platform/shared/actor';
import type { FormState } from '../platform/web/forms';
import { keyOfCode, translate } from '../platform/web/i18n';
import { JOIN_REASONS, SPLIT_REASONS } from './join.queries';
import { type FieldGroupChoice, fieldsOf, type FieldGroup } from './join.rules';
import type { JoinConsequences, PartConsequences } from './join.service';

export function joinModel(
  pairId: string,
  found: JoinConsequences,
  language: Language,
  form: FormState,
) {
  const say = (key: string, params: object = {}) =>
    translate(language, `duplicates:${key}`, { ...params });
  const { into, from, records, taken, obstacle } = found;
  const path = `/duplicates/${pairId}`;
  return {
    title: say('join.title', { into: into.caseNumber, from: from.caseNumber }),
    path,
    into,
    from,
    form,
    requestId: randomUUID(),
    otherWayPath: `${path}/merge?into=${from.id}`,
    obstacle: obstacle && translate(language, keyOfCode(obstacle)),
    nights: found.sharedNights
      .map((night) => translate(language, 'people:file.day', { day: night }))
      .join(' · '),
    records: records.map(({ kind, count }) => say(`records.${kind}`, { count })),
    twoPlans: found.twoPlans,
    taken: taken.length > 0 ? fieldWords(taken as CorrectableField[], language) : null,
    newcomers: found.newcomers.join(' · '),
    choices: found.choices.map((choice) => shownChoice(choice, into, from, language)),
    whys: JOIN_REASONS.map((value) => ({ value, label: say(`why.${value}`) })),
  };
}

/** Coded facts are shown; identifying ones are named by their case only. */
function shownChoice(
  { group, proposed }: FieldGroupChoice,
  into: PersonRow,
  from: PersonRow,
  language: Language,
) {
  const label =
    group === 'age' ? translate(language, 'people:new.age') : fieldWords(fieldsOf(group), language);
  const option = (person: PersonRow, value: string) => {
    const words = valueOf(person, group, language);
    const file = translate(language, 'duplicates:join.of_file', { number: person.caseNumber });
    return { value, label: words ? `${words} · ${file}` : file };
  };
  return {
    name: `choices.${group}`,
    label,
    value: proposed,
    options: [option(into, 'into'), option(from, 'from')],
  };
}

function valueOf(person: PersonRow, group: FieldGroup, language: Language): string {
  if (group === 'age')
    return [
      person.birthYear,
      ageWords(ageInClear(person, person.registeredOn), language),
      labelOf('age_certainties', person.ageCertainty, language),
    ]
      .filter(Boolean)
      .join(' · ');
  return isClearFact(group) && PERSON_FIELDS[group].part === 'facts'
    ? clearFactWords(group, person[group], language)
    : '';
}

export function partModel(
  id: string,
  found: PartConsequences,
  language: Language,
  form: FormState,
) {
  const say = (key: string, params: object = {}) =>
    translate(language, `duplicates:${key}`, { ...params });
  const { merge, since, obstacle } = found;
  return {
    title: say('part.title', { into: merge.intoNumber, from: merge.caseNumber }),
    lead: say('part.lead', { day: merge.at, name: merge.by }),
    path: `/people/${id}`,
    actPath: `/people/${id}/joined/${merge.id}/undo`,
    merge,
    obstacle: obstacle && translate(language, keyOfCode(obstacle)),
    since: since
      .filter(({ written }) => written.length > 0)
      .map(({ caseNumber, written }) => ({
        caseNumber,
        written: written.map(({ kind, count }) => say(`since.${kind}`, { count })).join(' · '),
      })),
    factsGoBack: found.factsGoBack,
    losing: found.losing.join(' · '),
    whys: SPLIT_REASONS.map((value) => ({ value, label: say(`why.${value}`) })),
    form,
  };
}
