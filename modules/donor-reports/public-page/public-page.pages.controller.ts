import { Controller, Get, Param, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Anonymous } from '../../access';
import { type Language, LANGUAGES } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { keyOfCode, translate } from '../../platform/web/i18n';
import {
  FileDownload,
  type PageRedirect,
  PageView,
  page,
  redirect,
  NotModified,
} from '../../platform/web/page-response';
import { REPORT_TYPES } from '../../report-documents';
import { PublicLimits } from './public-limits.service';
import { PublicPage } from './public-page.service';
import { pathOf } from './public-page.view';

type PublicAnswer = Promise<PageView | FileDownload | NotModified>;
const SLUG = /^[a-z][a-z0-9-]{2,79}$/;

/**
 * Public page of released figures. No account, cookie or script; a session of this browser is ignored. Responses may be
 * cached but are revalidated, so that a withdrawn release disappears at once.
 */
@ApiExcludeController()
@Controller('public')
export class PublicPageController {
  constructor(
    private readonly figures: PublicPage,
    private readonly limits: PublicLimits,
  ) {}

  @Anonymous()
  @Get()
  choose(@Req() { mawa }: FastifyRequest): PageRedirect {
    return redirect(pathOf(mawa.language));
  }

  @Anonymous()
  @Get(':language')
  newest(@Param('language') language: string, @Req() request: FastifyRequest): PublicAnswer {
    return this.answer(request, language, () => this.show(request, language as Language, null));
  }

  @Anonymous()
  @Get(':language/:slug')
  one(
    @Param('language') language: string,
    @Param('slug') slug: string,
    @Req() request: FastifyRequest,
  ): PublicAnswer {
    return this.answer(request, language, () => {
      if (!SLUG.test(slug)) throw notFound();
      return this.show(request, language as Language, slug);
    });
  }

  @Anonymous()
  @Get(':language/:slug/:format')
  file(
    @Param('language') language: string,
    @Param('slug') slug: string,
    @Param('format') format: string,
    @Req() request: FastifyRequest,
  ): PublicAnswer {
    return this.answer(request, language, async () => {
      if (!SLUG.test(slug)) throw notFound();
      const found = await this.figures.file(language as Language, slug, format);
      const kept = { etag: found.sha256 };
      if (marksOf(request).includes(kept.etag)) return new NotModified(kept);
      const type = REPORT_TYPES[found.format];
      return new FileDownload(found.bytes, found.name, type, false, kept);
    });
  }

  private async show(request: FastifyRequest, language: Language, slug: string | null) {
    const { etag, model } = await this.figures.show(language, slug, marksOf(request));
    if (model === null) return new NotModified({ etag });
    return new PageView('public-page/figures', model, 200, true, { etag });
  }

  /** Not there, withdrawn, asked too often: a quiet page with a sentence. */
  private async answer(
    { ip, mawa }: FastifyRequest,
    language: string,
    show: () => PublicAnswer | never,
  ): PublicAnswer {
    try {
      await this.limits.reading(ip);
      if (!LANGUAGES.includes(language as Language)) throw notFound();
      return await show();
    } catch (error) {
      const known = error instanceof DomainError && ['too_many', 'not_found'].includes(error.kind);
      if (!known) throw error;
      const withdrawn = error.code === 'public-page.withdrawn';
      const status = error.kind === 'too_many' ? 429 : withdrawn ? 410 : 404;
      const code = status === 404 ? 'public-page.not_there' : error.code;
      const sentence = translate(mawa.language, keyOfCode(code), error.params);
      const title = translate(mawa.language, 'public-page:title');
      return page('public-page/gone', { forEverybody: true, title, sentence, status }, status);
    }
  }
}

const marksOf = ({ headers }: FastifyRequest): string => headers['if-none-match'] ?? '';

/** The same for programs: what is published, and where each file is. */
@ApiTags('public figures')
@Controller('api/v1/public-figures')
export class PublicFiguresApiController {
  constructor(
    private readonly figures: PublicPage,
    private readonly limits: PublicLimits,
  ) {}

  /** List the figures released to the public. */
  @Anonymous()
  @Get()
  async all(@Req() { ip }: FastifyRequest) {
    await this.limits.reading(ip);
    return this.figures.list();
  }
}
