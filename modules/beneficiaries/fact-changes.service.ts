import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transactions';
import { AGES, type CorrectableField } from './corrections/correction.rules';
import { PLACING_FACTS } from './person.fields';

/** Facts that placement reads. */
export const PLACING_FIELDS: readonly CorrectableField[] = [...AGES, ...PLACING_FACTS];

export type FactChangeListener = (tx: Tx, caseId: string, quietly: boolean) => Promise<void>;

/** A port: processes that keep such facts with their own records follow a correction, in its transaction. */
@Injectable()
export class FactChangeListeners {
  private readonly listeners: FactChangeListener[] = [];

  add(listener: FactChangeListener): void {
    this.listeners.push(listener);
  }

  /** Publishes a change of facts. `quietly`: former facts were restored, so that no task is opened. */
  async notify(tx: Tx, caseId: string, { quietly = false } = {}): Promise<void> {
    for (const listener of this.listeners) await listener(tx, caseId, quietly);
  }
}
