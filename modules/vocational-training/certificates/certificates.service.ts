import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { Enrolments } from '../enrolments/enrol.service';
import {
  CertificateRegister,
  type CertificateWithdrawal,
  type NewCertificate,
} from './certificate-register.service';
import { PersonRecords } from '../../beneficiaries';
import { mustNotBeInFuture } from '../training.errors';
import { findEnrolment } from '../enrolments/enrolment-head.queries';

/** Certificates of courses: issued to participants who completed and passed; can be withdrawn once. */
@Injectable()
export class Certificates {
  constructor(
    private readonly file: PersonRecords,
    private readonly enrolments: Enrolments,
    private readonly book: CertificateRegister,
  ) {}

  issue(
    actor: Actor,
    caseId: string,
    enrolmentId: string,
    given: NewCertificate,
    requestId: string | null = null,
  ): Promise<{ id: string; number: string }> {
    const body = { caseId, enrolmentId, ...given };
    return this.file.once(actor, 'training.certify', body, requestId, async (tx) => {
      await this.file.mustAccompany(tx, caseId);
      const head = await findEnrolment(this.file, tx, caseId, enrolmentId);
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
    return this.file.once(actor, 'training.withdraw_certificate', body, requestId, async (tx) => {
      await this.file.mustAccompany(tx, caseId);
      const head = await findEnrolment(this.file, tx, caseId, enrolmentId);
      mustNotBeInFuture(tx, given.on);
      const row = await this.book.withdrawIn(tx, 'enrolment', head.id, given);
      await this.file.record(tx, 'training.withdraw_certificate', [caseId, head.id, row.id]);
      return row;
    });
  }
}
