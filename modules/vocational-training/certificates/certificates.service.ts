import { Injectable } from '@nestjs/common';
import { Keys } from '../../access';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { Enrolments } from '../enrolments/enrol.service';
import { idempotencyKey, mustNotBeInFuture, TrainingRecords } from '../training-records.service';
import {
  CertificateRegister,
  type CertificateWithdrawal,
  type NewCertificate,
} from './certificate-register.service';

/** Certificates of courses: issued to whoever completed and passed, withdrawn once. */
@Injectable()
export class Certificates {
  constructor(
    private readonly transactions: Transactions,
    private readonly file: TrainingRecords,
    private readonly enrolments: Enrolments,
    private readonly book: CertificateRegister,
    private readonly keys: Keys,
  ) {}

  issue(
    actor: Actor,
    caseId: string,
    enrolmentId: string,
    given: NewCertificate,
    requestId: string | null = null,
  ): Promise<{ id: string; number: string }> {
    const body = { caseId, enrolmentId, ...given };
    const digest = (one: unknown) => this.keys.bodyDigest(one);
    const once = idempotencyKey(digest, 'training.certify', body, requestId);
    return this.transactions.once(actor, once, async (tx) => {
      await this.file.mustAccompany(tx, caseId);
      const head = await this.file.enrolment(tx, caseId, enrolmentId);
      if (head.state === 'certified') {
        throw new DomainError('conflict', 'training.certified_already');
      }
      if (head.state !== 'completed') throw new DomainError('conflict', 'training.not_completed');
      mustNotBeInFuture(tx, given.on);
      await this.enrolments.stepIn(tx, head, head.state, { to: 'certified', on: given.on });
      const certificate = await this.book.writeIn(tx, head.caseId, { enrolmentId }, given);
      await this.file.record(tx, 'training.certify', [caseId, enrolmentId, certificate.id]);
      return certificate;
    });
  }

  withdraw(
    actor: Actor,
    caseId: string,
    enrolmentId: string,
    given: CertificateWithdrawal,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, enrolmentId, ...given };
    const once = { useCase: 'training.withdraw_certificate', body, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      await this.file.mustAccompany(tx, caseId);
      const head = await this.file.enrolment(tx, caseId, enrolmentId);
      mustNotBeInFuture(tx, given.on);
      const row = await this.book.withdrawIn(tx, 'enrolment', head.id, given);
      await this.file.record(tx, 'training.withdraw_certificate', [caseId, head.id, row.id]);
      return row;
    });
  }
}
