import { Injectable } from '@nestjs/common';
import { may } from '../../access';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { type BreachTable, BreachTexts } from './breach-texts.service';
import {
  type AssessmentRow,
  assessmentsOf,
  breachOf,
  type BreachRow,
  closedBreaches,
  type DeadlineRow,
  deadlinesOf,
  type MeasureRow,
  measuresOf,
  type NoticeRow,
  noticesOf,
  openBreaches,
  type StepRow,
  stepsOf,
  type WaiverRow,
  waiversOf,
} from './breach.queries';
import { type NoticeStatus, noticeStatus } from './breach.rules';

export interface BreachDeadline extends DeadlineRow {
  readonly status: NoticeStatus;
}

export interface BreachSummary {
  readonly breach: BreachRow;
  readonly deadlines: readonly BreachDeadline[];
}

/** With its text where the reader may open it; null for auditors, and where nothing was written. */
export type WithText<Row> = Row & { readonly text: string | null };

export interface BreachRecord extends BreachSummary {
  readonly breach: WithText<BreachRow>;
  readonly assessments: readonly WithText<AssessmentRow>[];
  readonly measures: readonly WithText<MeasureRow>[];
  readonly notices: readonly WithText<NoticeRow>[];
  readonly waivers: readonly WithText<WaiverRow>[];
  readonly steps: readonly WithText<StepRow>[];
}

/** Controller named in the notice to the authority (setting `data_controller`). */
export interface NoticeContact {
  readonly name: string | null;
  readonly address: string | null;
  readonly officer: string | null;
}

export interface AuthorityNotice {
  readonly contact: NoticeContact;
  readonly breach: BreachRow;
  readonly assessment: AssessmentRow | null;
  readonly measures: readonly MeasureRow[];
  readonly peopleInformed: number;
  /** Status of the notice to the people concerned. */
  readonly peopleStatus: NoticeStatus;
  /** Time of the notice to the authority, if made. */
  readonly madeAt: Date | null;
  readonly now: Date;
}

const A_PAGE = 30;

/** The register of breaches of personal data (GDPR 33(5)). */
@Injectable()
export class Breaches {
  constructor(
    private readonly transactions: Transactions,
    private readonly texts: BreachTexts,
  ) {}

  /** Open ones, the oldest first, and a page of closed ones, the latest first. */
  list(actor: Actor, before: string | null) {
    return this.transactions.run(actor, async (tx) => {
      const open = await openBreaches(tx);
      const closed = await closedBreaches(tx, before, A_PAGE + 1);
      const closedPage = closed.slice(0, A_PAGE);
      const shown = await summariesOf(tx, [...open, ...closedPage]);
      await record(tx, {
        action: 'breaches.list',
        kind: 'breach',
        ids: shown.map(({ breach }) => breach.id),
      });
      return {
        open: shown.slice(0, open.length),
        closed: shown.slice(open.length),
        next: closed.length > A_PAGE ? closedPage.at(-1)!.id : null,
      };
    });
  }

  read(actor: Actor, id: string): Promise<BreachRecord> {
    return this.transactions.run(actor, async (tx) => {
      const breach = await breachOf(tx, id);
      if (!breach) throw notFound();
      const [summary] = await summariesOf(tx, [breach]);
      const withTexts = this.reader(tx, actor, id);
      const result = {
        ...summary!,
        breach: (await withTexts('breaches', [breach]))[0]!,
        assessments: await withTexts('breach_assessments', await assessmentsOf(tx, id)),
        measures: await withTexts('breach_measures', await measuresOf(tx, id)),
        notices: await withTexts('breach_notices', await noticesOf(tx, id)),
        waivers: await withTexts('breach_waivers', await waiversOf(tx, id)),
        steps: await withTexts('breach_steps', await stepsOf(tx, id)),
      };
      await record(tx, { action: 'breaches.read', kind: 'breach', ids: [id] });
      return result;
    });
  }

  /** Codes and numbers alone: no text that somebody typed about the breach is read for it. */
  authorityNotice(actor: Actor, id: string): Promise<AuthorityNotice> {
    return this.transactions.run(actor, async (tx) => {
      const breach = await breachOf(tx, id);
      if (!breach) throw notFound();
      const [contact] = await tx.query<NoticeContact>(
        `SELECT c.name, c.address, c.officer
           FROM jsonb_to_record(mawa_setting('data_controller')) AS c (name text, address text, officer text)`,
      );
      const [assessment] = await assessmentsOf(tx, id);
      const measures = await measuresOf(tx, id);
      const notices = await noticesOf(tx, id);
      const [{ deadlines }] = (await summariesOf(tx, [breach])) as [BreachSummary];
      await record(tx, { action: 'breaches.print', kind: 'breach', ids: [id] });
      return {
        contact: contact!,
        breach,
        assessment: assessment ?? null,
        measures,
        peopleStatus: deadlines.find(({ recipient }) => recipient === 'people')!.status,
        madeAt: deadlines.find(({ recipient }) => recipient === 'authority')!.madeAt,
        peopleInformed: notices.reduce((sum, { peopleInformed }) => sum + (peopleInformed ?? 0), 0),
        now: tx.now,
      };
    });
  }

  private reader(tx: Tx, actor: Actor, breachId: string) {
    const mayOpenTexts = may(actor, 'breaches:handle');
    return async <Row extends { readonly id: string; readonly sealed: Buffer | null }>(
      table: BreachTable,
      rows: readonly Row[],
    ): Promise<WithText<Row>[]> => {
      if (!mayOpenTexts || rows.length === 0) return rows.map((row) => ({ ...row, text: null }));
      const texts = await this.texts.open(
        tx,
        breachId,
        rows.map(({ id, sealed }) => ({ table, row: id, sealed })),
      );
      return rows.map((row, index) => ({ ...row, text: texts[index]! }));
    };
  }
}

/** Breaches with their present deadlines, in the given order. */
export async function summariesOf(
  tx: Tx,
  breaches: readonly BreachRow[],
): Promise<BreachSummary[]> {
  const deadlines =
    breaches.length === 0
      ? []
      : await deadlinesOf(
          tx,
          breaches.map(({ id }) => id),
        );
  return breaches.map((breach) => ({
    breach,
    deadlines: deadlines
      .filter(({ breachId }) => breachId === breach.id)
      .map((row) => ({ ...row, status: noticeStatus(row, breach.risk, tx.now) })),
  }));
}
