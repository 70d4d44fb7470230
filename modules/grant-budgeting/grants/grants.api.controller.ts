import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { DecideGrantDto, GrantDefinitionDto } from '../dto/grants.dto';
import { GrantProposals } from './grant-proposals.service';
import { Grants } from './grants.queries';

@ApiTags('budget')
@Controller('api/v1')
export class GrantsApiController {
  constructor(
    private readonly grants: Grants,
    private readonly proposals: GrantProposals,
  ) {}

  /** Grants in force, and what was proposed to become one. */
  @Allow('budget:read')
  @Get('grants')
  list(@CurrentActor() actor: Actor) {
    return this.grants.list(actor);
  }

  @Allow('budget:read')
  @Get('grant-proposals/:id')
  one(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.grants.proposal(actor, id);
  }

  /** A whole grant: award, agencies and lines, which add up to the cent. In force when another person confirms it. */
  @Allow('grants:propose')
  @Post('grant-proposals')
  propose(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() body: GrantDefinitionDto,
  ) {
    return this.proposals.propose(actor, body, requestId);
  }

  /** Another person confirms, which opens the grant, or refuses; its author withdraws. */
  @Allow('grants:confirm')
  @Post('grant-proposals/:id/decisions')
  decide(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { decision, reason }: DecideGrantDto,
  ) {
    return this.proposals.decide(actor, id, decision, reason, requestId);
  }
}
