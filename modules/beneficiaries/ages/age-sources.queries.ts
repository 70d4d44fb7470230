/** Source of the present age facts, and the facts before the first assessment. */
import type { Tx } from '../../platform/database/transactions';
import { type CorrectionRow, correctionsOf } from '../corrections/correction.queries';
import { ageCountedIn, isOfAge, knowsAge } from '../corrections/correction.rules';
import type { Corrections } from '../corrections/corrections.service';
import { joinedFiles } from '../person-files.queries';
import type { NewPerson } from '../new-person.types';

export interface AgeSources {
  /** Latest manual correction. */
  readonly byHand: CorrectionRow | null;
  /** First correction since then that came from an assessment; null if there is none. */
  readonly first: CorrectionRow | null;
  /** The file from which that first one was taken over in joining. */
  readonly from: string | null;
}

/** An age taken over from a file in which it was assessed is an assessed one here too. */
export async function findAgeSources(tx: Tx, file: string): Promise<AgeSources> {
  const ofAge = (await correctionsOf(tx, file)).filter(({ fields }) => fields.some(isOfAge));
  const joined = ofAge.some(({ why }) => why === 'merged') ? await joinedFiles(tx, file) : [];
  let sources: AgeSources = { byHand: null, first: null, from: null };
  for (const one of ofAge) {
    const source = joined.find(({ at }) => at.getTime() === one.at.getTime());
    const from = one.why === 'merged' && source ? source.id : null;
    const assessed = from
      ? (await findAgeSources(tx, from)).first !== null
      : one.why === 'assessment';
    if (!assessed) return { ...sources, byHand: one };
    sources = { byHand: null, first: one, from };
  }
  return sources;
}

const NOW = 2 ** 31 - 1;

/** The person as known before that; what only the other file knew is counted as it would be here. */
export async function factsBeforeAssessment(
  tx: Tx,
  corrections: Corrections,
  file: string,
  { first, from }: AgeSources,
): Promise<NewPerson> {
  const person = await corrections.asOfIn(tx, file, first ? first.version - 1 : NOW);
  if (from === null || knowsAge(person)) return person;
  const other = await factsBeforeAssessment(tx, corrections, from, await findAgeSources(tx, from));
  return { ...person, ...ageCountedIn(person, other) };
}
