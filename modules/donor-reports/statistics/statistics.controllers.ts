import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { type Actor, LANGUAGES, type Language } from '../../../src/shared/actor';
import { translate } from '../../../src/web/i18n';
import { page, type PageView } from '../../../src/web/page';
import { checked } from '../../../src/web/validation';
import { Statistics } from './statistics.service';
import { statisticsModel } from './statistics.view';

class StatisticsDto {
  /** Of registration; every year where left out. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(2000)
  @Max(2100)
  year?: number;

  @IsOptional()
  @IsIn(LANGUAGES)
  language?: Language;
}

@ApiTags('statistics')
@Controller('api/v1/statistics')
export class StatisticsApiController {
  constructor(private readonly statistics: Statistics) {}

  /** Tables of how people were trafficked, as far as the reader's audience may see them. Recorded. */
  @Allow('statistics:read')
  @Get()
  of(@CurrentActor() actor: Actor, @Query() { year, language }: StatisticsDto) {
    return this.statistics.of(actor, year ?? null, language ?? actor.language);
  }
}

@ApiExcludeController()
@Controller('statistics')
export class StatisticsPagesController {
  constructor(private readonly statistics: Statistics) {}

  @Allow('statistics:read')
  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Query() query: Record<string, unknown>,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const asked = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
    const { year = null } = await checked(StatisticsDto, asked);
    const { document, years, insider } = await this.statistics.of(actor, year, language);
    return page('report-pages/statistics', {
      title: translate(language, 'statistics:title'),
      years: years.map((one) => ({ value: one, chosen: one === year })),
      ...{ insider, threshold: document.disclosure.threshold },
      sections: statisticsModel(document),
    });
  }
}
