import type { Tx } from '../platform/database/transactions';
import type { LocalNames } from '../platform/shared/local-names';
import type { BedKind, RoomMix, ShelterKind } from '../shelter-beds';

export interface BedRow {
  readonly id: string;
  readonly label: string;
  readonly kind: BedKind;
  readonly from: string;
  /** The first night on which it is no longer in service. */
  readonly until: string | null;
}
export interface RoomRow {
  readonly id: string;
  readonly name: string;
  readonly names: LocalNames | null;
  readonly mix: RoomMix;
  readonly floor: number;
  readonly stepFree: boolean;
  readonly beds: readonly BedRow[];
}
export interface ShelterRow {
  readonly id: string;
  /** On a page the name in its language; elsewhere the code name itself. */
  readonly codeName: string;
  readonly names: LocalNames | null;
  readonly region: string;
  readonly kind: ShelterKind;
  readonly receives: readonly string[];
  readonly languages: readonly string[];
  readonly maximumStayNights: number | null;
  readonly active: boolean;
  readonly hasAddress: boolean;
  readonly rooms: readonly RoomRow[];
}

/** Shelters with their rooms and the beds in service tonight or later, in one statement. */
export const listShelters = (tx: Tx): Promise<ShelterRow[]> =>
  tx.query<ShelterRow>(
    `SELECT s.id, localized_name(s.code_name, s.names) AS "codeName", s.names, s.region, s.kind, s.receives, s.languages,
            s.maximum_stay_nights AS "maximumStayNights", s.active,
            EXISTS (SELECT 1 FROM keys.record_keys k WHERE k.kind = 'shelter' AND k.record_id = s.id) AS "hasAddress",
            coalesce((SELECT jsonb_agg(jsonb_build_object('id', r.id, 'name', localized_name(r.name, r.names), 'names', r.names, 'mix', r.mix, 'floor', r.floor,
                'stepFree', r.step_free, 'beds', coalesce((
                  SELECT jsonb_agg(jsonb_build_object('id', b.id, 'label', b.label, 'kind', b.kind,
                      'from', lower(b.in_service), 'until', upper(b.in_service)) ORDER BY b.label, lower(b.in_service))
                    FROM beds b WHERE b.room_id = r.id
                     AND (upper(b.in_service) IS NULL OR upper(b.in_service) > mawa_tonight())), '[]')) ORDER BY localized_name(r.name, r.names))
               FROM rooms r WHERE r.shelter_id = s.id), '[]') AS rooms
       FROM shelters s ORDER BY s.active DESC, localized_name(s.code_name, s.names)`,
  );
