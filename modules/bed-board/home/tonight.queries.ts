/** Tonight in the houses of one actor: nine statements, whatever the number of houses, beds and requests. */
import { recordReading } from '../../audit';
import type { Tx } from '../../platform/database/transactions';
import { addDays } from '../../platform/shared/nights.rules';
import { groupBy } from '../../platform/shared/group-by';
import { boardBeds, boardBookings } from '../board.queries';
import { buildBoard, type BoardShelter } from '../board.view';
import {
  dutiesOf,
  type Duty,
  groupResidents,
  type ResidentGroups,
  housesOfActor,
  residentsOfAll,
  type House,
  type ResidentRow,
  unreadHandoversOf,
} from '../../shelter-operations';
import { requestsByRank, type RequestRow } from '../../shelter-beds';

export interface HeldRequest {
  readonly request: RequestRow;
  /** Bookings of this shelter. */
  readonly bookings: RequestRow['bookings'];
  readonly holdUntil: Date;
  readonly heldBy: string | null;
}
export interface HouseTonight {
  readonly house: House;
  /** Null where the house has no bed in service tonight. */
  readonly occupancy: BoardShelter['occupancy'] | null;
  readonly roll: ResidentGroups<ResidentRow>;
  readonly held: readonly HeldRequest[];
  readonly duties: readonly Duty[];
  /** Handover notes that the actor has not read. */
  readonly unread: number;
}
export interface Tonight {
  readonly now: Date;
  readonly houses: readonly HouseTonight[];
  /** All that waits, as the waiting list shows it. */
  readonly requests: readonly RequestRow[];
}

export async function readTonight(tx: Tx): Promise<Tonight> {
  const { tonight, now, actor } = tx;
  const window = { from: tonight, until: addDays(tonight, 1) };
  const [houses, beds, bookings, residents, requests, duties, unread] = await Promise.all([
    housesOfActor(tx),
    boardBeds(tx, window, actor.shelterIds),
    boardBookings(tx, window, actor.shelterIds),
    residentsOfAll(tx, actor.shelterIds, tonight),
    requestsByRank(tx),
    dutiesOf(tx, actor.shelterIds),
    unreadHandoversOf(tx, actor.shelterIds),
  ]);
  const board = buildBoard({
    from: tonight,
    nights: 1,
    tonight,
    now,
    beds,
    bookings,
    people: [],
    ownShelters: actor.shelterIds,
  });
  const shelters = new Map(board.shelters.map((shelter) => [shelter.id, shelter]));
  const rolls = groupBy(residents, ({ shelterId }) => shelterId);
  const own = new Set(houses.map(({ id }) => id));
  const holds = requests.flatMap((request) =>
    request.bookings.filter(({ state, shelterId }) => state === 'hold' && own.has(shelterId)),
  );
  const authors = await holdAuthors(
    tx,
    holds.map(({ id }) => id),
  );
  await recordReading(
    tx,
    'day.read',
    holds.map(({ caseId }) => caseId),
  );
  return {
    now,
    requests,
    houses: houses.map((house) => ({
      house,
      occupancy: shelters.get(house.id)?.occupancy ?? null,
      roll: groupResidents(rolls.get(house.id) ?? []),
      held: heldIn(house.id, requests, authors),
      duties: duties.get(house.id) ?? [],
      unread: unread.get(house.id) ?? 0,
    })),
  };
}

function heldIn(
  shelterId: string,
  requests: readonly RequestRow[],
  authors: ReadonlyMap<string, string>,
): HeldRequest[] {
  return requests
    .flatMap((request): HeldRequest[] => {
      const bookings = request.bookings.filter(
        (booking) => booking.state === 'hold' && booking.shelterId === shelterId,
      );
      if (bookings.length === 0) return [];
      const ends = bookings.map(({ holdUntil }) => Date.parse(holdUntil!));
      return [
        {
          request,
          bookings,
          holdUntil: new Date(Math.min(...ends)),
          heldBy: authors.get(bookings[0]!.id) ?? null,
        },
      ];
    })
    .sort((a, b) => a.holdUntil.getTime() - b.holdUntil.getTime());
}

async function holdAuthors(tx: Tx, bookingIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; name: string }>(
    'SELECT k.id, localized_name(u.name, u.names) AS name FROM bookings k JOIN users u ON u.id = k.created_by WHERE k.id = ANY ($1)',
    [bookingIds],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
