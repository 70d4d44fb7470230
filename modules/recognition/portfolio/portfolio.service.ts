import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { RecognitionActions } from '../recognition-actions.service';
import { type EvidenceForm, type EvidenceJudgement, evidenceKindOf } from './portfolio.rules';
import { PersonRecords } from '../../beneficiaries';
import { mustNotBeInFuture } from '../recognition.errors';

export interface NewPiece {
  readonly unitId: string;
  readonly form: EvidenceForm;
  /** Date of the evidence. */
  readonly on: CivilDate;
  /** Sealed under the person's key. */
  readonly description: string;
  readonly documentId?: string | null;
}
export interface NewJudgement extends EvidenceJudgement {
  readonly on: CivilDate;
  readonly note?: string | null;
}

/** Portfolio of evidence: collected by the accompanying officer, judged by the assessor. */
@Injectable()
export class Portfolio {
  constructor(
    private readonly file: PersonRecords,
    private readonly recognition: RecognitionActions,
  ) {}

  add(
    actor: Actor,
    caseId: string,
    id: string,
    given: NewPiece,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const act = { useCase: 'recognition.add_piece', caseId, id, body: given, requestId };
    return this.recognition.accompanying(actor, act, async (tx, head) => {
      mustNotBeInFuture(tx, given.on);
      const documentId = given.documentId ?? null;
      if (documentId !== null) await mustBeOfTheFile(tx, head.caseId, documentId);
      const piece = await this.file.insert(
        tx,
        'recognition_evidence',
        head.caseId,
        {
          procedure_id: id,
          standard_id: head.standardId,
          unit_id: given.unitId,
          kind: evidenceKindOf(given.form),
          form: given.form,
          on_day: given.on,
          document_id: documentId,
        },
        given.description,
      );
      await this.file.record(tx, 'recognition.add_piece', [caseId, id, piece]);
      return { id: piece };
    });
  }

  judge(
    actor: Actor,
    caseId: string,
    id: string,
    pieceId: string,
    given: NewJudgement,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { pieceId, ...given };
    const act = { useCase: 'recognition.judge', caseId, id, body, requestId };
    return this.recognition.assessing(actor, act, async (tx, head) => {
      mustNotBeInFuture(tx, given.on);
      const [piece] = await tx.query(
        'SELECT 1 AS there FROM recognition_evidence WHERE id = $1 AND procedure_id = $2',
        [pieceId, id],
      );
      if (!piece) throw notFound();
      const { on: on_day, authentic, sufficient, valid, current, note } = given;
      const judged = await this.file.insert(
        tx,
        'recognition_judgements',
        head.caseId,
        { procedure_id: id, evidence_id: pieceId, on_day, authentic, sufficient, valid, current },
        note,
      );
      await this.file.record(tx, 'recognition.judge', [caseId, id, judged]);
      return { id: judged };
    });
  }
}

async function mustBeOfTheFile(tx: Tx, caseId: string, documentId: string): Promise<void> {
  const [document] = await tx.query(
    `SELECT 1 AS there FROM documents WHERE id = $2 AND owner_kind = 'case' AND removed_at IS NULL
        AND case_id = ANY (ARRAY(SELECT mawa_files($1)))`,
    [caseId, documentId],
  );
  if (!document) throw new DomainError('invalid', 'recognition.which_document', {}, 'documentId');
}
