/** Makes the version of one audience: what is hidden in it is nowhere in it. */
import {
  type DisclosedDocument,
  type ReportDocument,
  checkDocument,
  figureOf,
  tablesOf,
} from '../../report-documents';
import { maskDocument } from './mask-document.rules';
import {
  type PriorKnowledge,
  NO_PRIOR_KNOWLEDGE,
  type SuppressionPlan,
  planSuppression,
} from './suppression-plan.rules';
import { figuresOf } from './document-figures.rules';
import type { Figure, Mark, SuppressionPolicy } from './suppression.rules';

export interface DisclosurePolicy extends SuppressionPolicy {
  readonly audience: string;
}

/** The programme's own people see every figure. */
export const INSIDERS: DisclosurePolicy = { audience: 'insiders', threshold: 0, zeros: 'show' };

export async function applyDisclosure(
  document: ReportDocument,
  policy: DisclosurePolicy,
  known: PriorKnowledge = NO_PRIOR_KNOWLEDGE,
): Promise<DisclosedDocument> {
  assertWhole(document);
  const plan = withholdTables(document, await planSuppression(document, policy, known));
  return maskDocument(document, policy, plan.marks);
}

/**
 * Withholds all rows of the tables that contain a figure which suppression cannot protect, or of all tables if it is in
 * none. Totals stay as planned. Figures that another table shows too stay, since they would be known from there.
 */
export function withholdTables(document: ReportDocument, plan: SuppressionPlan): SuppressionPlan {
  const refused = new Set(plan.refused.figures);
  if (refused.size === 0) return plan;
  const figures = figuresOf(document);
  const places = new Set(
    figures.filter(({ id }) => refused.has(id)).flatMap((figure) => figure.places ?? []),
  );
  const totals = totalsOf(document);
  const isWithheld = ({ id, places: own = [] }: Figure) =>
    !totals.has(id) &&
    (places.size === 0 || (own.length > 0 && own.every((place) => places.has(place))));
  const marks = new Map<string, Mark>([
    ...plan.marks,
    ...[...figures.filter(isWithheld).map(({ id }) => id), ...refused].map(
      (id) => [id, 'protected'] as const,
    ),
  ]);
  const released = plan.released.map((one) => ({ ...one, mark: marks.get(one.id) ?? null }));
  return { ...plan, marks, released };
}

const totalsOf = (document: ReportDocument): ReadonlySet<string> =>
  new Set(
    tablesOf(document).flatMap(({ key, total, columns }) =>
      total ? columns.map((column) => figureOf(key, total, column.key)) : [],
    ),
  );

/** The version of those who may see every figure. */
export function forInsiders(document: ReportDocument): DisclosedDocument {
  assertWhole(document);
  return maskDocument(document, INSIDERS, new Map());
}

export function assertWhole(document: ReportDocument): void {
  if (document.disclosure) throw new Error('this document is already the version of an audience');
  checkDocument(document);
}
