import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Forecasts } from './forecast.queries';

@ApiTags('budget')
@Controller('api/v1/budget')
export class ForecastApiController {
  constructor(private readonly forecasts: Forecasts) {}

  /**
   * Show burn rate, forecast and alerts of each budget line.
   * Burn, pace, forecast at completion by each method with its range, and alerts, of each line and together.
   */
  @Allow('budget:read')
  @Get('forecast')
  today(@CurrentActor() actor: Actor) {
    return this.forecasts.today(actor);
  }
}
