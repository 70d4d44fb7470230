import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../access';
import type { Actor } from '../platform/shared/actor';
import type { FileDownload } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { ApproveReport } from './approve-report.service';
import { DraftReport } from './draft-report.service';
import {
  approvalIn,
  ApproveReportDto,
  DraftReportDto,
  WriteNarrativeDto,
  Following,
} from './dto/report.dto';
import { reportFile } from './report-file.queries';
import { ReadReport } from './read-report.service';
import { WriteNarrative } from './write-narrative.service';

@ApiTags('reports')
@Controller('api/v1/reports')
export class ReportsApiController {
  constructor(
    private readonly read: ReadReport,
    private readonly draft: DraftReport,
    private readonly narrative: WriteNarrative,
    private readonly approval: ApproveReport,
  ) {}

  /** List the reports. */
  @Allow('reports:published')
  @Get()
  list(@CurrentActor() actor: Actor, @Query('after', Following) after: string | undefined) {
    return this.read.list(actor, after ?? null);
  }

  /** Draft a report. */
  @Allow('reports:draft')
  @Post()
  begin(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() body: DraftReportDto,
  ) {
    const { kind, grantId, period, partnerId, languages } = body;
    return this.draft.begin(actor, { kind, grantId, period, partnerId, languages }, requestId);
  }

  /** Show a report. */
  @Allow('reports:published')
  @Get(':id')
  one(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.read.one(actor, id);
  }

  /**
   * Show a report with all figures and as its audience will see it.
   * Every figure, and what the audience will see.
   */
  @Allow('reports:read')
  @Get(':id/versions')
  both(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.read.both(actor, id);
  }

  /**
   * Compute the figures of a draft report again.
   * Computes the figures again from today's rows.
   */
  @Allow('reports:draft')
  @Post(':id/drafts')
  again(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.draft.again(actor, id);
  }

  /** Save a narrative section of a report. */
  @Allow('reports:write')
  @Post(':id/narratives')
  write(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { section, language, text, basedOn }: WriteNarrativeDto,
  ) {
    return this.narrative.write(
      actor,
      id,
      { section, language, text: text ?? '', basedOn },
      requestId,
    );
  }

  /**
   * Show what stands in the way of approving a report.
   * What stops the report, and what whoever approves it must have seen.
   */
  @Allow('reports:read')
  @Get(':id/checks')
  checks(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.read.checks(actor, id);
  }

  /**
   * Approve a report, which freezes it.
   * Approves and freezes: the files are made in the background.
   */
  @Allow('reports:approve')
  @Post(':id/approval')
  approve(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: ApproveReportDto,
  ) {
    return this.approval.approve(actor, id, approvalIn(body), requestId);
  }

  /**
   * Stop the drafting or freezing of a report.
   * Stops the drafting or freezing in hand.
   */
  @Allow('reports:draft')
  @Delete(':id/work')
  @HttpCode(204)
  stop(@CurrentActor() actor: Actor, @Id() id: string): Promise<void> {
    return this.read.cancel(actor, id);
  }

  /** Download a file of a report in a format and language. */
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
