import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../access';
import type { Actor } from '../../src/shared/actor';
import { CreateOrganisationDto } from './dto/create-organisation.dto';
import { Organisations } from './organisations.service';

@ApiTags('organisations')
@Controller('api/v1/organisations')
export class OrganisationsApiController {
  constructor(private readonly organisations: Organisations) {}

  @Allow('organisations:read')
  @Get()
  list(@CurrentActor() actor: Actor) {
    return this.organisations.list(actor);
  }

  @Allow('organisations:manage')
  @Post()
  create(
    @CurrentActor() actor: Actor,
    @Body() body: CreateOrganisationDto,
    @RequestId() requestId: string | null,
  ) {
    return this.organisations.create(actor, body, requestId);
  }
}
