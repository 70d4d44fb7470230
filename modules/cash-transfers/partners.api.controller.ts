import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../access';
import type { Actor } from '../platform/shared/actor';
import { FileDownload } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import {
  agreedOf,
  amountsOf,
  CheckReturnDto,
  DecideAdvanceDto,
  EnterReturnDto,
  FaceDto,
  PaidDto,
  PartnerAgreementDto,
  RatingDto,
  RefundDto,
  RequestAdvanceDto,
  RETURN_BODY,
  TakeBackDto,
  WithdrawAdvanceDto,
} from './partners.dto';
import { Advances } from './advances.service';
import { CheckReturns } from './check-returns.service';
import { FaceForms } from './face.queries';
import { faceWorkbook } from './face.export';
import { PartnerAgreements } from './partner-agreements.service';
import { PartnerRefunds } from './partner-refunds.service';
import { PartnerReturns } from './partner-returns.service';
import { Partners } from './partners.queries';

@ApiTags('budget')
@Controller('api/v1')
export class PartnersApiController {
  constructor(
    private readonly partners: Partners,
    private readonly agreements: PartnerAgreements,
    private readonly advances: Advances,
    private readonly returns: PartnerReturns,
    private readonly checks: CheckReturns,
    private readonly refunds: PartnerRefunds,
    private readonly faces: FaceForms,
  ) {}

  /**
   * List the partner agreements with their balances.
   * Agreements that money is advanced under: what was advanced, liquidated, is outstanding, and how old it is.
   */
  @Allow('budget:read')
  @Get('partner-agreements')
  async list(@CurrentActor() actor: Actor) {
    return { agreements: await this.partners.list(actor) };
  }

  /**
   * Show a partner agreement with its papers.
   * With its lines, the 80 % rule with its figures, every paper and every step.
   */
  @Allow('budget:read')
  @Get('partner-agreements/:id')
  one(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.partners.one(actor, id);
  }

  /** Record a partner agreement. */
  @Allow('advances:make')
  @Post('partner-agreements')
  agree(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() body: PartnerAgreementDto,
  ) {
    return this.agreements.make(actor, { ...body, rows: amountsOf(body.rows) }, requestId);
  }

  /**
   * Confirm a partner agreement as a second person.
   * By somebody else than who entered it: from then on the agreement counts.
   */
  @Allow('advances:decide')
  @Post('agreements/:id/confirmation')
  confirm(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.agreements.confirm(actor, id);
  }

  /**
   * Close a partner agreement.
   * Nothing of it is open any more: what its lines still keep for it is given back.
   */
  @Allow('advances:decide')
  @Post('agreements/:id/closing')
  close(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.agreements.close(actor, id);
  }

  /** Record the risk rating of a partner. */
  @Allow('advances:make')
  @Post('partner-agreements/:id/ratings')
  rate(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: RatingDto) {
    return this.agreements.rate(actor, id, body);
  }

  /** Request an advance to a partner. */
  @Allow('advances:make')
  @Post('partner-agreements/:id/advances')
  request(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: RequestAdvanceDto,
  ) {
    return this.advances.request(actor, id, { ...body, rows: amountsOf(body.rows) }, requestId);
  }

  /**
   * Authorise or refuse an advance to a partner.
   * By somebody else, at most what was asked, and only once those before are liquidated.
   */
  @Allow('advances:decide')
  @Post('advances/:id/decisions')
  authorise(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { rows, ...body }: DecideAdvanceDto,
  ) {
    const decision = { ...body, ...(rows && { rows: agreedOf(rows) }) };
    return this.advances.decide(actor, id, decision, requestId);
  }

  /** Record the payment of an advance. */
  @Allow('advances:pay')
  @Post('advances/:id/payment')
  pay(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: PaidDto,
  ) {
    return this.advances.pay(actor, id, body, requestId);
  }

  /** Withdraw the request of an advance. */
  @Allow('advances:make')
  @Post('advances/:id/withdrawal')
  withdrawAdvance(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { reason }: WithdrawAdvanceDto,
  ) {
    return this.advances.withdraw(actor, id, reason);
  }

  /**
   * Record a partner's return of expenditure.
   * By finance or programme, or by an account of the partner for its own agreement.
   */
  @Allow('partner-returns:enter')
  @RouteConfig(RETURN_BODY)
  @Post('partner-agreements/:id/returns')
  enter(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: EnterReturnDto,
  ) {
    return this.returns.enter(actor, id, { ...body, rows: amountsOf(body.rows) }, requestId);
  }

  /**
   * Show an advance, a return or a refund of a partner.
   * An advance, a return or a refund with its rows.
   */
  @Allow('budget:read')
  @Get('partner-papers/:id')
  paper(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.partners.paper(actor, id);
  }

  /**
   * Decide on a partner's return, row by row.
   * By somebody else than who entered it, row by row; less than was reported needs a reason.
   */
  @Allow('advances:decide')
  @RouteConfig(RETURN_BODY)
  @Post('returns/:id/decisions')
  check(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { rows, ...body }: CheckReturnDto,
  ) {
    const decision = { ...body, ...(rows && { rows: agreedOf(rows) }) };
    return this.checks.decide(actor, id, decision, requestId);
  }

  /** Record the reimbursement of a partner's return. */
  @Allow('advances:pay')
  @Post('returns/:id/payment')
  reimburse(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: PaidDto,
  ) {
    return this.checks.reimburse(actor, id, body, requestId);
  }

  /** Withdraw a partner's return. */
  @Allow('advances:make')
  @Post('returns/:id/withdrawal')
  withdrawReturn(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.returns.withdraw(actor, id);
  }

  /** Record a refund by a partner. */
  @Allow('advances:pay')
  @Post('partner-agreements/:id/refunds')
  refund(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: RefundDto,
  ) {
    return this.refunds.refund(actor, id, { ...body, rows: amountsOf(body.rows) }, requestId);
  }

  /**
   * Undo the last payment of a partner's paper.
   * The last step that moved money is taken back, by a reversal of today.
   */
  @Allow('advances:pay')
  @Post('partner-papers/:id/undo')
  undo(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { reason }: TakeBackDto,
  ) {
    return this.refunds.undo(actor, id, reason, requestId);
  }

  /**
   * Show the FACE form of a partner agreement for a quarter.
   * The form FACE of a quarter: columns A to G by line.
   */
  @Allow('budget:read')
  @Get('partner-agreements/:id/face')
  face(@CurrentActor() actor: Actor, @Id() id: string, @Query() { quarter, claim }: FaceDto) {
    return this.faces.of(actor, id, { ...(quarter && { quarter }), ...(claim && { claim }) });
  }

  /**
   * Download the FACE form of a partner agreement as a workbook.
   * The same as a workbook in which D, G and the totals are formulas.
   */
  @Allow('budget:read')
  @Get('partner-agreements/:id/face.xlsx')
  async workbook(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() { quarter, claim }: FaceDto,
  ): Promise<FileDownload> {
    const asked = { ...(quarter && { quarter }), ...(claim && { claim }) };
    return faceWorkbook(await this.faces.of(actor, id, { ...asked, taken: true }), actor.language);
  }
}
