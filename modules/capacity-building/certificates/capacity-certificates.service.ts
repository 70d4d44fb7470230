import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { CapacityActions, recordLearners } from '../capacity-actions.service';
import { LearnerSeals } from '../learners/learner-seals.service';
import { type Participant, Participants } from '../participants/participants.service';
import { CapacityTrainings } from '../trainings/trainings.service';
import { mustNotBeInFuture, translateCapacityErrors } from '../capacity.errors';
import { sealedColumn } from '../../platform/shared/seal';
import {
  type CERTIFICATE_WITHDRAWAL_REASONS,
  CertificateDigests,
  CHANCE,
  newCode,
  newNumber,
  NUMBER_CHANCE,
  parseCode,
} from '../../vocational-training';

export interface AttendanceCertificate {
  readonly title: string;
  readonly organiser: string;
  readonly firstDay: CivilDate;
  readonly lastDay: CivilDate;
  readonly minutes: number;
  readonly number: string;
  readonly issuedOn: CivilDate;
  readonly code: string;
  readonly holder: string | null;
}

const codeOf = sealedColumn('capacity_certificates', 'code');
const holderOf = sealedColumn('capacity_certificates', 'holder');

/** Certificates of attendance of officials who completed a training; verified by the common verification page of all certificates. */
@Injectable()
export class CapacityCertificates {
  constructor(
    private readonly acts: CapacityActions,
    private readonly trainings: CapacityTrainings,
    private readonly participants: Participants,
    private readonly seals: LearnerSeals,
    private readonly digests: CertificateDigests,
  ) {}

  /**
   * Issues certificates to all who completed the training and have none, with or without their name; not to those whose
   * certificate was withdrawn at their request or for their safety.
   */
  issue(
    actor: Actor,
    trainingId: string,
    given: { readonly on: CivilDate; readonly named: boolean },
    requestId: string | null = null,
  ): Promise<{ issued: number }> {
    const body = { trainingId, ...given };
    return this.acts.once(actor, 'capacity.certify', body, requestId, async (tx) => {
      const { lastDay } = await this.trainings.headIn(tx, trainingId);
      mustNotBeInFuture(tx, given.on);
      if (given.on < lastDay) throw new DomainError('invalid', 'capacity.goes_on', {}, 'on');
      const kept = new Set(
        (
          await tx.query<{ id: string }>(
            `SELECT c.participant_id AS id FROM capacity_certificates c JOIN capacity_participants p ON p.id = c.participant_id
              WHERE p.training_id = $1 AND c.withdrawn_reason IN ('person_asked', 'for_safety')`,
            [trainingId],
          )
        ).map(({ id }) => id),
      );
      const due = (await this.participants.allIn(tx, trainingId)).filter(
        ({ id, completed, certificate }) => completed && certificate === null && !kept.has(id),
      );
      if (due.length === 0) throw new DomainError('conflict', 'capacity.nobody_due', {}, 'on');
      for (const one of due) await this.writeIn(tx, one, given);
      await recordLearners(
        tx,
        'capacity.certify',
        due.map(({ learnerId }) => learnerId),
        [trainingId],
      );
      return { issued: due.length };
    });
  }

  /** Printable certificate with decrypted code and name. Audited. */
  printed(actor: Actor, participantId: string): Promise<AttendanceCertificate> {
    return this.acts.run(actor, async (tx) => {
      const [row] = await tx.query<
        Omit<AttendanceCertificate, 'code' | 'holder'> & {
          id: string;
          learnerId: string;
          code: Buffer;
          holder: Buffer | null;
        }
      >(
        `SELECT c.id, coalesce(l.merged_into, l.id) AS "learnerId", t.title, o.name AS organiser, t.first_day::text AS "firstDay",
                t.last_day::text AS "lastDay", (SELECT sum(d.minutes) FROM capacity_days d WHERE d.training_id = t.id)::int AS minutes,
                c.number, c.issued_on::text AS "issuedOn", c.code, c.holder
           FROM capacity_certificates c JOIN capacity_participants p ON p.id = c.participant_id JOIN capacity_learners l ON l.id = p.learner_id
           JOIN capacity_trainings t ON t.id = p.training_id JOIN organisations o ON o.id = t.organiser_id
          WHERE c.participant_id = $1 AND c.withdrawn_on IS NULL`,
        [participantId],
      );
      if (!row) throw notFound();
      const { id, learnerId, code, holder, ...rest } = row;
      const key = await this.keyIdOf(tx, participantId);
      await recordLearners(tx, 'capacity.print_certificate', [learnerId]);
      return {
        ...rest,
        code: await this.seals.openText(tx, key, codeOf(id), code),
        holder: holder && (await this.seals.openText(tx, key, holderOf(id), holder)),
      };
    });
  }

  withdraw(
    actor: Actor,
    participantId: string,
    given: {
      readonly on: CivilDate;
      readonly reason: (typeof CERTIFICATE_WITHDRAWAL_REASONS)[number];
    },
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { participantId, ...given };
    return this.acts.once(actor, 'capacity.withdraw', body, requestId, async (tx) => {
      mustNotBeInFuture(tx, given.on);
      const [row] = await tx.query<{ id: string }>(
        `UPDATE capacity_certificates SET withdrawn_on = $2, withdrawn_by = mawa_actor(), withdrawn_reason = $3
          WHERE participant_id = $1 AND withdrawn_on IS NULL RETURNING id`,
        [participantId, given.on, given.reason],
      );
      if (!row) throw notFound();
      const key = await this.keyIdOf(tx, participantId);
      await recordLearners(tx, 'capacity.withdraw_certificate', [key], [given.reason]);
      return row;
    });
  }

  private async writeIn(
    tx: Tx,
    participant: Participant,
    { on, named }: { readonly on: CivilDate; readonly named: boolean },
  ): Promise<void> {
    const id = randomUUID();
    const code = newCode(randomBytes(CHANCE));
    const letters = parseCode(code)!;
    const key = await this.keyIdOf(tx, participant.id);
    await translateCapacityErrors(
      tx.query(
        `INSERT INTO capacity_certificates (id, participant_id, number, issued_on, code, holder, code_digest, holder_digest)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          id,
          participant.id,
          newNumber(randomBytes(NUMBER_CHANCE)),
          on,
          await this.seals.sealText(tx, key, codeOf(id), code),
          named ? await this.seals.sealText(tx, key, holderOf(id), participant.name) : null,
          this.digests.ofCode(letters),
          named ? this.digests.ofHolder(letters, participant.name) : null,
        ],
      ),
    );
  }

  /** Id under whose key the texts are sealed: the registered official, even if joined to another since. */
  private async keyIdOf(tx: Tx, participantId: string): Promise<string> {
    const [row] = await tx.query<{ id: string }>(
      'SELECT learner_id AS id FROM capacity_participants WHERE id = $1',
      [participantId],
    );
    return row!.id;
  }
}
