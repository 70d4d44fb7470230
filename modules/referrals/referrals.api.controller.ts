import { Body, Controller, Get, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, QuarterDto, RequestId } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import { AnswerDto, NewsDto } from './dto/answer.dto';
import {
  ChoosePartnerDto,
  ListReferralsDto,
  RevokeReferralDto,
  SendReferralDto,
} from './dto/referral.dto';
import { QuarterlyReferralFigures } from './referral-figures.service';
import { Referrals } from './referrals.service';
import { SendReferrals } from './send-referral.service';
import { sheetModel } from './sheet.view';

@ApiTags('referrals')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1')
export class ReferralsApiController {
  constructor(
    private readonly referrals: Referrals,
    private readonly sending: SendReferrals,
    private readonly figures: QuarterlyReferralFigures,
  ) {}

  /** List the referrals of your people. */
  @Allow('referrals:read')
  @Get('referrals')
  list(@CurrentActor() actor: Actor, @Query() { after, ...filter }: ListReferralsDto) {
    return this.referrals.list(actor, filter, after ?? null);
  }

  /** Show the figures of referrals of a quarter. */
  @Allow('referrals:figures')
  @Get('referral-figures')
  count(@CurrentActor() actor: Actor, @Query() { quarter }: QuarterDto) {
    return this.figures.of(actor, quarter);
  }

  /** List the referrals of a person. */
  @Allow('referrals:read')
  @Get('people/:id/referrals')
  ofPerson(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.referrals.ofPerson(actor, id);
  }

  /**
   * List the partners to whom a person could be referred.
   * Partners who could take this person with that kind of help, and what of her would be disclosed.
   */
  @Allow('referrals:send')
  @Get('people/:id/referral-partners')
  choosing(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() { service, region }: ChoosePartnerDto,
  ) {
    return this.sending.choosing(actor, id, { service: service ?? null, region: region ?? null });
  }

  /** Refer a person to a partner. */
  @Allow('referrals:send')
  @Post('people/:id/referrals')
  send(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: SendReferralDto,
    @RequestId() requestId: string | null,
  ) {
    return this.sending.send(actor, id, body, requestId);
  }

  /** Show a referral. */
  @Allow('referrals:read')
  @Get('referrals/:id')
  async one(@CurrentActor() actor: Actor, @Id() id: string, @Req() { mawa }: FastifyRequest) {
    const file = await this.referrals.read(actor, id);
    return { ...file, sheetInWords: file.sheet ? sheetModel(file.sheet, mawa.language) : [] };
  }

  /**
   * Record a partner's answer to a referral.
   * As the partner said over the phone.
   */
  @Allow('referrals:send')
  @Post('referrals/:id/answer')
  answer(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: AnswerDto,
    @RequestId() requestId: string | null,
  ) {
    return this.referrals.answered(actor, id, body, requestId);
  }

  /** Record news of a referral. */
  @Allow('referrals:send')
  @Post('referrals/:id/news')
  news(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: NewsDto,
    @RequestId() requestId: string | null,
  ) {
    return this.referrals.news(actor, id, body, requestId);
  }

  /** Revoke a referral. */
  @Allow('referrals:send')
  @Post('referrals/:id/revocation')
  revoke(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { reason }: RevokeReferralDto,
    @RequestId() requestId: string | null,
  ) {
    return this.referrals.revoke(actor, id, reason, requestId);
  }

  /**
   * Make a new link by which the partner answers a referral.
   * Returns the link, once; the one made before opens nothing any more.
   */
  @Allow('referrals:send')
  @Post('referrals/:id/link')
  async link(@CurrentActor() actor: Actor, @Id() id: string) {
    const { path, expiresAt } = await this.referrals.makeLink(actor, id);
    return { path, expiresAt };
  }
}
