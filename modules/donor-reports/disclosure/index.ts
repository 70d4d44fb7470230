/** Disclosure control: the version of a report that an audience may see. */
export { applyDisclosure, forInsiders, INSIDERS, type DisclosurePolicy } from './apply-disclosure';
export {
  suppress,
  type Figure,
  type Hiding,
  type Line,
  type Mark,
  type SuppressionPolicy,
} from './suppression';
