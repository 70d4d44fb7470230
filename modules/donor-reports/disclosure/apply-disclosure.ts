/** Makes the version of one audience: what is hidden in it is nowhere in it. */
import type { DisclosedDocument, ReportDocument } from '../document';
import { checkDocument } from '../document';
import { maskDocument } from './mask';
import { type Known, NOTHING_KNOWN, planHiding } from './plan-hiding';
import type { SuppressionPolicy } from './suppression';

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
  const { marks } = await planHiding(document, policy, known);
  return maskDocument(document, policy, marks);
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
