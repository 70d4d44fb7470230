import { Body, Controller, Get, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import { AnswerDto, NewsDto, PartnerQuestionDto } from './dto/answer.dto';
import { OwnPlacesDto, placesIn } from './dto/places.dto';
import { Partners } from './partners/partners.service';
import { ReceivedReferrals } from './received.service';

/** The partner's own side: what it was sent, its answer, its places. */
@ApiTags('received')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/received')
export class ReceivedApiController {
  constructor(
    private readonly received: ReceivedReferrals,
    private readonly partners: Partners,
  ) {}

  /** List the referrals sent to your organisation. */
  @Allow('referrals:received')
  @Get()
  async list(@CurrentActor() actor: Actor) {
    return { ...(await this.received.list(actor)), places: await this.partners.own(actor) };
  }

  /** Record how many places your organisation has. */
  @Allow('referrals:received')
  @Post('places')
  note(
    @CurrentActor() actor: Actor,
    @Body() body: OwnPlacesDto,
    @RequestId() requestId: string | null,
  ) {
    return this.partners.noteOwn(actor, placesIn(body, 'account'), requestId);
  }

  /** Show a referral sent to your organisation. */
  @Allow('referrals:received')
  @Get(':id')
  one(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.received.open(actor, id);
  }

  /** Accept or refuse a referral sent to your organisation. */
  @Allow('referrals:received')
  @Post(':id/answer')
  @HttpCode(204)
  answer(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: AnswerDto): Promise<void> {
    return this.received.answer(actor, id, body);
  }

  /** Report news of a referral sent to your organisation. */
  @Allow('referrals:received')
  @Post(':id/news')
  @HttpCode(204)
  news(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: NewsDto): Promise<void> {
    return this.received.news(actor, id, body);
  }

  /** Ask the sender of a referral a question. */
  @Allow('referrals:received')
  @Post(':id/question')
  @HttpCode(204)
  ask(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { question }: PartnerQuestionDto,
  ): Promise<void> {
    return this.received.ask(actor, id, question);
  }
}
