import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Anonymous } from '../access';
import { PublicComplaintForm } from './public-complaint.service';
import { ComplaintConversations } from './complaint-conversations.service';
import {
  AddMessageDto,
  ReceiptNumberDto,
  OpinionDto,
  newComplaintFrom,
  NewComplaintDto,
} from './dto/public-complaint.dto';

/** The channel without an account. Sets no cookie, asks for none, is logged nowhere. */
@ApiTags('channel')
@Controller('api/v1/mot')
export class PublicComplaintApiController {
  constructor(
    private readonly channel: PublicComplaintForm,
    private readonly reading: ComplaintConversations,
  ) {}

  /**
   * Show what may be chosen in the public complaint form.
   * What may be chosen, and a random word that makes the same form sent twice one.
   */
  @Anonymous()
  @Get()
  async begin() {
    const kinds = await this.channel.kinds();
    return {
      ticket: this.channel.newTicket(),
      kinds: kinds.map(({ code, plain }) => ({ code, words: plain })),
    };
  }

  /**
   * Send a complaint without an account.
   * Returns the number, once.
   */
  @Anonymous()
  @Post()
  write(@Body() body: NewComplaintDto, @Req() { ip, mawa }: FastifyRequest) {
    return this.channel.write(newComplaintFrom(body, mawa.language), ip);
  }

  /** Read the answers to a complaint by its number. */
  @Anonymous()
  @Post('read')
  @HttpCode(200)
  read(@Body() { code }: ReceiptNumberDto, @Req() { ip }: FastifyRequest) {
    return this.reading.read(code, ip);
  }

  /** Add a message to a complaint by its number. */
  @Anonymous()
  @Post('more')
  @HttpCode(200)
  more(@Body() { code, text, ticket }: AddMessageDto, @Req() { ip }: FastifyRequest) {
    return this.reading.add(code, { text, ticket: ticket ?? null }, ip);
  }

  /** Say whether the answer to a complaint helped. */
  @Anonymous()
  @Post('opinion')
  @HttpCode(200)
  opinion(@Body() { code, satisfied }: OpinionDto, @Req() { ip }: FastifyRequest) {
    return this.reading.opinion(code, satisfied === 'yes', ip);
  }

  /**
   * Ask that somebody else look at a complaint.
   * Somebody else is to look at it.
   */
  @Anonymous()
  @Post('another')
  @HttpCode(200)
  another(@Body() { code }: ReceiptNumberDto, @Req() { ip }: FastifyRequest) {
    return this.reading.appeal(code, ip);
  }
}
