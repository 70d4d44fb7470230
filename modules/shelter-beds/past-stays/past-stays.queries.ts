/** Stays of before Mawa as rows: what the file names is looked up at once, and all are written at once. */
import type { Tx } from '../../platform/database/transactions';
import type { LocalNames } from '../../platform/shared/local-names';
import type { CivilDate } from '../../platform/shared/nights.rules';

export interface NewPastStay {
  readonly caseId: string;
  readonly shelterId: string;
  readonly bedId: string | null;
  readonly roomMix: string | null;
  readonly arrivedOn: CivilDate;
  readonly leftOn: CivilDate;
  readonly destination: string | null;
}

export interface BedPosition {
  readonly shelterId: string;
  readonly shelter: string;
  readonly shelterNames: LocalNames | null;
  readonly room: string | null;
  readonly roomNames: LocalNames | null;
  readonly bed: string | null;
  readonly bedId: string | null;
}

/** Every shelter with each of its beds; one row without a bed where it has none. */
export const bedPositions = (tx: Tx): Promise<BedPosition[]> =>
  tx.query<BedPosition>(
    `SELECT s.id AS "shelterId", s.code_name AS shelter, s.names AS "shelterNames", r.name AS room, r.names AS "roomNames",
            b.label AS bed, b.id AS "bedId"
       FROM shelters s LEFT JOIN rooms r ON r.shelter_id = s.id LEFT JOIN beds b ON b.room_id = r.id`,
  );

export type Conflict = 'brought_before' | 'in_mawa' | 'bed_taken' | 'closed_night' | 'before_birth';

/** The positions of those that cannot be written, each with its reason; bookings of past nights wait from here on. */
export async function pastStayConflicts(
  tx: Tx,
  stays: readonly NewPastStay[],
): Promise<{ place: number; conflict: Conflict }[]> {
  const rows = await tx.query<{ place: number; conflict: Conflict }>(
    'SELECT place, conflict FROM past_stay_conflicts($1::uuid[], $2::uuid[], $3::date[], $4::date[])',
    [
      stays.map(({ caseId }) => caseId),
      stays.map(({ bedId }) => bedId),
      stays.map(({ arrivedOn }) => arrivedOn),
      stays.map(({ leftOn }) => leftOn),
    ],
  );
  return rows.map(({ place, conflict }) => ({ place: place - 1, conflict }));
}

/** In the order of `stays`: their ids, and a digest of each row. */
export async function insertPastStays(
  tx: Tx,
  stays: readonly (NewPastStay & { readonly id: string })[],
  listVersion: number,
): Promise<void> {
  await tx.query(
    `INSERT INTO past_stays (id, case_id, shelter_id, bed_id, room_mix, nights, destination, list_version)
     SELECT s.id, s.case_id, s.shelter_id, s.bed_id, s.room_mix, daterange(s.arrived_on, s.left_on), s.destination,
            CASE WHEN s.destination IS NOT NULL THEN $9::integer END
       FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::date[], $7::date[], $8::text[])
         AS s (id, case_id, shelter_id, bed_id, room_mix, arrived_on, left_on, destination)`,
    [
      stays.map(({ id }) => id),
      stays.map(({ caseId }) => caseId),
      stays.map(({ shelterId }) => shelterId),
      stays.map(({ bedId }) => bedId),
      stays.map(({ roomMix }) => roomMix),
      stays.map(({ arrivedOn }) => arrivedOn),
      stays.map(({ leftOn }) => leftOn),
      stays.map(({ destination }) => destination),
      listVersion,
    ],
  );
}

/** Removes those of the given stays that the actor may remove, and returns them. */
export async function removePastStays(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    'DELETE FROM past_stays WHERE id = ANY ($1) RETURNING id',
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}
