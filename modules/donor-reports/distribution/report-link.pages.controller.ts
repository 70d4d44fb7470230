import { Body, Controller, Get, Header, Param, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Anonymous } from '../../access';
import { LANGUAGES } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { keyOfCode, translate } from '../../platform/web/i18n';
import { type FileDownload, page, type PageView } from '../../platform/web/page-response';
import { validateDto } from '../../platform/web/validation';
import { TakeFileDto } from './distribution.dto';
import { linkOver } from './distribution.errors';
import { reportNameIn } from './distribution.queries';
import { bareFrame, linkedFiles, linkPath } from './distribution.view';
import { ReportLinks } from './report-links.service';

const NOINDEX = ['X-Robots-Tag', 'noindex, nofollow, noarchive'] as const;

/**
 * Where a reader without an account takes the files that were handed to them. The address alone shows nothing
 * and counts nothing: what looks at addresses by itself (a messenger's preview) opens no link.
 */
@ApiExcludeController()
@Controller('d')
export class ReportLinkPagesController {
  constructor(private readonly links: ReportLinks) {}

  @Anonymous()
  @Header(...NOINDEX)
  @Get(':number')
  showLink(
    @Param('number') number: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ): PageView {
    return page('hand-out/link-cover', {
      ...bareFrame(language),
      path: linkPath(language, number),
      switches: LANGUAGES.filter((code) => code !== language).map((code) => ({
        code,
        path: linkPath(code, number),
      })),
    });
  }

  @Anonymous()
  @Header(...NOINDEX)
  @Post(':number')
  open(@Param('number') number: string, @Req() request: FastifyRequest): Promise<PageView> {
    const { language } = request.mawa;
    return orClosed(request, async () => {
      const { about, files, ...opened } = await this.links.open(number, request.ip);
      return page('hand-out/link-files', {
        ...bareFrame(language),
        ...opened,
        about: reportNameIn(about, language),
        path: linkPath(language, number, '/file'),
        files: linkedFiles(files, language),
        locked: files.some(({ format }) => format === 'zip'),
      });
    });
  }

  @Anonymous()
  @Header(...NOINDEX)
  @Post(':number/file')
  file(
    @Param('number') number: string,
    @Body() body: Record<string, unknown>,
    @Req() request: FastifyRequest,
  ): Promise<PageView | FileDownload> {
    return orClosed(request, async () => {
      const asked = await validateDto(TakeFileDto, filled(body)).catch(() => {
        throw linkOver();
      });
      return this.links.file(number, request.ip, { ...asked, language: asked.language ?? null });
    });
  }
}

/** A field left empty was not given. */
const filled = (body: Record<string, unknown> | undefined) =>
  Object.fromEntries(
    Object.entries(body ?? {}).filter(([name, value]) => value !== '' && !name.startsWith('_')),
  );

/** Revoked, run out, used up, withdrawn, never there: one page, one sentence. */
async function orClosed<T extends PageView | FileDownload>(
  { mawa: { language } }: FastifyRequest,
  show: () => Promise<T>,
): Promise<T | PageView> {
  try {
    return await show();
  } catch (error) {
    const known = error instanceof DomainError && ['too_many', 'not_found'].includes(error.kind);
    if (!known) throw error;
    const sentence = translate(language, keyOfCode(error.code), error.params);
    const status = error.kind === 'too_many' ? 429 : 404;
    return page('hand-out/link-over', { ...bareFrame(language), sentence }, status);
  }
}
