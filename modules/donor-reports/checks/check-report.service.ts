import { Injectable } from '@nestjs/common';
import { agenciesNotSigned } from '../../reconciliation';
import type { Tx } from '../../platform/database/transactions';
import { ApprovalReasons, type MoneyInDoubt } from '../approval-reasons/approval-reasons.service';
import { ReportStore } from '../report-store.service';
import { ReportVersions } from '../report-versions.service';
import {
  byLanguage,
  definitionOf,
  type NarrativeVersion,
  type ReportRow,
} from '../reports.queries';
import { rowCount } from '../../report-documents';
import { type Check, checksOf } from './report-checks.rules';
import { tablesWithFigures } from './tables-with-figures.rules';

/** Looks a drafted report through; who it names is the identity scan's own question. */
@Injectable()
export class CheckReport {
  constructor(
    private readonly store: ReportStore,
    private readonly versions: ReportVersions,
    private readonly reasons: ApprovalReasons,
  ) {}

  /** Open ledger and amounts that differ from another report, for which an approval needs a reason. */
  async moneyInDoubt(tx: Tx, report: ReportRow): Promise<MoneyInDoubt> {
    const definition = await definitionOf(tx, report);
    const { figures } = await this.store.open(tx, report.id);
    return this.reasons.moneyInDoubt(tx, report, definition, figures);
  }

  async of(
    tx: Tx,
    report: ReportRow,
    narratives: readonly NarrativeVersion[],
  ): Promise<readonly Check[]> {
    const definition = await definitionOf(tx, report);
    const { figures, version } = await this.store.open(tx, report.id);
    const texts = byLanguage(narratives);
    const made = await this.versions.ofDefinition(tx, definition, {
      report,
      figures,
      narratives: texts,
      version,
      approved: false,
    });
    const [first] = Object.values(made.published);
    const [open] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM report_comments c WHERE c.report_id = $1
          AND NOT EXISTS (SELECT 1 FROM report_comments_settled s WHERE s.comment_id = c.id)`,
      [report.id],
    );
    return checksOf({
      definition,
      figures,
      texts,
      names: made.names,
      document: made.whole,
      empty: made.empty,
      rows: rowCount(first!.blocks),
      hidden: first!.disclosure.hidden,
      published: first!,
      plan: made.plan,
      conflictingReports: await titlesOf(tx, made.plan.refused.earlier),
      conflictingTables: tablesWithFigures(
        made.plan.refused.figures,
        made.whole,
        made.published[tx.actor.language] ?? first!,
      ),
      money: await this.reasons.moneyInDoubt(tx, report, definition, figures),
      language: tx.actor.language,
      notReconciled: await agenciesNotSigned(tx, report.grantId, report.until),
      commentsOpen: open!.count,
    });
  }
}

/** Titles of reports with the beginning of their periods. */
async function titlesOf(tx: Tx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx.query<{ title: string }>(
    `SELECT (d.title ->> $2) || ' ' || r.period_from AS title
       FROM reports r JOIN report_definitions d ON d.kind = r.kind AND d.version = r.definition_version
      WHERE r.id = ANY ($1) ORDER BY r.period_from, d.kind`,
    [ids, tx.actor.language],
  );
  return rows.map(({ title }) => title);
}
