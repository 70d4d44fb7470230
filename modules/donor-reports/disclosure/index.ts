/** Disclosure control: the version of a report that an audience may see. */
export {
  applyDisclosure,
  assertWhole,
  forInsiders,
  INSIDERS,
  withholding,
  type DisclosurePolicy,
} from './apply-disclosure';
export { type Cut, nameOfCut, type Where } from './figure-names';
export { namesIn } from './doubt';
export { READER_FACTS, type ReaderFact } from './reader-facts';
export { maskDocument } from './mask';
export { fromFinest, planFinest, totalsAlone } from './plan-finest';
export { type Known, NOTHING_KNOWN, type Plan, planHiding, planRelease } from './plan-hiding';
export { type Hierarchy, type Release, type Span, type Told } from './releases';
export {
  suppress,
  type Figure,
  type Hiding,
  type Line,
  type Mark,
  type SuppressionPolicy,
} from './suppression';
