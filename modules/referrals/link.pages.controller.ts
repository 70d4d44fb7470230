import { Body, Controller, Get, Header, Param, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Anonymous } from '../access';
import type { Tx } from '../../src/database/transactions';
import { DomainError } from '../../src/shared/domain-error';
import { type FormState, newForm, submitForm } from '../../src/web/forms';
import { page, type PageView } from '../../src/web/page';
import type { DtoClass } from '../../src/web/validation';
import { AnswerDto, NewsDto } from './dto/answer.dto';
import { closedModel, doorModel, sheetModel } from './link.view';
import { type HeldLink, type LinkPage, LinkPages, type LinkSheet } from './links/link-pages';
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
  door(@Param('number') number: string, @Req() { mawa }: FastifyRequest): PageView {
    return page('referrals/link-door', doorModel(mawa.language, number));
  }

  @Anonymous()
  @Header(...NOINDEX)
  @Post(':number')
  open(@Param('number') number: string, @Req() request: FastifyRequest): Promise<PageView> {
    return this.show(number, request, newForm());
  }

  @Anonymous()
  @Header(...NOINDEX)
  @Post(':number/answer')
  answer(
    @Param('number') number: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.act(AnswerDto, number, body, request, (pages, tx, link, dto) =>
      pages.answer(tx, link, dto),
    );
  }

  @Anonymous()
  @Header(...NOINDEX)
  @Post(':number/news')
  news(
    @Param('number') number: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.act(NewsDto, number, body, request, (pages, tx, link, dto) =>
      pages.news(tx, link, dto),
    );
  }

  private act<T extends object>(
    Dto: DtoClass<T>,
    number: string,
    body: unknown,
    request: FastifyRequest,
    act: (pages: LinkPage, tx: Tx, link: HeldLink, dto: T) => Promise<void>,
  ): Promise<PageView> {
    return this.orClosed(request, () =>
      submitForm(
        Dto,
        body,
        request.mawa.language,
        async (dto) => {
          await this.links.withLink(number, request.ip, (tx, link) =>
            act(this.pages.of(link.kind), tx, link, dto),
          );
          return this.show(number, request, newForm());
        },
        (form) => this.show(number, request, form),
      ),
    );
  }

  private show(number: string, request: FastifyRequest, form: FormState): Promise<PageView> {
    const { language } = request.mawa;
    return this.orClosed(request, async () => {
      const sheet = await this.links.withLink<LinkSheet>(number, request.ip, (tx, link) =>
        this.pages.of(link.kind).show(tx, link, language),
      );
      return page('referrals/link-sheet', sheetModel(language, number, sheet, form));
    });
  }

  /** Revoked, run out, replaced, never there: one page, one sentence. */
  private async orClosed(
    { mawa }: FastifyRequest,
    show: () => Promise<PageView>,
  ): Promise<PageView> {
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
