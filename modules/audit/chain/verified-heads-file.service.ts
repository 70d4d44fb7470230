import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { Clock } from '../../platform/shared/clock';
import { anchorFile } from './audit-anchors';
import { AuditKeys } from './audit-keys';
import type { LogVerification, VerifiedHeads } from './verify-audit';

export interface EarlierVerification {
  readonly heads: VerifiedHeads;
  /** When the whole was verified last. */
  readonly wholeAt: string;
}

interface SignedVerification extends EarlierVerification {
  readonly signature: string;
}

interface VerificationResult {
  readonly whole: boolean;
  readonly before: EarlierVerification | null;
  readonly findingCount: number;
}

/** Maximum time between two full verifications. */
const WHOLE_EVERY_MS = 30 * 86_400_000;

/**
 * File of the positions up to which the logs were verified without a finding. Kept beside the anchors and signed with
 * their key: in the database, an attacker who changes rows could mark them as verified.
 */
@Injectable()
export class VerifiedHeadsFile {
  constructor(
    private readonly keys: AuditKeys,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Null: the whole is due. */
  async read(): Promise<EarlierVerification | null> {
    const kept = await this.file();
    if (!kept) return null;
    const age = this.clock.now().getTime() - Date.parse(kept.wholeAt);
    return age >= 0 && age < WHOLE_EVERY_MS ? kept : null;
  }

  /** After a finding the next verification is a full one, which reports the finding again. */
  async keep(
    logs: readonly LogVerification[],
    { whole, before, findingCount }: VerificationResult,
  ): Promise<void> {
    if (findingCount > 0) return rm(this.path, { force: true });
    const heads: VerifiedHeads = Object.fromEntries(
      logs.flatMap(({ log, head }) => (head ? [[log, head]] : [])),
    );
    const wholeAt = whole ? this.clock.now().toISOString() : before!.wholeAt;
    const kept: SignedVerification = {
      heads,
      wholeAt,
      signature: this.signatureOf({ heads, wholeAt }),
    };
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    await writeFile(`${this.path}.new`, `${JSON.stringify(kept)}\n`, { mode: 0o600 });
    await rename(`${this.path}.new`, this.path);
  }

  private get path(): string {
    return `${anchorFile(this.env)}.verified`;
  }

  private async file(): Promise<EarlierVerification | null> {
    try {
      const { signature, heads, wholeAt } = JSON.parse(
        await readFile(this.path, 'utf8'),
      ) as SignedVerification;
      const [given, expected] = [signature, this.signatureOf({ heads, wholeAt })].map((text) =>
        Buffer.from(text),
      );
      const isOurs = given!.length === expected!.length && timingSafeEqual(given!, expected!);
      return isOurs ? { heads, wholeAt } : null;
    } catch {
      // Not there, or cut off: the whole is verified.
      return null;
    }
  }

  private signatureOf({ heads, wholeAt }: EarlierVerification): string {
    const { audit_log: log, complaint_trail: trail } = heads;
    return createHmac('sha256', this.keys.anchors)
      .update(
        JSON.stringify([
          'verified',
          wholeAt,
          ...[log, trail].flatMap((head) => [head?.number, head?.mac]),
        ]),
      )
      .digest('hex');
  }
}
