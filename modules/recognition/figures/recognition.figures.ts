/** Facts of recognition, read as `mawa_figures`; the figures are computed in recognition.rules.ts. */
import { asFigures, type Tx } from '../../platform/database/transactions';
import { type AwardFact, type RecognitionFigures, recognitionOf } from './recognition.rules';
import type { Period } from '../../platform/shared/periods.rules';

export function recognitionFigures(tx: Tx, period: Period): Promise<RecognitionFigures> {
  return asFigures(tx, async () => {
    const begun = await tx.query<{ on: string }>(
      `SELECT on_day::text AS "on" FROM recognition_steps WHERE to_state = 'enquiry'`,
    );
    const awards = await tx.query<AwardFact>(
      `SELECT issued_on::text AS "on", complete, cardinality(units)::int AS units FROM training_certificates
        WHERE procedure_id IS NOT NULL AND withdrawn_on IS NULL`,
    );
    return recognitionOf({ begun: begun.map(({ on }) => on), awards }, period);
  });
}
