import type { Tx } from '../../platform/database/transactions';
import type { CaseSeals } from '../case-seals.service';
import { type StoredClassification, townPlace } from './classification.queries';
import type { Classification, TraffickingPlace } from './classification.rules';

/** Adds the decrypted towns, for readers of the part `story`. */
export async function withTowns(
  tx: Tx,
  seals: CaseSeals,
  { caseId, classification, places }: StoredClassification,
): Promise<Classification> {
  const sealed = places.flatMap(({ id, town }) => (town ? [{ id, sealed: town }] : []));
  if (sealed.length === 0) return classification;
  const texts = await seals.openTexts(
    tx,
    sealed.map((one) => ({ caseId, place: townPlace(one.id), sealed: one.sealed })),
  );
  const towns = new Map(sealed.map(({ id }, at) => [id, texts[at] ?? null]));
  const named = (place: TraffickingPlace, kind: string, at = 0): TraffickingPlace => {
    const row = places.filter((one) => one.kind === kind)[at];
    return { ...place, town: (row && towns.get(row.id)) ?? null };
  };
  return {
    ...classification,
    recruitment: named(classification.recruitment, 'recruitment'),
    transit: classification.transit.map((place, at) => named(place, 'transit', at)),
    exploitation: named(classification.exploitation, 'exploitation'),
  };
}
