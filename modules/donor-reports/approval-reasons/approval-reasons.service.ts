import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import type { ReportFigures } from '../figures/report.figures';
import type { ReportDefinition, LocalizedText } from '../report-definition.types';
import { ReportStore } from '../report-store.service';
import type { ReportRow } from '../reports.queries';
import type { ApprovalReason, NewApprovalReason } from './approval-reason.types';
import { differingSums, type DifferingSum, sumsPrintedBy } from './differing-sums.rules';

/** Findings about money for which an approval needs a reason. */
export interface MoneyInDoubt {
  readonly ledgerOpen: boolean;
  readonly differences: readonly DifferingSum[];
}

type Report = Pick<ReportRow, 'id' | 'grantId' | 'from' | 'until' | 'readers'>;

interface FrozenRow {
  readonly id: string;
  readonly from: CivilDate;
  readonly until: CivilDate;
  readonly title: LocalizedText;
  readonly frozenOn: CivilDate;
  readonly definition: ReportDefinition;
}

/** Looks for sums that may not be the last word, and keeps why a report was approved with them. */
@Injectable()
export class ApprovalReasons {
  constructor(private readonly store: ReportStore) {}

  async moneyInDoubt(
    tx: Tx,
    report: Report,
    definition: ReportDefinition,
    { budget }: Pick<ReportFigures, 'budget'>,
  ): Promise<MoneyInDoubt> {
    const sums = sumsPrintedBy(definition);
    if (sums.length === 0) return { ledgerOpen: false, differences: [] };
    const frozen = [];
    for (const { definition: of, ...other } of await frozenOfPeriod(tx, report)) {
      const printed = sumsPrintedBy(of);
      if (printed.length === 0) continue;
      const { figures } = await this.store.open(tx, other.id);
      frozen.push({ ...other, period: figures.period, sums: printed, lines: figures.budget.lines });
    }
    const period = { from: report.from, until: report.until };
    return {
      ledgerOpen: await isLedgerOpen(tx, report.until),
      differences: differingSums({ period, sums, lines: budget.lines }, frozen),
    };
  }

  async add(
    tx: Tx,
    { reportId, version }: { readonly reportId: string; readonly version: number },
    { reason, note }: NewApprovalReason,
    { ledgerOpen, differences }: MoneyInDoubt,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO report_approval_reasons
         (report_id, version, reason, note, note_language, ledger_open, differences)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        reportId,
        version,
        reason,
        note ?? null,
        note === undefined ? null : tx.actor.language,
        ledgerOpen,
        JSON.stringify(differences),
      ],
    );
  }
}

/** The last one given for this version; null where none was needed. */
export async function approvalReasonOf(
  tx: Tx,
  reportId: string,
  version: number,
): Promise<ApprovalReason | null> {
  const [row] = await tx.query<ApprovalReason>(
    `SELECT reason, note, note_language AS "noteLanguage", ledger_open AS "ledgerOpen", differences
       FROM report_approval_reasons WHERE report_id = $1 AND version = $2 ORDER BY place DESC LIMIT 1`,
    [reportId, version],
  );
  return row ?? null;
}

/** Whether anything may still be booked on a day of the period. */
async function isLedgerOpen(tx: Tx, until: CivilDate): Promise<boolean> {
  const [row] = await tx.query<{ open: boolean }>(
    `SELECT coalesce(max(until_day) < $1::date, true) AS open FROM closed_periods`,
    [addDays(until, -1)],
  );
  return row!.open;
}

/** The reason of a report for readers inside the programme is printed in no report that leaves it. */
const frozenOfPeriod = (tx: Tx, { id, grantId, until, readers }: Report): Promise<FrozenRow[]> =>
  tx.query<FrozenRow>(
    `SELECT r.id, r.period_from::text AS "from", r.period_until::text AS "until", d.title, d.body AS definition,
            (SELECT mawa_day(max(s.at))::text FROM report_states s WHERE s.report_id = r.id AND s.to_state = 'frozen') AS "frozenOn"
       FROM reports r JOIN report_definitions d ON d.kind = r.kind AND d.version = r.definition_version
      WHERE r.grant_id = $1 AND r.period_until = $2 AND r.id <> $3 AND r.state = 'frozen'
        AND ($4 OR d.audience <> 'inside')
      ORDER BY "frozenOn", r.id`,
    [grantId, until, id, readers === 'inside'],
  );
