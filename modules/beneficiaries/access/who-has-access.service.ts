import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { People } from '../people.service';
import { accessNowAndBefore, type AccessRow } from './access-list.rules';
import { Conflicts } from './conflicts.service';
import { mustAnswerFor } from './gate.errors';
import { apartOf } from './keep-apart.service';
import { namedPeople, restrictionOf } from './restrictions.service';

/** Who sees this case and why, for those who answer for it. Recorded. */
@Injectable()
export class WhoHasAccess {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly conflicts: Conflicts,
  ) {}

  of(actor: Actor, caseId: string) {
    return this.transactions.run(actor, async (tx) => {
      await mustAnswerFor(tx, this.people, caseId);
      const { caseNumber } = await this.people.find(tx, caseId);
      const overview = {
        caseNumber,
        ...accessNowAndBefore(await rowsOf(tx, caseId), tx.now),
        restriction: await restrictionOf(tx, caseId),
        named: await namedPeople(tx, caseId),
        blocks: await this.conflicts.of(tx, caseId),
        keptApart: await apartOf(tx, caseId),
      };
      const fields = overview.blocks.length > 0 ? ['blocks.reason'] : [];
      await record(tx, { action: 'people.read_access', kind: 'case', ids: [caseId], fields });
      return overview;
    });
  }
}

export type AccessOverview = Awaited<ReturnType<WhoHasAccess['of']>>;

const rowsOf = (tx: Tx, caseId: string): Promise<AccessRow[]> =>
  tx.query<AccessRow>(
    `SELECT id, kind, principal_id AS "principalId", name, reason, parts, source_id AS "sourceId",
            from_at AS "from", until_at AS until, given_by AS "givenBy", named
       FROM access_of_case($1)`,
    [caseId],
  );
