import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions';
import type { Actor, Role } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';

export interface EndingRole {
  readonly role: Role;
  readonly lastDay: CivilDate;
}

/** Days before its last day from which the first page announces the end of a role. */
const NOTE_DAYS = 14;

@Injectable()
export class RoleEndings {
  constructor(private readonly transactions: Transactions) {}

  /** Roles of the actor that end soon, earliest first. */
  soonOf(actor: Actor): Promise<EndingRole[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<EndingRole>(
        `SELECT role, last_day::text AS "lastDay" FROM current_roles
          WHERE user_id = $1 AND last_day < mawa_day(mawa_now()) + $2::int
            AND (confirmed_by IS NOT NULL OR NOT needs_second) ORDER BY last_day, role`,
        [actor.userId, NOTE_DAYS],
      ),
    );
  }
}
