import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import {
  CompareRevisionDto,
  DecideRevisionDto,
  DonorApprovalDto,
  GrantQueryDto,
  ProposeRevisionDto,
} from '../dto/revisions.dto';
import { DecideRevision } from './decide-revision.service';
import { ProposeRevision } from './propose-revision.service';
import { Revisions } from './revisions.queries';

@ApiTags('budget')
@Controller('api/v1')
export class RevisionsApiController {
  constructor(
    private readonly revisions: Revisions,
    private readonly proposals: ProposeRevision,
    private readonly decisions: DecideRevision,
  ) {}

  /**
   * List the budget revisions of a grant.
   * The lines as they are, what has moved between categories since the donor last approved, and every revision.
   */
  @Allow('budget:read')
  @Get('revisions')
  list(@CurrentActor() actor: Actor, @Query() { grant }: GrantQueryDto) {
    return this.revisions.list(actor, grant);
  }

  /**
   * List the changes that need the donor's prior approval.
   * What the donor wants to be asked about first.
   */
  @Allow('budget:read')
  @Get('prior-approvals')
  async grounds(@CurrentActor() actor: Actor) {
    return { grounds: await this.revisions.grounds(actor) };
  }

  /**
   * List the budget versions of a grant.
   * Every version of the budget, with the amount of each line.
   */
  @Allow('budget:read')
  @Get('budget-versions')
  versions(@CurrentActor() actor: Actor, @Query() { grant }: GrantQueryDto) {
    return this.revisions.versions(actor, grant);
  }

  /** Show a budget revision. */
  @Allow('budget:read')
  @Get('revisions/:id')
  one(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.revisions.one(actor, id);
  }

  /**
   * Compare a budget revision with the budget in force, without keeping it.
   * Before, difference and after, and what the donor's rule says; nothing is kept.
   */
  @Allow('revisions:propose')
  @Post('revisions/comparison')
  @HttpCode(200)
  compare(@CurrentActor() actor: Actor, @Body() body: CompareRevisionDto) {
    return this.proposals.compare(actor, body);
  }

  /** Propose a budget revision. */
  @Allow('revisions:propose')
  @Post('revisions')
  propose(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() body: ProposeRevisionDto,
  ) {
    return this.proposals.propose(actor, body, requestId);
  }

  /**
   * Record the donor's answer to a budget revision.
   * What the donor answered, with its day, reference and document.
   */
  @Allow('revisions:propose')
  @Post('revisions/:id/donor-approvals')
  approve(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: DonorApprovalDto) {
    return this.proposals.enterApproval(actor, id, body);
  }

  /**
   * Approve, refuse or withdraw a budget revision.
   * Another person approves, which puts it in force, or refuses; its author withdraws it.
   */
  @Allow('revisions:approve')
  @Post('revisions/:id/decisions')
  decide(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { decision, reason }: DecideRevisionDto,
  ) {
    return this.decisions.decide(actor, id, decision, reason, requestId);
  }
}
