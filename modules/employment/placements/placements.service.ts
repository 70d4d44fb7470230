import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Lists } from '../../reference-lists';
import type { Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../../platform/shared/nights.rules';
import type { FloorKind, WagePeriod } from '../floors/wage-floor.rules';
import { offersIn } from '../employers/employers.queries';
import { nextOfPlacement, type PlacementState } from './placement-states.rules';
import { mustNotBeInFuture, translateWorkErrors } from '../work.errors';
import { PersonRecords } from '../../beneficiaries';
import { findApplication, findPlacement } from './work-heads.queries';

export const PLACEMENT_KINDS = ['employed', 'self'] as const;
export const CONTRACT_FORMS = ['written', 'oral', 'none'] as const;
export const CONTRACT_KINDS = ['open_ended', 'fixed_term', 'apprenticeship'] as const;
export const NO_CONTRACT_REASONS = ['awaited', 'household', 'custom', 'other'] as const;
export const CONTRACT_HOLDERS = ['worker', 'employer'] as const;

/** Terms of employment; not applicable to self-employment. */
export interface EmploymentTerms {
  readonly contractForm?: (typeof CONTRACT_FORMS)[number] | null;
  readonly contractKind?: (typeof CONTRACT_KINDS)[number] | null;
  /** Where nothing is written. */
  readonly unwrittenReason?: (typeof NO_CONTRACT_REASONS)[number] | null;
  readonly cnss?: boolean | null;
  readonly wage?: string | null;
  readonly wagePeriod?: WagePeriod | null;
  readonly floorKind?: FloorKind | null;
  readonly papersKeptBy?: (typeof CONTRACT_HOLDERS)[number] | null;
  readonly freeToLeave?: boolean | null;
  readonly housingTied?: boolean | null;
  readonly grievanceKnown?: boolean | null;
}
export interface NewPlacement extends EmploymentTerms {
  readonly kind: (typeof PLACEMENT_KINDS)[number];
  readonly employerId?: string | null;
  /** The accepted application that it follows; its employer then. */
  readonly applicationId?: string | null;
  readonly occupation: string;
  readonly startsOn: CivilDate;
  readonly hoursAWeek: string;
  readonly daysAWeek: number;
  /** Monthly, before this work; left out where it is not known. */
  readonly incomeBefore?: string | null;
  readonly currencyBefore?: string | null;
  readonly on: CivilDate;
  readonly note?: string | null;
}
export interface PlacementStep {
  readonly to: PlacementState;
  readonly on: CivilDate;
  readonly reason?: string | null;
  readonly note?: string | null;
}

const REQUIRED_TERMS = [
  'contractForm',
  'contractKind',
  'cnss',
  'wage',
  'wagePeriod',
  'floorKind',
  'papersKeptBy',
  'freeToLeave',
  'housingTied',
  'grievanceKnown',
] as const satisfies readonly (keyof EmploymentTerms)[];

/** A person is placed in work, begins and ends it. A changed job is a new placement. */
@Injectable()
export class Placements {
  constructor(
    private readonly records: PersonRecords,
    private readonly lists: Lists,
  ) {}

  place(
    actor: Actor,
    caseId: string,
    given: NewPlacement,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.records.once(actor, 'work.place', { caseId, ...given }, requestId, async (tx) => {
      await this.records.mustAccompany(tx, caseId);
      mustNotBeInFuture(tx, given.on);
      if (!isCivilDate(given.startsOn)) {
        throw new DomainError('invalid', 'common.not_date', {}, 'startsOn');
      }
      const list_version = await this.lists.chosenFrom(
        tx,
        'occupation_groups',
        given.occupation,
        'occupation',
      );
      const { fileId, terms } = await this.termsOf(tx, caseId, given);
      const id = randomUUID();
      const row = {
        id,
        case_id: fileId,
        kind: given.kind,
        occupation: given.occupation,
        list_version,
        starts_on: given.startsOn,
        hours_a_week: given.hoursAWeek,
        days_a_week: given.daysAWeek,
        officer_id: tx.actor.userId,
        ...incomeBeforeColumns(given),
        ...terms,
      };
      const names = Object.keys(row);
      await translateWorkErrors(
        tx.query(
          `INSERT INTO work_placements (${names.join(', ')}) VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
          Object.values(row),
        ),
      );
      await this.stepIn(tx, fileId, id, 'new', { to: 'placed', on: given.on, note: given.note });
      await this.records.record(tx, 'work.place', [caseId, id], [given.kind]);
      return { id };
    });
  }

  step(
    actor: Actor,
    caseId: string,
    id: string,
    given: PlacementStep,
    requestId: string | null = null,
  ): Promise<{ id: string; state: PlacementState }> {
    const body = { caseId, id, ...given };
    return this.records.once(actor, 'work.placement_step', body, requestId, async (tx) => {
      await this.records.mustAccompany(tx, caseId);
      const head = await findPlacement(this.records, tx, caseId, id);
      if (!nextOfPlacement(head.state).includes(given.to)) {
        throw new DomainError('invalid', 'work.no_such_step', {}, 'to');
      }
      mustNotBeInFuture(tx, given.on);
      await this.stepIn(tx, head.caseId, id, head.state, given);
      await this.records.record(tx, 'work.placement_step', [caseId, id], [head.state, given.to]);
      return { id, state: given.to };
    });
  }

  private async termsOf(
    tx: Tx,
    caseId: string,
    given: NewPlacement,
  ): Promise<{ fileId: string; terms: object }> {
    if (given.kind === 'self') return { fileId: caseId, terms: {} };
    const missing = REQUIRED_TERMS.find((one) => given[one] == null);
    if (missing) throw new DomainError('invalid', 'work.terms_asked', {}, missing);
    const application = given.applicationId
      ? await findApplication(this.records, tx, caseId, given.applicationId)
      : null;
    const [offer] = application ? await offersIn(tx, { ids: [application.offerId] }) : [];
    const employer_id = offer?.employerId ?? given.employerId;
    if (!employer_id) throw new DomainError('invalid', 'work.which_employer', {}, 'employerId');
    await mustBeEmployer(tx, employer_id);
    return {
      fileId: application?.caseId ?? caseId,
      terms: {
        employer_id,
        application_id: application?.id ?? null,
        contract_form: given.contractForm,
        contract_kind: given.contractKind,
        unwritten_reason: given.contractForm === 'written' ? null : (given.unwrittenReason ?? null),
        cnss: given.cnss,
        wage: given.wage,
        wage_period: given.wagePeriod,
        floor_kind: given.floorKind,
        papers_kept_by: given.papersKeptBy,
        free_to_leave: given.freeToLeave,
        housing_tied: given.housingTied,
        grievance_known: given.grievanceKnown,
      },
    };
  }

  private async stepIn(
    tx: Tx,
    caseId: string,
    id: string,
    from: PlacementState | 'new',
    step: PlacementStep,
  ): Promise<void> {
    const row = { placement_id: id, from_state: from, to_state: step.to, on_day: step.on };
    const end = step.to === 'ended' ? await this.reasonOf(tx, step.reason) : {};
    await this.records.insert(tx, 'work_placement_steps', caseId, { ...row, ...end }, step.note);
  }

  private async reasonOf(tx: Tx, reason: string | null | undefined) {
    if (!reason) throw new DomainError('invalid', 'work.why', {}, 'reason');
    const version = await this.lists.chosenFrom(tx, 'work_end_reasons', reason, 'reason');
    return { reason, list_version: version };
  }
}

/** An income of zero is one; an unknown income leaves the columns empty. */
const incomeBeforeColumns = ({ incomeBefore, currencyBefore }: NewPlacement) =>
  incomeBefore == null
    ? {}
    : { income_before: incomeBefore, currency_before: currencyBefore ?? 'MAD' };

async function mustBeEmployer(tx: Tx, id: string): Promise<void> {
  const [found] = await tx.query('SELECT 1 AS there FROM work_employers WHERE id = $1', [id]);
  if (!found) throw new DomainError('invalid', 'work.which_employer', {}, 'employerId');
}
