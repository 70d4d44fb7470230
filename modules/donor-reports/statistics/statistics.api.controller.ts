import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { type FormState, newForm, type PostedFields, submitForm } from '../../platform/web/forms';
import { page, type PageRedirect, type PageView, redirect } from '../../platform/web/page-response';
import { validateDto } from '../../platform/web/validation';
import { ReleaseStatistics } from './release-statistics.service';
import { ReleaseStatisticsDto, StatisticsDto } from './statistics.dto';
import { Statistics } from './statistics.service';
import { previewModel, statisticsModel } from './statistics.view';

@ApiTags('statistics')
@Controller('api/v1/statistics')
export class StatisticsApiController {
  constructor(
    private readonly statistics: Statistics,
    private readonly releases: ReleaseStatistics,
  ) {}

  /**
   * Show statistics of how people were trafficked.
   * Tables of how people were trafficked: counted now for insiders, as released for other readers, `document`
   * null where nothing is released yet. Recorded.
   */
  @Allow('statistics:read')
  @Get()
  of(@CurrentActor() actor: Actor, @Query() { year, language }: StatisticsDto) {
    return this.statistics.of(actor, year ?? null, language ?? actor.language);
  }

  /**
   * Preview what releasing a statistical table would show.
   * What releasing a table to the commission would show. Nothing is released by it.
   */
  @Allow('statistics:release')
  @Get('releases/preview')
  preview(@CurrentActor() actor: Actor, @Query() { year, language }: StatisticsDto) {
    return this.releases.preview(actor, year ?? null, language ?? actor.language);
  }

  /**
   * Release a statistical table to the commission.
   * Releases a table to the commission, once a quarter each.
   */
  @Allow('statistics:release')
  @Post('releases')
  release(@CurrentActor() actor: Actor, @Body() { year, reached }: ReleaseStatisticsDto) {
    return this.releases.release(actor, year ?? null, reached ?? null);
  }
}

@ApiExcludeController()
@Controller('statistics')
export class StatisticsPagesController {
  constructor(
    private readonly statistics: Statistics,
    private readonly releases: ReleaseStatistics,
  ) {}

  @Allow('statistics:read')
  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Query() query: PostedFields,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const year = await yearIn(query);
    const found = await this.statistics.of(actor, year, language);
    return page('report-pages/statistics', statisticsModel(found, actor, language));
  }

  @Allow('statistics:release')
  @Get('releases/new')
  async preview(
    @CurrentActor() actor: Actor,
    @Query() query: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    return this.previewPage(actor, await yearIn(query), request, newForm());
  }

  @Allow('statistics:release')
  @Post('releases')
  release(
    @CurrentActor() actor: Actor,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      ReleaseStatisticsDto,
      body,
      request.mawa.language,
      async ({ year, reached }) => {
        await this.releases.release(actor, year ?? null, reached ?? null);
        const path = year === undefined ? '/statistics' : `/statistics?year=${year}`;
        return redirect(path, { kind: 'success', key: 'statistics:released_now' });
      },
      async (form) => this.previewPage(actor, await yearIn({ year: body.year }), request, form),
    );
  }

  private async previewPage(
    actor: Actor,
    year: number | null,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const preview = await this.releases.preview(actor, year, language);
    const model = previewModel(preview, year, language);
    return page('report-pages/statistics-release', { ...model, form }, form.status);
  }
}

/** What a form leaves empty is not asked. */
async function yearIn(query: PostedFields): Promise<number | null> {
  const asked = Object.fromEntries(
    Object.entries(query).filter(([, value]) => value !== '' && value !== undefined),
  );
  const { year = null } = await validateDto(StatisticsDto, asked);
  return year;
}
