import { Body, Controller, Get, HttpCode, Post, Put, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import {
  AddAmountDto,
  AddMeasureDto,
  AddOrderDto,
  ChangeProceedingDto,
  LegalContactDto,
  CountAccusedDto,
  CorrectHearingDto,
  EndHearingDto,
  MeasureStepDto,
  OpenProceedingDto,
  OrderStepDto,
  SetHearingDto,
  StageStepDto,
} from '../dto/legal.dto';
import { Hearings } from '../hearings/hearings.service';
import { ProtectionMeasures } from './measures.service';
import { CourtOrders } from './orders.service';
import { ProceedingDetails } from './proceeding-details.service';
import { Proceedings } from './proceedings.service';
import { ReadLegal } from './read-legal.service';

const Of = () => Id('proceedingId');

@ApiTags('legal aid')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people/:id/legal')
export class ProceedingsApiController {
  constructor(
    private readonly read: ReadLegal,
    private readonly proceedings: Proceedings,
    private readonly hearings: Hearings,
    private readonly measures: ProtectionMeasures,
    private readonly orders: CourtOrders,
    private readonly particulars: ProceedingDetails,
  ) {}

  /**
   * Show the legal file of a person.
   * The whole legal file, with what is sealed opened. Recorded.
   */
  @Allow('legal:read')
  @Get()
  async file(@CurrentActor() actor: Actor, @Id() id: string) {
    const { proceedings, measures, mayWrite } = await this.read.of(actor, id);
    return { proceedings, measures, mayWrite };
  }

  /** List the colleagues who may accompany the proceedings of a person. */
  @Allow('legal:read')
  @Get('officers')
  officers(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.proceedings.holders(actor, id);
  }

  /** Open a legal proceeding of a person. */
  @Allow('legal:write')
  @Post()
  open(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: OpenProceedingDto,
    @RequestId() requestId: string | null,
  ) {
    return this.proceedings.open(actor, id, body, requestId);
  }

  /** Record a protection measure for a person. */
  @Allow('legal:write')
  @Post('measures')
  addMeasure(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: AddMeasureDto) {
    return this.measures.add(actor, id, body);
  }

  /** Move a protection measure to its next step. */
  @Allow('legal:write')
  @Post('measures/:measureId/steps')
  @HttpCode(204)
  stepMeasure(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('measureId') measureId: string,
    @Body() body: MeasureStepDto,
  ) {
    return this.measures.step(actor, id, measureId, body);
  }

  /** Show a legal proceeding. */
  @Allow('legal:read')
  @Get(':proceedingId')
  async one(@CurrentActor() actor: Actor, @Id() id: string, @Of() of: string) {
    const { proceeding } = await this.read.one(actor, id, of);
    return proceeding;
  }

  /** Change the facts of a legal proceeding. */
  @Allow('legal:write')
  @Put(':proceedingId')
  @HttpCode(204)
  change(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Body() body: ChangeProceedingDto,
  ) {
    return this.proceedings.change(actor, id, of, body);
  }

  /**
   * Move a legal proceeding to its next stage.
   * The next step; which are legal stands in `next` of the proceeding.
   */
  @Allow('legal:write')
  @Post(':proceedingId/stages')
  step(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Body() body: StageStepDto,
  ) {
    return this.proceedings.step(actor, id, of, body);
  }

  /** Set a hearing. */
  @Allow('legal:write')
  @Post(':proceedingId/hearings')
  setHearing(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Body() body: SetHearingDto,
    @RequestId() requestId: string | null,
  ) {
    return this.hearings.set(actor, id, of, body, requestId);
  }

  /** Record how a hearing ended. */
  @Allow('legal:write')
  @Post(':proceedingId/hearings/:hearingId/end')
  endHearing(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Id('hearingId') hearingId: string,
    @Body() body: EndHearingDto,
  ) {
    return this.hearings.end(actor, id, of, hearingId, body);
  }

  /**
   * Correct the day, hour or court of a hearing that was entered by mistake, before its hour.
   * The wrong row stays as cancelled; the answer is the right one, with a code of its own.
   */
  @Allow('legal:write')
  @Post(':proceedingId/hearings/:hearingId/correction')
  correctHearing(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Id('hearingId') hearingId: string,
    @Body() body: CorrectHearingDto,
  ) {
    return this.hearings.correct(actor, id, of, hearingId, body);
  }

  /** Record an order of a court. */
  @Allow('legal:write')
  @Post(':proceedingId/orders')
  addOrder(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Body() body: AddOrderDto,
  ) {
    return this.orders.add(actor, id, of, body);
  }

  /** Move an order of a court to its next step. */
  @Allow('legal:write')
  @Post(':proceedingId/orders/:orderId/steps')
  @HttpCode(204)
  stepOrder(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Id('orderId') orderId: string,
    @Body() body: OrderStepDto,
  ) {
    return this.orders.step(actor, id, of, orderId, body);
  }

  /** Add a contact to a legal proceeding. */
  @Allow('legal:write')
  @Post(':proceedingId/contacts')
  addContact(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Body() body: LegalContactDto,
  ) {
    return this.particulars.addContact(actor, id, of, body);
  }

  /** End a contact of a legal proceeding. */
  @Allow('legal:write')
  @Post(':proceedingId/contacts/:contactId/end')
  @HttpCode(204)
  endContact(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Id('contactId') contactId: string,
  ) {
    return this.particulars.endContact(actor, id, of, contactId);
  }

  /** Record an amount of compensation. */
  @Allow('legal:write')
  @Post(':proceedingId/compensation')
  addAmount(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Body() body: AddAmountDto,
  ) {
    return this.particulars.addAmount(actor, id, of, body);
  }

  /** Retract an amount of compensation. */
  @Allow('legal:write')
  @Post(':proceedingId/compensation/:amountId/retraction')
  @HttpCode(204)
  retractAmount(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Id('amountId') amountId: string,
  ) {
    return this.particulars.retractAmount(actor, id, of, amountId);
  }

  /**
   * Record how many people are accused.
   * How many, never who; replaces the counts before, which stay kept.
   */
  @Allow('legal:write')
  @Put(':proceedingId/accused')
  countAccused(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Body() body: CountAccusedDto,
  ) {
    return this.particulars.countAccused(actor, id, of, body);
  }
}
