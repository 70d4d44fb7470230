import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { page, type PageView } from '../../platform/web/page-response';
import { ProjectAlertFilterDto } from './project-alerts.dto';
import { boardModel } from './board.view';
import { ProjectBoard } from './project-board.service';

@ApiExcludeController()
@Controller('training/projects')
export class ProjectBoardPagesController {
  constructor(private readonly board: ProjectBoard) {}

  @Allow('projects:read')
  @Get()
  async all(
    @CurrentActor() actor: Actor,
    @Query() { ask }: ProjectAlertFilterDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const { projects } = await this.board.of(actor);
    return page('projects/board', boardModel(actor, projects, ask ?? null, mawa.language));
  }
}

@ApiTags('projects')
@Controller('api/v1/training/projects')
export class ProjectBoardApiController {
  constructor(private readonly board: ProjectBoard) {}

  /**
   * List the income-generating projects of your people.
   * Those that ask for most first; recorded.
   */
  @Allow('projects:read')
  @Get()
  all(@CurrentActor() actor: Actor) {
    return this.board.of(actor);
  }
}
