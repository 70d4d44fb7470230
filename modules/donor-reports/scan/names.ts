/** The rules of names and case numbers, as the module of people publishes them. */
export { parseCaseNumber } from '../../beneficiaries/case-number.rules';
export { matches, normaliseName, searchKeys } from '../../beneficiaries/name.rules';
