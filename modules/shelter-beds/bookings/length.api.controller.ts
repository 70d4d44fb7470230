import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { ExtensionDecisionDto, ExtensionDto, StayLimitDto } from '../dto/length.dto';
import { StayLengths } from './stay-length.service';

@ApiTags('beds')
@Controller('api/v1')
export class LengthApiController {
  constructor(private readonly lengths: StayLengths) {}

  /** Show how long a stay lasts and may last. */
  @Allow('beds:board')
  @Get('bookings/:id/length')
  of(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.lengths.of(actor, id);
  }

  /** Ask to extend a stay. */
  @Allow('stays:extend')
  @Post('bookings/:id/extensions')
  ask(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: ExtensionDto,
    @RequestId() requestId: string | null,
  ) {
    return this.lengths.ask(actor, id, body, requestId);
  }

  /** Decide on the extension of a stay. */
  @Allow('stays:approve-extension')
  @Post('extensions/:id/decision')
  decide(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { decision }: ExtensionDecisionDto,
    @RequestId() requestId: string | null,
  ) {
    return this.lengths.decide(actor, id, decision, requestId);
  }

  /** Set how long people may stay in a shelter. */
  @Allow('shelters:manage')
  @Post('shelters/:id/stay-limits')
  limit(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: StayLimitDto) {
    return this.lengths.setLimit(actor, id, body);
  }
}
