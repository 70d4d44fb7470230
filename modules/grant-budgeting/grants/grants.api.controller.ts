import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import {
  AmendGrantDto,
  ChangeGrantDto,
  DecideGrantDto,
  GrantDefinitionDto,
} from '../dto/grants.dto';
import { GrantChanges } from './grant-changes.service';
import { GrantHistory } from './grant-history.queries';
import { GrantProposals } from './grant-proposals.service';
import { Grants } from './grants.queries';

@ApiTags('budget')
@Controller('api/v1')
export class GrantsApiController {
  constructor(
    private readonly grants: Grants,
    private readonly history: GrantHistory,
    private readonly proposals: GrantProposals,
    private readonly changes: GrantChanges,
  ) {}

  /**
   * List the grants and grant proposals.
   * Grants in force, and what was proposed to become one.
   */
  @Allow('budget:read')
  @Get('grants')
  list(@CurrentActor() actor: Actor) {
    return this.grants.list(actor);
  }

  /**
   * Show a grant with its versions.
   * A grant as it stands, its versions, and the changes of it that wait for a confirmation.
   */
  @Allow('budget:read')
  @Get('grants/:id')
  grant(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.history.one(actor, id);
  }

  /**
   * Show a grant as it was in one version.
   * How the grant was from a confirmation on, and just before it.
   */
  @Allow('budget:read')
  @Get('grants/:id/versions/:version')
  version(@CurrentActor() actor: Actor, @Id() id: string, @Param('version') version: string) {
    return this.history.version(actor, id, version);
  }

  /**
   * Propose an amendment of a grant.
   * The grant as it will be, from a day that has come. In force when another person confirms it.
   */
  @Allow('grants:propose')
  @Post('grants/:id/amendments')
  amend(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: AmendGrantDto,
  ) {
    return this.changes.amend(actor, id, body, requestId);
  }

  /**
   * Propose to suspend, resume or close a grant.
   * Suspends, resumes or closes the grant. In force when another person confirms it.
   */
  @Allow('grants:propose')
  @Post('grants/:id/changes')
  change(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: ChangeGrantDto,
  ) {
    return this.changes.change(actor, id, body, requestId);
  }

  /** Show a grant proposal. */
  @Allow('budget:read')
  @Get('grant-proposals/:id')
  one(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.grants.proposal(actor, id);
  }

  /**
   * Propose a grant.
   * A whole grant: award, agencies and lines, which add up to the cent. In force when another person confirms it.
   */
  @Allow('grants:propose')
  @Post('grant-proposals')
  propose(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() body: GrantDefinitionDto,
  ) {
    return this.proposals.propose(actor, body, requestId);
  }

  /**
   * Confirm, refuse or withdraw a grant proposal.
   * Another person confirms, which opens the grant or puts the change in force, or refuses; its author withdraws.
   */
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
