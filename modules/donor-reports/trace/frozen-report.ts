import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../src/database/transactions';
import { DomainError } from '../../../src/shared/domain-error';
import type { ByLanguage } from '../report-versions';
import { ReportVault } from '../report-vault';
import { findReport, type ReportRow } from '../reports.queries';
import type { Sources } from './basis';

/** A report with its figures before suppression and the ids of their rows, as they were computed. */
export interface KeptReport {
  readonly report: ReportRow;
  readonly version: number;
  readonly insider: ByLanguage;
  readonly sources: Sources;
  readonly versions: Readonly<Record<string, unknown>>;
  readonly computedAt: Date;
}

/** Opens what a report keeps sealed; who asks has been checked at the door. */
@Injectable()
export class KeptReports {
  constructor(private readonly vault: ReportVault) {}

  async open(tx: Tx, id: string): Promise<KeptReport> {
    const report = await findReport(tx, id);
    const { insider, ...kept } = await this.vault.open(tx, id);
    return { ...kept, report, insider: insider as ByLanguage };
  }

  async frozen(tx: Tx, id: string): Promise<KeptReport> {
    const { state } = await findReport(tx, id);
    if (!isFrozen(state)) throw new DomainError('conflict', 'reproductions.not_frozen');
    return this.open(tx, id);
  }
}

export const isFrozen = (state: string): boolean => state === 'frozen' || state === 'superseded';
