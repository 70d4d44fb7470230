import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { settingOf } from '../plans';
import { isCode, Lists } from '../reference-lists';
import type { Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../platform/shared/nights.rules';
import { mustNotBeInFuture, translateReturnErrors } from './return.errors';
import type { DOCUMENT_STATES, VERDICTS } from './return.rules';
import { PersonRecords } from '../beneficiaries';
import { mustBeDay } from '../platform/shared/day-checks.rules';
import { trackForWriting } from './track-access.queries';

export interface NewDocument {
  readonly kind: string;
  /** Whose consulate or office. */
  readonly country: string;
  readonly dueOn?: CivilDate | null;
  readonly to: (typeof DOCUMENT_STATES)[number];
  readonly on: CivilDate;
  readonly validUntil?: CivilDate | null;
  readonly note?: string | null;
}
export type DocumentStep = Pick<NewDocument, 'to' | 'on' | 'validUntil' | 'note'>;
export interface NewFitness {
  readonly on: CivilDate;
  readonly verdict: (typeof VERDICTS)[number];
  readonly validUntil?: CivilDate | null;
  readonly note?: string | null;
}

/** Preparation of a journey: travel documents with their consular steps, and fitness to travel. */
@Injectable()
export class ReturnPreparation {
  constructor(
    private readonly file: PersonRecords,
    private readonly lists: Lists,
  ) {}

  addDocument(
    actor: Actor,
    caseId: string,
    trackId: string,
    given: NewDocument,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, trackId, ...given };
    return this.file.once(actor, 'returns.add_document', body, requestId, async (tx) => {
      const track = await trackForWriting(this.file, tx, caseId, trackId);
      if (track.door === 'home') throw notFound();
      const version = await this.lists.chosenFrom(tx, 'travel_documents', given.kind, 'kind');
      if (!isCode('nationalities', given.country)) {
        throw new DomainError('invalid', 'common.not_choice', {}, 'country');
      }
      if (given.dueOn) mustBeDay(given.dueOn, 'dueOn');
      const id = randomUUID();
      await translateReturnErrors(
        tx.query(
          `INSERT INTO return_documents (id, case_id, track_id, kind, kind_version, country, due_on)
           VALUES ($1, $2, $3, $4, $5, $6, $7)`,
          [id, track.caseId, trackId, given.kind, version, given.country, given.dueOn ?? null],
        ),
      );
      await this.moveDocument(tx, track.caseId, id, 'new', given);
      await this.file.record(
        tx,
        'returns.add_document',
        [track.caseId, track.id, id],
        [given.kind, given.to],
      );
      return { id };
    });
  }

  stepDocument(
    actor: Actor,
    caseId: string,
    trackId: string,
    id: string,
    given: DocumentStep,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, trackId, id, ...given };
    return this.file.once(actor, 'returns.step_document', body, requestId, async (tx) => {
      const track = await trackForWriting(this.file, tx, caseId, trackId);
      const [document] = await tx.query<{ state: string }>(
        'SELECT state FROM return_documents WHERE id = $2 AND track_id = $1',
        [trackId, id],
      );
      if (!document) throw notFound();
      const stepId = await this.moveDocument(tx, track.caseId, id, document.state, given);
      await this.file.record(tx, 'returns.step_document', [track.caseId, track.id, id], [given.to]);
      return { id: stepId };
    });
  }

  examine(
    actor: Actor,
    caseId: string,
    trackId: string,
    given: NewFitness,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, trackId, ...given };
    return this.file.once(actor, 'returns.examine', body, requestId, async (tx) => {
      const track = await trackForWriting(this.file, tx, caseId, trackId, 'health');
      if (track.door === 'home') throw notFound();
      mustNotBeInFuture(tx, given.on);
      if (given.validUntil) mustBeDay(given.validUntil, 'validUntil');
      const days = await settingOf(tx, 'return_fitness_days', 30);
      const id = await this.file.insert(
        tx,
        'return_fitness',
        track.caseId,
        {
          track_id: trackId,
          seen_on: given.on,
          verdict: given.verdict,
          valid_until: given.validUntil ?? addDays(given.on, days),
        },
        given.note,
      );
      await this.file.record(tx, 'returns.examine', [track.caseId, track.id, id], ['verdict']);
      return { id };
    });
  }

  private moveDocument(
    tx: Tx,
    caseId: string,
    documentId: string,
    from: string,
    { to, on, validUntil, note }: DocumentStep,
  ): Promise<string> {
    mustNotBeInFuture(tx, on);
    if (validUntil) mustBeDay(validUntil, 'validUntil');
    return this.file.insert(
      tx,
      'return_document_steps',
      caseId,
      {
        document_id: documentId,
        from_state: from,
        to_state: to,
        on_day: on,
        valid_until: to === 'issued' ? (validUntil ?? null) : null,
      },
      note,
    );
  }
}
