/** What becomes of an offer when something happens to the hold that keeps its bed. */
import { record } from '../../audit';
import type { Tx } from '../../platform/database/transactions';
import type { OfferRefusal } from '../beds.data';

export type OfferAnswer = 'accepted' | 'declined' | 'lapsed';

/** Of the offer that is out for this request; where none is, or its time is over, nothing happens. */
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
