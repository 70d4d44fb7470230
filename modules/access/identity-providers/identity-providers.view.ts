import type { Actor, Language } from '../../platform/shared/actor';
import type { IdentityProviderEdition, NewEdition } from './identity-providers.service';
import type { ProposeProviderDto, ProposeProviderForm } from './identity-providers.dto';
import { typedValues } from './openid.rules';

/** Converts an API body or a form to a provider edition. */
export const editionOf = (dto: ProposeProviderDto): NewEdition => ({
  name: { fr: dto.nameFr, ar: dto.nameAr, en: dto.nameEn },
  issuer: dto.issuer,
  clientId: dto.clientId,
  clientSecret: dto.clientSecret ?? null,
  organisationId: dto.organisationId ?? null,
  domains: dto.domains,
  factorAmr: dto.factorAmr,
  factorAcr: dto.factorAcr,
  onlyWay: dto.onlyWay,
});

/** The form with its lists apart, to be checked as a call of the API is. */
export const listedOf = (form: ProposeProviderForm): ProposeProviderDto => ({
  ...form,
  domains: typedValues(form.domains),
  factorAmr: typedValues(form.factorAmr),
  factorAcr: typedValues(form.factorAcr),
  onlyWay: form.onlyWay === 'yes',
});

/** An edition as its form shows it. */
export const formValuesOf = (edition: IdentityProviderEdition): Record<string, string> => ({
  nameFr: edition.name.fr,
  nameAr: edition.name.ar,
  nameEn: edition.name.en,
  issuer: edition.issuer,
  clientId: edition.clientId,
  organisationId: edition.organisationId ?? '',
  domains: edition.domains.join(' '),
  factorAmr: edition.factorAmr.join(' '),
  factorAcr: edition.factorAcr.join(' '),
  onlyWay: edition.onlyWay ? 'yes' : 'no',
});

/** One edition on the page of providers, with what this administrator may do. */
export const editionModel = (
  edition: IdentityProviderEdition,
  actor: Actor,
  language: Language,
) => ({
  ...edition,
  label: edition.name[language],
  isWaiting: edition.state === 'waiting',
  isInForce: edition.state === 'in_force',
  isEnded: edition.state === 'ended',
  mayConfirm: edition.state === 'waiting' && edition.proposedById !== actor.userId,
  mayEnd: edition.state !== 'ended',
  domainList: edition.domains.join(' · '),
  factorList: [
    ...edition.factorAmr.map((value) => `amr=${value}`),
    ...edition.factorAcr.map((value) => `acr=${value}`),
  ].join(' · '),
});
