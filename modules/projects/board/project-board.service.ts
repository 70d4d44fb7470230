import { Injectable } from '@nestjs/common';
import { settingOf } from '../../plans';
import type { Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { type PastReview, reviewState } from '../follow-up/review.rules';
import { OF_REVERSED_PAYMENT } from '../money/receipts.service';
import { type MoneyFacts, trancheStatusOf } from '../money/tranche.rules';
import { cents } from '../plan/plan.rules';
import type { ProjectState } from '../project-states.rules';
import { ProjectRecords } from '../project-records.service';
import { type ProjectAlert, projectAlertsOf } from './project-alerts.rules';
import type { FollowUpWindow } from '../../platform/shared/periods.rules';

interface BoardRow {
  readonly id: string;
  readonly kind: 'own' | 'cooperative' | 'community';
  readonly title: string;
  readonly state: ProjectState;
  readonly officer: string;
  /** People visible to the reader; the others are only counted. */
  readonly shown: readonly string[];
  readonly caseIds: readonly string[];
  readonly people: number;
  readonly before: boolean;
  readonly granted: string | null;
  readonly tranches: readonly {
    readonly id: string;
    readonly amount: string;
    readonly dueOn: CivilDate;
  }[];
  readonly milestones: MoneyFacts['milestones'];
  readonly payments: readonly (MoneyFacts['payments'][number] & { readonly on: CivilDate })[];
  readonly receipts: MoneyFacts['receipts'];
  readonly marks: readonly FollowUpWindow[];
  readonly reviews: readonly PastReview[];
  readonly nextVisitOn: CivilDate | null;
}
export interface ProjectOnBoard extends Pick<
  BoardRow,
  'id' | 'kind' | 'title' | 'state' | 'officer' | 'people' | 'granted'
> {
  readonly caseNumbers: readonly string[];
  readonly tranches: readonly {
    readonly amount: string;
    readonly is: 'paid' | 'reached' | 'open';
  }[];
  readonly asks: readonly ProjectAlert[];
}
const MOST = 200;

/** Projects that the reader sees, with what asks for somebody. */
@Injectable()
export class ProjectBoard {
  constructor(private readonly project: ProjectRecords) {}

  of(actor: Actor): Promise<{ projects: readonly ProjectOnBoard[]; today: CivilDate }> {
    return this.project.run(actor, async (tx) => {
      const rows = await rowsIn(tx);
      const share = await settingOf(tx, 'project_receipts_share', 80);
      const days = await settingOf(tx, 'project_receipts_days', 30);
      const projects = rows
        .map((row) => projectOnBoard(row, tx.today, share, days))
        .sort((a, b) => b.asks.length - a.asks.length || a.title.localeCompare(b.title));
      await this.project.record(tx, 'projects.list', [
        ...projects.map(({ id }) => id),
        ...new Set(rows.flatMap(({ caseIds }) => caseIds)),
      ]);
      return { projects, today: tx.today };
    });
  }
}

function projectOnBoard(
  row: BoardRow,
  today: CivilDate,
  share: number,
  days: number,
): ProjectOnBoard {
  const { id, kind, title, state, officer, people, granted } = row;
  const tranches = row.tranches.map((one, at) => {
    const standing = trancheStatusOf(one, row.tranches[at - 1] ?? null, row, share);
    const payment = row.payments.find((x) => x.trancheId === one.id && x.takenBackFor === null);
    return {
      ...one,
      ...standing,
      paidOn: payment?.on ?? null,
      coversEnough: standing.covered * 100 >= cents(one.amount) * share,
    };
  });
  const marks = row.marks.map((mark) => ({ state: reviewState(mark, row.reviews, today) }));
  const { before, nextVisitOn } = row;
  return {
    id,
    kind,
    title,
    state,
    officer,
    people,
    granted,
    caseNumbers: row.shown,
    tranches: tranches.map(({ amount, paid, reached }) => ({
      amount,
      is: paid ? 'paid' : reached ? 'reached' : 'open',
    })),
    asks: projectAlertsOf({ state, before, tranches, marks, nextVisitOn }, today, days),
  };
}

const list = (columns: string, from: string): string =>
  `(SELECT coalesce(json_agg(json_build_object(${columns})), '[]') FROM ${from})`;

const rowsIn = (tx: Tx): Promise<BoardRow[]> =>
  tx.query<BoardRow>(
    `SELECT p.id, p.kind, p.title, p.state, localized_name(u.name, u.names) AS officer,
            ARRAY(SELECT c.case_number FROM project_people pp JOIN cases c ON c.id = pp.case_id WHERE pp.project_id = p.id AND pp.left_on IS NULL
              ORDER BY pp.place) AS shown,
            ARRAY(SELECT pp.case_id FROM project_people pp JOIN cases c ON c.id = pp.case_id WHERE pp.project_id = p.id AND pp.left_on IS NULL) AS "caseIds",
            coalesce(n.people, 0) AS people,
            EXISTS (SELECT 1 FROM project_agendas g JOIN project_sittings t ON t.id = g.sitting_id WHERE g.project_id = p.id
              AND g.plan_id = (SELECT l.id FROM project_plans l WHERE l.project_id = p.id ORDER BY l.edition DESC LIMIT 1)
              AND t.held_on >= $1) AS before,
            (SELECT d.amount::text FROM project_decisions d WHERE d.project_id = p.id AND d.outcome = 'approved') AS granted,
            (SELECT coalesce(json_agg(json_build_object('id', t.id, 'amount', t.amount::text, 'dueOn', t.due_on) ORDER BY t.number), '[]')
               FROM project_tranches t WHERE t.project_id = p.id) AS tranches,
            ${list(`'trancheId', m.tranche_id`, 'project_milestones m WHERE m.project_id = p.id')} AS milestones,
            ${list(`'trancheId', y.tranche_id, 'takenBackFor', y.taken_back_reason, 'on', y.on_day`, 'project_payments y WHERE y.project_id = p.id')} AS payments,
            ${list(
              `'trancheId', r.tranche_id, 'amount', r.amount::text, 'accepted', a.accepted, 'ofReversedPayment', ${OF_REVERSED_PAYMENT}`,
              'project_receipts r LEFT JOIN project_answers a ON a.receipt_id = r.id WHERE r.project_id = p.id',
            )} AS receipts,
            (SELECT coalesce(json_agg(json_build_object('months', d.months, 'dueOn', d.due_on, 'opensOn', d.opens_on, 'closesOn', d.closes_on) ORDER BY d.months), '[]')
               FROM project_due d WHERE d.project_id = p.id) AS marks,
            ${list(`'months', v.months, 'outcome', v.outcome`, 'project_reviews v WHERE v.project_id = p.id')} AS reviews,
            (SELECT w.next_on::text FROM project_visits w WHERE w.project_id = p.id ORDER BY w.place DESC LIMIT 1) AS "nextVisitOn"
       FROM projects p JOIN users u ON u.id = p.officer_id
       LEFT JOIN project_counts(ARRAY(SELECT x.id FROM projects x)) n ON n.project_id = p.id
      WHERE p.state NOT IN ('refused', 'withdrawn') ORDER BY p.state = 'ended', p.place DESC LIMIT ${MOST}`,
    [tx.today],
  );
