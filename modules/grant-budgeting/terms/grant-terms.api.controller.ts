import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import {
  AddConditionDto,
  AddContributionDto,
  EndConditionDto,
  PromiseContributionDto,
} from '../dto/grant-terms.dto';
import { GrantConditions } from './grant-conditions.service';
import { GrantContributions } from './grant-contributions.service';

/** What a grant asks beside its budget: conditions and special terms, and the recipient's own contribution. */
@ApiTags('budget')
@Controller('api/v1')
export class GrantTermsApiController {
  constructor(
    private readonly conditions: GrantConditions,
    private readonly contributions: GrantContributions,
  ) {}

  /** List the conditions of a grant. */
  @Allow('budget:read')
  @Get('grants/:id/conditions')
  async listConditions(@CurrentActor() actor: Actor, @Id() id: string) {
    return { conditions: await this.conditions.list(actor, id) };
  }

  /** Add a condition to a grant. */
  @Allow('grants:propose')
  @Post('grants/:id/conditions')
  addCondition(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: AddConditionDto,
  ) {
    return this.conditions.add(actor, id, body, requestId);
  }

  /**
   * Record that a condition of a grant is met or waived.
   * Met, or waived by the donor.
   */
  @Allow('grants:propose')
  @Post('grant-conditions/:id/outcome')
  endCondition(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { outcome, reason }: EndConditionDto,
  ) {
    return this.conditions.end(actor, id, outcome, reason, requestId);
  }

  /** List the promised contributions to a grant. */
  @Allow('budget:read')
  @Get('grants/:id/contributions')
  async listContributions(@CurrentActor() actor: Actor, @Id() id: string) {
    return { contributions: await this.contributions.list(actor, id) };
  }

  /** Record a promised contribution to a grant. */
  @Allow('grants:propose')
  @Post('grants/:id/contributions')
  promise(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: PromiseContributionDto,
  ) {
    return this.contributions.promise(actor, id, body, requestId);
  }

  /** Record a contribution that was made. */
  @Allow('grants:propose')
  @Post('grant-contributions/:id/rows')
  contribute(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: AddContributionDto,
  ) {
    return this.contributions.add(actor, id, body, requestId);
  }

  /**
   * Take back a contribution that was recorded.
   * Takes a row back by its opposite.
   */
  @Allow('grants:propose')
  @Post('grant-contribution-rows/:id/undoing')
  takeBack(@CurrentActor() actor: Actor, @RequestId() requestId: string | null, @Id() id: string) {
    return this.contributions.takeBack(actor, id, requestId);
  }
}
