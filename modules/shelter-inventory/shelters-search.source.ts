import { Injectable } from '@nestjs/common';
import { type SearchHit, type SearchSource, SearchSources, type SearchWords } from '../search';
import { Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';

interface PlaceRow {
  readonly id: string;
  readonly house: string;
  readonly room: string | null;
  readonly bed: string | null;
  /** In every language, beside the name itself. */
  readonly houseNames: string;
  readonly roomNames: string | null;
}

/** Houses, rooms and beds by name, for those who see the board of beds; each leads to its house on the board. */
@Injectable()
export class SheltersSearchSource implements SearchSource {
  readonly key = 'shelters';
  readonly permission = 'beds:board';
  readonly order = 20;

  constructor(
    sources: SearchSources,
    private readonly transactions: Transactions,
  ) {
    sources.register(this);
  }

  async find(actor: Actor, words: SearchWords): Promise<SearchHit[]> {
    const places = await this.transactions.read(actor, (tx) =>
      tx.query<PlaceRow>(
        `SELECT s.id, localized_name(s.code_name, s.names) AS house, localized_name(r.name, r.names) AS room, b.label AS bed,
                s.code_name || ' ' || coalesce(jsonb_path_query_array(s.names, '$.*')::text, '') AS "houseNames",
                r.name || ' ' || coalesce(jsonb_path_query_array(r.names, '$.*')::text, '') AS "roomNames"
           FROM shelters s
           LEFT JOIN rooms r ON r.shelter_id = s.id
           LEFT JOIN beds b ON b.room_id = r.id AND b.in_service @> mawa_tonight()
          WHERE s.active ORDER BY house, room, b.label, b.id`,
      ),
    );
    const hits = new Map<string, SearchHit>();
    const add = (id: string, label: string, detail: string | null) => {
      if (!hits.has(`${id} ${label}`))
        hits.set(`${id} ${label}`, { path: `/beds?shelter=${id}`, label, detail });
    };
    // A house before its rooms, a room before its beds.
    for (const { id, house, houseNames } of places)
      if (words.isIn(houseNames)) add(id, house, null);
    for (const { id, house, room, houseNames, roomNames } of places)
      if (room !== null && !words.isIn(houseNames) && words.isIn(houseNames, roomNames))
        add(id, room, house);
    for (const { id, house, room, bed, houseNames, roomNames } of places)
      if (
        bed !== null &&
        !words.isIn(houseNames, roomNames) &&
        words.isIn(houseNames, roomNames, bed)
      )
        add(id, `${room} · ${bed}`, house);
    return [...hits.values()];
  }
}
