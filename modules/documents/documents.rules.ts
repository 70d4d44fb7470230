/** Kinds of documents, their part of a case, and validity. */
import type { CasePart } from '../access';
import { DomainError } from '../platform/shared/domain.errors';
import { addDays, isCivilDate, type CivilDate } from '../platform/shared/nights.rules';

export const DOCUMENT_PARTS = [
  'identity',
  'contact',
  'story',
  'health',
  'legal',
  'care',
  'money',
] as const satisfies CasePart[];
export type DocumentPart = (typeof DOCUMENT_PARTS)[number];

/** The first part of each is the usual one; a medical certificate is never filed where more may read it. */
export const PARTS_OF_KIND = {
  identity_document: ['identity'],
  medical_certificate: ['health'],
  court_paper: ['legal'],
  photo: ['identity', 'health', 'legal', 'care'],
  consent_signed: ['care'],
  contract: ['care', 'money', 'legal'],
  other: ['care', 'identity', 'contact', 'story', 'health', 'legal', 'money'],
} as const satisfies Record<string, readonly DocumentPart[]>;
export type DocumentKind = keyof typeof PARTS_OF_KIND;
export const DOCUMENT_KINDS = Object.keys(PARTS_OF_KIND) as DocumentKind[];

export const REMOVAL_REASONS = [
  'wrong_person',
  'wrong_file',
  'person_wishes',
  'no_longer_needed',
  'replaced',
] as const;
export type RemovalReason = (typeof REMOVAL_REASONS)[number];

/** Part in which a document is stored: as requested, else the usual one of its kind. */
export function partOf(kind: DocumentKind, asked: DocumentPart | null): DocumentPart {
  const allowed: readonly DocumentPart[] = PARTS_OF_KIND[kind];
  if (asked !== null && !allowed.includes(asked)) {
    throw new DomainError('invalid', 'documents.part_of_kind', {}, 'part');
  }
  return asked ?? allowed[0]!;
}

const EARLIEST = '1900-01-01';
const LATEST = '2200-01-01';

export function checkValidity(validUntil: string | null): CivilDate | null {
  if (validUntil === null) return null;
  if (!isCivilDate(validUntil) || validUntil < EARLIEST || validUntil >= LATEST) {
    throw new DomainError('invalid', 'common.not_date', {}, 'validUntil');
  }
  return validUntil;
}

export type Validity = 'none' | 'valid' | 'soon' | 'expired';

/** Valid up to and including the stated day; a warning from `warnDays` before. */
export function validityOf(
  validUntil: CivilDate | null,
  today: CivilDate,
  warnDays: number,
): Validity {
  if (validUntil === null) return 'none';
  if (validUntil < today) return 'expired';
  return validUntil <= addDays(today, warnDays) ? 'soon' : 'valid';
}
