import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { constraintOf, sqlState, Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';

/** Web address and telephone number of the public form, on each slip and on its first page. */
export interface Contact {
  readonly address: string;
  readonly phone: string | null;
}

export interface ProposedContact extends Contact {
  readonly id: string;
  readonly by: string;
  readonly organisation: string;
  readonly at: Date;
  /** Somebody of another organisation than the reader's proposed it. */
  readonly mayApprove: boolean;
}

const TASK = 'approve_contact';
const DAYS_TO_APPROVE = 7;

/** Proposed by a focal point, approved by one of another organisation: constraints see to both. */
@Injectable()
export class ChannelContacts {
  constructor(private readonly transactions: Transactions) {}

  propose(actor: Actor, { address, phone }: Contact): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      const id = randomUUID();
      const stands = await findContact(tx);
      await tx
        .query(
          'INSERT INTO complaint_contacts (id, address, phone, proposed_by) VALUES ($1, $2, $3, $4)',
          [id, address, phone, actor.userId],
        )
        .catch(translateContactError);
      await checkContactsAgreed(tx);
      await tx.query(
        `SELECT add_task('${TASK}', NULL, $1, 'focal_point', NULL, mawa_now() + make_interval(days => ${DAYS_TO_APPROVE}))`,
        [id],
      );
      await this.note(tx, 'propose', id, changed(stands, { address, phone }));
      return { id };
    });
  }

  approve(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const [row] = await tx.query<Contact & { approved: boolean }>(
        `SELECT address, phone, approved_by IS NOT NULL AS approved FROM complaint_contacts WHERE id = $1`,
        [id],
      );
      if (!row) throw notFound();
      if (row.approved) throw new DomainError('conflict', 'complaints.contact_approved');
      const fields = changed(await findContact(tx), row);
      const approved = await tx
        .query(
          'UPDATE complaint_contacts SET approved_by = $2 WHERE id = $1 AND approved_by IS NULL RETURNING 1',
          [id, actor.userId],
        )
        .catch(translateContactError);
      if (approved.length === 0) throw new DomainError('conflict', 'complaints.contact_approved');
      await checkContactsAgreed(tx);
      await this.note(tx, 'approve', id, fields);
    });
  }

  /** Recorded by the names of what it changes: an auditor sees that the phone changed, and by which two. */
  private note(tx: Tx, verb: string, id: string, fields: readonly string[]): Promise<void> {
    return record(tx, {
      action: `complaints.${verb}_contact`,
      kind: 'complaint_contact',
      ids: [id],
      fields,
    });
  }
}

/** The contact in force; null before any was approved. */
export async function findContact(tx: Tx): Promise<Contact | null> {
  const [row] = await tx.query<Contact>(
    `SELECT address, phone FROM complaint_contacts WHERE approved_at IS NOT NULL ORDER BY place DESC LIMIT 1`,
  );
  return row ?? null;
}

/** The latest proposal that waits for approval. */
export async function findProposedContact(tx: Tx): Promise<ProposedContact | null> {
  const [row] = await tx.query<ProposedContact>(
    `SELECT c.id, c.address, c.phone, localized_name(u.name, u.names) AS by, localized_name(o.name, o.names) AS organisation, c.proposed_at AS at,
            c.proposed_for <> (SELECT organisation_id FROM users WHERE id = $1) IS TRUE AS "mayApprove"
       FROM (SELECT * FROM complaint_contacts ORDER BY place DESC LIMIT 1) c
       JOIN users u ON u.id = c.proposed_by JOIN organisations o ON o.id = c.proposed_for
      WHERE c.approved_by IS NULL`,
    [tx.actor.userId],
  );
  return row ?? null;
}

const changed = (before: Contact | null, after: Contact): string[] =>
  (['address', 'phone'] as const).filter((field) => before?.[field] !== after[field]);

const checkContactsAgreed = (tx: Tx): Promise<unknown> =>
  tx.query(
    `UPDATE tasks SET done_at = mawa_now(), done_by = $1 WHERE kind = '${TASK}' AND done_at IS NULL`,
    [tx.actor.userId],
  );

function translateContactError(error: unknown): never {
  switch (constraintOf(error)) {
    case 'complaint_contacts_by_two_organisations':
      throw new DomainError('forbidden', 'complaints.contact_other_organisation');
    case 'complaint_contacts_latest':
      throw new DomainError('conflict', 'complaints.contact_newer');
    default:
      throw sqlState(error) === '42501' ? new DomainError('forbidden', 'access.not_yours') : error;
  }
}
