/** Updates offers when the hold of their bed changes. */
import { record } from '../../audit';
import type { Tx } from '../../platform/database/transactions';
import type { OfferRefusal } from '../beds.data';

export type OfferAnswer = 'accepted' | 'declined' | 'lapsed';

/** Returns the open offer of a request; does nothing if there is none or it has expired. */
export async function answerOffer(
  tx: Tx,
  requestId: string,
  said: OfferAnswer,
  reason: OfferRefusal | null = null,
): Promise<void> {
  const [offer] = await tx.query<{ id: string }>(
    `UPDATE bed_offers SET answer = $2, reason = $3, answered_at = mawa_now(), answered_by = mawa_actor()
      WHERE request_id = $1 AND answer IS NULL AND answer_by > mawa_now() RETURNING id`,
    [requestId, said, reason],
  );
  if (offer) await record(tx, { action: `offers.${said}`, kind: 'bed_offer', ids: [offer.id] });
}

/** A hold that is kept longer leaves as long to answer. */
export const prolongOffer = (tx: Tx, requestId: string, until: Date): Promise<unknown> =>
  tx.query(
    `UPDATE bed_offers SET answer_by = $2
      WHERE request_id = $1 AND answer IS NULL AND answer_by > mawa_now()`,
    [requestId, until],
  );
