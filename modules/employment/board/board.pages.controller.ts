import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { page, type PageView } from '../../platform/web/page-response';
import { RiskFilterDto } from './work-board.dto';
import { WorkBoard } from './board.service';
import { boardModel } from './board.view';

@ApiExcludeController()
@Controller('training/placements')
export class WorkBoardPagesController {
  constructor(private readonly board: WorkBoard) {}

  @Allow('work:read')
  @Get()
  async all(
    @CurrentActor() actor: Actor,
    @Query() { risk }: RiskFilterDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return page('work/board', boardModel(await this.board.of(actor), risk ?? null, mawa.language));
  }
}

@ApiTags('work')
@Controller('api/v1/training/placements')
export class WorkBoardApiController {
  constructor(private readonly board: WorkBoard) {}

  /**
   * List the work placements of your people.
   * The gravest first; recorded.
   */
  @Allow('work:read')
  @Get()
  all(@CurrentActor() actor: Actor) {
    return this.board.of(actor);
  }
}
