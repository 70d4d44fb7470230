import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { FederalReportQueryDto, EnterDonorMoneyDto } from '../dto/federal.dto';
import { DonorMoney } from './donor-money.service';
import { FederalReports } from './sf425.queries';

@ApiTags('budget')
@Controller('api/v1')
export class FederalApiController {
  constructor(
    private readonly money: DonorMoney,
    private readonly reports: FederalReports,
  ) {}

  /**
   * Show the federal financial report SF-425 of a period.
   * SF-425 of a period that is over: each line, cumulative from the start of the award.
   */
  @Allow('budget:read')
  @Get('grants/:id/sf-425')
  report(
    @CurrentActor() actor: Actor,
    @Id() grantId: string,
    @Query() { type, basis = 'accrual', endsOn }: FederalReportQueryDto,
  ) {
    return this.reports.make(actor, { grantId, type, basis, endsOn });
  }

  /** List the money received from a donor under a grant. */
  @Allow('budget:read')
  @Get('grants/:id/donor-money')
  async list(@CurrentActor() actor: Actor, @Id() grantId: string) {
    return { money: await this.money.list(actor, grantId) };
  }

  /** Record money received from a donor. */
  @Allow('donor-money:enter')
  @Post('donor-money')
  enter(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() body: EnterDonorMoneyDto,
  ) {
    return this.money.enter(actor, body, requestId);
  }

  /**
   * Take back a wrong row of donor money.
   * A row that was wrong: its opposite, dated today.
   */
  @Allow('donor-money:enter')
  @Post('donor-money/:id/taking-back')
  takeBack(@CurrentActor() actor: Actor, @RequestId() requestId: string | null, @Id() id: string) {
    return this.money.takeBack(actor, id, requestId);
  }
}
