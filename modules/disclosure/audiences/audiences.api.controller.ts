import { Controller, Get, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { page } from '../../platform/web/page-response';
import { Audiences } from './audiences.service';
import { audiencesModel } from './audiences.view';

@ApiTags('reports')
@Controller('api/v1/report-audiences')
export class AudiencesApiController {
  constructor(private readonly audiences: Audiences) {}

  /**
   * List the audiences of reports with their thresholds.
   * Each audience with its thresholds, those that held before and those to come; changed as settings are.
   */
  @Allow('reports:read')
  @Get()
  all(@CurrentActor() actor: Actor) {
    return this.audiences.all(actor);
  }
}

@ApiExcludeController()
@Controller('reports/audiences')
export class AudiencesPagesController {
  constructor(private readonly audiences: Audiences) {}

  @Allow('reports:read')
  @Get()
  async all(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest) {
    const rows = await this.audiences.all(actor);
    const proposes = may(actor, 'settings:propose');
    return page('report-pages/audiences', audiencesModel(rows, proposes, mawa.language));
  }
}
