import { Controller, Get, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../access';
import type { Actor } from '../platform/shared/actor';
import { page, type PageView } from '../platform/web/page-response';
import { TonightDto } from './board.dto';
import { tonightPage } from './page/tonight.view';
import { Transactions } from '../platform/database/transactions';
import { ShelterProfiles } from '../shelter-inventory';
import { groupResidents, residentsOfAll } from '../shelter-operations';
import { BedBoard } from './board.service';

/** Who sleeps here tonight, bed after bed: for a telephone in the corridor and for the sheet of the night staff. */
@ApiExcludeController()
@Controller('beds')
export class TonightPagesController {
  constructor(
    private readonly transactions: Transactions,
    private readonly board: BedBoard,
    private readonly houses: ShelterProfiles,
  ) {}

  @Allow('beds:board')
  @Get('tonight')
  async show(@CurrentActor() actor: Actor, @Query() { shelter }: TonightDto): Promise<PageView> {
    const board = await this.board.show(actor, { nights: 14 });
    const nightRules = await this.houses.nightRules(actor);
    // Data of roll call and register for the reader's shelters.
    const residents = await this.transactions.run(actor, (tx) =>
      residentsOfAll(tx, actor.shelterIds, tx.tonight),
    );
    const { people } = groupResidents(residents);
    return page('beds/tonight', tonightPage({ board, nightRules, people }, actor, shelter ?? null));
  }
}
