import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../access';
import { type Actor, languageFrom } from '../platform/shared/actor';
import { newForm, type PostedFields, submitForm } from '../platform/web/forms';
import {
  type FileDownload,
  fragment,
  page,
  type PageRedirect,
  redirect,
  type PageView,
} from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { ApproveReport } from './approve-report.service';
import { DraftReport } from './draft-report.service';
import {
  approvalIn,
  ApproveReportDto,
  DraftReportDto,
  Following,
  WritePageDto,
} from './dto/report.dto';
import { DistributionPages } from './distribution';
import { ReadReport } from './read-report.service';
import { reportFile } from './report-file.queries';
import { textsPosted } from './narrative.rules';
import { comparePage, listPage, reportPage } from './reports.view';
import { WriteNarrative } from './write-narrative.service';

type PageAnswer = Promise<PageView | PageRedirect>;

@ApiExcludeController()
@Controller('reports')
export class ReportsPagesController {
  constructor(
    private readonly read: ReadReport,
    private readonly draft: DraftReport,
    private readonly narrative: WriteNarrative,
    private readonly approval: ApproveReport,
    private readonly handOut: DistributionPages,
  ) {}

  @Allow('reports:published')
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Query('after', Following) after: string | undefined,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    if (!may(actor, 'reports:read')) return this.handOut.published(actor, mawa.language);
    const { language } = mawa;
    return page(
      'report-pages/list',
      await listPage(this.read, actor, newForm(), language, after ?? null),
    );
  }

  @Allow('reports:draft')
  @Post()
  begin(
    @CurrentActor() actor: Actor,
    @Body() { _languages, ...body }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): PageAnswer {
    return submitForm(
      DraftReportDto,
      // Browsers send nothing for unticked boxes; `_languages` says that the form has them.
      _languages === 'choose' ? { languages: [], ...body } : body,
      mawa.language,
      async ({ kind, grantId, period, partnerId, languages }) => {
        const asked = { kind, grantId, period, partnerId, languages };
        return redirect(`/reports/${(await this.draft.begin(actor, asked, null)).id}`);
      },
      async (form) =>
        page('report-pages/list', await listPage(this.read, actor, form, mawa.language)),
    );
  }

  @Allow('reports:published')
  @Get(':id')
  show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query('language') language: string | undefined,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    if (!may(actor, 'reports:read')) return this.handOut.publishedOne(actor, id, mawa.language);
    return reportPage(this.read, actor, id, languageFrom(language, mawa.language), newForm(), mawa);
  }

  /** What the bar of the page asks every second. */
  @Allow('reports:read')
  @Get(':id/progress')
  async progress(@CurrentActor() actor: Actor, @Id() id: string) {
    const { job } = await this.read.one(actor, id);
    return fragment('report-pages/_progress', { id, job });
  }

  @Allow('reports:read')
  @Get(':id/versions')
  compare(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query('language') language: string | undefined,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return comparePage(this.read, actor, id, languageFrom(language, mawa.language), mawa.language);
  }

  @Allow('reports:draft')
  @Post(':id/drafts')
  async again(@CurrentActor() actor: Actor, @Id() id: string) {
    await this.draft.again(actor, id);
    return redirect(`/reports/${id}`);
  }

  @Allow('reports:draft')
  @Post(':id/work/stop')
  async stop(@CurrentActor() actor: Actor, @Id() id: string) {
    await this.read.cancel(actor, id);
    return redirect(`/reports/${id}`);
  }

  @Allow('reports:write')
  @Post(':id/narratives')
  write(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: Record<string, string>,
    @Req() { mawa }: FastifyRequest,
  ): PageAnswer {
    return submitForm(
      WritePageDto,
      body,
      mawa.language,
      async (dto) => {
        const texts = textsPosted(dto);
        const { unusual } = await this.narrative.writeAll(actor, id, texts);
        const back = `/reports/${id}?language=${dto.language}`;
        if (unusual.length === 0) return redirect(back, { kind: 'success', key: 'common:saved' });
        const params = { characters: unusual.join(' ') };
        return redirect(back, { kind: 'warning', key: 'reports:saved_unusual', params });
      },
      (form) =>
        reportPage(this.read, actor, id, languageFrom(body.language, mawa.language), form, mawa),
    );
  }

  @Allow('reports:approve')
  @Post(':id/approval')
  approve(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: Record<string, string>,
    @Req() { mawa }: FastifyRequest,
  ): PageAnswer {
    return submitForm(
      ApproveReportDto,
      body,
      mawa.language,
      async (dto) => {
        await this.approval.approve(actor, id, approvalIn(dto), null);
        return redirect(`/reports/${id}`);
      },
      (form) => reportPage(this.read, actor, id, mawa.language, form, mawa),
    );
  }

  @Allow('reports:published')
  @Get(':id/files/:format/:language')
  file(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Param('format') format: string,
    @Param('language') language: string,
  ): Promise<FileDownload> {
    return reportFile(this.read, actor, id, format, language);
  }
}
