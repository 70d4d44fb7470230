import { Controller, Get, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../access';
import { ListedNames } from '../beneficiaries';
import { Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import { page, type PageView } from '../platform/web/page-response';
import { BoardSheetDto } from './board.dto';
import { sheltersToAsk } from '../shelter-beds';
import { BedBoard } from './board.service';
import { sheetPage } from './page/sheet.view';
import { nightsOfSheet } from './sheet.rules';

/** The board of a house for a week or a month, to be printed. */
@ApiExcludeController()
@Controller('beds')
export class BoardSheetPagesController {
  constructor(
    private readonly transactions: Transactions,
    private readonly board: BedBoard,
    private readonly names: ListedNames,
  ) {}

  @Allow('beds:board')
  @Get('sheet')
  show(
    @CurrentActor() actor: Actor,
    @Query() { shelter: asked, span = 'week', from }: BoardSheetDto,
  ): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const shelters = await sheltersToAsk(tx);
      const own = shelters.find(({ id }) => actor.shelterIds.includes(id));
      const shelterId = asked ?? own?.id ?? shelters[0]?.id;
      if (!shelterId || !shelters.some(({ id }) => id === shelterId)) throw notFound();
      const nights = nightsOfSheet(span, from ?? tx.tonight);
      const board = await this.board.showIn(tx, { ...nights, shelterId });
      const shelter = board.shelters.find(({ id }) => id === shelterId) ?? null;
      const bars = (shelter?.rooms ?? []).flatMap(({ beds }) => beds).flatMap((bed) => bed.bars);
      const names = await this.names.ofIn(
        tx,
        bars.map(({ caseId }) => caseId),
      );
      const sheet = { board, shelters, shelter, shelterId, span, nights, names };
      return page('beds/sheet', sheetPage(sheet, actor));
    });
  }
}
