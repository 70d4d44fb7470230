import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isCode } from '../reference-lists';
import type { Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { type CivilDate, isCivilDate } from '../platform/shared/nights.rules';
import { ReturnDeciders } from './deciders.service';
import { mustNotBeInFuture, translateReturnErrors } from './return.errors';
import { ShelterExits } from './shelter-exits.service';
import type { TrackKind, State } from './track-states.rules';
import {
  insertTrackStep,
  mustBeLegalStep,
  mustHaveAll,
  trackForEnding,
  trackForWriting,
} from './track-access.queries';
import { PersonRecords } from '../beneficiaries';

export interface NewTrack {
  readonly door: TrackKind;
  readonly openedOn: CivilDate;
  /** Where somebody returns to. */
  readonly country?: string | null;
  /** Region of reintegration in Morocco. */
  readonly region?: string | null;
  /** The day on which they left the shelter. */
  readonly leftOn?: CivilDate | null;
  readonly note?: string | null;
}

export interface TrackStep {
  readonly to: State;
  readonly on: CivilDate;
  readonly reason?: string | null;
  readonly note?: string | null;
}

/** Tracks: opened by the accompanying officer, moved on step by step, ended whenever the person decides. */
@Injectable()
export class Tracks {
  constructor(
    private readonly file: PersonRecords,
    private readonly deciders: ReturnDeciders,
    private readonly exits: ShelterExits,
  ) {}

  open(
    actor: Actor,
    caseId: string,
    given: NewTrack,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.file.once(actor, 'returns.open', { caseId, ...given }, requestId, async (tx) => {
      await this.file.mustWrite(tx, caseId);
      await this.file.mustHold(tx, caseId);
      mustNotBeInFuture(tx, given.openedOn, 'openedOn');
      const id = randomUUID();
      const leftThen = await this.leftOn(tx, caseId, given);
      const { country, region, leftOn } = destinationOf(tx, { ...given, leftOn: leftThen });
      await translateReturnErrors(
        tx.query(
          `INSERT INTO return_tracks (id, case_id, door, country, region, opened_on, left_on, officer_id)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [id, caseId, given.door, country, region, given.openedOn, leftOn, tx.actor.userId],
        ),
      );
      const step = { to: 'counselling', on: given.openedOn, note: given.note } as const;
      await insertTrackStep(this.file, tx, { id, caseId }, 'new', step);
      await this.file.record(tx, 'returns.open', [caseId, id], [given.door]);
      return { id };
    });
  }

  step(
    actor: Actor,
    caseId: string,
    id: string,
    given: TrackStep,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    if (given.to === 'withdrawn') {
      throw new DomainError('invalid', 'returns.withdrawal_apart', {}, 'to');
    }
    return this.file.once(
      actor,
      'returns.step',
      { caseId, id, ...given },
      requestId,
      async (tx) => {
        const track = await trackForWriting(this.file, tx, caseId, id);
        mustBeLegalStep(track, given.to);
        mustNotBeInFuture(tx, given.on);
        await this.deciders.mustStillDecide(tx, caseId, track, given.to);
        await mustHaveAll(tx, track, given.to, given.on);
        const stepId = await insertTrackStep(this.file, tx, track, track.state, given);
        await this.file.record(
          tx,
          'returns.step',
          [track.caseId, track.id],
          [track.state, given.to],
        );
        return { id: stepId };
      },
    );
  }

  /** At any moment, without a reason; no help ends with it. */
  withdraw(
    actor: Actor,
    caseId: string,
    id: string,
    given: { readonly on: CivilDate; readonly note?: string | null },
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.file.once(
      actor,
      'returns.withdraw',
      { caseId, id, ...given },
      requestId,
      async (tx) => {
        const track = await trackForEnding(this.file, tx, caseId, id);
        mustNotBeInFuture(tx, given.on);
        const stepId = await insertTrackStep(this.file, tx, track, track.state, {
          ...given,
          to: 'withdrawn',
        });
        await this.file.record(tx, 'returns.withdraw', [track.caseId, track.id], [track.state]);
        return { id: stepId };
      },
    );
  }

  /** The given day, else the day on which the house ended the stay; refused where the person slept there that night. */
  private async leftOn(tx: Tx, caseId: string, given: NewTrack): Promise<CivilDate | null> {
    if (given.door !== 'home') return null;
    const givenDay = given.leftOn && isCivilDate(given.leftOn) ? given.leftOn : null;
    const { leftOn, there, sleptThen } = await this.exits.of(tx, caseId, givenDay);
    if (sleptThen) throw new DomainError('invalid', 'reintegration.slept_there', {}, 'leftOn');
    if (!given.leftOn && leftOn === null && there) {
      throw new DomainError('conflict', 'reintegration.still_there', {}, 'leftOn');
    }
    return given.leftOn ?? leftOn;
  }
}

/** Abroad a country and no more; at home a region, and the day from which it counts. */
function destinationOf(tx: Tx, { door, country, region, leftOn }: NewTrack) {
  if (door === 'return') {
    if (!country || country === 'MA' || !isCode('nationalities', country)) {
      throw new DomainError('invalid', 'returns.which_country', {}, 'country');
    }
    return { country, region: null, leftOn: null };
  }
  if (!region || !isCode('regions', region)) {
    throw new DomainError('invalid', 'returns.which_region', {}, 'region');
  }
  if (!leftOn) throw new DomainError('invalid', 'returns.left_when', {}, 'leftOn');
  mustNotBeInFuture(tx, leftOn, 'leftOn');
  return { country: 'MA', region, leftOn };
}
