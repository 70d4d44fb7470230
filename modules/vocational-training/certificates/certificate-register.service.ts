import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CaseSeals } from '../../beneficiaries';
import type { Tx } from '../../platform/database/transactions';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { translateTrainingErrors } from '../training.errors';
import { CertificateDigests } from './certificate-digests.service';
import { CHANCE, nameKey, newCode, newNumber, NUMBER_CHANCE, parseCode } from './code.rules';
import { sealedColumn } from '../../platform/shared/seal';

export interface NewCertificate {
  readonly on: CivilDate;
  /** Name printed on the certificate if the person wishes; none otherwise. */
  readonly holder?: string | null;
}

export const CERTIFICATE_WITHDRAWAL_REASONS = [
  'mistake',
  'provider_asked',
  'person_asked',
  'for_safety',
] as const;
export interface CertificateWithdrawal {
  readonly on: CivilDate;
  readonly reason: (typeof CERTIFICATE_WITHDRAWAL_REASONS)[number] | 'replaced';
}

/** Subject of a certificate: a passed course, or recognised units. */
export type CertificateSubject =
  | { readonly enrolmentId: string }
  | { readonly procedureId: string; readonly complete: boolean; readonly units: readonly string[] };
export type CertificateOrigin = 'enrolment' | 'procedure';

/** Data of the printed certificate. */
export interface PrintableCertificate {
  readonly number: string;
  readonly issuedOn: CivilDate;
  readonly code: string | null;
  readonly holder: string | null;
  readonly withdrawnOn: CivilDate | null;
  /** For courses: name of the course when it was issued. */
  readonly course: string | null;
  /** For recognition: full or partial certificate, with its units. */
  readonly complete: boolean | null;
  readonly units: readonly string[] | null;
}

const TABLE = 'training_certificates';
type Row = Omit<PrintableCertificate, 'code' | 'holder'> & {
  readonly id: string;
  readonly caseId: string;
  readonly code: Buffer;
  readonly holder: Buffer | null;
};

/** The one register of certificates, whatever they certify: written, opened to be printed, withdrawn. */
@Injectable()
export class CertificateRegister {
  constructor(
    private readonly digests: CertificateDigests,
    private readonly seals: CaseSeals,
  ) {}

  async writeIn(tx: Tx, caseId: string, certified: CertificateSubject, given: NewCertificate) {
    const id = randomUUID();
    const code = newCode(randomBytes(CHANCE));
    const letters = parseCode(code)!;
    const number = newNumber(randomBytes(NUMBER_CHANCE));
    const holder = given.holder?.trim() || null;
    if (holder !== null && nameKey(holder) === '') {
      throw new DomainError('invalid', 'training.which_name', {}, 'holder');
    }
    const [sealedCode, sealedHolder] = await this.seals.sealTexts(tx, caseId, [
      { place: sealedColumn(TABLE, 'code')(id), text: code },
      ...(holder ? [{ place: sealedColumn(TABLE, 'holder')(id), text: holder }] : []),
    ]);
    const about =
      'enrolmentId' in certified
        ? [certified.enrolmentId, null, null, null]
        : [null, certified.procedureId, certified.complete, certified.units];
    await translateTrainingErrors(
      tx.query(
        `INSERT INTO ${TABLE} (id, case_id, enrolment_id, procedure_id, complete, units, number, issued_on, code, holder, code_digest, holder_digest)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
        [
          id,
          caseId,
          ...about,
          number,
          given.on,
          sealedCode,
          sealedHolder ?? null,
          this.digests.ofCode(letters),
          holder ? this.digests.ofHolder(letters, holder) : null,
        ],
      ),
    );
    return { id, number };
  }

  /** The valid certificate, or else the latest, with decrypted code and name, for readers of the person's training. */
  async printedIn(tx: Tx, by: CertificateOrigin, id: string): Promise<PrintableCertificate | null> {
    const [row] = await tx.query<Row>(
      `SELECT id, case_id AS "caseId", number, issued_on::text AS "issuedOn", code, holder, withdrawn_on::text AS "withdrawnOn", complete, units,
              (SELECT training_course_title(s.course_id, ${TABLE}.at) FROM training_enrolments e
                 JOIN training_sessions s ON s.id = e.session_id WHERE e.id = enrolment_id) AS course
         FROM ${TABLE} WHERE ${by}_id = $1 ORDER BY withdrawn_on IS NULL DESC, place DESC LIMIT 1`,
      [id],
    );
    if (!row) return null;
    const { id: certificate, caseId, code, holder, ...rest } = row;
    const [openedCode, openedHolder] = await this.seals.openTexts(tx, [
      { caseId, place: sealedColumn(TABLE, 'code')(certificate), sealed: code },
      {
        caseId,
        place: sealedColumn(TABLE, 'holder')(certificate),
        sealed: holder ?? Buffer.alloc(0),
      },
    ]);
    return { ...rest, code: openedCode ?? null, holder: openedHolder ?? null };
  }

  /** Twice is refused; where there never was one, there is nothing. */
  async withdrawIn(
    tx: Tx,
    by: CertificateOrigin,
    id: string,
    { on, reason }: CertificateWithdrawal,
  ): Promise<{ id: string }> {
    const [row] = await translateTrainingErrors(
      tx.query<{ id: string }>(
        `UPDATE ${TABLE} SET withdrawn_on = $2, withdrawn_by = mawa_actor(), withdrawn_reason = $3
          WHERE id = (SELECT c.id FROM ${TABLE} c WHERE c.${by}_id = $1 ORDER BY c.withdrawn_on IS NULL DESC, c.place DESC LIMIT 1)
          RETURNING id`,
        [id, on, reason],
      ),
    );
    if (!row) throw notFound();
    return row;
  }
}
