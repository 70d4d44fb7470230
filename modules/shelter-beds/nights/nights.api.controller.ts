import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { isCivilDate } from '../../platform/shared/nights.rules';
import { CloseNightsDto, ReopenNightDto } from '../dto/nights.dto';
import { NightClosing } from './night-closing.service';
import { NightsStatusService } from './nights-status.service';

@ApiTags('nights')
@Controller('api/v1/nights')
export class NightsApiController {
  constructor(
    private readonly closing: NightClosing,
    private readonly nights: NightsStatusService,
  ) {}

  /**
   * List the nights that wait to be closed.
   * Which nights wait to be closed, and what is missing in which shelter.
   */
  @Allow('nights:read')
  @Get()
  status(@CurrentActor() actor: Actor) {
    return this.nights.status(actor);
  }

  /**
   * Close all open nights up to a night.
   * Closes every night still open since a shelter had a bed, up to and including a night, in the background.
   */
  @Allow('nights:close')
  @Post('closings')
  @HttpCode(202)
  closeAll(@CurrentActor() actor: Actor, @Body() { until }: CloseNightsDto) {
    return this.closing.askForAll(actor, until);
  }

  /**
   * Open a closed night again.
   * Opens a closed night again and takes back its charges.
   */
  @Allow('nights:close')
  @Post('reopenings')
  reopen(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() asked: ReopenNightDto,
  ) {
    return this.nights.reopen(actor, asked, requestId);
  }

  /**
   * Close the open nights up to this night.
   * Closes every night still open up to and including this one, in the background.
   */
  @Allow('nights:close')
  @Post(':date/closing')
  @HttpCode(202)
  close(@CurrentActor() actor: Actor, @Param('date') date: string) {
    if (!isCivilDate(date)) throw new DomainError('invalid', 'common.not_date', {}, 'date');
    return this.closing.ask(actor, date);
  }
}
