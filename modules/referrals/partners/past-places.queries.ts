/** Places that partners had before Mawa, as rows. */
import { labelsSql } from '../../reference-lists';
import type { Tx } from '../../platform/database/transactions';
import type { Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';

export interface NewPastPlaces {
  readonly organisationId: string;
  readonly service: string;
  readonly from: CivilDate;
  readonly last: CivilDate;
  readonly places: number;
}

/** The positions of those for which a partner's places of these days were brought in before; other imports wait. */
export async function placesBroughtBefore(
  tx: Tx,
  all: readonly NewPastPlaces[],
): Promise<number[]> {
  tx.execute(`SELECT pg_advisory_xact_lock(hashtextextended('past_partner_places', 9))`);
  const rows = await tx.query<{ place: number }>(
    `SELECT n.place::int AS place
       FROM unnest($1::uuid[], $2::text[], $3::date[], $4::date[]) WITH ORDINALITY
         AS n (organisation_id, service, from_day, last_day, place)
      WHERE EXISTS (
          SELECT FROM past_partner_places p
           WHERE p.organisation_id = n.organisation_id AND p.service = n.service
             AND p.days && daterange(n.from_day, n.last_day, '[]'))`,
    [
      all.map(({ organisationId }) => organisationId),
      all.map(({ service }) => service),
      all.map(({ from }) => from),
      all.map(({ last }) => last),
    ],
  );
  return rows.map(({ place }) => place - 1);
}

export async function insertPastPlaces(
  tx: Tx,
  all: readonly (NewPastPlaces & { readonly id: string })[],
  listVersion: number,
): Promise<void> {
  await tx.query(
    `INSERT INTO past_partner_places (id, organisation_id, service, list_version, days, places)
     SELECT n.id, n.organisation_id, n.service, $7, daterange(n.from_day, n.last_day, '[]'), n.places
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[], $5::date[], $6::int[])
         AS n (id, organisation_id, service, from_day, last_day, places)`,
    [
      all.map(({ id }) => id),
      all.map(({ organisationId }) => organisationId),
      all.map(({ service }) => service),
      all.map(({ from }) => from),
      all.map(({ last }) => last),
      all.map(({ places }) => places),
      listVersion,
    ],
  );
}

export async function removePastPlaces(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    'DELETE FROM past_partner_places WHERE id = ANY ($1) RETURNING id',
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

export interface PastPlacesRow {
  readonly serviceName: Readonly<Record<Language, string>>;
  readonly from: CivilDate;
  readonly last: CivilDate;
  readonly places: number;
}

const SHOWN = 60;

/** Past places of one partner, latest first. */
export const pastPlacesOf = (tx: Tx, organisationId: string): Promise<PastPlacesRow[]> =>
  tx.query<PastPlacesRow>(
    `SELECT ${labelsSql('referral_services', 'p.list_version', 'p.service')} AS "serviceName",
            lower(p.days)::text AS "from", (upper(p.days) - 1)::text AS last, p.places
       FROM past_partner_places p
      WHERE p.organisation_id = $1 ORDER BY lower(p.days) DESC, p.service LIMIT ${SHOWN}`,
    [organisationId],
  );
