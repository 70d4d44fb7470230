import { Injectable } from '@nestjs/common';
import { maySeePart } from '../../access';
import { PersonRecords, type PersonRow } from '../../beneficiaries';
import { Lists, type WordsOf } from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import {
  type DayMark,
  presenceOf,
  type DropoutRisk,
  dropoutRisksOf,
} from '../attendance/attendance.rules';
import { marksOf } from '../attendance/register.queries';
import { loadDropoutRiskRules } from '../attendance/register.service';
import {
  CertificateRegister,
  type PrintableCertificate,
} from '../certificates/certificate-register.service';
import { type Session, sessionsIn } from '../courses/courses.queries';
import { type State, manualEnrolmentSteps } from '../enrolments/enrolment-states.rules';
import { Orientations } from '../orientation/orientations.service';
import type { Proposal } from '../orientation/ranking.rules';
import {
  type AssessmentRow,
  assessmentsOf,
  type ChoiceRow,
  choicesOf,
  type EnrolmentRow,
  enrolmentsOf,
  type OrientationRow,
  orientationsOf,
  type StepRow,
  stepsOf,
} from './enrolments.queries';
import { loadPathway } from './pathway.queries';
import type { StationRecord } from './pathway.rules';

type WithNote<R> = Omit<R, 'note'> & { readonly note: string | null };

export interface Enrolment extends Omit<EnrolmentRow, 'stipends' | 'transport'> {
  readonly session: Session;
  readonly steps: readonly WithNote<StepRow>[];
  readonly next: readonly State[];
  readonly marks: readonly DayMark[];
  /** In hundredths. */
  readonly presence: number | null;
  readonly signs: readonly DropoutRisk[];
  readonly assessments: readonly WithNote<AssessmentRow>[];
  readonly certificate: PrintableCertificate | null;
  /** Null where money is not the reader's. */
  readonly paid: { readonly stipends: string; readonly transport: string } | null;
}

export interface Orientation extends WithNote<OrientationRow> {
  readonly choices: readonly WithNote<ChoiceRow>[];
}

export interface TrainingOfPerson {
  readonly person: PersonRow;
  /** The last counts. */
  readonly orientations: readonly Orientation[];
  /** For the last orientation; none where nobody asked. */
  readonly proposals: readonly Proposal<Session & Proposal['offer']>[];
  readonly enrolments: readonly Enrolment[];
  /** Stations of the pathway to work or business. */
  readonly stood: readonly StationRecord[];
  readonly mayWrite: boolean;
  readonly today: CivilDate;
  readonly wordsOf: WordsOf;
}

/** The training of a person with what is sealed opened; each reading is recorded. */
@Injectable()
export class ReadTraining {
  constructor(
    private readonly transactions: Transactions,
    private readonly file: PersonRecords,
    private readonly orientations: Orientations,
    private readonly book: CertificateRegister,
    private readonly lists: Lists,
  ) {}

  of(actor: Actor, caseId: string): Promise<TrainingOfPerson> {
    return this.transactions.run(actor, (tx) => this.ofIn(tx, caseId));
  }

  one(actor: Actor, caseId: string, id: string) {
    return this.transactions.run(actor, (tx) => this.oneIn(tx, caseId, id));
  }

  async oneIn(
    tx: Tx,
    caseId: string,
    id: string,
  ): Promise<TrainingOfPerson & { readonly enrolment: Enrolment }> {
    const all = await this.ofIn(tx, caseId);
    const enrolment = all.enrolments.find((one) => one.id === id);
    if (!enrolment) throw notFound();
    return { ...all, enrolment };
  }

  async ofIn(tx: Tx, caseId: string): Promise<TrainingOfPerson> {
    const person = await this.file.mustRead(tx, caseId);
    const orientations = await this.orientationsIn(tx, caseId);
    const last = orientations.at(-1);
    const proposals = last ? await this.orientations.proposalsIn(tx, last) : [];
    const enrolments = await this.enrolmentsIn(tx, caseId);
    const wordsOf = await this.lists.words(tx, [
      ...orientations.flatMap(listItemsOf),
      ...enrolments.flatMap(({ steps }) => steps.flatMap(reasonItemOf)),
    ]);
    if (orientations.length + enrolments.length > 0) {
      await this.file.record(tx, 'training.read', [caseId, ...enrolments.map(({ id }) => id)]);
    }
    const mayWrite = await this.file.accompanies(tx, caseId);
    const stood = await loadPathway(tx, caseId);
    return {
      person,
      orientations,
      proposals,
      enrolments,
      stood,
      mayWrite,
      today: tx.today,
      wordsOf,
    };
  }

  private async orientationsIn(tx: Tx, caseId: string): Promise<Orientation[]> {
    const rows = await this.file.withNotes(
      tx,
      'training_orientations',
      await orientationsOf(tx, caseId),
    );
    const choices = await this.file.withNotes(tx, 'training_choices', await choicesOf(tx, caseId));
    return rows.map((row) => ({
      ...row,
      choices: choices.filter(({ orientationId }) => orientationId === row.id),
    }));
  }

  private async enrolmentsIn(tx: Tx, caseId: string): Promise<Enrolment[]> {
    const rows = await enrolmentsOf(tx, caseId);
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    const sessions = await sessionsIn(tx, { ids: rows.map(({ sessionId }) => sessionId) });
    const steps = await this.file.withNotes(tx, 'training_steps', await stepsOf(tx, caseId));
    const assessments = await this.file.withNotes(
      tx,
      'training_assessments',
      await assessmentsOf(tx, caseId),
    );
    const marks = await marksOf(tx, ids);
    const rules = await loadDropoutRiskRules(tx);
    const seesMoney = maySeePart(tx.actor, 'money');
    const found: Enrolment[] = [];
    for (const { stipends, transport, ...row } of rows) {
      const mine = <R extends { enrolmentId: string }>(all: readonly R[]): R[] =>
        all.filter(({ enrolmentId }) => enrolmentId === row.id);
      const own = mine(marks).map(({ on, mark }) => ({ on, mark }));
      found.push({
        ...row,
        session: sessions.find(({ id }) => id === row.sessionId)!,
        steps: mine(steps),
        next: manualEnrolmentSteps(row.state),
        marks: own,
        presence: presenceOf(own),
        signs: row.state === 'started' ? dropoutRisksOf(own, rules) : [],
        assessments: mine(assessments),
        certificate:
          row.state === 'certified' ? await this.book.printedIn(tx, 'enrolment', row.id) : null,
        paid: seesMoney ? { stipends, transport } : null,
      });
    }
    return found;
  }
}

const listItemsOf = (one: Orientation) => [
  ...one.interests.map((code) => ({ list: 'isced_fields', version: one.fieldsVersion, code })),
  ...one.trades.map(({ code }) => ({ list: 'training_trades', version: one.tradesVersion!, code })),
  ...(one.schooling === null
    ? []
    : [{ list: 'isced_levels', version: one.levelsVersion, code: one.schooling }]),
  ...one.experience.map((code) => ({
    list: 'occupation_groups',
    version: one.occupationsVersion,
    code,
  })),
];
const reasonItemOf = ({ reason, listVersion }: WithNote<StepRow>) =>
  reason !== null && listVersion !== null
    ? [{ list: 'training_dropout_reasons', version: listVersion, code: reason }]
    : [];
