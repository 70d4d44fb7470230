import { Injectable } from '@nestjs/common';
import { serviceTypes } from '../../assistance-services';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../../platform/shared/nights.rules';
import { proposeSetting, type ProposedSetting } from '../../settings';

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

/**
 * Expected unit costs from a day on: proposed by finance, in force once another person confirms. Never changed; a later
 * date supersedes.
 */
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

  propose(
    actor: Actor,
    cost: NewUnitCost,
    requestId: string | null = null,
  ): Promise<ProposedSetting> {
    const once = { useCase: 'costs.propose_unit_cost', body: cost, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      await refuseWrong(tx, cost);
      const { validFrom, source, ...value } = cost;
      return proposeSetting(tx, 'unit_costs', { value, from: validFrom, source });
    });
  }
}

/** Those that hold on a day: of each kind and currency the last one. */
export const standardsOn = (tx: Tx, day: CivilDate): Promise<UnitCost[]> =>
  tx.query<UnitCost>(
    `SELECT DISTINCT ON (c.kind, c.currency) ${COLUMNS} WHERE c.valid_from <= $1 ORDER BY c.kind, c.currency, c.valid_from DESC`,
    [day],
  );

const COLUMNS = `c.id, c.kind, c.amount, c.currency, c.valid_from::text AS "validFrom", c.source, localized_name(u.name, u.names) AS "enteredBy"
  FROM unit_costs c JOIN users u ON u.id = c.entered_by`;

async function refuseWrong(
  tx: Tx,
  { kind, amount, currency, validFrom }: NewUnitCost,
): Promise<void> {
  const refuse = (code: string, field: string) => new DomainError('invalid', code, {}, field);
  if (!isCivilDate(validFrom)) throw refuse('common.not_date', 'validFrom');
  if (validFrom < EARLIEST) throw refuse('costs.too_old', 'validFrom');
  if (/^0*(\.0*)?$/.test(amount)) throw refuse('costs.no_amount', 'amount');
  const known = [BED_NIGHT, ...(await serviceTypes(tx)).map(({ code }) => code)];
  if (!known.includes(kind)) throw refuse('costs.unknown_kind', 'kind');
  const sameDay = await tx.query(
    'SELECT 1 FROM unit_costs WHERE kind = $1 AND currency = $2 AND valid_from = $3',
    [kind, currency, validFrom],
  );
  if (sameDay.length > 0) {
    throw new DomainError('conflict', 'costs.unit_cost_exists', {}, 'validFrom');
  }
}
