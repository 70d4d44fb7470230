import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import {
  asFigures,
  constraintOf,
  Transactions,
  type Tx,
} from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { endedQuarter } from '../../platform/shared/quarters.rules';
import { type RatedType, type Satisfaction, satisfactionOf } from './satisfaction.rules';

export interface Rating {
  /** 1 to 5; null if the person did not answer. */
  readonly rating: number | null;
  readonly askedBy: string;
  readonly askedAt: Date;
}

export interface RatingPeriod {
  readonly from: CivilDate;
  /** Not included. */
  readonly until: CivilDate;
}

export interface SatisfactionOfQuarter extends Satisfaction<Names>, RatingPeriod {
  readonly today: CivilDate;
  readonly quarter: string;
}

type Names = Readonly<Record<Language, string>>;

/** Ratings of services by the person, asked once; the colleague who asked is stored. */
@Injectable()
export class RateServices {
  constructor(private readonly transactions: Transactions) {}

  rate(
    actor: Actor,
    serviceId: string,
    rating: number | null,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'services.rate', body: { serviceId, rating }, requestId },
      (tx) => this.rateIn(tx, serviceId, rating),
    );
  }

  async rateIn(tx: Tx, serviceId: string, rating: number | null): Promise<{ id: string }> {
    const [service] = await tx.query<{ caseId: string; cancelled: boolean }>(
      'SELECT case_id AS "caseId", cancelled_at IS NOT NULL AS cancelled FROM services WHERE id = $1',
      [serviceId],
    );
    if (!service) throw notFound();
    if (service.cancelled) throw new DomainError('conflict', 'ratings.service_cancelled');
    try {
      await tx.query(
        'INSERT INTO service_ratings (service_id, case_id, rating, asked_by) VALUES ($1, $2, $3, $4)',
        [serviceId, service.caseId, rating, tx.actor.userId],
      );
    } catch (error) {
      if (constraintOf(error) !== 'service_ratings_pkey') throw error;
      throw new DomainError('conflict', 'ratings.asked_already');
    }
    await record(tx, { action: 'services.rate', kind: 'service', ids: [serviceId] });
    return { id: serviceId };
  }

  of(actor: Actor, serviceId: string): Promise<Rating | null> {
    return this.transactions.run(actor, async (tx) => {
      const [row] = await tx.query<Rating>(
        `SELECT r.rating, localized_name(u.name, u.names) AS "askedBy", r.asked_at AS "askedAt"
           FROM service_ratings r JOIN users u ON u.id = r.asked_by WHERE r.service_id = $1`,
        [serviceId],
      );
      return row ?? null;
    });
  }

  /** Satisfaction of a past quarter, the latest one by default. */
  satisfaction(actor: Actor, asked?: string): Promise<SatisfactionOfQuarter> {
    return this.transactions.run(actor, async (tx) => {
      const { code: quarter, from, until } = endedQuarter(tx.today, asked);
      const figures = await satisfactionFigures(tx, { from, until });
      return { today: tx.today, quarter, from, until, ...figures };
    });
  }
}

/**
 * By the day of the rating, so that late answers do not change earlier quarters. Services cancelled by the end of the
 * quarter do not count; joined cases are one person.
 */
export async function satisfactionFigures(
  tx: Tx,
  { from, until }: RatingPeriod,
): Promise<Satisfaction<Names>> {
  const rows = await asFigures(tx, () =>
    tx.query<RatedType<Names>>(
      `SELECT t.code AS "typeCode", t.name,
              count(DISTINCT coalesce(m.person_id, s.case_id)) FILTER (WHERE r.rating IS NOT NULL)::int AS people,
              count(r.rating)::int AS answers, coalesce(sum(r.rating), 0)::int AS sum,
              count(*) FILTER (WHERE r.rating IS NULL)::int AS declined
         FROM service_ratings r JOIN services s ON s.id = r.service_id
         LEFT JOIN mawa_merged($2::date) m ON m.case_id = s.case_id
         JOIN service_types t ON t.code = s.type_code
        WHERE mawa_day(r.asked_at) >= $1 AND mawa_day(r.asked_at) < $2
          AND (s.cancelled_at IS NULL OR mawa_day(s.cancelled_at) >= $2)
        GROUP BY t.code ORDER BY t.category, t.code`,
      [from, until],
    ),
  );
  return satisfactionOf(rows);
}
