/** Disclosure control: the version of a report that an audience may see. */
export {
  applyDisclosure,
  assertWhole,
  forInsiders,
  INSIDERS,
  withholdTables,
  type DisclosurePolicy,
} from './suppression/apply-disclosure.rules';
export {
  type FigureSelection,
  nameOfSelection,
  type DimensionFilter,
} from './suppression/figure-names.rules';
export { figureIdsIn } from './suppression/attacker-program.rules';
export { READER_FACTS, type ReaderFact } from './suppression/reader-facts.rules';
export { maskDocument } from './suppression/mask-document.rules';
export { candidatesFromFinest, planFinest, keepTotalsOnly } from './suppression/finest-plan.rules';
export {
  type PriorKnowledge,
  NO_PRIOR_KNOWLEDGE,
  type SuppressionPlan,
  planSuppression,
  planRelease,
} from './suppression/suppression-plan.rules';
export {
  type Hierarchy,
  type Release,
  type Span,
  type ReleasedFigure,
} from './suppression/join-releases.rules';
export {
  suppress,
  type Figure,
  type SuppressionResult,
  type Line,
  type Mark,
  type SuppressionPolicy,
} from './suppression/suppression.rules';
