import { Body, Controller, Get, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { AgreePlan } from './agree-plan.service';
import { DraftPlan } from './draft-plan.service';
import * as dto from './dto/plan.dto';
import { PayInstalments } from './pay-instalments.service';
import { ReadPlan } from './read-plan.service';

const Of = () => Id('trackId');

@ApiTags('voluntary return')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people/:id/returns/:trackId/plan')
export class PlanApiController {
  constructor(
    private readonly read: ReadPlan,
    private readonly drafts: DraftPlan,
    private readonly agreements: AgreePlan,
    private readonly payments: PayInstalments,
  ) {}

  /**
   * Show the reintegration plan of a person.
   * The plan in all its versions; amounts where money of the file is the reader's. Recorded.
   */
  @Allow('returns:read')
  @Get()
  async one(@CurrentActor() actor: Actor, @Id() id: string, @Of() trackId: string) {
    const { plan, mayWrite, seesMoney } = await this.read.of(actor, id, trackId);
    return { ...plan, mayWrite, seesMoney };
  }

  /**
   * Add an item to the reintegration plan.
   * Into the draft; without one a new version is opened.
   */
  @Allow('returns:write')
  @Post('items')
  add(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Body() body: dto.AddPlanItemDto,
    @RequestId() requestId: string | null,
  ) {
    return this.drafts.add(actor, id, trackId, body, requestId);
  }

  /**
   * End an item of the reintegration plan.
   * With the next version; what of its money is left is let go when the person agrees.
   */
  @Allow('returns:write')
  @Post('items/:itemId/end')
  end(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Id('itemId') itemId: string,
    @Body() body: dto.EndPlanItemDto,
    @RequestId() requestId: string | null,
  ) {
    return this.drafts.end(actor, id, trackId, itemId, body, requestId);
  }

  /** Add an instalment to an item of the plan. */
  @Allow('returns:write')
  @Post('items/:itemId/instalments')
  addInstalment(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Id('itemId') itemId: string,
    @Body() body: dto.InstalmentDto,
    @RequestId() requestId: string | null,
  ) {
    return this.drafts.addInstalment(actor, id, trackId, itemId, body, requestId);
  }

  /**
   * Record that the person agrees to the reintegration plan.
   * The draft holds from now on, and its money is asked for.
   */
  @Allow('returns:write')
  @Post('agreement')
  agree(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Body() body: dto.AgreePlanDto,
    @RequestId() requestId: string | null,
  ) {
    return this.agreements.agree(actor, id, trackId, body, requestId);
  }

  /**
   * Ask for the money of an item again.
   * After a refusal; the id is that of the commitment.
   */
  @Allow('returns:write')
  @Post('items/:itemId/request')
  askAgain(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Id('itemId') itemId: string,
    @Body() body: dto.AskAgainDto,
    @RequestId() requestId: string | null,
  ) {
    return this.agreements.askAgain(actor, id, trackId, itemId, body, requestId);
  }

  /** Pay an instalment. */
  @Allow('instalments:pay')
  @Post('instalments/:instalmentId/payments')
  pay(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Id('instalmentId') instalmentId: string,
    @Body() body: dto.PayInstalmentDto,
    @RequestId() requestId: string | null,
  ) {
    return this.payments.pay(actor, id, trackId, instalmentId, body, requestId);
  }

  /** Cancel an instalment. */
  @Allow('instalments:pay')
  @Post('instalments/:instalmentId/cancellation')
  cancel(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Id('instalmentId') instalmentId: string,
    @Body() body: dto.CancelInstalmentDto,
    @RequestId() requestId: string | null,
  ) {
    return this.payments.cancel(actor, id, trackId, instalmentId, body, requestId);
  }

  /** Undo the payment of an instalment. */
  @Allow('instalments:pay')
  @Post('payments/:paymentId/undo')
  undo(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Id('paymentId') paymentId: string,
    @Body() body: dto.UndoPaymentDto,
    @RequestId() requestId: string | null,
  ) {
    return this.payments.undo(actor, id, trackId, paymentId, body, requestId);
  }
}
