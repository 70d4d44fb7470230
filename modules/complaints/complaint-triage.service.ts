import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isCode } from '../reference-lists';
import { sqlState, Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import type { ComplaintSubject, AccusedKind } from './complaint.rules';
import { ComplaintSeals } from './complaint-seals.service';
import { lockComplaint, lockComplaintWithText } from './complaints.queries';
import { deadlinesFrom, isSafeguarding, earlierDates } from './deadlines.rules';
import { findComplaintKind } from './complaint-kinds.queries';
import { deadlineSettings } from './stages.service';
import { recordComplaintAction } from './complaint-audit.service';

export interface ComplaintClassification {
  readonly kind: string | null;
  readonly child: boolean | null;
  readonly about: ComplaintSubject | null;
  readonly region: string | null;
  readonly shelterId: string | null;
}

export interface NewAccused {
  readonly what: AccusedKind;
  readonly userId?: string | null;
  readonly shelterId?: string | null;
  readonly organisationId?: string | null;
  readonly text?: string | null;
}

/**
 * Subjects of a complaint (accounts, organisations); they exclude readers, which the policies of the tables enforce.
 */
@Injectable()
export class ComplaintTriage {
  constructor(
    private readonly transactions: Transactions,
    private readonly seals: ComplaintSeals,
  ) {}

  /** A graver kind brings the deadlines forward; nothing puts them off. */
  sort(actor: Actor, id: string, sorting: ComplaintClassification): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const before = await lockComplaint(tx, id);
      const { kind, child, about, region, shelterId } = sorting;
      if (region !== null && !isCode('regions', region)) throw notChoice('region');
      const grave = (await findComplaintKind(tx, kind))?.safeguarding ?? false;
      const safeguarding = before.safeguarding || isSafeguarding(grave, child);
      const due = earlierDates(
        before,
        deadlinesFrom(before.receivedAt, safeguarding, await deadlineSettings(tx)),
      );
      const runs = before.acknowledgedAt ? due.answerBy : due.acknowledgeBy;
      await tx
        .query(
          `UPDATE complaints SET kind = $2, child = $3, about = $4, region = coalesce($5, (SELECT region FROM shelters WHERE id = $6)),
             shelter_id = $6, safeguarding = $7, acknowledge_by = $8, answer_by = $9, due_at = least(due_at, $10)
            WHERE id = $1`,
          [
            id,
            kind,
            child,
            about,
            region,
            shelterId,
            safeguarding,
            due.acknowledgeBy,
            due.answerBy,
            before.dueAt && runs,
          ],
        )
        .catch(unknownPlace('shelterId'));
      await recordComplaintAction(tx, 'sorted', id, [
        'kind',
        'child',
        'about',
        'region',
        'shelter',
      ]);
    });
  }

  /** Named once, kept out for good. It may take the complaint out of the namer's own sight. */
  accuse(actor: Actor, id: string, accused: NewAccused): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      await lockComplaintWithText(tx, id);
      const { what, userId = null, shelterId = null, organisationId = null } = accused;
      const text = accused.text?.trim() || null;
      const given = {
        user: userId,
        shelter: shelterId,
        organisation: organisationId,
        unnamed: text,
      };
      if (given[what] === null)
        throw new DomainError('invalid', 'common.required', {}, FIELD[what]);
      const accusedId = randomUUID();
      const sealed =
        what === 'unnamed'
          ? await this.seals.seal(tx, id, 'complaint_accused', accusedId, text!)
          : null;
      await recordComplaintAction(tx, 'named_accused', id, [what]);
      await tx
        .query(
          `INSERT INTO complaint_accused (id, complaint_id, what, user_id, shelter_id, organisation_id, words_sealed, named_by)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [
            accusedId,
            id,
            what,
            ...(['user', 'shelter', 'organisation'] as const).map((one) =>
              one === what ? given[one] : null,
            ),
            sealed,
            actor.userId,
          ],
        )
        .catch(unknownPlace(FIELD[what]));
      return { id: accusedId };
    });
  }
}

const FIELD = {
  user: 'accusedUserId',
  shelter: 'accusedShelterId',
  organisation: 'accusedOrganisationId',
  unnamed: 'accusedName',
} as const;

const notChoice = (field: string) => new DomainError('invalid', 'common.not_choice', {}, field);

const unknownPlace =
  (field: string) =>
  (error: unknown): never => {
    throw sqlState(error) === '23503' ? notChoice(field) : error;
  };
