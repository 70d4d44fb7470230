import { Injectable } from '@nestjs/common';
import { isCode, Lists } from '../reference-lists';
import type { Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, FieldErrors, notFound } from '../platform/shared/domain.errors';
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
import { mustFollowDecision, trackForWriting, type TrackHead } from './track-access.queries';
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
export const CHECK_OUTCOMES = ['done', 'not_needed'] as const;
export interface NewCheck {
  readonly item: string;
  readonly outcome: (typeof CHECK_OUTCOMES)[number];
  readonly on: CivilDate;
}

/** Rows of a form, by the code of the formality; rows without an outcome are left out. */
export interface FormalityRows {
  readonly outcomes: Readonly<Record<string, unknown>>;
  readonly days: Readonly<Record<string, unknown>>;
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
      await mustFollowDecision(tx, track, given.legs[0]!.leavesOn, 'legs.0.leavesOn');
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
      const formalities = await this.formalitiesOf(tx, track);
      await mustBeOpen(tx, track, formalities, given);
      return { id: await this.insertCheck(tx, track, given, formalities.version) };
    });
  }

  /** Several formalities of one form, all of them or none; each error is in the row of its formality. */
  settleAll(
    actor: Actor,
    caseId: string,
    trackId: string,
    rows: FormalityRows,
    requestId: string | null = null,
  ): Promise<{ ids: string[] }> {
    const body = { caseId, trackId, ...rows };
    return this.file.once(actor, 'returns.settle_all', body, requestId, async (tx) => {
      const track = await this.travelling(tx, caseId, trackId);
      const checks = Object.keys(rows.outcomes).map((item) => checkOf(item, rows));
      if (checks.length === 0) throw new DomainError('invalid', 'returns.settle_which');
      const formalities = await this.formalitiesOf(tx, track);
      const wrong: DomainError[] = [];
      for (const check of checks) {
        await mustBeOpen(tx, track, formalities, check).catch((error: unknown) =>
          wrong.push(errorOfRow(error, check)),
        );
      }
      if (wrong.length > 0) throw new FieldErrors(wrong);
      const ids: string[] = [];
      for (const check of checks) {
        ids.push(await this.insertCheck(tx, track, check, formalities.version));
      }
      return { ids };
    });
  }

  private async formalitiesOf(tx: Tx, { id }: TrackHead): Promise<Formalities> {
    const { exit_formalities: list } = await this.lists.inForce(tx, ['exit_formalities']);
    const country = await countryOf(tx, id);
    const settled = await tx.query<{ item: string }>(
      'SELECT item FROM return_checks WHERE track_id = $1',
      [id],
    );
    const asked = list.items.filter(({ code, retired }) => !retired && isAskedOf(code, country));
    return {
      version: list.version,
      asked: new Set(asked.map(({ code }) => code)),
      settled: new Set(settled.map(({ item }) => item)),
    };
  }

  private async insertCheck(
    tx: Tx,
    track: TrackHead,
    { item, outcome, on }: NewCheck,
    version: number,
  ): Promise<string> {
    const id = await this.file.insert(tx, 'return_checks', track.caseId, {
      track_id: track.id,
      item,
      list_version: version,
      done_on: on,
      outcome,
    });
    await this.file.record(tx, 'returns.settle', [track.caseId, track.id, id], [item, outcome]);
    return id;
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

/** What a return to this country asks for, by the version of the list in force, and what of it is settled. */
interface Formalities {
  readonly version: number;
  readonly asked: ReadonlySet<string>;
  readonly settled: ReadonlySet<string>;
}

async function mustBeOpen(
  tx: Tx,
  track: TrackHead,
  { asked, settled }: Formalities,
  { item, outcome, on }: NewCheck,
): Promise<void> {
  if (!asked.has(item)) throw new DomainError('invalid', 'common.not_choice', {}, 'item');
  if (!CHECK_OUTCOMES.includes(outcome)) {
    throw new DomainError('invalid', 'common.not_choice', {}, 'outcome');
  }
  mustNotBeInFuture(tx, on);
  await mustFollowDecision(tx, track, on, 'on');
  if (settled.has(item)) {
    throw new DomainError('conflict', 'returns.settled_already', {}, 'item');
  }
}

/** As it was posted, to be checked. */
const checkOf = (item: string, { outcomes, days }: FormalityRows): NewCheck => ({
  item,
  outcome: outcomes[item] as NewCheck['outcome'],
  on: days[item] as CivilDate,
});

/** The error at its field of the form: `days.` or `outcomes.` and the code of the formality. */
function errorOfRow(error: unknown, { item }: NewCheck): DomainError {
  if (!(error instanceof DomainError)) throw error;
  const { kind, code, params, field } = error;
  return new DomainError(kind, code, params, `${field === 'on' ? 'days' : 'outcomes'}.${item}`);
}

async function countryOf(tx: Tx, trackId: string): Promise<string> {
  const [row] = await tx.query<{ country: string }>(
    'SELECT country FROM return_tracks WHERE id = $1',
    [trackId],
  );
  return row!.country;
}
