import { Injectable } from '@nestjs/common';
import { rolesThatMay } from '../../access';
import { record } from '../../audit';
import type { Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { RecognitionActions } from '../recognition-actions.service';
import { PersonRecords } from '../../beneficiaries';
import { mustNotBeInFuture } from '../recognition.errors';

export interface NewAssessor {
  readonly assessorId: string;
  readonly on: CivilDate;
}

export const CONFLICTS = ['none', 'knows', 'family', 'taught', 'work', 'other'] as const;
export interface NewDeclaration {
  readonly conflict: (typeof CONFLICTS)[number];
  readonly on: CivilDate;
  readonly note?: string | null;
}

/**
 * Assessors: an officer asks a colleague, who gets access to the part `care` for some days and declares whether there
 * is a conflict. Conflicts known from rows (attendance register, orientation, collected evidence) are refused by
 * constraints, when asking, declaring and recording results.
 */
@Injectable()
export class Assessors {
  constructor(
    private readonly file: PersonRecords,
    private readonly recognition: RecognitionActions,
  ) {}

  /** Colleagues whose role can assess. */
  candidatesIn(tx: Tx): Promise<{ id: string; name: string }[]> {
    return tx.query(
      `SELECT u.id, localized_name(u.name, u.names) AS name FROM users u
        WHERE u.active AND NOT u.system AND NOT u.service AND u.id <> $2 AND EXISTS (SELECT 1 FROM current_roles r WHERE r.user_id = u.id
                AND r.role = ANY ($1) AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL)
        ORDER BY localized_name(u.name, u.names), u.id`,
      [rolesThatMay('recognition:assess'), tx.actor.userId],
    );
  }

  /** Those without a known conflict in this procedure. */
  async freeIn(tx: Tx, procedureId: string): Promise<{ id: string; name: string }[]> {
    const candidates = await this.candidatesIn(tx);
    const free = await tx.query<{ id: string }>('SELECT recognition_free_assessors($1, $2) AS id', [
      procedureId,
      candidates.map(({ id }) => id),
    ]);
    const ids = new Set(free.map(({ id }) => id));
    return candidates.filter(({ id }) => ids.has(id));
  }

  ask(
    actor: Actor,
    caseId: string,
    id: string,
    given: NewAssessor,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const act = { useCase: 'recognition.ask_assessor', caseId, id, body: given, requestId };
    return this.recognition.accompanying(actor, act, async (tx, head) => {
      mustNotBeInFuture(tx, given.on);
      const { assessorId } = given;
      const known = await this.candidatesIn(tx);
      if (assessorId !== actor.userId && !known.some((one) => one.id === assessorId)) {
        throw new DomainError('invalid', 'recognition.cannot_assess', {}, 'assessorId');
      }
      const asked = await this.file.insert(tx, 'recognition_assessors', head.caseId, {
        procedure_id: id,
        assessor_id: assessorId,
        on_day: given.on,
      });
      await record(tx, {
        action: 'recognition.ask_assessor',
        kind: 'case',
        ids: [caseId, id, assessorId],
      });
      return { id: asked };
    });
  }

  declare(
    actor: Actor,
    caseId: string,
    id: string,
    given: NewDeclaration,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const act = { useCase: 'recognition.declare', caseId, id, body: given, requestId };
    return this.recognition.assessing(actor, act, async (tx, head) => {
      mustNotBeInFuture(tx, given.on);
      const [asked] = await tx.query<{ id: string }>(
        `SELECT id FROM recognition_assessors WHERE procedure_id = $1 AND assessor_id = $2 ORDER BY place DESC LIMIT 1`,
        [id, actor.userId],
      );
      // The audit row first: a declared conflict ends the access to the case.
      await this.file.record(tx, 'recognition.declare', [caseId, id], [given.conflict]);
      const declared = await this.file.insert(
        tx,
        'recognition_declarations',
        head.caseId,
        { procedure_id: id, asked_id: asked!.id, on_day: given.on, conflict: given.conflict },
        given.note,
      );
      return { id: declared };
    });
  }
}
