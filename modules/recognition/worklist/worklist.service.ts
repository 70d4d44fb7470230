import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { proceduresUnderWay, type WorklistRow } from './worklist.queries';
import { PersonRecords } from '../../beneficiaries';

/** Worklist of open procedures, longest waiting first; reading it is audited. */
@Injectable()
export class RecognitionWorklist {
  constructor(
    private readonly transactions: Transactions,
    private readonly file: PersonRecords,
  ) {}

  of(actor: Actor): Promise<{ rows: readonly WorklistRow[]; today: CivilDate }> {
    return this.transactions.run(actor, async (tx) => {
      const rows = await proceduresUnderWay(tx);
      if (rows.length > 0) {
        const ids = rows.map(({ caseId }) => caseId);
        await this.file.record(tx, 'recognition.list', [...new Set(ids)]);
      }
      return { rows, today: tx.today };
    });
  }
}
