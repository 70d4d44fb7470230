import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { asFigures, Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { addDays, isCivilDate, type CivilDate } from '../../platform/shared/nights.rules';
import { budgetFigures, type GrantRecipient } from '../budget.figures';
import type { GrantDefinition, LocalisedName } from '../grants/grant-definition.types';
import { convert, sumOf, written } from '../money.rules';
import { type BroughtIn, broughtInUntil } from '../openings/opening.queries';
import { contributionUntil } from '../terms/own-contribution.queries';
import {
  type Basis,
  reportDueOn,
  isPeriodEnd,
  type ReportType,
  type Sf425,
  sf425Of,
} from './sf425.rules';

export interface FederalReportQuery {
  readonly grantId: string;
  readonly type: ReportType;
  readonly basis: Basis;
  /** The last day of the reporting period. */
  readonly endsOn: CivilDate;
}

export interface FederalReport extends Sf425, FederalReportQuery {
  readonly grant: {
    readonly code: string;
    readonly awardNumber: string | null;
    readonly title: LocalisedName;
    readonly recipient: GrantRecipient | null;
    readonly currency: string;
    readonly startsOn: CivilDate;
    readonly endsOn: CivilDate;
    readonly donor: string;
  };
  readonly dueOn: CivilDate;
  /** Its last day is in a closed period; until then what is dated earlier may still be entered, and change it. */
  readonly isClosed: boolean;
  readonly fee: string;
  /** Gain (below zero) or loss of exchange, in no line of expenditure. */
  readonly exchange: string;
  /** Beyond the lines, and so in no line of the form. */
  readonly unfunded: string;
  /** What of the lines was spent and received before Mawa. */
  readonly broughtIn: BroughtIn | null;
}

/** The report of a period that is over, from the ledger and what the donor sent. */
@Injectable()
export class FederalReports {
  constructor(private readonly transactions: Transactions) {}

  make(actor: Actor, asked: FederalReportQuery): Promise<FederalReport> {
    return this.transactions.run(actor, async (tx) => {
      const report = await reportIn(tx, asked);
      await record(tx, {
        action: 'budget.sf425',
        kind: 'grant',
        ids: [asked.grantId],
        fields: [asked.type, asked.basis, asked.endsOn],
      });
      return report;
    });
  }

  grants(actor: Actor) {
    return this.transactions.run(actor, async (tx) => ({
      today: tx.today,
      grants: await tx.query<{ id: string; code: string; startsOn: CivilDate; endsOn: CivilDate }>(
        `SELECT id, code, starts_on::text AS "startsOn", ends_on::text AS "endsOn" FROM grants ORDER BY starts_on, code`,
      ),
    }));
  }
}

async function reportIn(tx: Tx, asked: FederalReportQuery): Promise<FederalReport> {
  const { grantId, type, basis, endsOn } = asked;
  if (!isCivilDate(endsOn)) throw wrong('common.not_date', 'endsOn');
  const [found] = await tx.query<{
    donor: string;
    lastDay: CivilDate;
    days: Record<ReportType, number>;
    isClosed: boolean;
  }>(
    `SELECT localized_name(o.name, o.names) AS donor, g.ends_on::text AS "lastDay", mawa_setting_on('sf425_days', $2) AS days,
            EXISTS (SELECT 1 FROM closed_periods p WHERE p.until_day >= $2::date) AS "isClosed"
       FROM grants g JOIN organisations o ON o.id = g.donor_id WHERE g.id = $1`,
    [grantId, endsOn],
  );
  if (!found) throw notFound();
  const { donor, days, isClosed } = found;
  const award = await awardOn(tx, grantId, endsOn);
  const grant = { ...headOf(award), donor };
  if (!isPeriodEnd(type, endsOn, found.lastDay) || endsOn < grant.startsOn)
    throw wrong(
      type === 'final' ? 'federal.final_ends_with_award' : 'federal.not_an_end',
      'endsOn',
    );
  if (endsOn >= tx.today) throw wrong('federal.not_over', 'endsOn');
  const due = reportDueOn(endsOn, days[type]);
  // What is settled while a final report is being made belongs to the award.
  const lastDay = type === 'final' ? (tx.today < due ? tx.today : due) : endsOn;
  const made = await sf425On(tx, grantId, { lastDay, basis });
  if (type === 'final' && !made.open.isZero()) {
    const amount = `${written(made.open)} ${grant.currency}`;
    throw new DomainError('conflict', 'federal.still_promised', { amount }, 'type');
  }
  const { report, fee, exchange, unfunded } = made;
  const broughtIn = await broughtInUntil(tx, grantId, addDays(lastDay, 1));
  return { ...asked, ...report, grant, dueOn: due, isClosed, fee, exchange, unfunded, broughtIn };
}

/** The award as it was on a day, before amendments that came later. */
async function awardOn(tx: Tx, grantId: string, day: CivilDate): Promise<GrantDefinition> {
  const [award] = await tx.query<{ definition: GrantDefinition }>(
    `SELECT coalesce((SELECT v.definition FROM grant_versions v WHERE v.grant_id = g.id AND v.effective_on <= $2
                       ORDER BY v.version DESC LIMIT 1), grant_definition(g.id)) AS definition
       FROM grants g WHERE g.id = $1`,
    [grantId, day],
  );
  if (!award) throw notFound();
  return award.definition;
}

function headOf(award: GrantDefinition): Omit<FederalReport['grant'], 'donor'> {
  const { code, awardNumber = null, title, recipient, currency, startsOn, endsOn } = award;
  const { name, uei = null, ein = null, account = null } = recipient ?? {};
  return {
    code,
    awardNumber,
    title,
    recipient: name === undefined ? null : { name, uei, ein, account },
    currency,
    startsOn,
    endsOn,
  };
}

interface ReportBasis {
  /** The last day that counts. */
  readonly lastDay: CivilDate;
  readonly basis: Basis;
}

/** The lines of the form as they stood at the end of a day, whichever day that is. */
export async function sf425On(tx: Tx, grantId: string, { lastDay, basis }: ReportBasis) {
  const until = addDays(lastDay, 1);
  const award = await awardOn(tx, grantId, lastDay);
  const rates = new Map(award.shares.map((share) => [share.organisationCode, share.supportRate]));
  const figures = await budgetFigures(tx, grantId, { from: award.startsOn, until });
  const { totals, shares, lines } = figures;
  const money = await moneyUntil(tx, grantId, lastDay);
  const cash = await cashUntil(tx, grantId, until);
  const promisedAndAdvanced = await promisedAndAdvancedUntil(tx, grantId, until);
  const own = await contributionUntil(tx, grantId, lastDay);
  const received = sumOf([money['received'] ?? '0.00']).minus(money['returned'] ?? '0.00');
  const fee = written(convert(received, award.feeRate));
  const report = sf425Of(
    {
      authorised: award.amount,
      received,
      fee,
      paidOut: cash.paid,
      exchange: cash.exchange,
      owed: cash.owed,
      spent: totals.spentToDate,
      promised: totals.committedToDate,
      promisedAndAdvanced,
      recipientRequired: own.promised,
      recipientSpent: own.contributed,
      incomeEarned: money['income_earned'] ?? '0.00',
      incomeDeducted: money['income_deducted'] ?? '0.00',
      incomeAdded: money['income_added'] ?? '0.00',
      indirect: shares.map(({ organisationCode, supportRate }) => {
        const own = lines.filter((line) => line.organisationCode === organisationCode);
        return {
          organisationCode,
          // An agency that a later amendment added has no rate of its own on that day.
          rate: rates.get(organisationCode) ?? supportRate,
          base: sumOf(own.map((line) => line.spentToDate)),
          promised: sumOf(own.map((line) => line.committedToDate)),
        };
      }),
    },
    basis,
  );
  const open = sumOf([totals.committedToDate, cash.owed]);
  return { report, fee, open, exchange: cash.exchange, unfunded: totals.unfundedToDate };
}

export interface CashOnHand {
  readonly received: string;
  readonly paidOut: string;
  /** Below zero: more was paid out than the donor sent. */
  readonly onHand: string;
}

/** Lines a, b and c of the form at the end of a day, today among them. */
export async function cashOnHand(tx: Tx, grantId: string, lastDay: CivilDate): Promise<CashOnHand> {
  const { report } = await sf425On(tx, grantId, { lastDay, basis: 'accrual' });
  const { a, b, c } = report.lines;
  return { received: a, paidOut: b, onHand: c };
}

async function moneyUntil(
  tx: Tx,
  grantId: string,
  endsOn: CivilDate,
): Promise<Partial<Record<string, string>>> {
  const rows = await tx.query<{ kind: string; sum: string }>(
    `SELECT kind, sum(amount)::text AS sum FROM donor_money WHERE grant_id = $1 AND on_day <= $2 GROUP BY kind`,
    [grantId, endsOn],
  );
  return Object.fromEntries(rows.map(({ kind, sum }) => [kind, sum]));
}

/**
 * What left the grant's funds for what its lines hold, what exchange rates gained or lost on the way, and what is owed.
 * What left the funds is the sum of all other accounts (see ledger_balances).
 */
const cashUntil = (tx: Tx, grantId: string, until: CivilDate) =>
  asFigures(tx, async () => {
    const [row] = await tx.query<{ paid: string; exchange: string; owed: string }>(
      `SELECT (coalesce(sum(d.amount) FILTER (WHERE a.kind <> 'funds'), 0) - (
                SELECT coalesce(sum(e.amount), 0) FROM ledger_accounts u JOIN ledger_entries e ON e.account_id = u.id
                  JOIN ledger_transactions t ON t.id = e.transaction_id
                 WHERE u.grant_id = $1 AND u.kind = 'unfunded' AND t.booked_on < $2 AND EXISTS (
                   SELECT 1 FROM ledger_entries o JOIN ledger_accounts f ON f.id = o.account_id AND f.kind = 'funds'
                    WHERE o.transaction_id = t.id)))::numeric(16,2)::text AS paid,
              coalesce(sum(d.amount) FILTER (WHERE a.kind = 'exchange'), 0)::numeric(16,2)::text AS exchange,
              coalesce(-sum(d.amount) FILTER (WHERE a.kind = 'payable'), 0)::numeric(16,2)::text AS owed
         FROM ledger_accounts a JOIN ledger_days d ON d.account_id = a.id WHERE a.grant_id = $1 AND d.day < $2`,
      [grantId, until],
    );
    return row!;
  });

/**
 * An agreement keeps its amount on its lines until its reports are accepted, while the advance has left the
 * funds. Of each agreement at most what it keeps: its advance may be booked at a dearer rate.
 */
const promisedAndAdvancedUntil = (tx: Tx, grantId: string, until: CivilDate): Promise<string> =>
  asFigures(tx, async () => {
    const [row] = await tx.query<{ sum: string }>(
      `SELECT coalesce(sum(least(advanced, promised)) FILTER (WHERE advanced > 0 AND promised > 0), 0)::numeric(16,2)::text AS sum
         FROM (SELECT coalesce(sum(e.amount) FILTER (WHERE a.kind = 'advance'), 0) AS advanced,
                      coalesce(sum(e.amount) FILTER (WHERE a.kind = 'committed'), 0) AS promised
                 FROM ledger_transactions t
                 JOIN ledger_entries e ON e.transaction_id = t.id
                 JOIN ledger_accounts a ON a.id = e.account_id
                WHERE t.grant_id = $1 AND t.agreement_id IS NOT NULL AND t.booked_on < $2
                GROUP BY t.agreement_id) AS of_agreement`,
      [grantId, until],
    );
    return row!.sum;
  });

const wrong = (code: string, field: string) => new DomainError('invalid', code, {}, field);
