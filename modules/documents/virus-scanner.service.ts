import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Env } from '../platform/config/env';
import { ENV } from '../platform/config/env.token';
import { DomainError } from '../platform/shared/domain.errors';
import { scanBytes } from '../platform/virus-scan/clamd';
import { rejectDocument } from './documents.errors';

/** Scans what is uploaded where MAWA_CLAMD names a scanner; a scanner that fails lets nothing through. */
@Injectable()
export class VirusScanner {
  private readonly logger = new Logger('VirusScanner');

  constructor(@Inject(ENV) private readonly env: Env) {}

  async check(bytes: Uint8Array): Promise<void> {
    const { MAWA_CLAMD } = this.env;
    if (!MAWA_CLAMD) return;
    const result = await scanBytes(MAWA_CLAMD, bytes);
    if (result.state === 'clean') return;
    if (result.state === 'infected') {
      this.logger.warn(`an upload was refused: ${result.signature}`);
      throw rejectDocument('infected');
    }
    this.logger.error(`an upload could not be scanned: ${result.reason}`);
    throw new DomainError('unavailable', 'documents.not_scanned', {}, 'file');
  }
}
