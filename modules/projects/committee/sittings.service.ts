import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { settingOf } from '../../plans';
import type { Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { addDays, isCivilDate, type CivilDate } from '../../platform/shared/nights.rules';
import { ProjectRecords } from '../project-records.service';
import type { DecisionState } from '../project-states.rules';
import type { Criterion } from './scoring.rules';
import { translateProjectErrors } from '../project.errors';

export const RECUSAL_REASONS = ['knows', 'family', 'interest', 'other'] as const;

export interface NewSitting {
  readonly on: CivilDate;
  readonly chairId: string;
  readonly memberIds: readonly string[];
}
export interface CriterionScore {
  readonly criterion: string;
  readonly points: number;
  readonly reason: string;
}
export interface CommitteeDecision {
  readonly outcome: DecisionState;
  readonly amount?: string | null;
  readonly lineId?: string | null;
  readonly note?: string | null;
  readonly tranches?: readonly {
    readonly amount: string;
    readonly milestone: string;
    readonly dueOn: CivilDate;
  }[];
}

/** A sitting opens its projects until some weeks after it: it is not called years ahead. */
const MAX_DAYS_AHEAD = 180;

/** A committee: who sits, what each scores alone, who withdraws, and what the chair decides on a quorum. */
@Injectable()
export class Sittings {
  constructor(private readonly project: ProjectRecords) {}

  call(actor: Actor, given: NewSitting, requestId: string | null = null): Promise<{ id: string }> {
    return this.project.once(actor, 'projects.call_sitting', given, requestId, async (tx) => {
      if (!isCivilDate(given.on) || given.on < tx.today) {
        throw new DomainError('invalid', 'projects.sitting_over', {}, 'on');
      }
      if (given.on > addDays(tx.today, MAX_DAYS_AHEAD)) {
        throw new DomainError('invalid', 'projects.sitting_far', { days: MAX_DAYS_AHEAD }, 'on');
      }
      const members = [...new Set([given.chairId, ...given.memberIds])];
      const sitters = await listEligibleMembers(tx);
      const stranger = members.find((one) => !sitters.some((sitter) => sitter.id === one));
      if (stranger) {
        const field = stranger === given.chairId ? 'chairId' : 'memberIds';
        throw new DomainError('invalid', 'projects.who_sits', {}, field);
      }
      const quorum = await settingOf(tx, 'project_quorum', 3);
      if (members.length < quorum) {
        throw new DomainError('invalid', 'projects.quorum_of', { count: quorum }, 'memberIds');
      }
      const id = randomUUID();
      await tx.query('INSERT INTO project_sittings (id, held_on, chair_id) VALUES ($1, $2, $3)', [
        id,
        given.on,
        given.chairId,
      ]);
      await tx.query(
        'INSERT INTO project_seats (sitting_id, user_id) SELECT $1, m FROM unnest($2::uuid[]) m',
        [id, members],
      );
      await record(tx, {
        action: 'projects.call_sitting',
        kind: 'project_sitting',
        ids: [id, ...members],
      });
      return { id };
    });
  }

  /** Put before a sitting by who accompanies somebody of it. */
  addToAgenda(
    actor: Actor,
    id: string,
    { sittingId }: { readonly sittingId: string },
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.project.once(actor, 'projects.put', { id, sittingId }, requestId, async (tx) => {
      await this.project.mustWrite(tx, id);
      await mustBeSitting(tx, sittingId);
      const [plan] = await tx.query<{ id: string }>(
        'SELECT id FROM project_plans WHERE project_id = $1 ORDER BY edition DESC LIMIT 1',
        [id],
      );
      if (!plan) throw new DomainError('conflict', 'projects.not_submitted');
      await translateProjectErrors(
        tx.query(
          'INSERT INTO project_agendas (sitting_id, project_id, plan_id) VALUES ($1, $2, $3)',
          [sittingId, id, plan.id],
        ),
      );
      await this.project.record(tx, 'projects.put', [id, sittingId]);
      return { id: sittingId };
    });
  }

  score(
    actor: Actor,
    sittingId: string,
    projectId: string,
    { scores }: { readonly scores: readonly CriterionScore[] },
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { sittingId, projectId, scores };
    return this.project.once(actor, 'projects.score', body, requestId, async (tx) => {
      await this.mustSit(tx, sittingId, projectId);
      for (const { criterion, points, reason } of scores) {
        const row = { sitting_id: sittingId, criterion, points };
        await this.project.insert(tx, 'project_scores', projectId, row, { reason });
      }
      if (scores.length === 0) throw new DomainError('invalid', 'projects.every_criterion');
      await this.project.settle(tx, 'project_scores_are_whole');
      await this.project.record(tx, 'projects.score', [projectId, sittingId]);
      return { id: projectId };
    });
  }

  recuse(
    actor: Actor,
    sittingId: string,
    projectId: string,
    { reason }: { readonly reason: (typeof RECUSAL_REASONS)[number] },
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { sittingId, projectId, reason };
    return this.project.once(actor, 'projects.recuse', body, requestId, async (tx) => {
      await this.mustSit(tx, sittingId, projectId);
      await translateProjectErrors(
        tx.query(
          'INSERT INTO project_recusals (sitting_id, project_id, reason) VALUES ($1, $2, $3)',
          [sittingId, projectId, reason],
        ),
      );
      await this.project.record(tx, 'projects.recuse', [projectId, sittingId], [reason]);
      return { id: projectId };
    });
  }

  decide(
    actor: Actor,
    sittingId: string,
    projectId: string,
    given: CommitteeDecision,
    requestId: string | null = null,
  ): Promise<{ id: string; outcome: DecisionState }> {
    const body = { sittingId, projectId, ...given };
    return this.project.once(actor, 'projects.decide', body, requestId, async (tx) => {
      const planId = await this.mustSit(tx, sittingId, projectId);
      const grant = await grantOf(tx, given);
      const row = { sitting_id: sittingId, plan_id: planId, outcome: given.outcome, mean: 0 };
      const id = await this.project.insert(
        tx,
        'project_decisions',
        projectId,
        { ...row, ...grant },
        { reason: given.note },
      );
      for (const [at, tranche] of (grant ? (given.tranches ?? []) : []).entries()) {
        const { amount, milestone, dueOn } = tranche;
        const laid = { decision_id: id, number: at + 1, amount, due_on: dueOn };
        await this.project.insert(tx, 'project_tranches', projectId, laid, { milestone });
      }
      await this.project.settle(
        tx,
        'project_decisions_have_their_tranches',
        'project_tranches_make_the_grant',
      );
      await this.project.record(tx, 'projects.decide', [projectId, sittingId], [given.outcome]);
      return { id, outcome: given.outcome };
    });
  }

  /** A seat of the actor at this sitting, and the project before it; answers the edition that is before it. */
  private async mustSit(tx: Tx, sittingId: string, projectId: string): Promise<string> {
    const [found] = await tx.query<{ planId: string }>(
      `SELECT g.plan_id AS "planId" FROM project_agendas g JOIN project_seats s ON s.sitting_id = g.sitting_id AND s.user_id = mawa_actor()
        WHERE g.sitting_id = $1 AND g.project_id = $2 AND g.project_id = ANY (projects_sat_on())`,
      [sittingId, projectId],
    );
    if (!found) throw notFound();
    return found.planId;
  }
}

async function grantOf(tx: Tx, given: CommitteeDecision): Promise<object | null> {
  if (given.outcome !== 'approved') return null;
  if (!given.amount) throw new DomainError('invalid', 'projects.how_much', {}, 'amount');
  const [line] = given.lineId
    ? await tx.query('SELECT 1 AS there FROM budget_lines WHERE id = $1', [given.lineId])
    : [];
  if (!line) throw new DomainError('invalid', 'projects.which_line', {}, 'lineId');
  return { amount: given.amount, line_id: given.lineId };
}

async function mustBeSitting(tx: Tx, id: string): Promise<void> {
  const [found] = await tx.query('SELECT 1 AS there FROM project_sittings WHERE id = $1', [id]);
  if (!found) throw new DomainError('invalid', 'projects.which_sitting', {}, 'sittingId');
}

/** Accounts that may be named for a sitting. */
export const listEligibleMembers = (tx: Tx): Promise<{ id: string; name: string }[]> =>
  tx.query(
    'SELECT u.id, localized_name(u.name, u.names) AS name FROM users u WHERE u.active AND NOT u.system AND NOT u.service AND project_may_sit(u.id) ORDER BY localized_name(u.name, u.names), u.id',
  );

export const listCriteria = (tx: Tx, on: CivilDate): Promise<Criterion[]> =>
  tx.query<Criterion>('SELECT code, weight::int FROM project_criteria_on($1)', [on]);
