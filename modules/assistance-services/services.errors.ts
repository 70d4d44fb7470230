import { DomainError } from '../platform/shared/domain.errors';

/** Errors of services; their texts are in the locale files of `services`. */
const invalid = (key: string, field: string, params = {}) =>
  new DomainError('invalid', `services.${key}`, params, field);

export const unknownType = () => invalid('unknown_type', 'typeCode');
export const unknownProvider = () => invalid('unknown_provider', 'providerId');
export const twoProviders = () => invalid('two_providers', 'providerId');
export const unknownCase = (field = 'caseNumber') => invalid('unknown_case', field);
export const badQuantity = () => invalid('bad_quantity', 'quantity');
export const badAmount = () => new DomainError('invalid', 'common.not_amount', {}, 'cost.amount');
export const inFuture = () => invalid('in_future', 'givenOn');
export const beforeRegistration = (day: string, days: number) =>
  invalid('before_registration', 'givenOn', { day, days });
/** Within the days of a first contact: asks whether it was one. */
export const notFirstContact = (day: string) =>
  invalid('not_first_contact', 'firstContact', { day });
export const cancelledAlready = () => new DomainError('conflict', 'services.cancelled_already');
/** A cost was given for several people at once. */
export const costOfSeveral = () => invalid('cost_of_several', 'cost.amount');
export const noteOfSeveral = () => invalid('note_of_several', 'note');
export const samePersonTwice = (field: string) => invalid('same_person_twice', field);
