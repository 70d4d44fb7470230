import { record } from '../audit';
import type { PayingLines } from './ledger.service';
import { sqlState, type Tx } from '../platform/database/transactions';
import { DomainError } from '../platform/shared/domain.errors';
import { fromDateRange, toDateRange, type CivilDate } from '../platform/shared/nights.rules';

export interface NightRate {
  readonly amount: string;
  readonly currency: string;
  /** The line of the price, or the lines of the allocation in force. */
  readonly lineId: PayingLines;
}

export interface NewNightRate extends NightRate {
  readonly lineId: string;
  readonly shelterId: string;
  /** The first night it holds for. */
  readonly from: CivilDate;
}

/** What one night of one person costs in this shelter; null where nobody has said. */
export async function nightRateOf(
  tx: Tx,
  shelterId: string,
  night: CivilDate,
): Promise<NightRate | null> {
  const [row] = await tx.query<NightRate>(
    `SELECT amount, currency, coalesce(cost_shares(shelter_id, NULL, $2::date), to_jsonb(line_id)) AS "lineId"
       FROM night_rates WHERE shelter_id = $1 AND valid @> $2::date`,
    [shelterId, night],
  );
  return row ?? null;
}

/**
 * A new rate from a night on, until the next one that is known already. The rate before it ends
 * there; nights that were charged keep what they were charged with.
 */
export async function setNightRate(tx: Tx, rate: NewNightRate): Promise<{ id: string }> {
  const rows = await tx.query<{ id: string; valid: string }>(
    `SELECT id, valid::text FROM night_rates WHERE shelter_id = $1 ORDER BY valid FOR UPDATE`,
    [rate.shelterId],
  );
  const known = rows.map(({ id, valid }) => ({ id, ...fromDateRange(valid) }));
  if (known.some(({ from }) => from === rate.from)) throw exists();
  const before = known.findLast(({ from }) => from < rate.from);
  const next = known.find(({ from }) => from > rate.from);
  try {
    if (before && (before.until === null || before.until > rate.from)) {
      const ended = toDateRange({ from: before.from, until: rate.from });
      await tx.query('UPDATE night_rates SET valid = $2 WHERE id = $1', [before.id, ended]);
    }
    const valid = toDateRange({ from: rate.from, until: next?.from ?? null });
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO night_rates (shelter_id, valid, amount, currency, line_id)
       VALUES ($1, $2, $3, $4, $5) RETURNING id`,
      [rate.shelterId, valid, rate.amount, rate.currency, rate.lineId],
    );
    await record(tx, { action: 'budget.set_night_rate', kind: 'night_rate', ids: [row!.id] });
    return row!;
  } catch (error) {
    if (sqlState(error) === '23P01') throw exists();
    if (sqlState(error) === '23503') throw new DomainError('invalid', 'budget.unknown_line');
    throw error;
  }
}

const exists = () => new DomainError('conflict', 'budget.night_rate_exists', {}, 'from');
