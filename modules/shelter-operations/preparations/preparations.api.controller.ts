import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { PreparationHoursDto } from './preparation.dto';
import { BedPreparations } from './preparations.service';

@ApiTags('house')
@Controller('api/v1')
export class PreparationsApiController {
  constructor(private readonly preparations: BedPreparations) {}

  /** List the beds of a house that are to be prepared. */
  @Allow('beds:prepare')
  @Get('houses/:id/preparations')
  of(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.preparations.of(actor, id);
  }

  /** Say that a bed is ready for the next person. */
  @Allow('beds:prepare')
  @Post('beds/:id/ready')
  ready(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.preparations.ready(actor, id);
  }

  /** Set for how many hours beds of a house are prepared. */
  @Allow('beds:set-preparation')
  @Put('houses/:id/preparation-hours')
  @HttpCode(204)
  setHours(@CurrentActor() actor: Actor, @Id() id: string, @Body() { hours }: PreparationHoursDto) {
    return this.preparations.setHours(actor, id, hours);
  }
}
