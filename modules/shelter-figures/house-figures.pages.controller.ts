import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import { DownloadMenus } from '../exports';
import type { Actor, Language } from '../platform/shared/actor';
import { addDays } from '../platform/shared/nights.rules';
import { submitForm, type FormState, newForm } from '../platform/web/forms';
import {
  file,
  page,
  type FileDownload,
  type PageRedirect,
  type PageView,
} from '../platform/web/page-response';
import { validateDto } from '../platform/web/validation';
import { HouseFiguresDto } from './house-figures.dto';
import { houseFiguresPage } from './house-figures.view';
import { HouseFiguresService } from './house-figures.service';

type QueryFields = Record<string, unknown>;
/** Removes empty query parameters. */
const filled = (query: QueryFields): QueryFields =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));

const asCsv = (bytes: Buffer): FileDownload =>
  file(bytes, 'mawa-chiffres.csv', 'text/csv; charset=utf-8');

@ApiTags('house-figures')
@Controller('api/v1/house-figures')
export class HouseFiguresApiController {
  constructor(private readonly figures: HouseFiguresService) {}

  /**
   * Show occupancy, length of stay and exits of the shelters.
   * Occupancy, lengths of stay, exits and returns, of each house and of all.
   */
  @Allow('house-figures:read')
  @Get()
  of(@CurrentActor() actor: Actor, @Query() asked: HouseFiguresDto) {
    return this.figures.of(actor, asked);
  }

  /** Download the figures of the shelters as CSV. */
  @Allow('house-figures:read')
  @Get('file.csv')
  async csv(@CurrentActor() actor: Actor, @Query() asked: HouseFiguresDto): Promise<FileDownload> {
    return asCsv(await this.figures.csv(actor, asked, actor.language));
  }
}

@ApiExcludeController()
@Controller('beds/figures')
export class HouseFiguresPagesController {
  constructor(
    private readonly figures: HouseFiguresService,
    private readonly downloads: DownloadMenus,
  ) {}

  @Allow('house-figures:read')
  @Get()
  show(
    @CurrentActor() actor: Actor,
    @Query() query: QueryFields,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      HouseFiguresDto,
      filled(query),
      language,
      (asked) => this.view(actor, asked, language, newForm(query as FormState['values'])),
      (form) => this.view(actor, {}, language, form),
    );
  }

  @Allow('house-figures:read')
  @Get('file.csv')
  async csv(
    @CurrentActor() actor: Actor,
    @Query() query: QueryFields,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<FileDownload> {
    const asked = await validateDto(HouseFiguresDto, filled(query));
    return asCsv(await this.figures.csv(actor, asked, language));
  }

  private async view(actor: Actor, asked: HouseFiguresDto, language: Language, form: FormState) {
    const figures = await this.figures.of(actor, asked, language);
    const { from, until } = figures;
    return page('house-figures/show', {
      ...houseFiguresPage(actor, figures, language, form),
      download: this.downloads.of(actor, language, 'stays', { from, until: addDays(until, -1) }),
    });
  }
}
