/** The rules of names and case numbers, as the module of people publishes them. */
export { matches, normaliseName, parseCaseNumber, searchKeys } from '../../beneficiaries';
