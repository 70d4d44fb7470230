import { Injectable } from '@nestjs/common';
import type { ReportFigures } from '../figures/report.figures';
import type { Tx } from '../../platform/database/transactions';
import { DomainError } from '../../platform/shared/domain.errors';
import type { ByLanguage } from '../../report-documents';
import { ReportStore } from '../report-store.service';
import { findReport, type ReportRow } from '../reports.queries';
import { ofItsLines, type Sources } from './figure-basis.rules';
import { type Figure, figuresOf } from './document-figures.rules';
import type { Language } from '../../platform/shared/actor';

/** A report with its figures before suppression and the ids of their rows, as they were computed. */
export interface KeptReport {
  readonly report: ReportRow;
  readonly version: number;
  readonly insider: ByLanguage;
  readonly figures: ReportFigures;
  readonly sources: Sources;
  readonly versions: Readonly<Record<string, unknown>>;
  readonly computedAt: Date;
}

/** Decrypts the stored figures of a frozen report. Permissions are checked by the controllers. */
@Injectable()
export class KeptReports {
  constructor(private readonly store: ReportStore) {}

  async open(tx: Tx, id: string): Promise<KeptReport> {
    const report = await findReport(tx, id);
    const { insider, figures, ...kept } = await this.store.open(tx, id);
    const sources = ofItsLines(kept.sources, figures.budget.lines);
    return { ...kept, report, figures, sources, insider: insider as ByLanguage };
  }

  async frozen(tx: Tx, id: string): Promise<KeptReport> {
    const { state } = await findReport(tx, id);
    if (!isFrozen(state)) throw new DomainError('conflict', 'reproductions.not_frozen');
    return this.open(tx, id);
  }
}

/** In this language, or in the first that the report is written in. */
export function figuresIn(insider: ByLanguage, language: Language): Figure[] {
  const document = insider[language] ?? Object.values(insider)[0];
  return document ? figuresOf(document) : [];
}

export const isFrozen = (state: string): boolean => state === 'frozen' || state === 'superseded';
