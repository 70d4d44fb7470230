import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Anonymous } from '../access';
import {
  LinkAnswerDto,
  LinkFactsDto,
  LinkNewsDto,
  LinkNumberDto,
  LinkQuestionDto,
} from './dto/answer.dto';
import { LinkPages } from './links/link-pages.service';
import { PartnerLinks } from './links/partner-links.service';

/** What a partner without an account does with its link. Sets no cookie, asks for none, is logged nowhere. */
@ApiTags('partner-links')
@Controller('api/v1/partner-links')
export class LinkApiController {
  constructor(
    private readonly links: PartnerLinks,
    private readonly pages: LinkPages,
  ) {}

  /** Read a referral by the number of its link. */
  @Anonymous()
  @Post('read')
  @HttpCode(200)
  read(@Body() { number }: LinkNumberDto, @Req() { ip }: FastifyRequest) {
    return this.links.withLink(number, ip, (tx, link) =>
      this.pages.of(link.kind).show(tx, link, link.language),
    );
  }

  /** Answer a referral by the number of its link. */
  @Anonymous()
  @Post('answer')
  @HttpCode(204)
  answer(@Body() { number, ...said }: LinkAnswerDto, @Req() { ip }: FastifyRequest): Promise<void> {
    return this.links.withLink(number, ip, (tx, link) => this.pages.answer(tx, link, said));
  }

  /** Report news of a referral by the number of its link. */
  @Anonymous()
  @Post('news')
  @HttpCode(204)
  news(@Body() { number, ...said }: LinkNewsDto, @Req() { ip }: FastifyRequest): Promise<void> {
    return this.links.withLink(number, ip, (tx, link) => this.pages.news(tx, link, said));
  }

  /** Ask the sender of a referral a question by the number of its link. */
  @Anonymous()
  @Post('question')
  @HttpCode(204)
  ask(@Body() { number, question }: LinkQuestionDto, @Req() { ip }: FastifyRequest): Promise<void> {
    return this.links.withLink(number, ip, (tx, link) => this.pages.ask(tx, link, question));
  }

  /**
   * Answer the questions of a partner link.
   * What a page with questions asked, by the names that reading it gave.
   */
  @Anonymous()
  @Post('facts')
  @HttpCode(204)
  facts(@Body() { number, facts }: LinkFactsDto, @Req() { ip }: FastifyRequest): Promise<void> {
    return this.links.withLink(number, ip, (tx, link) => this.pages.facts(tx, link, facts));
  }
}
