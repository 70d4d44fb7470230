import { Inject, Injectable } from '@nestjs/common';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { Transactions } from '../../platform/database/transactions';
import { HOUSEKEEPING_ACTOR } from '../../platform/shared/actor';
import {
  addToLastAnchors,
  type Anchor,
  anchorFile,
  anchorsUntilNow,
  type LastAnchors,
} from './audit-anchors';
import { record } from '../audit-record.queries';
import { AUDIT_LOGS, AuditKeys } from './audit-keys';
import { headOf } from './audit-sealer.service';
import { leftByRestore, type LeftBatches, marksOf } from './restore-marks';
import { keepAnchors } from './keep-anchors';

/** Keeps heads of the chain outside the database: in a file of each worker, and with a log server where one is set. */
@Injectable()
export class AuditAnchors {
  /** Bytes of the file read so far: it grows for years, and each run (every minute) reads only what is new. */
  private read = 0;
  private last: LastAnchors = new Map();

  constructor(
    private readonly transactions: Transactions,
    private readonly keys: AuditKeys,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Adds the heads that the file does not have yet. A head that is behind the file is for verification to judge. */
  async anchor(): Promise<readonly Anchor[]> {
    const file = await anchorsUntilNow(anchorFile(this.env), this.keys.anchors);
    if (file.bytes < this.read) [this.read, this.last] = [0, new Map()];
    await addToLastAnchors(this.last, { ...file, from: this.read });
    this.read = file.bytes;
    const heads = await this.heads();
    const anchors = heads.filter(({ log, number }) => BigInt(number) > (this.last.get(log) ?? 0n));
    await keepAnchors(this.env, this.keys, anchors);
    return anchors;
  }

  /**
   * After a restore by other means than `mawa restore`: marks in the file up to where the database still has what was
   * anchored, with an audit row. A worker may have sealed on since. Returns the batches that were left behind, by log.
   */
  async markRestore(): Promise<readonly LeftBatches[]> {
    const file = await anchorsUntilNow(anchorFile(this.env), this.keys.anchors);
    return this.transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
      tx.execute('SET LOCAL statement_timeout = 0');
      const left = await leftByRestore((sql, values) => tx.query(sql, values), file);
      if (left.length === 0) return left;
      const fields = left.map(({ log, from, to }) => `${log}:${from}-${to}`);
      await record(tx, { action: 'audit.restored', kind: 'audit', fields });
      await keepAnchors(this.env, this.keys, marksOf(left, tx.now));
      return left;
    });
  }

  heads(): Promise<Anchor[]> {
    return this.transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
      const heads = await Promise.all(AUDIT_LOGS.map((log) => headOf(tx, log)));
      return heads.flatMap((head) =>
        head
          ? [
              {
                at: tx.now.toISOString(),
                log: head.log,
                number: head.number,
                mac: head.mac.toString('hex'),
              },
            ]
          : [],
      );
    });
  }
}
