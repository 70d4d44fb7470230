import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { parseCaseNumber, PersonRecords } from '../../beneficiaries';
import { isCode, Lists } from '../../reference-lists';
import type { Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { manualProjectSteps, type ProjectState } from '../project-states.rules';
import { ProjectRecords } from '../project-records.service';
import { mustNotBeInFuture, translateProjectErrors } from '../project.errors';

export const KINDS = ['own', 'cooperative', 'community'] as const;
export const PROJECT_END_REASONS = ['alive', 'closed', 'given_up'] as const;
export const PROJECT_WITHDRAWAL_REASONS = [
  'changed_mind',
  'other_way',
  'somebody_left',
  'for_safety',
] as const;

export interface NewProject {
  readonly kind: (typeof KINDS)[number];
  readonly title: string;
  /** Code of the list project_activities. */
  readonly activity: string;
  readonly region: string;
  /** Shares of this person, in a cooperative. */
  readonly shares?: number | null;
  readonly on: CivilDate;
  readonly note?: string | null;
}
export interface NewProjectMember {
  readonly caseNumber: string;
  readonly shares?: number | null;
  readonly on: CivilDate;
}
export interface ProjectStep {
  readonly to: ProjectState;
  readonly on: CivilDate;
  readonly reason?: string | null;
  readonly note?: string | null;
}

/** Projects, who is in them, and their way up to the committee and after it. */
@Injectable()
export class Projects {
  constructor(
    private readonly project: ProjectRecords,
    private readonly file: PersonRecords,
    private readonly lists: Lists,
  ) {}

  begin(
    actor: Actor,
    caseId: string,
    given: NewProject,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, ...given };
    return this.project.once(actor, 'projects.begin', body, requestId, async (tx) => {
      await this.file.mustAccompany(tx, caseId);
      mustNotBeInFuture(tx, given.on);
      if (!isCode('regions', given.region)) {
        throw new DomainError('invalid', 'common.not_choice', {}, 'region');
      }
      const list_version = await this.lists.chosenFrom(
        tx,
        'project_activities',
        given.activity,
        'activity',
      );
      const id = randomUUID();
      const row = {
        kind: given.kind,
        title: given.title.trim(),
        activity: given.activity,
        list_version,
        region: given.region,
        officer_id: tx.actor.userId,
      };
      await this.project.insert(tx, 'projects', id, row, { idea: given.note }, id);
      await this.join(tx, id, caseId, given.kind, given.shares, given.on);
      await this.project.insert(tx, 'project_steps', id, {
        from_state: 'new',
        to_state: 'idea',
        on_day: given.on,
      });
      await this.project.record(tx, 'projects.begin', [id, caseId], [given.kind]);
      return { id };
    });
  }

  add(
    actor: Actor,
    id: string,
    given: NewProjectMember,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.project.once(actor, 'projects.join', { id, ...given }, requestId, async (tx) => {
      const head = await this.project.mustWrite(tx, id);
      mustNotBeInFuture(tx, given.on);
      const caseId = await this.caseOf(tx, given.caseNumber);
      await this.file.mustAccompany(tx, caseId);
      const member = await this.join(tx, id, caseId, head.kind, given.shares, given.on);
      await this.project.record(tx, 'projects.join', [id, caseId]);
      return { id: member };
    });
  }

  leave(
    actor: Actor,
    id: string,
    memberId: string,
    given: { readonly on: CivilDate },
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { id, memberId, ...given };
    return this.project.once(actor, 'projects.leave', body, requestId, async (tx) => {
      await this.project.mustWrite(tx, id);
      mustNotBeInFuture(tx, given.on);
      const [found] = await tx.query<{ caseId: string; left: boolean }>(
        'SELECT case_id AS "caseId", left_on IS NOT NULL AS left FROM project_people WHERE id = $1 AND project_id = $2',
        [memberId, id],
      );
      if (!found) throw notFound();
      await this.file.mustAccompany(tx, found.caseId);
      await translateProjectErrors(
        tx.query('UPDATE project_people SET left_on = $2, left_by = mawa_actor() WHERE id = $1', [
          memberId,
          given.on,
        ]),
      );
      await this.project.record(tx, 'projects.leave', [id, found.caseId]);
      return { id: memberId };
    });
  }

  step(
    actor: Actor,
    id: string,
    given: ProjectStep,
    requestId: string | null = null,
  ): Promise<{ id: string; state: ProjectState }> {
    return this.project.once(actor, 'projects.step', { id, ...given }, requestId, async (tx) => {
      const head = await this.project.mustWrite(tx, id);
      mustNotBeInFuture(tx, given.on);
      if (!manualProjectSteps(head.state).includes(given.to)) {
        throw new DomainError('invalid', 'projects.no_such_step', {}, 'to');
      }
      const row = { from_state: head.state, to_state: given.to, on_day: given.on };
      const reason = reasonOf(given);
      await this.project.insert(tx, 'project_steps', id, { ...row, reason }, { note: given.note });
      await this.project.record(tx, 'projects.step', [id], [head.state, given.to]);
      return { id, state: given.to };
    });
  }

  private join(
    tx: Tx,
    projectId: string,
    caseId: string,
    kind: NewProject['kind'],
    given: number | null | undefined,
    on: CivilDate,
  ): Promise<string> {
    const shares = kind === 'cooperative' ? (given ?? null) : null;
    if (kind === 'cooperative' && shares === null) {
      throw new DomainError('invalid', 'projects.which_shares', {}, 'shares');
    }
    const row = { case_id: caseId, shares, joined_on: on };
    return this.project.insert(tx, 'project_people', projectId, row);
  }

  /** Case named by a form field; people whom the actor may not see are "not found". */
  private async caseOf(tx: Tx, typed: string): Promise<string> {
    const [found] = await tx.query<{ id: string }>(
      'SELECT coalesce(merged_into, id) AS id FROM cases WHERE case_number = $1',
      [parseCaseNumber(typed)],
    );
    if (!found) throw new DomainError('invalid', 'projects.who', {}, 'caseNumber');
    return found.id;
  }
}

function reasonOf({ to, reason }: ProjectStep): string | null {
  const known: readonly string[] =
    to === 'ended' ? PROJECT_END_REASONS : to === 'withdrawn' ? PROJECT_WITHDRAWAL_REASONS : [];
  if (known.length === 0) return null;
  if (!reason || !known.includes(reason)) {
    throw new DomainError('invalid', 'projects.why', {}, 'reason');
  }
  return reason;
}
