import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import type { CasePart } from '../access';
import { allowedParts, PersonRecords, type PersonRow } from '../beneficiaries';
import { Lists, type WordsOf } from '../reference-lists';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { type ArrivalRow, arrivalsOf } from './arrivals.service';
import { type CheckRow, checksOf, type JourneyRow, journeysOf } from './journeys.queries';
import { type FollowUpMarkState, followUpMarkState } from './follow-up/follow-up.rules';
import {
  type FollowUpWindowRow,
  followUpWindowsOf,
  type FollowUpRow,
  followUpsOf,
  type OutcomeRow,
  outcomesOf,
  type SatisfactionRow,
  satisfactionsOf,
} from './follow-up/follow-ups.queries';
import { type ScoredSurvey, surveysOf } from './survey/survey.queries';
import {
  type DecisionRow,
  decisionsOf,
  type DocumentRow,
  documentsOf,
  type DocumentStepRow,
  documentStepsOf,
  type FamilyRow,
  familyOf,
  type FitnessRow,
  fitnessOf,
  type RiskDecisionRow,
  riskDecisionsOf,
  type RiskRow,
  risksOf,
  type SessionRow,
  sessionsOf,
  type StepRow,
  stepsOf,
  type TrackRow,
  tracksOf,
} from './tracks.queries';
import { nextOf, nextUsualState, type State } from './track-states.rules';
import { missingFor } from './track-access.queries';

type WithNote<R> = Omit<R, 'note'> & { readonly note: string | null };

export interface Track extends TrackRow {
  readonly steps: readonly WithNote<StepRow>[];
  readonly next: readonly State[];
  /** The next step of the usual way, and what it still needs. */
  readonly onwards: { readonly to: State; readonly missing: readonly string[] } | null;
  readonly counselling: readonly WithNote<SessionRow>[];
  readonly decisions: readonly WithNote<DecisionRow>[];
  readonly family: readonly WithNote<FamilyRow>[];
  readonly risks: readonly (WithNote<RiskRow> & {
    readonly decided: WithNote<RiskDecisionRow> | null;
  })[];
  readonly documents: readonly (DocumentRow & {
    readonly overdue: boolean;
    readonly steps: readonly WithNote<DocumentStepRow>[];
  })[];
  readonly fitness: readonly WithNote<FitnessRow>[];
  /** The last counts. */
  readonly journeys: readonly WithNote<JourneyRow>[];
  readonly arrivals: readonly WithNote<ArrivalRow>[];
  /** Formalities settled before departure. */
  readonly settled: readonly CheckRow[];
  /** The follow-ups of the year after; none for who does not read the story. */
  readonly marks: readonly (FollowUpWindowRow & { readonly state: FollowUpMarkState })[];
  readonly followUps: readonly WithNote<FollowUpRow>[];
  readonly surveys: readonly ScoredSurvey[];
  readonly satisfactions: readonly SatisfactionRow[];
  /** The last counts. */
  readonly outcomes: readonly WithNote<OutcomeRow>[];
}

export interface TracksOfPerson {
  readonly person: PersonRow;
  readonly tracks: readonly Track[];
  readonly mayWrite: boolean;
  /** Which parts of the case the actor reads here. */
  readonly parts: readonly CasePart[];
  readonly today: CivilDate;
  readonly wordsOf: WordsOf;
}

/** The tracks of a person with what is sealed opened, part by part; each reading is recorded. */
@Injectable()
export class ReadTracks {
  constructor(
    private readonly transactions: Transactions,
    private readonly file: PersonRecords,
    private readonly lists: Lists,
  ) {}

  of(actor: Actor, caseId: string): Promise<TracksOfPerson> {
    return this.transactions.run(actor, (tx) => this.ofIn(tx, caseId));
  }

  async oneIn(tx: Tx, caseId: string, id: string): Promise<TracksOfPerson & { track: Track }> {
    const all = await this.ofIn(tx, caseId);
    const track = all.tracks.find((one) => one.id === id);
    if (!track) throw notFound();
    return { ...all, track };
  }

  one(actor: Actor, caseId: string, id: string): Promise<TracksOfPerson & { track: Track }> {
    return this.transactions.run(actor, (tx) => this.oneIn(tx, caseId, id));
  }

  async ofIn(tx: Tx, caseId: string): Promise<TracksOfPerson> {
    const person = await this.file.mustRead(tx, caseId);
    const rows = await tracksOf(tx, caseId);
    const tracks = rows.length > 0 ? await this.whole(tx, caseId, rows) : [];
    const wordsOf = await this.lists.words(tx, tracks.flatMap(listItemsOf));
    if (rows.length > 0) {
      const ids = [caseId, ...rows.map(({ id }) => id)];
      await record(tx, { action: 'returns.read', kind: 'case', ids });
    }
    const mayWrite = await this.file.writes(tx, caseId);
    const parts = await allowedParts(tx, caseId, ['care', 'story', 'health']);
    return { person, tracks, mayWrite, parts, today: tx.today, wordsOf };
  }

  private async whole(tx: Tx, caseId: string, rows: readonly TrackRow[]): Promise<Track[]> {
    const { file } = this;
    const steps = await file.withNotes(tx, 'return_steps', await stepsOf(tx, caseId));
    const sessions = await file.withNotes(tx, 'return_counselling', await sessionsOf(tx, caseId));
    const decisions = await file.withNotes(tx, 'return_decisions', await decisionsOf(tx, caseId));
    const family = await file.withNotes(tx, 'return_family', await familyOf(tx, caseId));
    const risks = await file.withNotes(tx, 'return_risks', await risksOf(tx, caseId));
    const decided = await file.withNotes(
      tx,
      'return_risk_decisions',
      await riskDecisionsOf(tx, caseId),
    );
    const fitness = await file.withNotes(tx, 'return_fitness', await fitnessOf(tx, caseId));
    const journeys = await file.withNotes(tx, 'return_journeys', await journeysOf(tx, caseId));
    const arrivals = await file.withNotes(tx, 'return_arrivals', await arrivalsOf(tx, caseId));
    const settled = await checksOf(tx, caseId);
    const documents = await documentsOf(tx, caseId);
    const papers = await file.withNotes(
      tx,
      'return_document_steps',
      await documentStepsOf(tx, caseId),
    );
    const after = await this.after(tx, caseId);
    const tracks: Track[] = [];
    for (const row of rows) {
      const mine = <R extends { trackId: string }>(all: readonly R[]): R[] =>
        all.filter(({ trackId }) => trackId === row.id);
      const to = nextUsualState(row.door, row.state);
      tracks.push({
        ...row,
        steps: mine(steps),
        next: nextOf(row.door, row.state),
        onwards: to && { to, missing: await missingFor(tx, row.id, to, tx.today) },
        counselling: mine(sessions),
        decisions: mine(decisions),
        family: mine(family),
        risks: mine(risks).map((risk) => ({
          ...risk,
          decided: decided.find(({ riskId }) => riskId === risk.id) ?? null,
        })),
        documents: mine(documents).map((document) => ({
          ...document,
          overdue: isPending(document) && document.dueOn !== null && document.dueOn < tx.today,
          steps: papers.filter(({ documentId }) => documentId === document.id),
        })),
        fitness: mine(fitness),
        journeys: mine(journeys),
        arrivals: mine(arrivals),
        settled: mine(settled),
        marks: mine(after.due).map((due) => ({
          ...due,
          state: followUpMarkState(due, mine(after.followUps), tx.today),
        })),
        followUps: mine(after.followUps),
        surveys: mine(after.surveys),
        satisfactions: mine(after.satisfactions),
        outcomes: mine(after.outcomes),
      });
    }
    return tracks;
  }

  /** Answers of the year after; a reader without the part `story` gets the outcome alone. */
  private async after(tx: Tx, caseId: string) {
    const { file } = this;
    const outcomes = await file.withNotes(tx, 'return_outcomes', await outcomesOf(tx, caseId));
    if ((await allowedParts(tx, caseId, ['story'])).length === 0) {
      return { due: [], followUps: [], surveys: [], satisfactions: [], outcomes };
    }
    return {
      due: await followUpWindowsOf(tx, caseId),
      followUps: await file.withNotes(tx, 'return_follow_ups', await followUpsOf(tx, caseId)),
      surveys: await surveysOf(tx, caseId),
      satisfactions: await satisfactionsOf(tx, caseId),
      outcomes,
    };
  }
}

const isPending = ({ state }: DocumentRow): boolean => state !== 'issued' && state !== 'refused';

const listItemsOf = ({ counselling, documents, settled }: Track) => [
  ...settled.map(({ item, listVersion }) => ({
    list: 'exit_formalities',
    version: listVersion,
    code: item,
  })),
  ...counselling.flatMap(({ topics, listVersion }) =>
    topics.map((code) => ({ list: 'return_topics', version: listVersion, code })),
  ),
  ...documents.map(({ kind, kindVersion }) => ({
    list: 'travel_documents',
    version: kindVersion,
    code: kind,
  })),
];
