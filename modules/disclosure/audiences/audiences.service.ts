import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { PROTECTED, type ProtectedAudience, settingKey } from './thresholds.queries';

export interface ThresholdRow {
  readonly audience: ProtectedAudience;
  readonly threshold: number;
  readonly validFrom: Date;
  readonly source: string;
  /** Null: delivered with the programme. */
  readonly by: string | null;
  /** In force today; a later one may already be confirmed. */
  readonly current: boolean;
}

/** Suppression thresholds by audience, as dated settings. */
@Injectable()
export class Audiences {
  constructor(private readonly transactions: Transactions) {}

  /** Every threshold that was, is and will be, the newest first. */
  all(actor: Actor): Promise<ThresholdRow[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<ThresholdRow>(
        `SELECT a.audience, (s.value #>> '{}')::int AS threshold, s.valid_from AS "validFrom", s.source, localized_name(u.name, u.names) AS "by",
                s.valid_from = (SELECT max(c.valid_from) FROM settings c WHERE c.key = s.key AND c.valid_from <= mawa_now() AND NOT c.cancelled) AS current
           FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS a (audience, key, place)
           JOIN settings s ON s.key = a.key AND NOT s.cancelled
           LEFT JOIN users u ON u.id = s.set_by
          ORDER BY a.place, s.valid_from DESC`,
        [PROTECTED, PROTECTED.map(settingKey)],
      ),
    );
  }
}
