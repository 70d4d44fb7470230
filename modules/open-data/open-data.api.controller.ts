import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../access';
import { type Actor, languageFrom } from '../platform/shared/actor';
import { FormActs } from '../platform/web/form-acts';
import { newForm, type PostedFields, requestIdOf, submitForm } from '../platform/web/forms';
import {
  file,
  type FileDownload,
  fragment,
  type PageRedirect,
  type PageView,
  redirect,
} from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { MakeOpenData } from './make-open-data.service';
import { MakeOpenDataDto, PopulationDto, ReferenceDto } from './open-data.dto';
import { OpenDataPages, type OpenDataForm } from './open-data-pages.service';
import { OpenData } from './open-data.service';
import { isAtWork } from './open-data.view';

@ApiTags('open data')
@Controller('api/v1/open-data')
export class OpenDataApiController {
  constructor(
    private readonly openData: OpenData,
    private readonly make: MakeOpenData,
  ) {}

  /**
   * List the sets of open data.
   * Sets of files for everybody, the latest first, and what they stand on.
   */
  @Allow('open-data:read')
  @Get()
  now(@CurrentActor() actor: Actor) {
    return this.openData.now(actor);
  }

  /**
   * Make a set of open data.
   * IATI, HXL, CTDC, SDG 16.2.2 and the dictionary, up to the end of a quarter that is over; made in the background.
   */
  @Allow('open-data:make')
  @Post()
  begin(
    @CurrentActor() actor: Actor,
    @Body() asked: MakeOpenDataDto,
    @RequestId() once: string | null,
  ) {
    return this.make.begin(actor, asked, once);
  }

  /** Download a file of open data. */
  @Allow('open-data:read')
  @Get('files/:fileId')
  async file(@CurrentActor() actor: Actor, @Id('fileId') id: string) {
    const { bytes, name, mediaType } = await this.openData.file(actor, id);
    return file(bytes, name, mediaType);
  }

  /**
   * Set the IATI identifier of an organisation.
   * By what identifier an organisation is known in IATI, from now on.
   */
  @Allow('open-data:make')
  @Post('references')
  refer(
    @CurrentActor() actor: Actor,
    @Body() given: ReferenceDto,
    @RequestId() once: string | null,
  ) {
    return this.openData.refer(actor, given, once);
  }

  /**
   * Record the population of the country.
   * How many people live in the country; the last row of a year, sex and age counts.
   */
  @Allow('open-data:make')
  @Post('populations')
  count(
    @CurrentActor() actor: Actor,
    @Body() given: PopulationDto,
    @RequestId() once: string | null,
  ) {
    return this.openData.count(actor, given, once);
  }
}

const ROOT = '/open-data';

@ApiExcludeController()
@Controller('open-data')
export class OpenDataPagesController {
  private readonly acts = new FormActs<string, OpenDataForm>(
    ({ mawa }, path, form, state) =>
      this.pages.form(mawa.actor!, mawa.language, `${ROOT}/${path}`, form, state),
    () => redirect(ROOT, { kind: 'success', key: 'open-data:saved' }),
  );

  constructor(
    private readonly pages: OpenDataPages,
    private readonly openData: OpenData,
    private readonly make: MakeOpenData,
  ) {}

  @Allow('open-data:read')
  @Get()
  now(
    @CurrentActor() actor: Actor,
    @Query('language') language: string | undefined,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const files = languageFrom(language, mawa.language);
    return this.pages.now(actor, mawa.language, files, newForm());
  }

  @Allow('open-data:make')
  @Post()
  begin(
    @CurrentActor() actor: Actor,
    @Body() { _request, ...body }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      MakeOpenDataDto,
      body,
      mawa.language,
      async (asked) => {
        await this.make.begin(actor, asked, requestIdOf(_request));
        return redirect(ROOT);
      },
      (form) => this.pages.now(actor, mawa.language, mawa.language, form),
    );
  }

  /** What the bar of the page asks every second. */
  @Allow('open-data:read')
  @Get('progress')
  async progress(@CurrentActor() actor: Actor) {
    const work = await this.openData.work(actor);
    return fragment('open-data/_progress', { work: isAtWork(work) ? work : null });
  }

  @Allow('open-data:read')
  @Get('files/:fileId')
  async file(@CurrentActor() actor: Actor, @Id('fileId') id: string): Promise<FileDownload> {
    const { bytes, name, mediaType } = await this.openData.file(actor, id);
    return file(bytes, name, mediaType);
  }

  @Allow('open-data:make')
  @Get('references/new')
  referenceForm(@Req() request: FastifyRequest) {
    return this.acts.show(request, 'references', 'reference');
  }

  @Allow('open-data:make')
  @Post('references')
  refer(@CurrentActor() actor: Actor, @Body() body: PostedFields, @Req() request: FastifyRequest) {
    return this.acts.take(request, 'references', ReferenceDto, body, 'reference', (given, once) =>
      this.openData.refer(actor, given, once),
    );
  }

  @Allow('open-data:make')
  @Get('populations/new')
  populationForm(@Req() request: FastifyRequest) {
    return this.acts.show(request, 'populations', 'population');
  }

  @Allow('open-data:make')
  @Post('populations')
  count(@CurrentActor() actor: Actor, @Body() body: PostedFields, @Req() request: FastifyRequest) {
    return this.acts.take(
      request,
      'populations',
      PopulationDto,
      body,
      'population',
      (given, once) => this.openData.count(actor, given, once),
    );
  }
}
