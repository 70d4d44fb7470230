import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AllowQuietly, CurrentActor, QuarterDto } from '../access';
import { labelOf } from '../reference-lists';
import type { Actor } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import { page, type PageView } from '../platform/web/page-response';
import { quarterLinks, quarterName } from '../platform/web/quarter-links';
import { ComplaintFiguresService } from './complaint.figures';
import { FocalPoints } from './focal-points.service';

/** For administrators: who is named, and what is missing. Nothing here depends on a complaint. */
@ApiExcludeController()
@Controller('admin/focal-points')
export class FocalPointsPagesController {
  constructor(private readonly focalPoints: FocalPoints) {}

  @AllowQuietly('complaints:designate')
  @Get()
  async list(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    const { focalPoints, gaps } = await this.focalPoints.list(actor);
    return page('complaints/focal-points', {
      title: translate(mawa.language, 'complaints:focal.title'),
      gaps: gaps.map((gap) => translate(mawa.language, `complaints:focal.gap.${gap}`)),
      focalPoints: focalPoints.map((one) => ({
        ...one,
        levelWords: translate(mawa.language, `complaints:focal.level.${one.level}`),
        obstacles: one.obstacles.map((why) =>
          translate(mawa.language, `complaints:focal.obstacle.${why}`),
        ),
      })),
    });
  }
}

@ApiTags('complaints')
@Controller('api/v1/focal-points')
export class FocalPointsApiController {
  constructor(private readonly focalPoints: FocalPoints) {}

  /** List the focal points for complaints. */
  @AllowQuietly('complaints:designate')
  @Get()
  list(@CurrentActor() actor: Actor) {
    return this.focalPoints.list(actor);
  }
}

/** Figures of a quarter that is over, small numbers hidden. */
@ApiExcludeController()
@Controller('complaint-figures')
export class ComplaintFiguresPagesController {
  constructor(private readonly figures: ComplaintFiguresService) {}

  @AllowQuietly('complaints:figures')
  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Query() { quarter }: QuarterDto,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const { kinds, today, ...figures } = await this.figures.of(actor, quarter);
    const say = (key: string) => translate(language, `complaints:${key}`);
    return page('complaints/figures', {
      ...figures,
      title: translate(language, 'complaints:figures.title', {
        quarter: quarterName(figures.quarter, language),
      }),
      quarters: quarterLinks(today, figures.quarter, '/complaint-figures', language),
      hidden: translate(language, 'complaints:figures.hidden', { threshold: figures.threshold }),
      byKind: figures.byKind.map((row) => ({
        ...row,
        label: kinds.find(({ code }) => code === row.key)?.label[language] ?? say('not_said'),
      })),
      byRegion: figures.byRegion.map((row) => ({
        ...row,
        label: labelOf('regions', row.key, language),
      })),
    });
  }
}

@ApiTags('complaints')
@Controller('api/v1/complaint-figures')
export class ComplaintFiguresApiController {
  constructor(private readonly figures: ComplaintFiguresService) {}

  /** Show the figures of the complaints of a quarter. */
  @AllowQuietly('complaints:figures')
  @Get()
  show(@CurrentActor() actor: Actor, @Query() { quarter }: QuarterDto) {
    return this.figures.of(actor, quarter);
  }
}
