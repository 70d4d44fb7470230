import { Injectable } from '@nestjs/common';
import { PersonRecords, type PersonRow } from '../../beneficiaries';
import { Lists, type WordsOf } from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import {
  requiresResponse,
  type FollowUpMarkState,
  followUpMarkState,
} from '../follow-up/follow-up.rules';
import {
  type ApplicationState,
  nextOfApplication,
  nextOfPlacement,
  type PlacementState,
} from '../placements/placement-states.rules';
import {
  type AnswerRow,
  answersOf,
  type ApplicationRow,
  applicationsOf,
  type ApplicationStepRow,
  applicationStepsOf,
  type FollowUpWindowRow,
  followUpWindowsOf,
  type FollowUpRow,
  followUpsOf,
  type PlacementRow,
  placementsOf,
  type PlacementStepRow,
  placementStepsOf,
} from './work.queries';

type WithNote<R> = Omit<R, 'note'> & { readonly note: string | null };

export interface Application extends ApplicationRow {
  readonly steps: readonly WithNote<ApplicationStepRow>[];
  readonly next: readonly ApplicationState[];
}
export interface FollowUp extends WithNote<FollowUpRow> {
  /** A sign shows; and what was done about it, null while nobody answered. */
  readonly calls: boolean;
  readonly answer: WithNote<AnswerRow> | null;
}
export interface Placement extends PlacementRow {
  readonly steps: readonly WithNote<PlacementStepRow>[];
  readonly next: readonly PlacementState[];
  readonly marks: readonly (FollowUpWindowRow & { readonly state: FollowUpMarkState })[];
  /** The latest first. */
  readonly followUps: readonly FollowUp[];
}
export interface WorkOfPerson {
  readonly person: PersonRow;
  readonly applications: readonly Application[];
  readonly placements: readonly Placement[];
  readonly mayWrite: boolean;
  readonly today: CivilDate;
  readonly wordsOf: WordsOf;
}

/** The work of a person with what is sealed opened; each reading is recorded. */
@Injectable()
export class ReadWork {
  constructor(
    private readonly transactions: Transactions,
    private readonly records: PersonRecords,
    private readonly lists: Lists,
  ) {}

  of(actor: Actor, caseId: string): Promise<WorkOfPerson> {
    return this.transactions.run(actor, (tx) => this.ofIn(tx, caseId));
  }

  async ofIn(tx: Tx, caseId: string): Promise<WorkOfPerson> {
    const person = await this.records.mustRead(tx, caseId);
    const applications = await this.applicationsIn(tx, caseId);
    const placements = await this.placementsIn(tx, caseId);
    const wordsOf = await this.lists.words(tx, [
      ...placements.map(({ occupation: code, occupationVersion: version }) => ({
        list: 'occupation_groups',
        version,
        code,
      })),
      ...placements.flatMap(({ steps }) => steps.flatMap(endReasonItemOf)),
    ]);
    if (applications.length + placements.length > 0) {
      const ids = [...applications, ...placements].map(({ id }) => id);
      await this.records.record(tx, 'work.read', [caseId, ...ids]);
    }
    const mayWrite = await this.records.accompanies(tx, caseId);
    return { person, applications, placements, mayWrite, today: tx.today, wordsOf };
  }

  private async applicationsIn(tx: Tx, caseId: string): Promise<Application[]> {
    const rows = await applicationsOf(tx, caseId);
    if (rows.length === 0) return [];
    const steps = await this.records.withNotes(
      tx,
      'work_application_steps',
      await applicationStepsOf(tx, caseId),
    );
    return rows.map((row) => ({
      ...row,
      steps: steps.filter(({ applicationId }) => applicationId === row.id),
      next: nextOfApplication(row.state),
    }));
  }

  private async placementsIn(tx: Tx, caseId: string): Promise<Placement[]> {
    const rows = await placementsOf(tx, caseId);
    if (rows.length === 0) return [];
    const open = <R extends { id: string; caseId: string; note: Buffer | null }>(
      table: string,
      found: readonly R[],
    ) => this.records.withNotes(tx, table, found);
    const steps = await open('work_placement_steps', await placementStepsOf(tx, caseId));
    const due = await followUpWindowsOf(tx, caseId);
    const followUpRows = await open('work_follow_ups', await followUpsOf(tx, caseId));
    const answers = await open('work_alert_answers', await answersOf(tx, caseId));
    return rows.map((row) => {
      const mine = <R extends { placementId: string }>(all: readonly R[]): R[] =>
        all.filter(({ placementId }) => placementId === row.id);
      const own = mine(followUpRows);
      return {
        ...row,
        steps: mine(steps),
        next: nextOfPlacement(row.state),
        marks: mine(due).map((one) => ({ ...one, state: followUpMarkState(one, own, tx.today) })),
        followUps: own
          .toReversed()
          .map((one) => ({
            ...one,
            calls: requiresResponse(one),
            answer: answers.find(({ followUpId }) => followUpId === one.id) ?? null,
          })),
      };
    });
  }
}

const endReasonItemOf = ({ reason, listVersion }: WithNote<PlacementStepRow>) =>
  reason !== null && listVersion !== null
    ? [{ list: 'work_end_reasons', version: listVersion, code: reason }]
    : [];
