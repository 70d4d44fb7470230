import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, QuarterDto, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { page, type PageView } from '../../platform/web/page-response';
import { quarterLinks, quarterName } from '../../platform/web/quarter-links';
import { Id } from '../../platform/web/id.decorator';
import { RateServiceDto, ratingOf } from '../dto/rating.dto';
import { RateServices } from './rate.service';

@ApiTags('services')
@Controller('api/v1')
export class RatingsApiController {
  constructor(private readonly ratings: RateServices) {}

  /**
   * Record how a person rates a service.
   * Once for each service.
   */
  @Allow('services:rate')
  @Post('services/:id/rating')
  rate(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { rating }: RateServiceDto,
  ) {
    return this.ratings.rate(actor, id, ratingOf(rating), requestId);
  }

  /**
   * Show the mean satisfaction with each kind of service in a quarter.
   * Means by kind of service, of three people at least, of a quarter that is over.
   */
  @Allow('services:figures')
  @Get('service-satisfaction')
  figures(@CurrentActor() actor: Actor, @Query() { quarter }: QuarterDto) {
    return this.ratings.satisfaction(actor, quarter);
  }
}

@ApiExcludeController()
@Controller('services')
export class RatingsPagesController {
  constructor(private readonly ratings: RateServices) {}

  @Allow('services:figures')
  @Get('figures')
  async figures(
    @CurrentActor() actor: Actor,
    @Query() asked: QuarterDto,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const found = await this.ratings.satisfaction(actor, asked.quarter);
    const { today, quarter, byType, ...rest } = found;
    return page('services/figures', {
      title: `${translate(language, 'ratings:title')} · ${quarterName(quarter, language)}`,
      quarters: quarterLinks(today, quarter, '/services/figures', language),
      byType: byType.map(({ name, ...row }) => ({ ...row, what: name[language] })),
      ...rest,
    });
  }
}
