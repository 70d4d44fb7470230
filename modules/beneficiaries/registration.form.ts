/** The registration form of one person or a family: its questions, and adding or removing somebody. */
import { randomUUID } from 'node:crypto';
import type { Language } from '../platform/shared/actor';
import type { FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { listChoices } from '../reference-lists';
import { redirect, type PageRedirect } from '../platform/web/page-response';
import { factsOfStep, fieldsWith, labelKeyOf, mapFacts, PERSON_FIELDS } from './person.fields';
import { MAX_TOGETHER, type RegistrationResult } from './people.service';

export type PostedFields = Record<string, unknown>;
const PERSON_FIELD = /^people\.(\d{1,2})\.(.+)$/;

/** How many people the form holds: one at least. */
export function countOf(values: PostedFields): number {
  const places = Object.keys(values).map((name) => Number(PERSON_FIELD.exec(name)?.[1] ?? 0));
  return Math.min(MAX_TOGETHER, Math.max(0, ...places) + 1);
}

/** Without one person; those after move up. */
export function withoutPerson(values: PostedFields, place: number): PostedFields {
  const kept: PostedFields = {};
  for (const [name, value] of Object.entries(values)) {
    const [, at, field] = PERSON_FIELD.exec(name) ?? [];
    const number = Number(at);
    if (at === undefined || number < place) kept[name] = value;
    else if (number > place) kept[`people.${number - 1}.${field}`] = value;
  }
  return kept;
}

/** Splits the posted body into fields and the pressed button (`act`). */
export function splitPosted(body: unknown): {
  fields: PostedFields;
  act: string;
  requestId: string;
} {
  const { act, _request, ...fields } = (body ?? {}) as PostedFields;
  return {
    fields,
    act: typeof act === 'string' ? act : '',
    requestId: typeof _request === 'string' && _request ? _request : randomUUID(),
  };
}

/** Choices for the facts of a person, with the stored nationality; for some lists including "not known". */
export function personChoices(language: Language, nationality: string | null = null) {
  const words = (key: string) => translate(language, key);
  const collator = new Intl.Collator(language);
  const unknown = { value: '', label: words('people:new.unknown') };
  const yesNo = [
    { value: 'yes', label: words('people:yes') },
    { value: 'no', label: words('people:no') },
    unknown,
  ];
  const facts = mapFacts(fieldsWith('step'), (_name, { kind, list, codes }) => {
    if (kind === 'yes_no') return yesNo;
    if (!list) return [];
    const choices = listChoices(list, language, nationality);
    return codes ? [...choices, unknown] : choices;
  });
  facts.nationality.sort((a, b) => collator.compare(a.label, b.label));
  return {
    ...facts,
    needs: factsOfStep('needs').map((name) => ({
      name,
      part: PERSON_FIELDS[name].part,
      label: words(labelKeyOf(name)),
      choices: facts[name],
    })),
    yesNo,
    estimated: [{ value: 'yes', label: words('people:new.estimated') }],
    relations: listChoices('relations', language),
    channels: listChoices('contact_channels', language),
    documentKinds: listChoices('document_kinds', language),
    acts: listChoices('acts', language),
    means: listChoices('means', language),
    purposes: listChoices('purposes', language),
    ageCertainties: listChoices('age_certainties', language).filter(
      ({ value }) => value !== 'unknown',
    ),
  };
}

/** Template model: one fieldset per person. The focus goes to an added person. */
export function registrationModel(
  language: Language,
  form: FormState,
  people: number,
  requestId: string,
  hasAdded = false,
) {
  return {
    title: translate(language, 'people:new.title'),
    requestId,
    mayAdd: people < MAX_TOGETHER,
    people: Array.from({ length: people }, (_, place) => ({
      ordinal: place + 1,
      prefix: `people.${place}.`,
      isFirst: place === 0,
      isNew: hasAdded && place === people - 1,
      mayRemove: people > 1,
      act: `remove-${place}`,
    })),
    choices: personChoices(language),
    form: { ...form, errors: besideTheirFields(form.errors) },
  };
}

/** The rules name "the documents"; the form shows that beside the number of the first. */
export const formFieldOf = (field: string): string =>
  field
    .replace(/^(people\.\d+\.documents)$/, '$1.0.number')
    .replace(/^(people\.\d+\.)ageCertainty$/, '$1estimated');

function besideTheirFields(errors: FormState['errors']): FormState['errors'] {
  const moved = { ...errors };
  for (const [field, sentence] of Object.entries(errors)) moved[formFieldOf(field)] ??= sentence;
  return moved;
}

/** To the file that was opened, with a word on what was. */
export function redirectToCase({ cases, possibleDuplicate }: RegistrationResult): PageRedirect {
  const [first] = cases;
  const path = `/people/${first!.id}`;
  if (possibleDuplicate) {
    return redirect(path, { kind: 'warning', key: 'people:file.possible_duplicate' });
  }
  return cases.length === 1
    ? redirect(path, {
        kind: 'success',
        key: 'people:file.registered',
        params: { number: first!.caseNumber },
      })
    : redirect(path, {
        kind: 'success',
        key: 'people:file.registered_family',
        params: { count: cases.length },
      });
}
