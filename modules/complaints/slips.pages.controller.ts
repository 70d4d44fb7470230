import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AllowQuietly, CurrentActor } from '../access';
import type { Actor } from '../platform/shared/actor';
import { newForm, submitForm } from '../platform/web/forms';
import {
  file,
  type FileDownload,
  type PageRedirect,
  type PageView,
} from '../platform/web/page-response';
import { PrintSlipsDto } from './dto/complaint.dto';
import { SlipPages } from './slips-pages.view';
import { ComplaintSlips } from './slips.service';

const PRINT = 'complaints:print';
const slipOrderFrom = ({ sheets, shelterId }: PrintSlipsDto) => ({
  sheets,
  shelterId: shelterId ?? null,
});

/** Sheets of printed slips: which were printed, never which were used. */
@ApiExcludeController()
@Controller('complaints/papers')
export class SlipsPagesController {
  constructor(
    private readonly papers: ComplaintSlips,
    private readonly pages: SlipPages,
  ) {}

  @AllowQuietly(PRINT)
  @Get()
  form(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PageView> {
    return this.pages.show(actor, request, newForm());
  }

  @AllowQuietly(PRINT)
  @Post()
  print(
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect | FileDownload> {
    return submitForm<PrintSlipsDto, FileDownload>(
      PrintSlipsDto,
      body,
      request.mawa.language,
      async (dto) => slipSheet((await this.papers.print(actor, slipOrderFrom(dto))).pdf),
      (form) => this.pages.show(actor, request, form),
    );
  }
}

@ApiTags('complaints')
@Controller('api/v1/complaints/papers')
export class SlipsApiController {
  constructor(private readonly papers: ComplaintSlips) {}

  /** List the sheets of complaint slips that were printed. */
  @AllowQuietly(PRINT)
  @Get()
  async list(@CurrentActor() actor: Actor) {
    const { batches, contact, proposed } = await this.papers.list(actor);
    return { batches, contact, proposed };
  }

  /**
   * Print a sheet of complaint slips.
   * The sheet as PDF, with the address and the phone that stand; the halves on it are kept nowhere else.
   */
  @AllowQuietly(PRINT)
  @Post()
  async print(@CurrentActor() actor: Actor, @Body() body: PrintSlipsDto): Promise<FileDownload> {
    return slipSheet((await this.papers.print(actor, slipOrderFrom(body))).pdf);
  }
}

const slipSheet = (pdf: Buffer): FileDownload => file(pdf, 'mawa-slips.pdf', 'application/pdf');
