import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import { Consents } from './consents.service';
import { RecordConsentDto } from './dto/record-consent.dto';
import { WithdrawDto } from './dto/withdraw.dto';
import { Guardians } from './guardians.service';
import { consequenceWords, Withdrawals } from './withdrawals.service';

@ApiTags('consents')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people/:id/consents')
export class ConsentsApiController {
  constructor(
    private readonly consents: Consents,
    private readonly withdrawals: Withdrawals,
    private readonly guardians: Guardians,
  ) {}

  /** List the consents of a person. */
  @Allow('consents:read')
  @Get()
  list(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.consents.list(actor, id);
  }

  /** Record a consent of a person. */
  @Allow('consents:record')
  @Post()
  record(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: RecordConsentDto,
    @RequestId() requestId: string | null,
  ) {
    return this.consents.record(actor, id, body, requestId);
  }

  /**
   * Show what the withdrawal of a consent would close.
   * What a withdrawal would close and who would be notified.
   */
  @Allow('consents:withdraw')
  @Get(':consentId/withdrawal')
  async consequences(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('consentId') consentId: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    const consequences = await this.withdrawals.consequences(actor, id, consentId);
    return consequenceWords(consequences, mawa.language);
  }

  /** Record the withdrawal of a consent. */
  @Allow('consents:withdraw')
  @Post(':consentId/withdrawal')
  withdraw(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('consentId') consentId: string,
    @Body() body: WithdrawDto,
    @RequestId() requestId: string | null,
  ) {
    return this.withdrawals.withdraw(actor, id, consentId, body, requestId);
  }

  /**
   * Show the name of the guardian who gave a consent.
   * The deliberate "show" of the name of a child's guardian.
   */
  @Allow('people:show-identity')
  @Post(':consentId/guardian')
  guardian(@CurrentActor() actor: Actor, @Id() id: string, @Id('consentId') consentId: string) {
    return this.guardians.name(actor, id, consentId);
  }
}
