/** A grant as somebody who revises it must see it: what each line holds now, and what has moved already. */
import type { Tx } from '../../platform/database/transactions';
import { notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { LocalisedName } from '../grants/grant-definition.types';
import { sumOf, toCent, written } from '../money.rules';
import { money } from '../commitments/commitment.errors';
import {
  doesNotSumToZero,
  leavesItsAgency,
  leavesTooLittle,
  lineTwice,
  needsTwoLines,
} from './revision.errors';
import {
  agenciesThatChange,
  compareAmounts,
  judgeTransfer,
  transferOf,
  type AmountComparison,
  type TransferVerdict,
} from './revision.rules';
import { DomainError, FieldErrors } from '../../platform/shared/domain.errors';

export interface RevisedLine {
  readonly lineId: string;
  readonly code: string;
  readonly name: LocalisedName;
  readonly organisationCode: string;
  readonly objectClass: string;
  readonly amount: string;
  readonly spent: string;
  readonly committed: string;
}

export interface RevisedGrant {
  readonly grantId: string;
  readonly code: string;
  readonly currency: string;
  readonly total: string;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  readonly funds: string;
  readonly transferred: string;
  readonly limitShare: string;
  readonly warningShare: string;
  readonly lines: readonly RevisedLine[];
}

export interface LineChange {
  readonly lineId: string;
  /** With its sign: "-1250.50". */
  readonly change: string;
}

export interface ComparedLine extends RevisedLine, AmountComparison {}

export interface Comparison {
  readonly lines: readonly ComparedLine[];
  readonly transfer: string;
  readonly rule: TransferVerdict;
}

const GRANT = `
  SELECT g.id AS "grantId", g.code, g.currency, g.amount AS total, g.starts_on::text AS "startsOn", g.ends_on::text AS "endsOn",
         (SELECT id FROM ledger_accounts WHERE grant_id = g.id AND kind = 'funds') AS funds,
         transferred_since_approval(g.id) AS transferred,
         mawa_setting('budget_transfer_share')::text AS "limitShare", mawa_setting('budget_transfer_warning')::text AS "warningShare"
    FROM grants g WHERE g.id = $1`;
const LINES = `
  SELECT l.id AS "lineId", l.code, l.name, o.code AS "organisationCode", l.object_class AS "objectClass", l.amount,
         coalesce(sum(b.balance) FILTER (WHERE a.kind = 'spent'), 0.00) AS spent,
         coalesce(sum(b.balance) FILTER (WHERE a.kind = 'committed'), 0.00) AS committed
    FROM budget_lines l JOIN organisations o ON o.id = l.organisation_id
    JOIN grant_shares s ON s.grant_id = l.grant_id AND s.organisation_id = l.organisation_id
    LEFT JOIN ledger_accounts a ON a.line_id = l.id LEFT JOIN ledger_balances b ON b.account_id = a.id
   WHERE l.grant_id = $1 GROUP BY l.id, o.code, s.after_fee ORDER BY s.after_fee DESC, o.code, l.code`;

export async function revisedGrant(tx: Tx, grantId: string): Promise<RevisedGrant> {
  const [grant] = await tx.query<Omit<RevisedGrant, 'lines'>>(GRANT, [grantId]);
  if (!grant) throw notFound();
  return { ...grant, lines: await tx.query<RevisedLine>(LINES, [grantId]) };
}

/** Before, difference and after of every line that changes, and what the donor's rule says of it. */
export function comparisonOf(grant: RevisedGrant, changes: readonly LineChange[]): Comparison {
  const lines = grant.lines.flatMap((line): ComparedLine[] => {
    const change = changes.find(({ lineId }) => lineId === line.lineId);
    return change ? [{ ...line, ...compareAmounts(line.amount, change.change) }] : [];
  });
  const transfer = written(transferOf(lines));
  const { transferred: before, total, limitShare, warningShare } = grant;
  const rule = judgeTransfer({ before, adds: transfer, total, limitShare, warningShare });
  return { lines, transfer, rule };
}

/** Refuses what cannot be a revision, each line beside its field; answers the changes that are some. */
export function checkedChanges(
  grant: RevisedGrant,
  typed: readonly LineChange[],
  betweenAgencies: boolean,
): LineChange[] {
  const errors = typed.flatMap(({ lineId, change }, at): DomainError[] => {
    const line = grant.lines.find((one) => one.lineId === lineId);
    if (!line)
      return [new DomainError('invalid', 'budget.unknown_line', {}, `changes.${at}.lineId`)];
    if (typed.findIndex((one) => one.lineId === lineId) !== at) {
      return [lineTwice(`changes.${at}.lineId`)];
    }
    return shortfall(grant, line, change, `changes.${at}.change`) ?? [];
  });
  if (errors.length > 0) throw new FieldErrors(errors);
  const changes = typed.filter(({ change }) => !toCent(change).isZero());
  const sum = sumOf(changes.map(({ change }) => change));
  if (!sum.isZero()) {
    const signed = (isMore: boolean) =>
      written(
        sumOf(
          changes
            .filter(({ change }) => toCent(change).isPositive() === isMore)
            .map(({ change }) => change),
        ).abs(),
      );
    throw doesNotSumToZero({
      more: money(signed(true), grant.currency),
      less: money(signed(false), grant.currency),
      sum: money(written(sum), grant.currency),
    });
  }
  if (changes.length < 2) throw needsTwoLines();
  if (!betweenAgencies) refuseTransferBetweenAgencies(grant, changes);
  return changes;
}

/** No line falls below what is spent and promised on it. */
function shortfall(
  { currency }: RevisedGrant,
  { code, amount, spent, committed }: RevisedLine,
  change: string,
  field?: string,
): DomainError[] | null {
  const after = toCent(amount).plus(change);
  const taken = sumOf([spent, committed]);
  if (!toCent(change).isNegative() || after.greaterThanOrEqualTo(taken)) return null;
  const figures = {
    line: code,
    after: money(written(after), currency),
    taken: money(written(taken), currency),
    spent: money(spent, currency),
    committed: money(committed, currency),
  };
  return [leavesTooLittle(figures, field)];
}

function refuseTransferBetweenAgencies(grant: RevisedGrant, changes: readonly LineChange[]): void {
  const [away] = agenciesThatChange(comparisonOf(grant, changes).lines);
  if (!away) return;
  const change = money(away.change, grant.currency);
  throw leavesItsAgency({ agency: away.organisationCode, change });
}

/** At the moment of approving: what happened since it was proposed counts. */
export function refuseBelowCommitted(grant: RevisedGrant, changes: readonly LineChange[]): void {
  for (const { lineId, change } of changes) {
    const line = grant.lines.find((one) => one.lineId === lineId)!;
    const [refused] = shortfall(grant, line, change) ?? [];
    if (refused) throw refused;
  }
}
