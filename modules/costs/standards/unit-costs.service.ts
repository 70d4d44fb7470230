import { Injectable } from '@nestjs/common';
import { serviceTypes } from '../../assistance-services';
import { record } from '../../audit';
import { sqlState, Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../../platform/shared/nights.rules';

export const BED_NIGHT = 'bed-night';
const EARLIEST: CivilDate = '2000-01-01';

export interface NewUnitCost {
  readonly kind: string;
  readonly amount: string;
  readonly currency: string;
  readonly validFrom: CivilDate;
  readonly source: string;
}

export interface UnitCost extends NewUnitCost {
  readonly id: string;
  readonly enteredBy: string;
}

/** What a unit of help should cost, from a day on. None is ever edited: a later date supersedes. */
@Injectable()
export class UnitCosts {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor): Promise<UnitCost[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<UnitCost>(
        `SELECT ${COLUMNS} ORDER BY c.kind, c.currency, c.valid_from DESC LIMIT 500`,
      ),
    );
  }

  set(actor: Actor, cost: NewUnitCost, requestId: string | null = null): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'costs.set_unit_cost', body: cost, requestId },
      (tx) => this.setIn(tx, cost),
    );
  }

  async setIn(tx: Tx, cost: NewUnitCost): Promise<{ id: string }> {
    const { kind, amount, currency, validFrom, source } = cost;
    await refuseWrong(tx, cost);
    try {
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO unit_costs (kind, amount, currency, valid_from, source) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
        [kind, amount, currency, validFrom, source],
      );
      const fields = [kind, currency, validFrom];
      await record(tx, {
        action: 'costs.set_unit_cost',
        kind: 'unit_cost',
        ids: [row!.id],
        fields,
      });
      return row!;
    } catch (error) {
      if (sqlState(error) !== '23505') throw error;
      throw new DomainError('conflict', 'costs.unit_cost_exists', {}, 'validFrom');
    }
  }
}

/** Those that hold on a day: of each kind and currency the last one. */
export const standardsOn = (tx: Tx, day: CivilDate): Promise<UnitCost[]> =>
  tx.query<UnitCost>(
    `SELECT DISTINCT ON (c.kind, c.currency) ${COLUMNS} WHERE c.valid_from <= $1 ORDER BY c.kind, c.currency, c.valid_from DESC`,
    [day],
  );

const COLUMNS = `c.id, c.kind, c.amount, c.currency, c.valid_from::text AS "validFrom", c.source, u.name AS "enteredBy"
  FROM unit_costs c JOIN users u ON u.id = c.entered_by`;

async function refuseWrong(tx: Tx, { kind, amount, validFrom }: NewUnitCost): Promise<void> {
  const refuse = (code: string, field: string) => new DomainError('invalid', code, {}, field);
  if (!isCivilDate(validFrom)) throw refuse('common.not_date', 'validFrom');
  if (validFrom < EARLIEST) throw refuse('costs.too_old', 'validFrom');
  if (/^0*(\.0*)?$/.test(amount)) throw refuse('costs.no_amount', 'amount');
  const known = [BED_NIGHT, ...(await serviceTypes(tx)).map(({ code }) => code)];
  if (!known.includes(kind)) throw refuse('costs.unknown_kind', 'kind');
}
