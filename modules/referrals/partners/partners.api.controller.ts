import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { PlacesDto, placesIn } from '../dto/places.dto';
import { Partners } from './partners.service';

@ApiTags('partners')
@Controller('api/v1/partners')
export class PartnersApiController {
  constructor(private readonly partners: Partners) {}

  /** List the partners to whom people can be referred. */
  @Allow('partners:read')
  @Get()
  list(@CurrentActor() actor: Actor) {
    return this.partners.list(actor);
  }

  /** Show a partner. */
  @Allow('partners:read')
  @Get(':id')
  one(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.partners.one(actor, id);
  }

  /** Record how many places a partner has. */
  @Allow('partners:note')
  @Post(':id/places')
  note(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: PlacesDto,
    @RequestId() requestId: string | null,
  ) {
    return this.partners.note(actor, id, placesIn(body, body.how), requestId);
  }
}
