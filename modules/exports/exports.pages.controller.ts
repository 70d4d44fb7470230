import { Body, Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import type { Actor } from '../platform/shared/actor';
import { newForm, submitForm } from '../platform/web/forms';
import type { PageRedirect, PageView, StreamDownload } from '../platform/web/page-response';
import { ExportRegisterQueryDto, ExportRequestDto } from './dto/export-request.dto';
import { ExportPages } from './exports.view';
import { ExportRegister } from './export-register.service';
import { ProduceExports } from './produce-exports.service';
import { exportRequestOf } from './export-request.rules';

type PostedFields = Record<string, unknown>;

/** Taking a list out, and the register of those that were. */
@ApiExcludeController()
@Controller('exports')
export class ExportsPagesController {
  constructor(
    private readonly pages: ExportPages,
    private readonly takes: ProduceExports,
    private readonly register: ExportRegister,
  ) {}

  @Allow('exports:register')
  @Get()
  async read(
    @CurrentActor() actor: Actor,
    @Query() { after }: ExportRegisterQueryDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const found = await this.register.read(actor, after ?? null);
    return this.pages.register(found, after !== undefined, mawa.language);
  }

  @Allow('exports:take')
  @Get('new')
  form(
    @CurrentActor() actor: Actor,
    @Query() { list, ...filters }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const about = { list: typeof list === 'string' ? list : null, filters };
    return this.pages.form(actor, mawa.language, about, newForm({ format: 'xlsx' }));
  }

  /** Two kinds of buttons: one only counts, the others hand the file over. */
  @Allow('exports:take')
  @Post()
  @HttpCode(200)
  take(
    @CurrentActor() actor: Actor,
    @Body() { act, ...body }: PostedFields,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView | PageRedirect | StreamDownload> {
    return submitForm<ExportRequestDto, PageView | PageRedirect | StreamDownload>(
      ExportRequestDto,
      body,
      language,
      async (dto) => {
        const taking = exportRequestOf(dto, language);
        if (act !== 'count') return this.takes.produce(actor, taking);
        const counted = await this.takes.count(actor, taking);
        return this.pages.counted(actor, taking, body, counted);
      },
      (form) => this.pages.again(actor, language, body, form),
    );
  }
}
