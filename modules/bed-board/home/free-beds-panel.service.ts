import { Injectable } from '@nestjs/common';
import { HomePanels } from '../../home';
import { Transactions, type Tx } from '../../platform/database/transactions';
import { addDays } from '../../platform/shared/nights.rules';
import { translate } from '../../platform/web/i18n';
import { boardBeds, boardBookings } from '../board.queries';
import { buildBoard, type Board } from '../board.view';

/** The first page of the line: which beds are free tonight, in all houses. */
@Injectable()
export class FreeBedsPanel {
  constructor(panels: HomePanels, transactions: Transactions) {
    panels.add({
      key: 'free-beds',
      roles: ['hotline_operator'],
      permission: 'beds:board',
      order: 20,
      load: async (actor, language) => {
        const freeTonight = await transactions.runWithKeptPlans(actor, readFreeTonight);
        if (freeTonight.length === 0) return null;
        return {
          title: translate(language, 'beds:board.free_tonight'),
          icon: 'bed',
          waits: false,
          sections: [
            {
              title: null,
              figures: freeTonight.map(({ kind, count }) => ({
                label: translate(language, `beds:bed_kind.${kind}`),
                count,
                path: `/beds?kind=${kind}&free=tonight`,
              })),
            },
          ],
        };
      },
    });
  }
}

/** As the board counts them, without anybody in it. */
async function readFreeTonight(tx: Tx): Promise<Board['freeTonight']> {
  const { tonight, now } = tx;
  const window = { from: tonight, until: addDays(tonight, 1) };
  const [beds, bookings] = await Promise.all([
    boardBeds(tx, window, null),
    boardBookings(tx, window, null),
  ]);
  return buildBoard({
    from: tonight,
    nights: 1,
    tonight,
    now,
    beds,
    bookings,
    people: [],
    ownShelters: [],
  }).freeTonight;
}
