import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { type AssetState, nextOfAsset } from '../project-states.rules';
import { ProjectRecords } from '../project-records.service';
import { mustNotBeInFuture } from '../project.errors';

export const REVIEW_OUTCOMES = ['alive', 'not_alive', 'not_reached'] as const;
export const NOT_ALIVE_REASONS = [
  'no_customers',
  'costs',
  'dispute',
  'health',
  'family',
  'place_lost',
  'found_work',
  'moved',
  'unsafe',
  'not_told',
] as const;

export interface NewVisit {
  readonly on: CivilDate;
  readonly nextOn?: CivilDate | null;
  /** Observations; sealed. */
  readonly note: string;
}
export interface NewReview {
  readonly months: number;
  readonly on: CivilDate;
  readonly outcome: (typeof REVIEW_OUTCOMES)[number];
  readonly why?: string | null;
  /** Turnover of the previous month. */
  readonly turnover?: string | null;
  readonly expenses?: string | null;
  readonly jobs?: number | null;
  readonly jobsWomen?: number | null;
  readonly jobsProgramme?: number | null;
  readonly note?: string | null;
}
export interface NewAsset {
  readonly what: string;
  readonly value: string;
  readonly receiptId?: string | null;
  /** One of its people; null where all of them hold it. */
  readonly memberId?: string | null;
  readonly on: CivilDate;
}
export interface AssetStep {
  readonly to: AssetState;
  readonly on: CivilDate;
  readonly note?: string | null;
}

/** Monitoring after the grant: assets, visits, and reviews at each mark. */
@Injectable()
export class ProjectFollowUp {
  constructor(private readonly project: ProjectRecords) {}

  visit(
    actor: Actor,
    id: string,
    given: NewVisit,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.project.once(actor, 'projects.visit', { id, ...given }, requestId, async (tx) => {
      await this.project.mustWrite(tx, id);
      mustNotBeInFuture(tx, given.on);
      const row = { on_day: given.on, next_on: given.nextOn ?? null };
      const made = await this.project.insert(tx, 'project_visits', id, row, { seen: given.note });
      await this.project.record(tx, 'projects.visit', [id, made]);
      return { id: made };
    });
  }

  review(
    actor: Actor,
    id: string,
    given: NewReview,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.project.once(actor, 'projects.review', { id, ...given }, requestId, async (tx) => {
      await this.project.mustWrite(tx, id);
      mustNotBeInFuture(tx, given.on);
      const row = { months: given.months, on_day: given.on, outcome: given.outcome };
      const { note } = given;
      const all = { ...row, ...reviewAnswersOf(given) };
      const made = await this.project.insert(tx, 'project_reviews', id, all, { note });
      const fields = [String(given.months), given.outcome];
      await this.project.record(tx, 'projects.review', [id, made], fields);
      return { id: made };
    });
  }

  addAsset(
    actor: Actor,
    id: string,
    given: NewAsset,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.project.once(actor, 'projects.asset', { id, ...given }, requestId, async (tx) => {
      await this.project.mustWrite(tx, id);
      mustNotBeInFuture(tx, given.on);
      const { receiptId = null, memberId = null, value, what, on } = given;
      const [here] = await tx.query<{ receipt: boolean; member: boolean }>(
        `SELECT $2::uuid IS NULL OR EXISTS (SELECT 1 FROM project_receipts r WHERE r.id = $2 AND r.project_id = $1) AS receipt,
                $3::uuid IS NULL OR EXISTS (SELECT 1 FROM project_people p WHERE p.id = $3 AND p.project_id = $1) AS member`,
        [id, receiptId, memberId],
      );
      if (!here!.receipt) throw new DomainError('invalid', 'common.not_choice', {}, 'receiptId');
      if (!here!.member) throw new DomainError('invalid', 'common.not_choice', {}, 'memberId');
      const asset = randomUUID();
      const row = { receipt_id: receiptId, person_id: memberId, value };
      await this.project.insert(tx, 'project_assets', id, row, { what }, asset);
      const come = { asset_id: asset, from_state: 'new', to_state: 'kept', on_day: on };
      await this.project.insert(tx, 'project_asset_steps', id, come);
      await this.project.record(tx, 'projects.asset', [id, asset]);
      return { id: asset };
    });
  }

  moveAsset(
    actor: Actor,
    id: string,
    assetId: string,
    given: AssetStep,
    requestId: string | null = null,
  ): Promise<{ id: string; state: AssetState }> {
    const body = { id, assetId, ...given };
    return this.project.once(actor, 'projects.asset_step', body, requestId, async (tx) => {
      await this.project.mustWrite(tx, id);
      mustNotBeInFuture(tx, given.on);
      const [asset] = await tx.query<{ state: AssetState }>(
        'SELECT state FROM project_assets WHERE id = $1 AND project_id = $2',
        [assetId, id],
      );
      if (!asset) throw notFound();
      if (!nextOfAsset(asset.state).includes(given.to)) {
        throw new DomainError('invalid', 'projects.no_such_step', {}, 'to');
      }
      const { to, on, note } = given;
      const row = { asset_id: assetId, from_state: asset.state, to_state: to, on_day: on };
      await this.project.insert(tx, 'project_asset_steps', id, row, { note });
      await this.project.record(tx, 'projects.asset_step', [id, assetId], [asset.state, to]);
      return { id: assetId, state: to };
    });
  }
}

/** Answers about a business that is alive; the reason for one that is not. */
function reviewAnswersOf(given: NewReview): object {
  if (given.outcome === 'not_alive') return { why: given.why ?? null };
  if (given.outcome === 'not_reached') return {};
  const details = {
    turnover: given.turnover,
    expenses: given.expenses,
    jobs: given.jobs,
    jobs_women: given.jobsWomen,
    jobs_programme: given.jobsProgramme,
  };
  const asked = ['turnover', 'expenses', 'jobs', 'jobsWomen', 'jobsProgramme'] as const;
  const missing = asked.find((one) => given[one] == null);
  if (missing) throw new DomainError('invalid', 'projects.alive_details_missing', {}, missing);
  return details;
}
