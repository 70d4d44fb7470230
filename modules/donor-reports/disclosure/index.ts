/** Disclosure control: the version of a report that an audience may see. */
export {
  applyDisclosure,
  assertWhole,
  forInsiders,
  INSIDERS,
  withholdTables,
  type DisclosurePolicy,
} from './apply-disclosure.rules';
export { type FigureSelection, nameOfSelection, type DimensionFilter } from './figure-names.rules';
export { figureIdsIn } from './attacker-program.rules';
export { READER_FACTS, type ReaderFact } from './reader-facts.rules';
export { maskDocument } from './mask-document.rules';
export { candidatesFromFinest, planFinest, keepTotalsOnly } from './finest-plan.rules';
export {
  type PriorKnowledge,
  NO_PRIOR_KNOWLEDGE,
  type SuppressionPlan,
  planSuppression,
  planRelease,
} from './suppression-plan.rules';
export {
  type Hierarchy,
  type Release,
  type Span,
  type ReleasedFigure,
} from './join-releases.rules';
export {
  suppress,
  type Figure,
  type SuppressionResult,
  type Line,
  type Mark,
  type SuppressionPolicy,
} from './suppression.rules';
