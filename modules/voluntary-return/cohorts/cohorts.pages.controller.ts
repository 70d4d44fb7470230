import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { page, type PageView } from '../../platform/web/page-response';
import { CohortDto } from '../dto/follow-up.dto';
import { cohortModel, suppressCohort } from './cohort.view';
import { Cohorts } from './cohorts.service';

@ApiTags('voluntary return')
@Controller('api/v1/returns/figures')
export class CohortsApiController {
  constructor(private readonly cohorts: Cohorts) {}

  /**
   * Show how people fare after their return, by year of arrival.
   * Of those who arrived or left a shelter in a year, or of all; fewer than five people are not counted apart (null).
   */
  @Allow('returns:figures')
  @Get()
  async of(@CurrentActor() actor: Actor, @Query() { year }: CohortDto) {
    return suppressCohort(await this.cohorts.of(actor, year ?? null));
  }
}

@ApiExcludeController()
@Controller('returns/figures')
export class CohortsPagesController {
  constructor(private readonly cohorts: Cohorts) {}

  @Allow('returns:figures')
  @Get()
  async of(
    @CurrentActor() actor: Actor,
    @Query() { year }: CohortDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const cohort = await this.cohorts.of(actor, year ?? null);
    return page('returns/figures', cohortModel(cohort, mawa.language));
  }
}
