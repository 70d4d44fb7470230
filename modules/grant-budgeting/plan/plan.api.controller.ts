import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { file } from '../../platform/web/page-response';
import { CashForecastDto, PlanLineDto } from '../dto/plan.dto';
import { CashForecasts } from './cash-forecast.service';
import { BudgetPlans } from './plan.service';
import { XLSX_TYPE } from '../../platform/shared/media-types.data';
import { Id } from '../../platform/web/id.decorator';

@ApiTags('budget')
@Controller('api/v1/budget')
export class PlanApiController {
  constructor(
    private readonly plans: BudgetPlans,
    private readonly cash: CashForecasts,
  ) {}

  /**
   * Show planned and actual spending by quarter.
   * Planned and spent by quarter, of each line and in each view.
   */
  @Allow('budget:read')
  @Get('plan')
  today(@CurrentActor() actor: Actor) {
    return this.plans.today(actor);
  }

  /**
   * Show the spending plan of a budget line.
   * The plan in force of a line, with its versions; a straight line by days where nobody planned.
   */
  @Allow('budget:read')
  @Get('lines/:id/plan')
  ofLine(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.plans.ofLine(actor, id);
  }

  /**
   * Save a new spending plan of a budget line.
   * A new version in place of the last; the quarters add up to the amount of the line.
   */
  @Allow('plan:write')
  @Post('lines/:id/plan')
  plan(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: PlanLineDto,
  ) {
    return this.plans.plan(actor, id, body, requestId);
  }

  /**
   * Show the forecast of cash needs by quarter.
   * Cash needs by quarter (SF-424A section D), with support costs and the agent's fee.
   */
  @Allow('budget:read')
  @Get('cash-forecast')
  forecast(@CurrentActor() actor: Actor, @Query() asked: CashForecastDto) {
    return this.cash.of(actor, asked);
  }

  /**
   * Download the forecast of cash needs as a workbook.
   * The same as a workbook whose totals are formulas.
   */
  @Allow('budget:read')
  @Get('cash-forecast.xlsx')
  async workbook(@CurrentActor() actor: Actor, @Query() asked: CashForecastDto) {
    const { bytes, name } = await this.cash.workbook(actor, asked);
    return file(bytes, name, XLSX_TYPE);
  }
}
