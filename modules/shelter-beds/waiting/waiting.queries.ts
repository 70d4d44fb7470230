import type { Tx } from '../../platform/database/transactions';
import { receivedOf } from '../placing/placing-assembly.rules';
import type { ReceptionSign } from '../placing/placing.types';
import type { OfferRefusal } from '../beds.data';
import type { Weights } from './priority.rules';

export interface OfferRow {
  readonly id: string;
  readonly requestId: string;
  readonly shelterId: string;
  readonly shelter: string;
  readonly rank: number;
  readonly score: number;
  readonly offeredAt: Date;
  readonly answerBy: Date;
  /** An offer past its time counts as lapsed, even if not marked yet. */
  readonly answer: 'accepted' | 'declined' | 'lapsed' | null;
  readonly reason: OfferRefusal | null;
}

const OFFER = `o.id, o.request_id AS "requestId", o.shelter_id AS "shelterId", localized_name(s.code_name, s.names) AS shelter, o.rank, o.score,
  o.offered_at AS "offeredAt", o.answer_by AS "answerBy", o.reason,
  coalesce(o.answer, CASE WHEN o.answer_by <= mawa_now() THEN 'lapsed' END) AS answer`;

/** Offers of waiting requests: an open one, and those without success. */
export const offersOf = (tx: Tx, requestIds: readonly string[]): Promise<OfferRow[]> =>
  tx.query<OfferRow>(
    `SELECT ${OFFER} FROM bed_offers o JOIN shelters s ON s.id = o.shelter_id
      WHERE o.request_id = ANY ($1) ORDER BY o.offered_at DESC, o.id`,
    [requestIds],
  );

export async function findOffer(tx: Tx, id: string): Promise<OfferRow | null> {
  const [offer] = await tx.query<OfferRow>(
    `SELECT ${OFFER} FROM bed_offers o JOIN shelters s ON s.id = o.shelter_id WHERE o.id = $1 FOR UPDATE OF o`,
    [id],
  );
  return offer ?? null;
}

export interface HouseReception {
  readonly id: string;
  readonly receives: readonly ReceptionSign[];
}

/** People whom each open shelter receives tonight. */
export async function listHouseReceptions(tx: Tx): Promise<HouseReception[]> {
  const rows = await tx.query<{ id: string; receives: readonly string[] }>(
    `SELECT s.id, f.receives FROM shelters s JOIN shelter_facts f ON f.shelter_id = s.id AND f.during @> mawa_tonight()
      WHERE s.active`,
  );
  return rows.map(({ id, receives }) => ({ id, receives: receivedOf(receives) }));
}

/** The weights of this instant: a later version changes nothing that was decided before. */
export async function waitingWeights(tx: Tx): Promise<Weights> {
  const [row] = await tx.query<{ weights: Weights }>(
    `SELECT mawa_setting('waiting_weights') AS weights`,
  );
  return row!.weights;
}

export async function offerMinutes(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ minutes: number }>(
    `SELECT mawa_setting('offer_minutes')::int AS minutes`,
  );
  return row!.minutes;
}
