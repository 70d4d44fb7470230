import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  Post,
  Query,
  Req,
  UseInterceptors,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { NotFoundAudit } from '../../audit';
import { CaseTabs } from '../../beneficiaries';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { ProgrammeProfile } from '../../platform/database/programme-profile';
import { programmeTime } from '../../platform/database/programme-time';
import type { Actor, Language } from '../../platform/shared/actor';
import { Clock } from '../../platform/shared/clock';
import { civilDateOf } from '../../platform/shared/nights.rules';
import { type FormState, newForm, submitForm } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { Id } from '../../platform/web/id.decorator';
import {
  file,
  type FileDownload,
  page,
  type PageRedirect,
  type PageView,
} from '../../platform/web/page-response';
import { ReadersFileDto, ReadersPeriodDto } from './file-readers.dto';
import { FileReaders } from './file-readers.service';
import { readersPdf, readerView, readingView } from './file-readers.view';

/** Acts shown on the page; the file has all of the period. */
const MOST_SHOWN = 300;
const SPEAKS: Readonly<Record<string, Language>> = { ara: 'ar', ary: 'ar', fra: 'fr', eng: 'en' };

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/rights/readers')
export class FileReadersPagesController {
  constructor(
    private readonly readers: FileReaders,
    private readonly tabs: CaseTabs,
    private readonly profile: ProgrammeProfile,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  @Allow('rights:handle')
  @Get()
  show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() period: ReadersPeriodDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.view(actor, id, period, mawa.language, newForm());
  }

  /** For the person. */
  @Allow('rights:copy')
  @Post('file.pdf')
  @HttpCode(200)
  take(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<FileDownload | PageView | PageRedirect> {
    return submitForm<ReadersFileDto, FileDownload>(
      ReadersFileDto,
      body,
      mawa.language,
      async ({ language, ...period }) => {
        const found = await this.readers.of(actor, id, period, true);
        const { names } = await this.profile.current();
        const { bytes } = await readersPdf(found, {
          language,
          programme: names[language],
          synthetic: this.env.MAWA_SYNTHETIC,
          on: civilDateOf(this.clock.now(), programmeTime(this.env)),
          offsetMinutes: this.env.MAWA_OFFSET_MINUTES,
        });
        return file(bytes, `mawa-readers-${language}.pdf`, 'application/pdf');
      },
      (form) => this.view(actor, id, new ReadersPeriodDto(), mawa.language, form),
    );
  }

  private async view(
    actor: Actor,
    id: string,
    period: ReadersPeriodDto,
    language: Language,
    form: FormState,
  ): Promise<PageView> {
    const { caseNumber, languages, readings, readers } = await this.readers.of(
      actor,
      id,
      period,
      false,
    );
    return page('rights/readers', {
      title: translate(language, 'rights:readers.title', { number: caseNumber }),
      path: `/people/${id}/rights`,
      tabs: await this.tabs.row(actor, language, id, 'rights'),
      period,
      readers: readers.map((reader) => readerView(language, reader)),
      readings: readings.slice(0, MOST_SHOWN).map((reading) => readingView(language, reading)),
      more: Math.max(0, readings.length - MOST_SHOWN),
      languageChoices: (['fr', 'ar', 'en'] as const).map((value) => ({
        value,
        label: translate(language, `rights:language.${value}`),
      })),
      reads: languages.map((one) => SPEAKS[one]).find(Boolean) ?? language,
      form,
    });
  }
}
