/** Makes the version of one audience: what is hidden in it is nowhere in it. */
import type { DisclosedDocument, ReportDocument } from '../document';
import { checkDocument } from '../document';
import { maskDocument } from './mask';
import { type Known, NOTHING_KNOWN, planHiding } from './plan-hiding';
import { figuresOf } from './document-figures';
import type { Mark, SuppressionPolicy } from './suppression';

export interface DisclosurePolicy extends SuppressionPolicy {
  readonly audience: string;
}

/** The programme's own people see every figure. */
export const INSIDERS: DisclosurePolicy = { audience: 'insiders', threshold: 0, zeros: 'show' };

export async function applyDisclosure(
  document: ReportDocument,
  policy: DisclosurePolicy,
  known: Known = NOTHING_KNOWN,
): Promise<DisclosedDocument> {
  assertWhole(document);
  const { marks, refused } = await planHiding(document, policy, known);
  return maskDocument(document, policy, withheld(document, marks, refused.figures));
}

/** Where hiding cannot protect a figure, nothing is told of the tables in which it stands. */
function withheld(
  document: ReportDocument,
  marks: ReadonlyMap<string, Mark>,
  refused: readonly string[],
): ReadonlyMap<string, Mark> {
  if (refused.length === 0) return marks;
  const figures = figuresOf(document);
  const places = new Set(
    figures.filter(({ id }) => refused.includes(id)).flatMap((figure) => figure.places ?? []),
  );
  const further = figures.filter((figure) => figure.places?.some((place) => places.has(place)));
  return new Map([
    ...marks,
    ...[...further.map(({ id }) => id), ...refused].map((id) => [id, 'protected'] as const),
  ]);
}

/** The version of those who may see every figure. */
export function forInsiders(document: ReportDocument): DisclosedDocument {
  assertWhole(document);
  return maskDocument(document, INSIDERS, new Map());
}

export function assertWhole(document: ReportDocument): void {
  if (document.disclosure) throw new Error('this document is already the version of an audience');
  checkDocument(document);
}
