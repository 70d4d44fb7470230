import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import {
  DecisionDto,
  ListCommitmentsDto,
  MakeAgreementDto,
  MakeCommitmentDto,
  CommitmentStepDto,
} from '../dto/commitments.dto';
import { Agreements } from './agreements.service';
import { Commitments } from './commitments.queries';
import { DecideCommitment } from './decide-commitment.service';
import { RequestCommitment } from './request-commitment.service';
import { TakeStep } from './take-step.service';

@ApiTags('budget')
@Controller('api/v1')
export class CommitmentsApiController {
  constructor(
    private readonly commitments: Commitments,
    private readonly requests: RequestCommitment,
    private readonly decisions: DecideCommitment,
    private readonly steps: TakeStep,
    private readonly agreements: Agreements,
  ) {}

  /**
   * List the commitments.
   * Newest first; `show` is open, to_agree, to_invoice, to_pay, done or all; hand `next` back as `after`.
   */
  @Allow('budget:read')
  @Get('commitments')
  list(@CurrentActor() actor: Actor, @Query() asked: ListCommitmentsDto) {
    return this.commitments.list(actor, asked);
  }

  /**
   * Show a commitment with its steps.
   * With its steps, how many people must agree, and what its line still holds.
   */
  @Allow('budget:read')
  @Get('commitments/:id')
  one(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.commitments.one(actor, id);
  }

  /**
   * Ask for a commitment on a budget line.
   * Asks for money on a line, or only plans it: nothing is reserved yet.
   */
  @Allow('commitments:make')
  @Post('commitments')
  make(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() body: MakeCommitmentDto,
  ) {
    return this.requests.make(actor, body, requestId);
  }

  /**
   * Record the next step of a commitment.
   * The next step: ordered (committed), received, invoiced, paid, in parts or whole; cancelled or undone.
   */
  @Allow('commitments:pay')
  @Post('commitments/:id/steps')
  step(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: CommitmentStepDto,
  ) {
    return this.steps.take(actor, id, body, requestId);
  }

  /**
   * Approve or refuse a commitment.
   * Another person agrees, refuses, or lets it go beyond its line as far as the rule allows.
   */
  @Allow('commitments:approve')
  @Post('commitments/:id/decisions')
  decide(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: DecisionDto) {
    return this.decisions.decide(actor, id, body);
  }

  /** List the framework agreements with suppliers. */
  @Allow('budget:read')
  @Get('agreements')
  async listAgreements(@CurrentActor() actor: Actor) {
    return { agreements: await this.agreements.list(actor) };
  }

  /**
   * Record a framework agreement with a supplier.
   * Nothing is promised under an agreement outside its days.
   */
  @Allow('commitments:make')
  @Post('agreements')
  agree(@CurrentActor() actor: Actor, @Body() body: MakeAgreementDto) {
    return this.agreements.make(actor, body);
  }
}
