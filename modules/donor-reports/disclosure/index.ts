/** Disclosure control: the version of a report that an audience may see. */
export { applyDisclosure, INSIDERS, type DisclosurePolicy } from './apply-disclosure';
export { suppress, type Figure, type Line, type Mark, type SuppressionPolicy } from './suppression';
