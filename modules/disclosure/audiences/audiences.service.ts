import { Inject, Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { startOfDay } from '../../plans';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { programmeTime } from '../../platform/database/programme-time';
import { constraintOf, Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import {
  LEAST_THRESHOLD,
  MOST_THRESHOLD,
  PROTECTED,
  type ProtectedAudience,
  settingKey,
} from './thresholds.queries';

export interface ThresholdRow {
  readonly audience: ProtectedAudience;
  readonly threshold: number;
  readonly validFrom: Date;
  readonly source: string;
  /** Null: delivered with the programme. */
  readonly by: string | null;
  /** Holds now; another may be to come. */
  readonly current: boolean;
}

export interface NewThreshold {
  readonly threshold: number;
  /** From this day on; today is at once. */
  readonly from: CivilDate;
  readonly source: string;
}

/** Below which count nothing is shown to whom: each audience by its own dated setting. */
@Injectable()
export class Audiences {
  constructor(
    private readonly transactions: Transactions,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Every threshold that was, is and will be, the newest first. */
  all(actor: Actor): Promise<ThresholdRow[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<ThresholdRow>(
        `SELECT a.audience, (s.value #>> '{}')::int AS threshold, s.valid_from AS "validFrom", s.source, u.name AS "by",
                s.valid_from = (SELECT max(c.valid_from) FROM settings c WHERE c.key = s.key AND c.valid_from <= mawa_now()) AS current
           FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS a (audience, key, place)
           JOIN settings s ON s.key = a.key
           LEFT JOIN users u ON u.id = s.set_by
          ORDER BY a.place, s.valid_from DESC`,
        [PROTECTED, PROTECTED.map(settingKey)],
      ),
    );
  }

  /** Reports that are frozen keep theirs; what is drafted or frozen from then on has the new one. */
  set(
    actor: Actor,
    audience: ProtectedAudience,
    asked: NewThreshold,
    requestId: string | null = null,
  ): Promise<{ audience: string; threshold: number }> {
    const once = { useCase: 'reports.threshold', body: { audience, ...asked }, requestId };
    return this.transactions.once(actor, once, (tx) => this.setIn(tx, audience, asked));
  }

  private async setIn(tx: Tx, audience: ProtectedAudience, asked: NewThreshold) {
    const { threshold, from, source } = asked;
    if (threshold < LEAST_THRESHOLD)
      throw new DomainError(
        'invalid',
        'audiences.too_low',
        { least: LEAST_THRESHOLD },
        'threshold',
      );
    if (threshold > MOST_THRESHOLD)
      throw new DomainError('invalid', 'audiences.too_high', { most: MOST_THRESHOLD }, 'threshold');
    if (from < tx.today) throw new DomainError('invalid', 'audiences.not_before', {}, 'from');
    const at = from === tx.today ? tx.now : startOfDay(from, programmeTime(this.env));
    try {
      await tx.query(
        `INSERT INTO settings (key, valid_from, value, source, set_by) VALUES ($1, $2, to_jsonb($3::int), $4, mawa_actor())`,
        [settingKey(audience), at, threshold, source],
      );
    } catch (error) {
      if (constraintOf(error) !== 'settings_pkey') throw error;
      throw new DomainError('conflict', 'audiences.set_already', {}, 'from');
    }
    await record(tx, { action: 'reports.set_threshold', kind: 'threshold', fields: [audience] });
    return { audience, threshold };
  }
}
