/** A track for readers and writers, and the only function that changes its state. */
import type { CasePart } from '../access';
import type { PersonRecords } from '../beneficiaries';
import type { Tx } from '../platform/database/transactions';
import { DomainError, FieldErrors } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { isBeforeDecision } from './return.rules';
import { type TrackKind, isOver, nextOf, type State } from './track-states.rules';

export interface TrackHead {
  readonly id: string;
  /** Case under whose key its texts are sealed. */
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

/** A track of this very file or of one joined to it. */
export const findTrack = (
  records: PersonRecords,
  tx: Tx,
  caseId: string,
  id: string,
): Promise<TrackHead> => records.find<TrackHead>(tx, 'return_tracks', caseId, id, 'door, state');

/** To write something that belongs to it: by who accompanies the person, not by an emergency opening. */
export async function trackForWriting(
  records: PersonRecords,
  tx: Tx,
  caseId: string,
  id: string,
  part?: CasePart,
): Promise<TrackHead> {
  const track = await trackForEnding(records, tx, caseId, id, part);
  await records.mustHold(tx, caseId);
  return track;
}

/** Writers of the part `care` may record a withdrawal. */
export async function trackForEnding(
  records: PersonRecords,
  tx: Tx,
  caseId: string,
  id: string,
  part?: CasePart,
): Promise<TrackHead> {
  await records.mustWrite(tx, caseId, part);
  const track = await findTrack(records, tx, caseId, id);
  if (isOver(track.state)) throw new DomainError('conflict', 'returns.is_over');
  return track;
}

/** To write of the time after it: a track that was completed still takes it, one that was given up does not. */
export async function trackForLater(
  records: PersonRecords,
  tx: Tx,
  caseId: string,
  id: string,
  part: CasePart,
): Promise<TrackHead> {
  await records.mustWrite(tx, caseId, part);
  const track = await findTrack(records, tx, caseId, id);
  if (isOver(track.state) && track.state !== 'completed') {
    throw new DomainError('conflict', 'returns.is_over');
  }
  await records.mustHold(tx, caseId);
  return track;
}

/** Unmet conditions of steps on that day, by track, from the function that the trigger uses. */
export async function missingOf(
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

/** Unmet conditions of one step. */
export const missingFor = async (tx: Tx, id: string, to: State, on: CivilDate): Promise<string[]> =>
  (await missingOf(tx, [{ id, to }], on)).get(id) ?? [];

/** Refuses a day before the first decision to go, and names that day; nothing where nobody has decided yet. */
export async function mustFollowDecision(
  tx: Tx,
  { id }: TrackHead,
  day: CivilDate,
  field: string,
): Promise<void> {
  const [first] = await tx.query<{ day: CivilDate | null }>(
    `SELECT min(decided_on)::text AS day FROM return_decisions WHERE track_id = $1 AND decision = 'go'`,
    [id],
  );
  if (isBeforeDecision(day, first!.day)) {
    throw new DomainError('invalid', 'returns.before_decision', { day: first!.day }, field);
  }
}

/** The day of the decision to go, where that is the last one. */
async function goDecidedOn(tx: Tx, trackId: string): Promise<CivilDate | null> {
  const [last] = await tx.query<{ day: CivilDate; decision: string }>(
    `SELECT decided_on::text AS day, decision FROM return_decisions WHERE track_id = $1
      ORDER BY place DESC LIMIT 1`,
    [trackId],
  );
  return last?.decision === 'go' ? last.day : null;
}

/** One sentence for each thing that is missing. */
export async function mustHaveAll(
  tx: Tx,
  { id }: TrackHead,
  to: State,
  on: CivilDate,
): Promise<void> {
  const missing = await missingFor(tx, id, to, on);
  if (missing.length === 0) return;
  const decidedOn = missing.includes('decision') ? await goDecidedOn(tx, id) : null;
  throw new FieldErrors(
    missing.map((need) =>
      need === 'decision' && isBeforeDecision(on, decidedOn)
        ? new DomainError('invalid', 'returns.before_decision', { day: decidedOn }, 'on')
        : new DomainError('conflict', `returns.missing_${need}`, {}, 'to'),
    ),
  );
}

export function mustBeLegalStep({ door, state }: TrackHead, to: State): void {
  if (!nextOf(door, state).includes(to)) {
    throw new DomainError('invalid', 'returns.no_such_step', {}, 'to');
  }
}

export const insertTrackStep = (
  records: PersonRecords,
  tx: Tx,
  { id, caseId }: Pick<TrackHead, 'id' | 'caseId'>,
  from: State | 'new',
  step: NewTrackStep,
): Promise<string> =>
  records.insert(
    tx,
    'return_steps',
    caseId,
    {
      track_id: id,
      from_state: from,
      to_state: step.to,
      on_day: step.on,
      reason: step.reason ?? null,
    },
    step.note,
  );
