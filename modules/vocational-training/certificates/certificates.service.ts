import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keys } from '../../access';
import { CaseSeals } from '../../beneficiaries';
import { Transactions, type Tx } from '../../../src/database/transactions';
import type { Actor } from '../../../src/shared/actor';
import { DomainError, notFound } from '../../../src/shared/domain-error';
import type { CivilDate } from '../../../src/shared/nights';
import { Enrolments } from '../enrolments/enrol.service';
import { inSentences } from '../training.errors';
import { asOnce, mustHaveCome, noteOf, TrainingFile } from '../training-file';
import { CertificateDigests } from './certificate-digests';
import { CHANCE, nameKey, newCode, newNumber, NUMBER_CHANCE, readCode } from './code.rules';

export interface NewCertificate {
  readonly on: CivilDate;
  /** The name that the person wants on it; without one it stands alone. */
  readonly holder?: string | null;
}

export const WITHDRAWN_FOR = ['mistake', 'provider_asked', 'person_asked', 'for_safety'] as const;
export interface CertificateWithdrawal {
  readonly on: CivilDate;
  readonly reason: (typeof WITHDRAWN_FOR)[number];
}

/** What is printed. */
export interface Printed {
  readonly number: string;
  readonly issuedOn: CivilDate;
  readonly code: string | null;
  readonly holder: string | null;
  readonly withdrawnOn: CivilDate | null;
}

const TABLE = 'training_certificates';

@Injectable()
export class Certificates {
  constructor(
    private readonly transactions: Transactions,
    private readonly file: TrainingFile,
    private readonly enrolments: Enrolments,
    private readonly digests: CertificateDigests,
    private readonly seals: CaseSeals,
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
    const once = asOnce(digest, 'training.certify', body, requestId);
    return this.transactions.once(actor, once, async (tx) => {
      await this.file.mustAccompany(tx, caseId);
      const head = await this.file.enrolment(tx, caseId, enrolmentId);
      if (head.state === 'certified') {
        throw new DomainError('conflict', 'training.certified_already');
      }
      if (head.state !== 'completed') throw new DomainError('conflict', 'training.not_completed');
      mustHaveCome(tx, given.on);
      await this.enrolments.stepIn(tx, head, head.state, { to: 'certified', on: given.on });
      const certificate = await this.write(tx, head.caseId, enrolmentId, given);
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
      mustHaveCome(tx, given.on);
      const [row] = await inSentences(
        tx.query<{ id: string }>(
          `UPDATE ${TABLE} SET withdrawn_on = $2, withdrawn_by = mawa_actor(), withdrawn_reason = $3
            WHERE enrolment_id = $1 RETURNING id`,
          [head.id, given.on, given.reason],
        ),
      );
      if (!row) throw notFound();
      await this.file.record(tx, 'training.withdraw_certificate', [caseId, head.id, row.id]);
      return row;
    });
  }

  /** With its code and name opened, for whoever may read the training of the person. */
  async printedIn(tx: Tx, enrolmentId: string): Promise<Printed | null> {
    const [row] = await tx.query<
      Omit<Printed, 'code' | 'holder'> & {
        id: string;
        caseId: string;
        code: Buffer;
        holder: Buffer | null;
      }
    >(
      `SELECT id, case_id AS "caseId", number, issued_on::text AS "issuedOn", code, holder, withdrawn_on::text AS "withdrawnOn"
         FROM ${TABLE} WHERE enrolment_id = $1`,
      [enrolmentId],
    );
    if (!row) return null;
    const { id, caseId, code, holder, ...certificate } = row;
    const [openedCode, openedHolder] = await this.seals.openTexts(tx, [
      { caseId, place: noteOf(TABLE, 'code')(id), sealed: code },
      { caseId, place: noteOf(TABLE, 'holder')(id), sealed: holder ?? Buffer.alloc(0) },
    ]);
    return { ...certificate, code: openedCode ?? null, holder: openedHolder ?? null };
  }

  private async write(tx: Tx, caseId: string, enrolmentId: string, given: NewCertificate) {
    const id = randomUUID();
    const code = newCode(randomBytes(CHANCE));
    const letters = readCode(code)!;
    const number = newNumber(randomBytes(NUMBER_CHANCE));
    const holder = given.holder?.trim() || null;
    if (holder !== null && nameKey(holder) === '') {
      throw new DomainError('invalid', 'training.which_name', {}, 'holder');
    }
    const [sealedCode, sealedHolder] = await this.seals.sealTexts(tx, caseId, [
      { place: noteOf(TABLE, 'code')(id), text: code },
      ...(holder ? [{ place: noteOf(TABLE, 'holder')(id), text: holder }] : []),
    ]);
    await inSentences(
      tx.query(
        `INSERT INTO ${TABLE} (id, case_id, enrolment_id, number, issued_on, code, holder, code_digest, holder_digest)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          ...[id, caseId, enrolmentId, number, given.on, sealedCode, sealedHolder ?? null],
          this.digests.ofCode(letters),
          holder ? this.digests.ofHolder(letters, holder) : null,
        ],
      ),
    );
    return { id, number };
  }
}
