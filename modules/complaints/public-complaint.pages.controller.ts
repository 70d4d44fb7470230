import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Anonymous } from '../access';
import { type FormState, newForm, submitForm } from '../platform/web/forms';
import { page, type PageRedirect, type PageView, redirect } from '../platform/web/page-response';
import { PublicComplaintForm } from './public-complaint.service';
import { ComplaintConversations, type Conversation } from './complaint-conversations.service';
import {
  AddMessageDto,
  ReceiptNumberDto,
  OpinionDto,
  newComplaintFrom,
  NewComplaintDto,
} from './dto/public-complaint.dto';
import {
  conversationModel,
  frameOf,
  receiptModel,
  startModel,
  complaintFormModel,
} from './public-complaint.view';

type FormBody = Record<string, unknown>;

/** Results of a form are shown in the response to it, so that no receipt number is ever part of an address. */
@ApiExcludeController()
@Controller('mot')
export class PublicComplaintPagesController {
  constructor(
    private readonly channel: PublicComplaintForm,
    private readonly reading: ComplaintConversations,
  ) {}

  @Anonymous()
  @Get()
  async start(@Req() { mawa }: FastifyRequest): Promise<PageView> {
    return page('complaints/mot-start', startModel(mawa.language, await this.channel.phone()));
  }

  @Anonymous()
  @Get('new')
  form(@Req() request: FastifyRequest): Promise<PageView> {
    return this.showForm(request, newForm());
  }

  @Anonymous()
  @Post('new')
  write(@Body() body: FormBody, @Req() request: FastifyRequest): Promise<PageView | PageRedirect> {
    const { language } = request.mawa;
    return submitForm(
      NewComplaintDto,
      body,
      language,
      async (dto) => {
        const { code } = await this.channel.write(newComplaintFrom(dto, language), request.ip);
        return page(
          'complaints/mot-receipt',
          receiptModel(language, code, Boolean(dto.paper)),
          201,
        );
      },
      (form) => this.showForm(request, form),
    );
  }

  @Anonymous()
  @Get('read')
  ask(@Req() { mawa }: FastifyRequest): PageView {
    return page('complaints/mot-read', { ...frameOf(mawa.language, '/mot/read'), form: newForm() });
  }

  @Anonymous()
  @Post('read')
  read(@Body() body: FormBody, @Req() request: FastifyRequest): Promise<PageView | PageRedirect> {
    return this.withNumber(ReceiptNumberDto, body, request, ({ code }) =>
      this.reading.read(code, request.ip),
    );
  }

  @Anonymous()
  @Post('more')
  more(@Body() body: FormBody, @Req() request: FastifyRequest): Promise<PageView | PageRedirect> {
    return this.withNumber(AddMessageDto, body, request, ({ code, text, ticket }) =>
      this.reading.add(code, { text, ticket: ticket ?? null }, request.ip),
    );
  }

  @Anonymous()
  @Post('opinion')
  opinion(
    @Body() body: FormBody,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return this.withNumber(OpinionDto, body, request, ({ code, satisfied }) =>
      this.reading.opinion(code, satisfied === 'yes', request.ip),
    );
  }

  @Anonymous()
  @Post('another')
  another(
    @Body() body: FormBody,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return this.withNumber(ReceiptNumberDto, body, request, ({ code }) =>
      this.reading.appeal(code, request.ip),
    );
  }

  /** Shows the conversation if the number is right; otherwise asks for the number again. */
  private withNumber<T extends ReceiptNumberDto>(
    Dto: new () => T,
    body: FormBody,
    { mawa, ip }: FastifyRequest,
    act: (dto: T) => Promise<Conversation>,
  ): Promise<PageView | PageRedirect> {
    const { language } = mawa;
    const show = (code: string, conversation: Conversation, form: FormState) => {
      const ticket = this.channel.newTicket();
      const model = conversationModel(language, code, conversation, ticket, form);
      return page('complaints/mot-conversation', model);
    };
    return submitForm(
      Dto,
      body,
      language,
      async (dto) => show(dto.code, await act(dto), newForm()),
      async (form) => {
        const code = textOf(body.code);
        if (form.errors.code === undefined && form.status !== 429) {
          return show(code, await this.reading.read(code, ip), form);
        }
        // Keeps the typed text if the number was wrong or tried too often.
        const keeps = textOf(body.text) !== '';
        const frame = frameOf(language, '/mot/read', { switchable: !keeps });
        const ticket = this.channel.newTicket();
        return page('complaints/mot-read', { ...frame, form, keeps, ticket });
      },
    );
  }

  private async showForm({ mawa }: FastifyRequest, form: FormState): Promise<PageView> {
    const kinds = await this.channel.kinds();
    return page('complaints/mot-write', complaintFormModel(mawa.language, kinds, form));
  }
}

/** As a phone's keyboard likes to write it. */
@ApiExcludeController()
@Controller(['Mot', 'MOT'])
export class PublicComplaintRedirectController {
  @Anonymous()
  @Get()
  lead(): PageRedirect {
    return redirect('/mot');
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
