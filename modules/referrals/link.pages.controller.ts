import { Body, Controller, Get, Header, Param, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Anonymous } from '../access';
import type { Tx } from '../platform/database/transactions';
import { DomainError } from '../platform/shared/domain.errors';
import { type FormState, newForm, submitForm } from '../platform/web/forms';
import { page, type PageRedirect, type PageView } from '../platform/web/page-response';
import type { DtoClass } from '../platform/web/validation';
import { AnswerDto, FactsDto, NewsDto, PartnerQuestionDto } from './dto/answer.dto';
import { closedModel, linkModel, type LinkDone, sheetModel } from './link.view';
import { type PartnerLinkAccess, LinkPages, type LinkSheet } from './links/link-pages.service';
import { PartnerLinks } from './links/partner-links.service';

const NOINDEX = ['X-Robots-Tag', 'noindex, nofollow, noarchive'] as const;

/**
 * Where a partner without an account answers, on whatever telephone there is. The address alone shows
 * nothing and asks nothing: what looks at addresses by itself (a messenger's preview) opens no link.
 */
@ApiExcludeController()
@Controller('r')
export class LinkPagesController {
  constructor(
    private readonly links: PartnerLinks,
    private readonly pages: LinkPages,
  ) {}

  @Anonymous()
  @Header(...NOINDEX)
  @Get(':number')
  showLink(@Param('number') number: string, @Req() { mawa }: FastifyRequest): PageView {
    return page('referrals/link-cover', linkModel(mawa.language, number));
  }

  @Anonymous()
  @Header(...NOINDEX)
  @Post(':number')
  open(
    @Param('number') number: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return this.show(number, request, newForm());
  }

  @Anonymous()
  @Header(...NOINDEX)
  @Post(':number/answer')
  answer(
    @Param('number') number: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return this.act(AnswerDto, number, body, request, (tx, link, dto) =>
      this.pages.answer(tx, link, dto),
    );
  }

  @Anonymous()
  @Header(...NOINDEX)
  @Post(':number/news')
  news(
    @Param('number') number: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return this.act(NewsDto, number, body, request, (tx, link, dto) =>
      this.pages.news(tx, link, dto),
    );
  }

  @Anonymous()
  @Header(...NOINDEX)
  @Post(':number/question')
  ask(
    @Param('number') number: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return this.act(
      PartnerQuestionDto,
      number,
      body,
      request,
      (tx, link, { question }) => this.pages.ask(tx, link, question),
      { said: 'question' },
    );
  }

  @Anonymous()
  @Header(...NOINDEX)
  @Post(':number/facts')
  facts(
    @Param('number') number: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const typed = typedIn(body);
    return this.act(
      FactsDto,
      number,
      { facts: typed },
      request,
      (tx, link, { facts }) => this.pages.facts(tx, link, facts),
      { typed },
    );
  }

  private act<T extends object>(
    Dto: DtoClass<T>,
    number: string,
    body: unknown,
    request: FastifyRequest,
    act: (tx: Tx, link: PartnerLinkAccess, dto: T) => Promise<void>,
    { typed, said = 'sent' }: { typed?: FormState['values']; said?: LinkDone } = {},
  ): Promise<PageView | PageRedirect> {
    return this.orClosed(request, () =>
      submitForm(
        Dto,
        body,
        request.mawa.language,
        async (dto) => {
          await this.links.withLink(number, request.ip, (tx, link) => act(tx, link, dto));
          return this.show(number, request, newForm(), said);
        },
        (form) => this.show(number, request, typed ? { ...form, values: typed } : form),
      ),
    );
  }

  private show(
    number: string,
    request: FastifyRequest,
    form: FormState,
    done: LinkDone | null = null,
  ): Promise<PageView> {
    const { language } = request.mawa;
    return this.orClosed(request, async () => {
      const sheet = await this.links.withLink<LinkSheet>(number, request.ip, (tx, link) =>
        this.pages.of(link.kind).show(tx, link, language),
      );
      return page('referrals/link-sheet', sheetModel(language, number, sheet, form, done));
    });
  }

  /** Revoked, run out, replaced, never there: one page, one sentence. */
  private async orClosed<R>(
    { mawa }: FastifyRequest,
    show: () => Promise<R>,
  ): Promise<R | PageView> {
    try {
      return await show();
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.kind === 'too_many') {
        return page('referrals/link-over', closedModel(mawa.language, error), 429);
      }
      if (error.kind !== 'not_found') throw error;
      return page('referrals/link-over', closedModel(mawa.language), 404);
    }
  }
}

/** The fields of a form but those that are the form's own. */
const typedIn = (body: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries((body ?? {}) as Record<string, unknown>).flatMap(([name, said]) =>
      !name.startsWith('_') && typeof said === 'string' ? [[name, said]] : [],
    ),
  );
