import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';

export interface FailedSignIn {
  readonly seq: string;
  readonly at: Date;
  readonly action: string;
  /** Null: no account of that name. */
  readonly name: string | null;
}

export interface FailedSignInList {
  /** Those with the most attempts. */
  readonly accounts: readonly {
    readonly name: string;
    readonly times: number;
    readonly lastAt: Date;
  }[];
  readonly lines: readonly FailedSignIn[];
  readonly next: string | null;
}

const A_PAGE = 50;
const DAYS = 30;
const ACTIONS = [
  'session.start',
  'session.second_factor',
  'session.other_browser',
  'token.use',
  'account.request_password_reset',
  'account.reset_password',
];

const FAILED = `audit_log a
   WHERE a.action = ANY ($1::text[]) AND a.outcome = 'refused' AND a.at > mawa_now() - interval '${DAYS} days'`;
const ACCOUNT = `(SELECT u.name FROM users u
    WHERE u.id = CASE WHEN a.subject_kind = 'user' THEN a.subject_ids[1] ELSE a.actor_id END
      AND u.id <> '00000000-0000-4000-8000-000000000000')`;

/** Sign-ins that were refused, for administrators: row-level security shows them no other row of the audit log. */
@Injectable()
export class FailedSignIns {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor, before: string | undefined): Promise<FailedSignInList> {
    return this.transactions.run(actor, async (tx) => {
      const rows = await tx.planned<FailedSignIn>(
        `SELECT a.seq::text AS seq, a.at, a.action, ${ACCOUNT} AS name FROM ${FAILED}
            AND ($2::bigint IS NULL OR a.seq < $2) ORDER BY a.seq DESC LIMIT ${A_PAGE + 1}`,
        [ACTIONS, before ?? null],
      );
      const accounts = await tx.planned<FailedSignInList['accounts'][number]>(
        `SELECT f.name, count(*)::int AS times, max(f.at) AS "lastAt"
           FROM (SELECT a.at, ${ACCOUNT} AS name FROM ${FAILED}) AS f WHERE f.name IS NOT NULL
          GROUP BY f.name ORDER BY count(*) DESC, f.name LIMIT 10`,
        [ACTIONS],
      );
      await record(tx, { action: 'sign_ins.read', kind: 'audit' });
      const lines = rows.slice(0, A_PAGE);
      return { accounts, lines, next: rows.length > A_PAGE ? lines.at(-1)!.seq : null };
    });
  }
}
