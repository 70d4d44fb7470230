/** A coarser table before a refusal: what cannot be published in detail may be published rolled up, or as a total alone. */
import type { ReportDocument } from '../../report-documents';
import { withholdTables } from './apply-disclosure.rules';
import { figuresOf } from './document-figures.rules';
import {
  type PriorKnowledge,
  NO_PRIOR_KNOWLEDGE,
  type SuppressionPlan,
  planSuppression,
} from './suppression-plan.rules';
import type { SuppressionPolicy } from './suppression.rules';

/**
 * From fine to coarse, the candidates from the first one on of which nothing is refused; the coarsest alone where
 * something is refused of each.
 */
export async function candidatesFromFinest<T>(
  candidates: readonly T[],
  planOf: (candidate: T) => Promise<SuppressionPlan>,
): Promise<readonly T[]> {
  for (const [place, candidate] of candidates.entries())
    if ((await planOf(candidate)).refused.figures.length === 0) return candidates.slice(place);
  return candidates.slice(-1);
}

/**
 * A refused figure of the document itself follows from what its readers have, whatever is hidden now: of its table the
 * total alone is published, as far as it was planned to be shown, and nothing is refused. A figure of an earlier release
 * that this one would give away is refused still.
 */
export function keepTotalsOnly(document: ReportDocument, plan: SuppressionPlan): SuppressionPlan {
  const own = new Set(figuresOf(document).map(({ id }) => id));
  const figures = plan.refused.figures.filter((id) => !own.has(id));
  const earlier = figures.length > 0 ? plan.refused.earlier : [];
  return { ...withholdTables(document, plan), refused: { figures, earlier } };
}

export interface FinestPlan {
  readonly document: ReportDocument;
  readonly plan: SuppressionPlan;
}

/** The finest of these documents, from fine to coarse, of which nothing is refused. */
export async function planFinest(
  documents: readonly ReportDocument[],
  policy: SuppressionPolicy,
  known: PriorKnowledge = NO_PRIOR_KNOWLEDGE,
): Promise<FinestPlan> {
  const plans = new Map<ReportDocument, Promise<SuppressionPlan>>();
  const planOf = (document: ReportDocument): Promise<SuppressionPlan> => {
    const planned = plans.get(document) ?? planSuppression(document, policy, known);
    plans.set(document, planned);
    return planned;
  };
  const [document] = await candidatesFromFinest(documents, planOf);
  return { document: document!, plan: keepTotalsOnly(document!, await planOf(document!)) };
}
