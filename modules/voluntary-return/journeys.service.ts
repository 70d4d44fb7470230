import { Injectable } from '@nestjs/common';
import { isCode, Lists } from '../reference-lists';
import type { Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import {
  type ALLOWANCES,
  brokenLeg,
  type CONTACTS,
  type ESCORTS,
  isAskedOf,
  type JOURNEY_NEEDS,
  type Leg,
  MOST_LEGS,
} from './journey.rules';
import { trackForWriting, type TrackHead } from './track-access.queries';
import { PersonRecords } from '../beneficiaries';
import { mustNotBeInFuture } from './return.errors';
import { mustBeDay } from '../platform/shared/day-checks.rules';

export interface NewJourney {
  readonly legs: readonly Leg[];
  readonly escort: (typeof ESCORTS)[number];
  readonly needs?: readonly (typeof JOURNEY_NEEDS)[number][] | null;
  readonly allowances?: readonly (typeof ALLOWANCES)[number][] | null;
  /** Who waits at the end. */
  readonly contact: (typeof CONTACTS)[number];
  /** How they are reached, sealed. */
  readonly note?: string | null;
}
export interface NewCheck {
  readonly item: string;
  readonly outcome: 'done' | 'not_needed';
  readonly on: CivilDate;
}

/** Planned journey (each change is a new row) and the formalities before it. */
@Injectable()
export class ReturnJourneys {
  constructor(
    private readonly file: PersonRecords,
    private readonly lists: Lists,
  ) {}

  plan(
    actor: Actor,
    caseId: string,
    trackId: string,
    given: NewJourney,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, trackId, ...given };
    return this.file.once(actor, 'returns.plan_journey', body, requestId, async (tx) => {
      const track = await this.travelling(tx, caseId, trackId);
      await this.mustLeadHome(tx, track, given.legs);
      const id = await this.file.insert(
        tx,
        'return_journeys',
        track.caseId,
        {
          track_id: trackId,
          leaves_on: given.legs[0]!.leavesOn,
          escort: given.escort,
          needs: given.needs ?? [],
          allowances: given.allowances ?? [],
          contact: given.contact,
        },
        given.note,
      );
      for (const [place, leg] of given.legs.entries()) {
        await this.file.insert(tx, 'return_legs', track.caseId, {
          journey_id: id,
          leg: place + 1,
          mode: leg.mode,
          from_country: leg.from,
          to_country: leg.to,
          leaves_on: leg.leavesOn,
          leaves_at: leg.leavesAt ?? null,
          reaches_on: leg.reachesOn,
        });
      }
      await this.file.record(
        tx,
        'returns.plan_journey',
        [track.caseId, track.id, id],
        ['legs', 'escort'],
      );
      return { id };
    });
  }

  settle(
    actor: Actor,
    caseId: string,
    trackId: string,
    given: NewCheck,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, trackId, ...given };
    return this.file.once(actor, 'returns.settle', body, requestId, async (tx) => {
      const track = await this.travelling(tx, caseId, trackId);
      mustNotBeInFuture(tx, given.on);
      const version = await this.lists.chosenFrom(tx, 'exit_formalities', given.item, 'item');
      if (!isAskedOf(given.item, await countryOf(tx, trackId))) {
        throw new DomainError('invalid', 'common.not_choice', {}, 'item');
      }
      const id = await this.file.insert(tx, 'return_checks', track.caseId, {
        track_id: trackId,
        item: given.item,
        list_version: version,
        done_on: given.on,
        outcome: given.outcome,
      });
      await this.file.record(
        tx,
        'returns.settle',
        [track.caseId, track.id, id],
        [given.item, given.outcome],
      );
      return { id };
    });
  }

  private async travelling(tx: Tx, caseId: string, trackId: string): Promise<TrackHead> {
    const track = await trackForWriting(this.file, tx, caseId, trackId);
    if (track.door === 'home') throw notFound();
    return track;
  }

  private async mustLeadHome(tx: Tx, { id }: TrackHead, legs: readonly Leg[]): Promise<void> {
    if (legs.length === 0 || legs.length > MOST_LEGS) {
      throw new DomainError('invalid', 'returns.legs_which', {}, 'legs.0.mode');
    }
    for (const [place, leg] of legs.entries()) {
      for (const side of ['from', 'to'] as const) {
        if (!isCode('nationalities', leg[side])) {
          throw new DomainError('invalid', 'common.not_choice', {}, `legs.${place}.${side}`);
        }
      }
      mustBeDay(leg.leavesOn, `legs.${place}.leavesOn`);
      mustBeDay(leg.reachesOn, `legs.${place}.reachesOn`);
    }
    const broken = brokenLeg(legs, await countryOf(tx, id));
    if (broken) {
      throw new DomainError('invalid', broken.code, {}, `legs.${broken.leg}.${broken.field}`);
    }
  }
}

async function countryOf(tx: Tx, trackId: string): Promise<string> {
  const [row] = await tx.query<{ country: string }>(
    'SELECT country FROM return_tracks WHERE id = $1',
    [trackId],
  );
  return row!.country;
}
