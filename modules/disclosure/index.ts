/** Disclosure control: what each audience may see, and what may leave the house. */
export {
  applyDisclosure,
  assertWhole,
  forInsiders,
  INSIDERS,
  withholdTables,
  type DisclosurePolicy,
} from './suppression/apply-disclosure.rules';
export { nameOfSelection, type DimensionFilter } from './suppression/figure-names.rules';
export { READER_FACTS } from './suppression/reader-facts.rules';
export { maskDocument } from './suppression/mask-document.rules';
export { candidatesFromFinest, planFinest, keepTotalsOnly } from './suppression/finest-plan.rules';
export {
  type PriorKnowledge,
  NO_PRIOR_KNOWLEDGE,
  type SuppressionPlan,
  planSuppression,
  planRelease,
} from './suppression/suppression-plan.rules';
export { type Release } from './suppression/release.types';
export {
  suppress,
  type Figure,
  type SuppressionResult,
  type Line,
  type Mark,
} from './suppression/suppression.rules';
export { AGE_BANDS, type AgeGrouping, AGES, PEOPLE_TABLE } from './suppression/age-groupings.data';
export { policyOf } from './audiences/reader-policy.queries';
export {
  type Audience,
  AUDIENCES,
  PROTECTED,
  type ProtectedAudience,
} from './audiences/thresholds.queries';
export { DisclosureModule } from './disclosure.module';
export {
  type ReleasePlan,
  ReleaseLedger,
  type ReleaseRequest,
} from './ledger/release-ledger.service';
export { HiddenPlaces } from './hidden-places/hidden-places.service';
export type { HiddenContact, HiddenKind, HiddenPlace } from './hidden-places/hidden-words.rules';
export {
  HiddenPlaceSources,
  type OutgoingDocument,
} from './hidden-places/hidden-place-sources.service';
