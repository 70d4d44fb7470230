import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { type Actor, LANGUAGES, type Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { page, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { TraceFigures } from './trace-figures.service';
import { definitionsModel, figuresModel, keyOf, tracedModel } from './trace.view';

class TraceDto {
  /** Of the words; one's own where left out. */
  @IsOptional()
  @IsIn(LANGUAGES)
  language?: Language;
}

@ApiTags('reports')
@Controller('api/v1/reports/:id/figures')
export class TraceApiController {
  constructor(private readonly trace: TraceFigures) {}

  /**
   * List the figures of a report with their definitions.
   * Every figure before suppression with its definition; for the audience, definitions alone.
   */
  @Allow('reports:published')
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() { language = actor.language }: TraceDto,
  ) {
    const found = await this.trace.list(actor, id, language);
    return {
      reportId: id,
      definitions: definitionsModel(language),
      tables: figuresModel(found, id, language),
    };
  }

  /**
   * Show what stands behind a figure of a report.
   * `figure` is `table~row~column`. What stands behind it when it was computed. Recorded.
   */
  @Allow('reports:read')
  @Get(':figure')
  async one(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Param('figure') figure: string,
    @Query() { language = actor.language }: TraceDto,
  ) {
    return tracedModel(await this.trace.one(actor, id, keyOf(figure), language), language);
  }

  /**
   * List the rows behind a figure of a report.
   * The rows alone, for those who may follow a figure to each of them. Recorded.
   */
  @Allow('reports:trace')
  @Get(':figure/rows')
  async rows(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Param('figure') figure: string,
    @Query() { language = actor.language }: TraceDto,
  ) {
    const traced = await this.trace.one(actor, id, keyOf(figure), language);
    return { rows: tracedModel(traced, language).rows };
  }
}

@ApiExcludeController()
@Controller('reports/:id/figures')
export class TracePagesController {
  constructor(private readonly trace: TraceFigures) {}

  @Allow('reports:published')
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const found = await this.trace.list(actor, id, language);
    const tables = figuresModel(found, id, language);
    return page('report-pages/figures', {
      title: translate(language, 'figures:title'),
      lead: translate(language, tables ? 'figures:lead' : 'figures:lead_readers'),
      id,
      tables,
      definitions: definitionsModel(language),
    });
  }

  @Allow('reports:read')
  @Get(':figure')
  async one(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Param('figure') figure: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const traced = tracedModel(await this.trace.one(actor, id, keyOf(figure), language), language);
    return page('report-pages/figure', { title: traced.name, id, traced });
  }
}
