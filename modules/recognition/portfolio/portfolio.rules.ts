/**
 * A portfolio: pieces of evidence for the units of a standard. A piece holds where it is authentic, sufficient,
 * valid and current; older than the standard allows it is never current. The last judgement of a piece counts.
 */
import type { CivilDate } from '../../platform/shared/nights.rules';

export const EVIDENCE_FORMS = [
  'work_sample',
  'demonstration',
  'employer',
  'client',
  'certificate',
] as const;
export type EvidenceForm = (typeof EVIDENCE_FORMS)[number];
export const EVIDENCE_KINDS = ['direct', 'indirect', 'historical'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

const KIND_OF: Readonly<Record<EvidenceForm, EvidenceKind>> = {
  work_sample: 'direct',
  demonstration: 'direct',
  employer: 'indirect',
  client: 'indirect',
  certificate: 'historical',
};
export const evidenceKindOf = (form: EvidenceForm): EvidenceKind => KIND_OF[form];

export const EVIDENCE_CRITERIA = ['authentic', 'sufficient', 'valid', 'current'] as const;
export type EvidenceCriterion = (typeof EVIDENCE_CRITERIA)[number];
export type EvidenceJudgement = Readonly<Record<EvidenceCriterion, boolean>>;

export const meetsAllCriteria = (judgement: EvidenceJudgement): boolean =>
  EVIDENCE_CRITERIA.every((criterion) => judgement[criterion]);

/** Evidence is current up to and including the same day some years later (29 February becomes the 28th). */
export function mayBeCurrent(made: CivilDate, judgedOn: CivilDate, years: number): boolean {
  const [year, rest] = [Number(judgedOn.slice(0, 4)) - years, judgedOn.slice(4)];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const oldest = `${year}${rest === '-02-29' && !leap ? '-02-28' : rest}`;
  return made >= oldest;
}
