import { Controller, Get, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, QuarterDto, RequestId } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { translate } from '../platform/web/i18n';
import { page, type PageRedirect, type PageView, redirect } from '../platform/web/page-response';
import { validateDto } from '../platform/web/validation';
import { Id } from '../platform/web/id.decorator';
import { CallLinks } from './call-links.service';
import { CallPages, callPath } from './call-pages.view';
import { CallerBlocks } from './caller-blocks.service';
import { DayDto } from './dto/hotline.dto';
import { hotlineFiguresModel } from './hotline-figures.view';
import { HotlineFiguresService } from './hotline-figures.service';
import { ReadCalls } from './read-calls.service';
import { TakeCalls } from './take-calls.service';

/** The line of today, its figures, and what is taken back. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('hotline')
export class HotlinePagesController {
  constructor(
    private readonly pages: CallPages,
    private readonly taking: TakeCalls,
    private readonly reading: ReadCalls,
    private readonly callers: CallerBlocks,
    private readonly links: CallLinks,
    private readonly figures: HotlineFiguresService,
  ) {}

  @Allow('hotline:read')
  @Get()
  async day(
    @CurrentActor() actor: Actor,
    @Query() query: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const { day } = await validateDto(DayDto, query.day === '' ? {} : query);
    return this.pages.day(actor, mawa.language, day ?? null);
  }

  /** Starts a call and redirects to it; an open call is continued. */
  @Allow('hotline:answer')
  @Post('calls')
  async begin(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
  ): Promise<PageRedirect> {
    try {
      const { id } = await this.taking.begin(actor, requestId);
      return redirect(callPath(id));
    } catch (error) {
      const open = await this.reading.openCall(actor);
      if (!(error instanceof DomainError) || error.kind !== 'conflict' || open === null)
        throw error;
      return redirect(callPath(open), { kind: 'info', key: 'hotline:errors.call_open' });
    }
  }

  @Allow('hotline:block')
  @Post('blocks/:blockId/lift')
  async lift(@CurrentActor() actor: Actor, @Id('blockId') id: string) {
    await this.callers.lift(actor, id);
    return redirect('/hotline', { kind: 'success', key: 'hotline:done.lifted' });
  }

  /** Part of a call that case workers can see, and the action that unlinks it from the case. */
  @Allow('hotline:unlink')
  @Get('links/:linkId')
  async link(
    @CurrentActor() actor: Actor,
    @Id('linkId') id: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const link = await this.links.one(actor, id);
    return page('hotline/link', {
      title: translate(language, 'hotline:link.title'),
      link,
      type: link.labels?.[language] ?? null,
    });
  }

  @Allow('hotline:unlink')
  @Post('links/:linkId/undo')
  async unlink(@CurrentActor() actor: Actor, @Id('linkId') id: string) {
    const { callId, caseId } = await this.links.unlink(actor, id);
    const path = callId ? callPath(callId) : `/people/${caseId}`;
    return redirect(path, { kind: 'success', key: 'hotline:done.unlinked' });
  }

  @Allow('hotline:figures')
  @Get('figures')
  async numbers(
    @CurrentActor() actor: Actor,
    @Query() { quarter }: QuarterDto,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const figures = await this.figures.of(actor, quarter ?? null, language);
    return page('hotline/figures', hotlineFiguresModel(figures, language));
  }
}
