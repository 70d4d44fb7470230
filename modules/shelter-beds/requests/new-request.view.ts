/** The form of a new request: who, from when, how urgent. */
import { may } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import type { FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import type { PersonToPlace } from './requests.queries';
import type { RequestChoices } from './requests.service';
import { BASES, MEDICAL_NEEDS, NEAR_REASONS, RISKS, SOURCES, URGENCIES } from '../beds.data';
import { list } from '../../reference-lists';

export function newRequestPage(
  { people, shelters, waiting, tonight }: RequestChoices,
  actor: Actor,
  form: FormState,
  requestKey: string,
): object {
  const { language } = actor;
  const mayRegister = may(actor, 'people:register');
  const say = (key: string, params = {}) => translate(language, `beds:${key}`, params);
  const choices = (name: string, codes: readonly string[]) =>
    codes.map((value) => ({ value, label: say(`${name}.${value}`) }));
  const spoken = (name: string, codes: readonly string[]) =>
    codes.map((value) => ({ value, label: translate(language, `waiting:${name}.${value}`) }));
  const named = (person: PersonToPlace) =>
    [
      person.caseNumber,
      say(`sex.${person.sex ?? 'unknown'}`),
      person.birthYear && say('request.born', { year: person.birthYear }),
    ]
      .filter(Boolean)
      .join(' · ');
  return {
    title: say('request.new_title'),
    form,
    requestKey,
    tonight,
    opens: mayRegister
      ? { path: '/people/new', label: translate(language, 'intake:quick') }
      : { path: '/people', label: say('request.to_people') },
    people: people.map((person) => ({ value: person.id, label: named(person) })),
    waiting: waiting.map((id) => `/beds/requests/${id}`),
    shelters: shelters.map(({ id: value, codeName: label }) => ({ value, label })),
    chosen: people.filter(({ given }) => given).map(({ id }) => id),
    urgencies: choices('urgency', URGENCIES),
    sources: choices('source', SOURCES),
    bases: choices('basis', BASES),
    risks: spoken('risk', RISKS),
    needs: spoken('medical', MEDICAL_NEEDS),
    nearWhys: spoken('near', NEAR_REASONS),
    regions: list('regions').items.map(({ code, labels }) => ({
      value: code,
      label: labels[language],
    })),
    interpreters: list('languages').items.map(({ code, labels }) => ({
      value: code,
      label: labels[language],
    })),
  };
}
