import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import { Jobs } from '../platform/queue';
import type { Actor, Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import { DomainError, FieldErrors } from '../platform/shared/domain.errors';
import type { NewApprovalReason } from './approval-reasons/approval-reason.types';
import { ApprovalReasons } from './approval-reasons/approval-reasons.service';
import { CheckReport } from './checks/check-report.service';
import type { Check } from './checks/report-checks.rules';
import { reportFrozen, recordReportState } from './draft-report.service';
import type { NarrativeText, ScanHit } from './scan/identities.rules';
import { definitionTexts, IN_DEFINITION } from './scan/definition-texts.queries';
import { IdentityScan } from './scan/identity-scan.service';
import { type ReportDefinition, writtenIn } from './report-definition.types';
import {
  definitionOf,
  isBeingFrozen,
  latestNarratives,
  lockReport,
  type ReportRow,
} from './reports.queries';

export interface ApprovalInput {
  /** The author has read again where first names were found: they name nobody of the programme. */
  readonly readAgain: boolean;
  /** The approver has seen the warnings of the checks. */
  readonly seen: boolean;
  /** Why it is approved although its ledger is open or another report states another amount. */
  readonly reason?: NewApprovalReason;
}

/** Approves a drafted report: the narrative names nobody, and freezing begins. */
@Injectable()
export class ApproveReport {
  constructor(
    private readonly transactions: Transactions,
    private readonly jobs: Jobs,
    private readonly scan: IdentityScan,
    private readonly check: CheckReport,
    private readonly reasons: ApprovalReasons,
  ) {}

  approve(
    actor: Actor,
    id: string,
    asked: ApprovalInput,
    requestId: string | null,
  ): Promise<{ id: string; jobId: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'reports.approve', body: { id, ...asked }, requestId },
      (tx) => this.begin(tx, id, asked),
    );
  }

  private async begin(tx: Tx, id: string, { readAgain, seen, reason }: ApprovalInput) {
    const report = await lockReport(tx, id);
    assertDrafted(report.state);
    if (await isBeingFrozen(tx, id)) throw new DomainError('conflict', 'reports.freezing');
    if (await hasMade(tx, report)) throw new DomainError('conflict', 'reports.needs_another');
    const narratives = await latestNarratives(tx, id);
    const titles = titlesIn(await definitionOf(tx, report), tx.actor.language);
    const printed = [
      ...narratives,
      ...(await definitionTexts(tx, report)),
      ...noteOf(reason, tx.actor.language),
    ];
    assertNamesNobody(await this.scan.of(id, printed), readAgain, titles);
    const checks = await this.check.of(tx, report, narratives);
    assertChecked(checks, { seen, reason }, tx.actor.language);
    if (reason && checks.some(({ needsReason }) => needsReason)) {
      const version = report.version! + 1;
      const doubt = await this.check.moneyInDoubt(tx, report);
      await this.reasons.add(tx, { reportId: id, version }, reason, doubt);
    }
    await recordReportState(tx, id, 'approved', readAgain ? READ_AGAIN : null);
    await record(tx, { action: 'reports.approve', kind: 'report', ids: [id] });
    const key = `${id}/${report.version! + 1}`;
    const jobId = await this.jobs.enqueue(tx, 'render-report', { reportId: id }, { once: key });
    return { id, jobId };
  }
}

/** Whether the actor began this report, computed its present figures or wrote in it: another person approves it. */
export async function hasMade(
  tx: Tx,
  { id, createdBy }: Pick<ReportRow, 'id' | 'createdBy'>,
): Promise<boolean> {
  if (createdBy === tx.actor.userId) return true;
  const [report] = await tx.query<{ made: boolean }>(
    `SELECT EXISTS (SELECT FROM report_narratives WHERE report_id = $1 AND written_by = $2)
         OR $2 IS NOT DISTINCT FROM (SELECT s.by FROM report_states s
                  WHERE s.report_id = $1 AND s.to_state = 'drafted' ORDER BY s.id DESC LIMIT 1) AS made`,
    [id, tx.actor.userId],
  );
  return report!.made;
}

function assertChecked(
  checks: readonly Check[],
  { seen, reason }: Pick<ApprovalInput, 'seen' | 'reason'>,
  language: Language,
): void {
  const refused = ({ code, params, text }: Check, field?: string) =>
    new DomainError(
      'invalid',
      `reports.check.${code}`,
      { ...params, ...(text && { title: text.title[language], language: text.language }) },
      text ? `${text.key}.${text.language}` : field,
    );
  const stops = checks.filter((check) => check.stops);
  if (stops.length > 0) throw new FieldErrors(stops.map((check) => refused(check)));
  const inDoubt = checks.filter((check) => check.needsReason);
  if (inDoubt.length > 0 && !reason)
    throw new FieldErrors([
      new DomainError('invalid', 'reports.reason_needed', {}, REASON_FIELD),
      ...inDoubt.map((check) => refused(check, REASON_FIELD)),
    ]);
  if (reason?.reason === 'other' && !reason.note)
    throw new DomainError('invalid', 'reports.reason_in_words', {}, NOTE_FIELD);
  if (checks.length > 0 && !seen) throw new DomainError('invalid', 'reports.not_seen', {}, 'seen');
}

const REASON_FIELD = 'moneyReason';
const NOTE_FIELD = 'moneyNote';

/** It is printed, so it is looked through for names like every other text. */
export const noteOf = (
  reason: NewApprovalReason | undefined,
  language: Language,
): NarrativeText[] =>
  reason?.note === undefined ? [] : [{ section: NOTE_FIELD, language, text: reason.note }];

export const READ_AGAIN = 'read again';

export function assertDrafted(state: string): void {
  if (state === 'frozen' || state === 'superseded') throw reportFrozen();
  if (state !== 'drafted') throw new DomainError('conflict', 'reports.not_drafted');
}

export const stopsOf = (hits: readonly ScanHit[], readAgain: boolean): ScanHit[] =>
  hits.filter((hit) => hit.blocks || !readAgain);

/** Titles of the texts of a report, by key. */
const titlesIn = (definition: ReportDefinition, language: Language): Map<string, string> =>
  new Map([
    ...writtenIn(definition).map(({ key, title }) => [key, title[language]] as const),
    [IN_DEFINITION, definition.title[language]],
    [NOTE_FIELD, translate(language, 'reports:money_note')],
  ]);

/** One sentence for each place, beside its text; never the word that was found. */
export function assertNamesNobody(
  hits: readonly ScanHit[],
  readAgain: boolean,
  titles: ReadonlyMap<string, string>,
): void {
  const stops = stopsOf(hits, readAgain);
  if (stops.length === 0) return;
  throw new FieldErrors(
    stops.map(
      ({ section, language, kind }) =>
        new DomainError(
          'invalid',
          `reports.found_${kind}`,
          { title: titles.get(section) ?? section, language },
          section === NOTE_FIELD ? NOTE_FIELD : `${section}.${language}`,
        ),
    ),
  );
}
