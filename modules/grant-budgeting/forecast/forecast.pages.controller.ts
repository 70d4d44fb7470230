import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { translate } from '../../platform/web/i18n';
import { page, type PageView } from '../../platform/web/page-response';
import { ShowForecastDto } from '../dto/forecast.dto';
import { Forecasts } from './forecast.queries';
import { forecastModel } from './forecast.view';

@ApiExcludeController()
@Controller('budget/forecast')
export class ForecastPagesController {
  constructor(private readonly forecasts: Forecasts) {}

  @Allow('budget:read')
  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Query() { grant: code, line }: ShowForecastDto,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const { grants } = await this.forecasts.today(actor);
    const shown = code ? grants.find((one) => one.code === code) : grants[0];
    if ((code || line) && !shown) throw notFound();
    return page('budget/forecast', {
      title: translate(language, 'forecast:title'),
      grants: grants.length > 1 ? grants.map((one) => one.code) : null,
      grant: shown?.code ?? null,
      ...(shown && forecastModel(shown, language, line)),
    });
  }
}
