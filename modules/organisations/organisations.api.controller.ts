import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../access';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import { CreateOrganisationDto } from './dto/create-organisation.dto';
import { DescribeOrganisationDto } from './dto/describe-organisation.dto';
import { factsIn } from './organisation-facts.dto';
import { Organisations } from './organisations.service';

@ApiTags('organisations')
@Controller('api/v1/organisations')
export class OrganisationsApiController {
  constructor(private readonly organisations: Organisations) {}

  /** List the organisations. */
  @Allow('organisations:read')
  @Get()
  list(@CurrentActor() actor: Actor) {
    return this.organisations.list(actor);
  }

  /** Add an organisation. */
  @Allow('organisations:manage')
  @Post()
  create(
    @CurrentActor() actor: Actor,
    @Body() body: CreateOrganisationDto,
    @RequestId() requestId: string | null,
  ) {
    return this.organisations.create(actor, body, requestId);
  }

  /**
   * Change the description of an organisation.
   * Says anew what it is; code and kind stay.
   */
  @Allow('organisations:manage')
  @Post(':id')
  describe(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: DescribeOrganisationDto,
    @RequestId() requestId: string | null,
  ) {
    return this.organisations.describe(actor, id, factsIn(body), requestId);
  }
}
