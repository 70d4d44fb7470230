import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CasePart, SealedFieldAddress } from '../access';
import { record } from '../audit';
import { allowedParts, CaseSeals, partsWrittenBy, People, type PersonRow } from '../beneficiaries';
import type { Tx } from '../platform/database/transactions';
import { DomainError, FieldErrors, notFound } from '../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../platform/shared/nights.rules';
import { sealedAddressOf } from './sealed-fields.data';
import { translateReturnErrors } from './return.errors';
import { type TrackKind, isOver, nextOf, type State } from './track-states.rules';

export interface TrackHead {
  readonly id: string;
  /** The file under whose key its texts stand. */
  readonly caseId: string;
  readonly door: TrackKind;
  readonly state: State;
}

export interface NewTrackStep {
  readonly to: State;
  readonly on: CivilDate;
  readonly reason?: string | null;
  readonly note?: string | null;
}

type Row = Readonly<Record<string, unknown>>;

/** Who may read and write a track, and the one way in which its state changes. */
@Injectable()
export class TrackRecords {
  constructor(
    private readonly people: People,
    private readonly seals: CaseSeals,
  ) {}

  /** "Not found" for an actor who does not see the person; refused for one who does not see the part. */
  async mustRead(tx: Tx, caseId: string, part: CasePart = 'care'): Promise<PersonRow> {
    const person = await this.people.find(tx, caseId);
    if ((await allowedParts(tx, caseId, [part])).length === 0) {
      throw new DomainError('forbidden', 'people.part_not_yours');
    }
    return person;
  }

  async mustWrite(tx: Tx, caseId: string, part: CasePart = 'care'): Promise<PersonRow> {
    const person = await this.mustRead(tx, caseId, part);
    if (!(await this.writes(tx, caseId, part))) {
      throw new DomainError('forbidden', 'people.not_yours_to_change');
    }
    return person;
  }

  async writes(tx: Tx, caseId: string, part: CasePart = 'care'): Promise<boolean> {
    return (await partsWrittenBy(tx, caseId)).includes(part);
  }

  /** A track of this very file or of one joined to it. */
  async trackIn(tx: Tx, caseId: string, id: string): Promise<TrackHead> {
    const [row] = await tx.query<TrackHead>(
      `SELECT id, case_id AS "caseId", door, state FROM return_tracks
        WHERE id = $2 AND case_id = ANY (ARRAY(SELECT mawa_files($1)))`,
      [caseId, id],
    );
    if (!row) throw notFound();
    return row;
  }

  /** The same, to write something that belongs to it: by who accompanies the person, not by an emergency opening. */
  async writing(tx: Tx, caseId: string, id: string, part: CasePart = 'care'): Promise<TrackHead> {
    const track = await this.ending(tx, caseId, id, part);
    await mustAccompany(tx, caseId);
    return track;
  }

  /** Whoever writes the person's care may note that she withdraws. */
  async ending(tx: Tx, caseId: string, id: string, part: CasePart = 'care'): Promise<TrackHead> {
    await this.mustWrite(tx, caseId, part);
    const track = await this.trackIn(tx, caseId, id);
    if (isOver(track.state)) throw new DomainError('conflict', 'returns.is_over');
    return track;
  }

  /** To write of the time after it: a track that was completed still takes it, one that was given up does not. */
  async after(tx: Tx, caseId: string, id: string, part: CasePart): Promise<TrackHead> {
    await this.mustWrite(tx, caseId, part);
    const track = await this.trackIn(tx, caseId, id);
    if (isOver(track.state) && track.state !== 'completed') {
      throw new DomainError('conflict', 'returns.is_over');
    }
    await mustAccompany(tx, caseId);
    return track;
  }

  /** What a step still needs on that day, as the trigger reads it. */
  async missing(tx: Tx, trackId: string, to: State, on: CivilDate): Promise<string[]> {
    return (await this.missingOf(tx, [{ id: trackId, to }], on)).get(trackId) ?? [];
  }

  /** The same of many, by their track, in one question. */
  async missingOf(
    tx: Tx,
    tracks: readonly { readonly id: string; readonly to: State }[],
    on: CivilDate,
  ): Promise<ReadonlyMap<string, string[]>> {
    const rows = await tx.query<{ id: string; needs: string[] }>(
      `SELECT t.id, ARRAY(SELECT return_missing(t.id, t.step, $3)) AS needs
         FROM unnest($1::uuid[], $2::text[]) t (id, step)`,
      [tracks.map(({ id }) => id), tracks.map(({ to }) => to), on],
    );
    return new Map(rows.map(({ id, needs }) => [id, needs]));
  }

  /** One sentence for each thing that is missing. */
  async mustHaveAll(tx: Tx, { id }: TrackHead, to: State, on: CivilDate): Promise<void> {
    const missing = await this.missing(tx, id, to, on);
    if (missing.length === 0) return;
    throw new FieldErrors(
      missing.map((need) => new DomainError('conflict', `returns.missing_${need}`, {}, 'to')),
    );
  }

  async step(
    tx: Tx,
    { id: trackId, caseId }: Pick<TrackHead, 'id' | 'caseId'>,
    from: State | 'new',
    step: NewTrackStep,
  ): Promise<string> {
    return this.insert(tx, 'return_steps', sealedAddressOf.step, caseId, step.note, {
      track_id: trackId,
      from_state: from,
      to_state: step.to,
      on_day: step.on,
      reason: step.reason ?? null,
    });
  }

  /** A row with its note sealed under the person's key. */
  async insert(
    tx: Tx,
    table: string,
    place: ((id: string) => SealedFieldAddress) | null,
    caseId: string,
    note: string | null | undefined,
    row: Row,
  ): Promise<string> {
    const id = randomUUID();
    const text = note?.trim();
    const sealed = place && text ? await this.seals.sealText(tx, caseId, place(id), text) : null;
    const all: Row = { id, case_id: caseId, ...row, ...(place && { note: sealed }) };
    const names = Object.keys(all);
    await translateReturnErrors(
      tx.query(
        `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
        Object.values(all),
      ),
    );
    return id;
  }

  /** Rows with their note opened; what is not for the actor stays closed. */
  async withNotes<R extends { id: string; caseId: string; note: Buffer | null }>(
    tx: Tx,
    rows: readonly R[],
    place: (id: string) => SealedFieldAddress,
  ): Promise<(Omit<R, 'note'> & { readonly note: string | null })[]> {
    const there = rows.flatMap(({ id, caseId, note }) =>
      note ? [{ caseId, place: place(id), sealed: note }] : [],
    );
    const opened = await this.seals.openTexts(tx, there);
    let at = 0;
    return rows.map((row) => ({ ...row, note: row.note ? (opened[at++] ?? null) : null }));
  }

  record(
    tx: Tx,
    action: string,
    { id, caseId }: Pick<TrackHead, 'id' | 'caseId'>,
    fields: string[],
    more: string[] = [],
  ): Promise<void> {
    return record(tx, { action, kind: 'case', ids: [caseId, id, ...more], fields });
  }
}

export async function mustAccompany(tx: Tx, caseId: string): Promise<void> {
  const [row] = await tx.query<{ holds: boolean }>('SELECT mawa_holds_fully($1) AS holds', [
    caseId,
  ]);
  if (!row!.holds) throw new DomainError('forbidden', 'people.not_yours_to_change');
}

/** A day that exists and has come. */
export function mustNotBeInFuture(tx: Tx, day: CivilDate, field = 'on'): void {
  if (!isCivilDate(day)) throw new DomainError('invalid', 'common.not_date', {}, field);
  if (day > tx.today) throw new DomainError('invalid', 'returns.in_future', {}, field);
}

export function mustBeDay(day: CivilDate, field: string): void {
  if (!isCivilDate(day)) throw new DomainError('invalid', 'common.not_date', {}, field);
}

export function mustBeLegalStep({ door, state }: TrackHead, to: State): void {
  if (!nextOf(door, state).includes(to)) {
    throw new DomainError('invalid', 'returns.no_such_step', {}, 'to');
  }
}
