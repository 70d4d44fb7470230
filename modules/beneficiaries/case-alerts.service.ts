import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';

/** What must be read before anything else of a file, said by the module that knows it. */
export interface CaseAlert {
  readonly kind: 'danger' | 'warning';
  readonly words: Readonly<Record<Language, string>>;
}
export type AlertSource = (tx: Tx, caseId: string) => Promise<readonly CaseAlert[]>;

/** A port: modules that know of a danger put it before everything of the case file. */
@Injectable()
export class CaseAlerts {
  private readonly sources: AlertSource[] = [];

  add(source: AlertSource): void {
    this.sources.push(source);
  }

  /** Each source says only what row level security lets the actor see. */
  async of(tx: Tx, caseId: string): Promise<CaseAlert[]> {
    const alerts: CaseAlert[] = [];
    for (const source of this.sources) alerts.push(...(await source(tx, caseId)));
    return alerts;
  }
}
