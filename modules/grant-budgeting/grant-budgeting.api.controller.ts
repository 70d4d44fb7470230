import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../access';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import { Budget } from './budget.queries';
import { ClosePeriodDto, EnterRateDto, SetNightRateDto } from './dto/rates.dto';
import { Periods } from './periods.service';
import { ExchangeRates } from './rates.service';

@ApiTags('budget')
@Controller('api/v1')
export class GrantBudgetingApiController {
  constructor(
    private readonly budget: Budget,
    private readonly rates: ExchangeRates,
    private readonly periods: Periods,
  ) {}

  /**
   * Show every grant with what is spent and left today.
   * Every grant as of today: shares, lines, spent, unfunded, left.
   */
  @Allow('budget:read')
  @Get('budget')
  today(@CurrentActor() actor: Actor) {
    return this.budget.today(actor);
  }

  /**
   * List the entries of a budget line.
   * Newest first; hand `next` back as `after`.
   */
  @Allow('budget:read')
  @Get('budget/lines/:id/entries')
  entries(@CurrentActor() actor: Actor, @Id() id: string, @Query('after') after?: string) {
    return this.budget.entries(actor, id, after ?? null);
  }

  /** List the exchange rates. */
  @Allow('budget:read')
  @Get('exchange-rates')
  async listRates(@CurrentActor() actor: Actor) {
    return { rates: await this.rates.list(actor) };
  }

  /**
   * Propose an exchange rate.
   * One unit of `from` is `rate` units of `to`, from that day on. In force when another person confirms it.
   */
  @Allow('rates:enter')
  @Post('exchange-rates')
  enterRate(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() body: EnterRateDto,
  ) {
    return this.rates.propose(actor, body, requestId);
  }

  /** List the rates of a night in a shelter. */
  @Allow('budget:read')
  @Get('night-rates')
  async listNightRates(@CurrentActor() actor: Actor) {
    return { nightRates: await this.rates.nightRates(actor) };
  }

  /**
   * Propose the rate of a night in a shelter.
   * What one night of one person costs, from a night on. In force when another person confirms it.
   */
  @Allow('rates:enter')
  @Post('night-rates')
  setNightRate(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() body: SetNightRateDto,
  ) {
    return this.rates.proposeNight(actor, body, requestId);
  }

  /** List the closed accounting periods. */
  @Allow('budget:read')
  @Get('periods')
  async listPeriods(@CurrentActor() actor: Actor) {
    return { closed: await this.periods.list(actor) };
  }

  /**
   * Close an accounting period.
   * Nothing is booked on or before that day any more.
   */
  @Allow('periods:close')
  @Post('periods/closing')
  close(@CurrentActor() actor: Actor, @Body() { untilDay }: ClosePeriodDto) {
    return this.periods.close(actor, untilDay, untilDay);
  }
}
