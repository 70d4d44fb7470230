import { Injectable } from '@nestjs/common';
import { maySeePart } from '../../access';
import { CaseSeals, PersonRecords, type PersonRow } from '../../beneficiaries';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import {
  gapUnits,
  type Outcome,
  outcomeOf,
  type Result,
  resultOf,
} from '../assessment/results.rules';
import { type GapProposal, Gaps } from '../gap/gaps.service';
import { type State, manualProcedureSteps } from '../procedure/procedure-states.rules';
import {
  type AssessorRow,
  assessorsOf,
  gapsIn,
  type GapRow,
  type JudgementRow,
  judgementsOf,
  type PieceRow,
  piecesOf,
  proceduresOf,
  type ProcedureRow,
  type ResultRow,
  resultsOf,
  type StepRow,
  stepsOf,
} from '../recognition.queries';
import { type Standard, standardsIn, type UnitRow } from '../standards/standards.queries';
import { sealedColumn } from '../../platform/shared/seal';
import {
  CertificateRegister,
  orientationsOf,
  type PrintableCertificate,
} from '../../vocational-training';

type WithNote<R> = Omit<R, 'note'> & { readonly note: string | null };

export interface Piece extends WithNote<PieceRow> {
  /** The last counts. */
  readonly judgements: readonly WithNote<JudgementRow>[];
}
export interface UnitOfProcedure extends UnitRow {
  readonly result: Result | null;
  readonly pieces: readonly Piece[];
  /** Every attempt, the last of which counts. */
  readonly results: readonly WithNote<ResultRow>[];
}
export interface Procedure extends Omit<ProcedureRow, 'fee' | 'currency'> {
  readonly standard: Standard;
  readonly units: readonly UnitOfProcedure[];
  readonly outcome: Outcome;
  /** Ids of units not recognised. */
  readonly gaps: readonly string[];
  readonly steps: readonly WithNote<StepRow>[];
  readonly next: readonly State[];
  readonly assessors: readonly WithNote<AssessorRow>[];
  /** The reader was asked to assess and has not answered. */
  readonly asked: boolean;
  readonly courses: readonly GapRow[];
  /** While a gap is to be filled and there is an orientation. */
  readonly proposals: readonly GapProposal[];
  readonly certificate: PrintableCertificate | null;
  /** Null where money is not the reader's. */
  readonly fee: { readonly amount: string; readonly currency: string } | null;
}
export interface RecognitionOfPerson {
  readonly person: PersonRow;
  readonly procedures: readonly Procedure[];
  readonly mayWrite: boolean;
  readonly today: CivilDate;
}

const TABLES = {
  steps: 'recognition_steps',
  pieces: 'recognition_evidence',
  judgements: 'recognition_judgements',
  results: 'recognition_results',
} as const;

/** The recognition of a person with what is sealed opened; each reading is recorded. */
@Injectable()
export class ReadRecognition {
  constructor(
    private readonly transactions: Transactions,
    private readonly file: PersonRecords,
    private readonly seals: CaseSeals,
    private readonly gaps: Gaps,
    private readonly book: CertificateRegister,
  ) {}

  of(actor: Actor, caseId: string): Promise<RecognitionOfPerson> {
    return this.transactions.run(actor, (tx) => this.ofIn(tx, caseId));
  }

  one(actor: Actor, caseId: string, id: string): Promise<Procedure> {
    return this.transactions.run(actor, async (tx) => {
      const { procedures } = await this.ofIn(tx, caseId);
      const found = procedures.find((one) => one.id === id);
      if (!found) throw notFound();
      return found;
    });
  }

  async ofIn(tx: Tx, caseId: string): Promise<RecognitionOfPerson> {
    const person = await this.file.mustRead(tx, caseId);
    const rows = await proceduresOf(tx, caseId);
    const mayWrite = await this.file.accompanies(tx, caseId);
    const of = { person, mayWrite, today: tx.today };
    if (rows.length === 0) return { ...of, procedures: [] };
    await this.file.record(tx, 'recognition.read', [caseId, ...rows.map(({ id }) => id)]);
    return { ...of, procedures: await this.proceduresIn(tx, caseId, rows) };
  }

  private async proceduresIn(tx: Tx, caseId: string, rows: readonly ProcedureRow[]) {
    const ids = rows.map(({ id }) => id);
    const standards = await standardsIn(tx, { ids: rows.map(({ standardId }) => standardId) });
    const steps = await stepsOf(tx, ids);
    const pieces = await piecesOf(tx, ids);
    const judgements = await judgementsOf(tx, ids);
    const results = await resultsOf(tx, ids);
    const assessors = await assessorsOf(tx, ids);
    const courses = await gapsIn(tx, ids);
    const noteIn = await this.openIn(tx, { steps, pieces, judgements, results }, assessors);
    const seesMoney = maySeePart(tx.actor, 'money');
    const found: Procedure[] = [];
    for (const { fee, currency, ...row } of rows) {
      const mine = <R extends { procedureId: string }>(all: readonly R[]): R[] =>
        all.filter(({ procedureId }) => procedureId === row.id);
      const standard = standards.find(({ id }) => id === row.standardId)!;
      const opened = {
        steps: mine(steps).map(noteIn),
        pieces: mine(pieces).map(noteIn),
        judgements: mine(judgements).map(noteIn),
        results: mine(results).map(noteIn),
      };
      const units = standard.units.map((unit): UnitOfProcedure => ({
        ...unit,
        result: resultOf(unit.id, opened.results),
        pieces: opened.pieces
          .filter(({ unitId }) => unitId === unit.id)
          .map((piece) => ({
            ...piece,
            judgements: opened.judgements.filter(({ pieceId }) => pieceId === piece.id),
          })),
        results: opened.results.filter(({ unitId }) => unitId === unit.id),
      }));
      const asked = mine(assessors).findLast(({ assessorId }) => assessorId === tx.actor.userId);
      found.push({
        ...row,
        standard,
        units,
        steps: opened.steps,
        next: manualProcedureSteps(row.state),
        outcome: outcomeOf(standard.units, opened.results),
        gaps: gapUnits(standard.units, opened.results).map(({ id }) => id),
        assessors: mine(assessors).map(noteIn),
        asked: asked !== undefined && asked.conflict === null,
        courses: mine(courses),
        proposals: row.state === 'gap_training' ? await this.proposalsIn(tx, caseId, standard) : [],
        certificate: CERTIFIED.has(row.state)
          ? await this.book.printedIn(tx, 'procedure', row.id)
          : null,
        fee: seesMoney && fee !== null && currency !== null ? { amount: fee, currency } : null,
      });
    }
    return found;
  }

  private async proposalsIn(tx: Tx, caseId: string, { field }: Standard): Promise<GapProposal[]> {
    const wishes = (await orientationsOf(tx, caseId)).at(-1);
    return wishes ? this.gaps.proposalsIn(tx, wishes, field) : [];
  }

  /** Every text at once; what is not for the reader stays closed. */
  private async openIn(
    tx: Tx,
    of: Readonly<
      Record<keyof typeof TABLES, readonly { id: string; caseId: string; note: Buffer | null }[]>
    >,
    assessors: readonly AssessorRow[],
  ) {
    const there = [
      ...Object.entries(of).flatMap(([key, rows]) =>
        rows.map((row) => ({ ...row, table: TABLES[key as keyof typeof TABLES], key: row.id })),
      ),
      ...assessors.map((row) => ({
        caseId: row.caseId,
        note: row.note,
        key: row.id,
        id: row.declarationId ?? '',
        table: 'recognition_declarations',
      })),
    ].filter(({ note }) => note !== null);
    const texts = await this.seals.openTexts(
      tx,
      there.map(({ caseId, table, id, note }) => ({
        caseId,
        place: sealedColumn(table)(id),
        sealed: note!,
      })),
    );
    const byRow = new Map(there.map(({ key }, at) => [key, texts[at] ?? null]));
    return <R extends { id: string; note: Buffer | null }>(row: R): WithNote<R> => ({
      ...row,
      note: byRow.get(row.id) ?? null,
    });
  }
}

/** States in which a certificate can exist; a partial one stays valid during its appeal. */
const CERTIFIED: ReadonlySet<State> = new Set([
  'certified_full',
  'certified_partial',
  'appealed',
  'assessed',
  'gap_training',
]);
