/** The reasons for and against a bed, as a page lists them. */
import type { FormattedReason } from './reasons.words';

/** Distinct sentences, those against and open questions first. */
export function distinctReasons(reasons: readonly FormattedReason[]) {
  const order = { unknown: 0, against: 1, for: 2 };
  const seen = new Map(reasons.map((one) => [one.text, one]));
  return [...seen.values()]
    .sort((a, b) => order[a.sign] - order[b.sign])
    .map(({ sign, code, params, text }) => ({ sign, key: code, params, text }));
}
