import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { parseCaseNumber } from '../beneficiaries';
import { isCode } from '../reference-lists';
import { constraintOf, sqlState, Transactions, type Tx } from '../../src/database/transactions';
import type { Actor } from '../../src/shared/actor';
import { DomainError } from '../../src/shared/domain-error';
import type { About, AccusedKind } from './complaint.rules';
import { ComplaintSeals } from './complaint-seals';
import { lockComplaint } from './complaints.queries';
import { deadlinesFrom, isSafeguarding, theSooner } from './deadlines.rules';
import { done } from './follow-complaints.service';
import { kindIn } from './kinds';
import { deadlineSettings } from './stages';
import { note } from './trail';

export interface Sorting {
  readonly kind: string | null;
  readonly child: boolean | null;
  readonly about: About | null;
  readonly region: string | null;
  readonly shelterId: string | null;
}

export interface Accused {
  readonly what: AccusedKind;
  readonly userId?: string | null;
  readonly shelterId?: string | null;
  readonly organisationId?: string | null;
  readonly text?: string | null;
}

/** Whom and what it concerns, and so who may go on reading it: the policy follows by itself. */
@Injectable()
export class DirectComplaints {
  constructor(
    private readonly transactions: Transactions,
    private readonly seals: ComplaintSeals,
  ) {}

  /** A graver kind brings the deadlines forward; nothing puts them off. */
  sort(actor: Actor, id: string, sorting: Sorting): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const before = await lockComplaint(tx, id);
      const { kind, child, about, region, shelterId } = sorting;
      if (region !== null && !isCode('regions', region)) throw notChoice('region');
      const grave = (await kindIn(tx, kind))?.safeguarding ?? false;
      const safeguarding = before.safeguarding || isSafeguarding(grave, child);
      const due = theSooner(
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
            ...[id, kind, child, about, region, shelterId],
            ...[safeguarding, due.acknowledgeBy, due.answerBy, before.dueAt && runs],
          ],
        )
        .catch(unknownPlace('shelterId'));
      await note(tx, 'sorted', id, ['kind', 'child', 'about', 'region', 'shelter']);
      if (safeguarding && !before.safeguarding && before.acknowledgedAt) await askSecond(tx, id);
    });
  }

  /** Named once, kept out for good. It may take the complaint out of the namer's own sight. */
  accuse(actor: Actor, id: string, accused: Accused): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      await lockComplaint(tx, id);
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
      await note(tx, 'named_accused', id, [what]);
      await tx
        .query(
          `INSERT INTO complaint_accused (id, complaint_id, what, user_id, shelter_id, organisation_id, words_sealed, named_by)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [
            ...[accusedId, id, what],
            ...(['user', 'shelter', 'organisation'] as const).map((one) =>
              one === what ? given[one] : null,
            ),
            ...[sealed, actor.userId],
          ],
        )
        .catch(unknownPlace(FIELD[what]));
      return { id: accusedId };
    });
  }

  /** From somebody who is away, or who let go of it. */
  takeOver(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const { handlerId, acknowledgedAt, secondId } = await lockComplaint(tx, id);
      if (handlerId === actor.userId) return;
      if (!acknowledgedAt) throw new DomainError('conflict', 'complaints.not_a_step');
      await tx.query('UPDATE complaints SET handler_id = $2, second_id = $3 WHERE id = $1', [
        id,
        actor.userId,
        secondId === actor.userId ? null : secondId,
      ]);
      await done(tx, id, ['complaint_new']);
      await tx.query(
        `SELECT tell_of_complaint(id, 'complaint_answer', coalesce(due_at, mawa_now()), $2) FROM complaints WHERE id = $1`,
        [id, actor.userId],
      );
      await note(tx, 'taken_over', id);
    });
  }

  /** A second pair of eyes on what is grave. */
  beSecond(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const { secondId } = await lockComplaint(tx, id);
      if (secondId === actor.userId) return;
      if (secondId) throw new DomainError('conflict', 'complaints.second_already');
      try {
        await tx.query('UPDATE complaints SET second_id = $2 WHERE id = $1', [id, actor.userId]);
      } catch (error) {
        if (constraintOf(error) !== 'complaints_second_is_another') throw error;
        throw new DomainError('conflict', 'complaints.second_is_another');
      }
      await done(tx, id, ['complaint_second']);
      await note(tx, 'second', id);
    });
  }

  /** To the focal points of the commission; it stays with those who have it now as well. */
  handUp(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const { handedUpAt, dueAt } = await lockComplaint(tx, id);
      if (handedUpAt) return;
      await tx.query(
        'UPDATE complaints SET handed_up_at = mawa_now(), handed_up_by = $2 WHERE id = $1',
        [id, actor.userId],
      );
      await tx.query(`SELECT tell_of_complaint($1, 'complaint_new', $2)`, [id, dueAt ?? tx.now]);
      await note(tx, 'handed_up', id);
    });
  }

  /** A cousin, a friend, an old quarrel: out of sight for good, without having to say why. */
  stepAside(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await lockComplaint(tx, id);
      await note(tx, 'stepped_aside', id);
      await tx.query(
        `INSERT INTO complaint_kept_out (complaint_id, user_id, why) VALUES ($1, $2, 'stepped_aside')`,
        [id, actor.userId],
      );
    });
  }

  /** Only because the person said who they are and asked for it. The file itself is not opened. */
  async link(actor: Actor, id: string, typed: string): Promise<void> {
    const number = parseCaseNumber(typed);
    const linked = await this.transactions.run(actor, async (tx) => {
      await lockComplaint(tx, id);
      await note(tx, 'asked_for_a_file', id, ['case']);
      if (!number) return false;
      const [row] = await tx.query<{ linked: boolean }>('SELECT link_complaint($1, $2) AS linked', [
        id,
        number,
      ]);
      return row!.linked;
    });
    // After the commit: that somebody asked stays written down.
    if (!linked) throw new DomainError('invalid', 'complaints.no_such_file', {}, 'caseNumber');
  }

  unlink(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await lockComplaint(tx, id);
      await tx.query('DELETE FROM complaint_links WHERE complaint_id = $1', [id]);
      await note(tx, 'unlinked', id, ['case']);
    });
  }
}

const FIELD = {
  user: 'userId',
  shelter: 'shelterId',
  organisation: 'organisationId',
  unnamed: 'text',
} as const;

const notChoice = (field: string) => new DomainError('invalid', 'common.not_choice', {}, field);

const unknownPlace =
  (field: string) =>
  (error: unknown): never => {
    throw sqlState(error) === '23503' ? notChoice(field) : error;
  };

const askSecond = (tx: Tx, id: string): Promise<unknown> =>
  tx.query(
    `SELECT tell_of_complaint(id, 'complaint_second', acknowledge_by) FROM complaints WHERE id = $1`,
    [id],
  );
