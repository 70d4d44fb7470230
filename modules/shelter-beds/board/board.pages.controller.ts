import { Controller, Get, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow, CurrentActor, may } from '../../access';
import type { Actor } from '../../../src/shared/actor';
import { page, type PageView } from '../../../src/web/page';
import { boardPage } from './board.page';
import { BedBoard } from './board.service';
import { FindCandidates } from '../placing/candidates.service';
import { BoardDto } from '../dto/board.dto';
import { BedRequests } from '../requests/requests.service';

@ApiExcludeController()
@Controller('beds')
export class BoardPagesController {
  constructor(
    private readonly board: BedBoard,
    private readonly requests: BedRequests,
    private readonly candidates: FindCandidates,
  ) {}

  @Allow('beds:board')
  @Get()
  async show(@CurrentActor() actor: Actor, @Query() query: BoardDto): Promise<PageView> {
    const { from, nights, shelter, request } = query;
    const board = await this.board.show(actor, { from, nights, shelterId: shelter });
    const placing =
      request && may(actor, 'beds:hold')
        ? {
            request: await this.requests.one(actor, request),
            candidates: await this.candidates.forRequest(actor, request),
          }
        : null;
    return page('beds/board', boardPage(board, placing, actor, { ...query }));
  }
}
