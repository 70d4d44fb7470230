import { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Get,
  HttpCode,
  type OnModuleInit,
  Post,
  Query,
  Req,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { Clock } from '../../platform/shared/clock';
import { type FormState, newForm, submitForm } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import {
  page,
  type PageRedirect,
  type PageView,
  StreamDownload,
} from '../../platform/web/page-response';
import { validateDto } from '../../platform/web/validation';
import { ListBars, Views } from '../../views';
import { AuditExport } from './audit-export.service';
import { AuditExportDto, AuditFilterDto } from './audit-filter.dto';
import { AUDIT_LIST } from './audit-list.data';
import { AuditLogs } from './audit-log.service';
import { auditPath, filterChoices, lineView } from './audit-log.view';

@ApiExcludeController()
@Controller('audit')
export class AuditLogPagesController implements OnModuleInit {
  constructor(
    private readonly log: AuditLogs,
    private readonly exporter: AuditExport,
    private readonly bars: ListBars,
    private readonly views: Views,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.views.define(AUDIT_LIST);
  }

  @Allow('audit:read')
  @Get()
  read(
    @CurrentActor() actor: Actor,
    @Query() filter: AuditFilterDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.show(actor, filter, mawa.language, newForm());
  }

  /** Exports the filtered log as CSV, all pages. The reason is in the file and in the audit row. */
  @Allow('audit:export')
  @Post('export')
  @HttpCode(200)
  export(
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<StreamDownload | PageView | PageRedirect> {
    const { language } = mawa;
    return submitForm<AuditExportDto, StreamDownload>(
      AuditExportDto,
      body,
      language,
      ({ reason, ...filter }) => {
        const pieces = this.exporter.csv(actor, { filter, reason, language });
        const name = `audit-${this.clock.now().toISOString().slice(0, 10)}.csv`;
        return Promise.resolve(
          new StreamDownload(Readable.from(pieces, { objectMode: false }), name, 'text/csv'),
        );
      },
      async (form) => this.show(actor, await filterOf(body), language, form),
    );
  }

  private async show(
    actor: Actor,
    filter: AuditFilterDto,
    language: Language,
    form: FormState,
  ): Promise<PageView> {
    const { lines, next, from } = await this.log.read(actor, filter);
    const choices = await this.log.choices(actor);
    const { model: bar } = await this.bars.of(actor, language, AUDIT_LIST, { ...filter });
    const names = new Map(choices.accounts.map(({ id, name }) => [id, name]));
    const { before, ...asked } = filter;
    const isUsual = !filter.from && !filter.day && from !== null;
    return page('audit/log', {
      title: translate(language, 'audit:title'),
      bar,
      lines: lines.map((line) => lineView(language, line, names)),
      filter: asked,
      fields: Object.entries(asked).flatMap(([name, value]) => (value ? [{ name, value }] : [])),
      filtered: Object.values(asked).some((value) => value !== undefined),
      ...filterChoices(language, choices),
      usualFrom: isUsual ? from : null,
      firstPath: before ? auditPath(asked) : null,
      nextPath: next === null ? null : auditPath({ ...asked, before: next }),
      form,
    });
  }
}

/** The question of a form that was refused; none where it is none. */
async function filterOf(body: unknown): Promise<AuditFilterDto> {
  const names = Object.keys(new AuditFilterDto());
  const asked = Object.entries((body ?? {}) as object).filter(([name]) => names.includes(name));
  try {
    return await validateDto(AuditFilterDto, Object.fromEntries(asked));
  } catch {
    return new AuditFilterDto();
  }
}
