/** A coarser table before a refusal: what cannot be told finely may be told rolled up, or by its total alone. */
import type { ReportDocument } from '../document';
import { withholding } from './apply-disclosure';
import { figuresOf } from './document-figures';
import { type Known, NOTHING_KNOWN, type Plan, planHiding } from './plan-hiding';
import type { SuppressionPolicy } from './suppression';

/**
 * From fine to coarse, the candidates from the first one on of which nothing is refused; the coarsest alone where
 * something is refused of each.
 */
export async function fromFinest<T>(
  candidates: readonly T[],
  planOf: (candidate: T) => Promise<Plan>,
): Promise<readonly T[]> {
  for (const [place, candidate] of candidates.entries())
    if ((await planOf(candidate)).refused.figures.length === 0) return candidates.slice(place);
  return candidates.slice(-1);
}

/**
 * A refused figure of the document itself follows from what its readers have, whatever is hidden now: of its table the
 * total alone is told, as far as it was planned to be shown, and nothing is refused. A figure of an earlier release
 * that this one would give away is refused still.
 */
export function totalsAlone(document: ReportDocument, plan: Plan): Plan {
  const own = new Set(figuresOf(document).map(({ id }) => id));
  const figures = plan.refused.figures.filter((id) => !own.has(id));
  const earlier = figures.length > 0 ? plan.refused.earlier : [];
  return { ...withholding(document, plan), refused: { figures, earlier } };
}

export interface FinestPlan {
  readonly document: ReportDocument;
  readonly plan: Plan;
}

/** The finest of these documents, from fine to coarse, of which nothing is refused. */
export async function planFinest(
  documents: readonly ReportDocument[],
  policy: SuppressionPolicy,
  known: Known = NOTHING_KNOWN,
): Promise<FinestPlan> {
  const plans = new Map<ReportDocument, Promise<Plan>>();
  const planOf = (document: ReportDocument): Promise<Plan> => {
    const planned = plans.get(document) ?? planHiding(document, policy, known);
    plans.set(document, planned);
    return planned;
  };
  const [document] = await fromFinest(documents, planOf);
  return { document: document!, plan: totalsAlone(document!, await planOf(document!)) };
}
