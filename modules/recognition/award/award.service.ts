import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { recognisedUnits, type UnitResult } from '../assessment/results.rules';
import { Procedures } from '../procedure/procedures.service';
import { type ProcedureHead, RecognitionActions } from '../recognition-actions.service';
import { resultsOf } from '../recognition.queries';
import { standardsIn } from '../standards/standards.queries';
import { PersonRecords } from '../../beneficiaries';
import { mustNotBeInFuture, translateRecognitionErrors } from '../recognition.errors';
import {
  CertificateRegister,
  type CertificateWithdrawal,
  type NewCertificate,
} from '../../vocational-training';

export const AWARDS = ['full', 'partial'] as const;
export interface NewAward extends NewCertificate {
  readonly kind: (typeof AWARDS)[number];
}

/** The certificate of what was recognised: whole where every required unit is, else of the units that are. */
@Injectable()
export class Awards {
  constructor(
    private readonly file: PersonRecords,
    private readonly recognition: RecognitionActions,
    private readonly procedures: Procedures,
    private readonly book: CertificateRegister,
  ) {}

  issue(
    actor: Actor,
    caseId: string,
    id: string,
    given: NewAward,
    requestId: string | null = null,
  ): Promise<{ id: string; number: string }> {
    const act = { useCase: 'recognition.certify', caseId, id, body: given, requestId };
    return this.recognition.accompanying(actor, act, async (tx, head) => {
      mustNotBeInFuture(tx, given.on);
      const complete = given.kind === 'full';
      const to = complete ? 'certified_full' : 'certified_partial';
      if (head.state === to) throw new DomainError('conflict', 'recognition.certified_already');
      if (head.state !== 'assessed') throw new DomainError('conflict', 'recognition.not_assessed');
      await this.procedures.stepIn(tx, head, 'assessed', { to, on: given.on });
      await this.replaceIn(tx, head, given);
      const units = await this.recognisedIn(tx, head);
      const certified = { procedureId: id, complete, units };
      const certificate = await translateRecognitionErrors(
        this.book.writeIn(tx, head.caseId, certified, given),
      );
      await this.file.record(tx, 'recognition.certify', [caseId, id, certificate.id]);
      return certificate;
    });
  }

  withdraw(
    actor: Actor,
    caseId: string,
    id: string,
    given: CertificateWithdrawal,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const useCase = 'recognition.withdraw_certificate';
    const act = { useCase, caseId, id, body: given, requestId };
    return this.recognition.accompanying(actor, act, async (tx) => {
      mustNotBeInFuture(tx, given.on);
      const row = await this.book.withdrawIn(tx, 'procedure', id, given);
      await this.file.record(tx, useCase, [caseId, id, row.id]);
      return row;
    });
  }

  /** After an appeal another takes the place of the one that stood: two never do. */
  private async replaceIn(tx: Tx, { id }: ProcedureHead, { on }: NewAward): Promise<void> {
    const standing = await this.book.printedIn(tx, 'procedure', id);
    if (!standing || standing.withdrawnOn) return;
    await this.book.withdrawIn(tx, 'procedure', id, { on, reason: 'replaced' });
  }

  private async recognisedIn(tx: Tx, { id, standardId }: ProcedureHead): Promise<string[]> {
    const [standard] = await standardsIn(tx, { ids: [standardId] });
    const results: UnitResult[] = await resultsOf(tx, [id]);
    return recognisedUnits(standard!.units, results).map((unit) => unit.id);
  }
}
