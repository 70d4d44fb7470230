import { Injectable } from '@nestjs/common';
import { type SearchHit, type SearchSource, SearchSources, type SearchWords } from '../../search';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';

interface PlaceRow {
  readonly id: string;
  readonly house: string;
  readonly room: string | null;
  readonly bed: string | null;
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
        `SELECT s.id, s.code_name AS house, r.name AS room, b.label AS bed
           FROM shelters s
           LEFT JOIN rooms r ON r.shelter_id = s.id
           LEFT JOIN beds b ON b.room_id = r.id AND b.in_service @> mawa_tonight()
          WHERE s.active ORDER BY s.code_name, r.name, b.label, b.id`,
      ),
    );
    const hits = new Map<string, SearchHit>();
    const add = (id: string, label: string, detail: string | null) => {
      if (!hits.has(`${id} ${label}`))
        hits.set(`${id} ${label}`, { path: `/beds?shelter=${id}`, label, detail });
    };
    // A house before its rooms, a room before its beds.
    for (const { id, house } of places) if (words.isIn(house)) add(id, house, null);
    for (const { id, house, room } of places)
      if (room !== null && !words.isIn(house) && words.isIn(house, room)) add(id, room, house);
    for (const { id, house, room, bed } of places)
      if (bed !== null && !words.isIn(house, room) && words.isIn(house, room, bed))
        add(id, `${room} · ${bed}`, house);
    return [...hits.values()];
  }
}
