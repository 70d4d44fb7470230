import { Injectable } from '@nestjs/common';

type Listener = (ids: readonly string[], at: Date) => void;

/** Listeners outside the database, called before the undo of an import is committed, so that a failing listener rolls it back. */
@Injectable()
export class ImportUndoListeners {
  private readonly listeners = new Map<string, Listener[]>();

  ofKind(kind: string, listener: Listener): void {
    this.listeners.set(kind, [...(this.listeners.get(kind) ?? []), listener]);
  }

  notify(records: readonly { readonly kind: string; readonly id: string }[], at: Date): void {
    for (const [kind, listeners] of this.listeners) {
      const ids = records.filter((one) => one.kind === kind).map(({ id }) => id);
      if (ids.length > 0) listeners.forEach((listener) => listener(ids, at));
    }
  }
}
