/** Disclosure control: the version of a report that an audience may see. */
export {
  applyDisclosure,
  assertWhole,
  forInsiders,
  INSIDERS,
  withholdTables,
  type DisclosurePolicy,
} from './apply-disclosure';
export { type FigureSelection, nameOfSelection, type DimensionFilter } from './figure-names';
export { figureIdsIn } from './doubt';
export { READER_FACTS, type ReaderFact } from './reader-facts';
export { maskDocument } from './mask';
export { candidatesFromFinest, planFinest, keepTotalsOnly } from './plan-finest';
export {
  type PriorKnowledge,
  NO_PRIOR_KNOWLEDGE,
  type SuppressionPlan,
  planSuppression,
  planRelease,
} from './plan-hiding';
export { type Hierarchy, type Release, type Span, type ReleasedFigure } from './releases';
export {
  suppress,
  type Figure,
  type SuppressionResult,
  type Line,
  type Mark,
  type SuppressionPolicy,
} from './suppression';
