import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { AnswerOverrideDto, AskOverrideDto, OverridePeriodDto } from '../dto/override.dto';
import { OverridePages } from './override-pages.service';
import { Overrides } from './overrides.service';

@ApiTags('beds')
@Controller('api/v1')
export class OverridesApiController {
  constructor(
    private readonly overrides: Overrides,
    private readonly pages: OverridePages,
  ) {}

  /**
   * Ask to set placing rules aside for a request.
   * Holds the beds and asks somebody else to set the rules aside that forbid them.
   */
  @Allow('overrides:ask')
  @Post('bed-requests/:id/overrides')
  ask(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: AskOverrideDto,
    @RequestId() requestId: string | null,
  ) {
    return this.overrides.ask(actor, id, body, requestId);
  }

  /** List the requests to set placing rules aside. */
  @Allow('overrides:read')
  @Get('overrides')
  list(@CurrentActor() actor: Actor) {
    return this.overrides.list(actor);
  }

  /**
   * Count how often placing rules were set aside.
   * Counted within a period, by default the last 90 days; in force is counted now.
   */
  @Allow('overrides:count')
  @Get('overrides/figures')
  figures(@CurrentActor() actor: Actor, @Query() period: OverridePeriodDto) {
    return this.pages.figures(actor, period);
  }

  /** Show a request to set placing rules aside. */
  @Allow('overrides:read')
  @Get('overrides/:id')
  one(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.overrides.one(actor, id);
  }

  /**
   * Agree or refuse to set placing rules aside.
   * By somebody who did not ask.
   */
  @Allow('overrides:agree')
  @Post('overrides/:id/answer')
  @HttpCode(200)
  answer(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { answer }: AnswerOverrideDto,
    @RequestId() requestId: string | null,
  ) {
    return this.overrides.answer(actor, id, answer, requestId);
  }
}
