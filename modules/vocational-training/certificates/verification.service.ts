import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions';
import { NOBODY } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { CertificateDigests } from './certificate-digests.service';
import { parseCode } from './code.rules';
import { VerificationLimits } from './verification-limits.service';

export type VerificationResult =
  /** Unknown, mistyped and withdrawn: one answer. */
  | { readonly valid: false }
  | {
      readonly valid: true;
      readonly course: string;
      readonly provider: string;
      readonly issuedOn: CivilDate;
      readonly number: string;
      /** Null where no name was typed. */
      readonly name: 'same' | 'not_this' | 'none_on_it' | null;
    };

interface VerifiedCertificateRow {
  readonly course: string;
  readonly provider: string;
  readonly issuedOn: CivilDate;
  readonly number: string;
  readonly holder: Buffer | null;
}

/** Verification for holders of a certificate: its contents, and whether a typed name matches. Never returns a name. */
@Injectable()
export class CertificateVerification {
  constructor(
    private readonly transactions: Transactions,
    private readonly digests: CertificateDigests,
    private readonly limits: VerificationLimits,
  ) {}

  async ask(
    { code, name }: { readonly code: string; readonly name?: string | null },
    address: string,
  ): Promise<VerificationResult> {
    await this.limits.asking(address);
    // Invalid codes are looked up too, so that the response takes the same time.
    const letters = parseCode(code) ?? '';
    const [found] = await this.transactions.run(NOBODY, (tx) =>
      tx.query<VerifiedCertificateRow>(
        `SELECT course, provider, issued_on::text AS "issuedOn", number, holder_digest AS holder FROM training_certificate($1)`,
        [this.digests.ofCode(letters)],
      ),
    );
    const typed = this.digests.ofHolder(letters, name ?? '');
    if (!found) return { valid: false };
    const { holder, ...certificate } = found;
    const isSame = holder !== null && timingSafeEqual(holder, typed);
    return {
      valid: true,
      ...certificate,
      name: !name?.trim() ? null : holder === null ? 'none_on_it' : isSame ? 'same' : 'not_this',
    };
  }
}
