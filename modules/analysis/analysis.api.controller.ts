import { Body, Controller, Delete, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../access';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { formOf, type PostedFields, requestIdOf, submitForm } from '../platform/web/forms';
import { type FileDownload, file, redirect } from '../platform/web/page-response';
import { validateDto } from '../platform/web/validation';
import { Id } from '../platform/web/id.decorator';
import { RunAnalysis } from './run-analysis.service';
import { FileDto, KeepAnalysisDto, QuestionFormDto, TableDto } from './analysis.dto';
import { addressOf, AnalysisPages, fitToMeasure, ROOT } from './analysis-pages.service';
import { SavedAnalyses } from './saved-analyses.service';
import { dimensionsOf, type MeasureKey, MEASURES } from './measures.data';
import type { AnalysisRequest } from './analysis-query.rules';

const asFile = async (
  analyse: RunAnalysis,
  actor: Actor,
  { format, language, ...asked }: FileDto,
  own: Language,
): Promise<FileDownload> => {
  const made = await analyse.file(actor, asked, language ?? own, format);
  return file(made.bytes, `mawa-analysis.${made.extension}`, made.contentType);
};

@ApiTags('analyses')
@Controller('api/v1/analyses')
export class AnalysesApiController {
  constructor(
    private readonly analyse: RunAnalysis,
    private readonly kept: SavedAnalyses,
  ) {}

  /**
   * List the analyses that are kept.
   * What is kept: one's own, and what other officers share.
   */
  @Allow('analyses:use')
  @Get()
  all(@CurrentActor() actor: Actor) {
    return this.kept.all(actor);
  }

  /**
   * List the measures and dimensions that an analysis may use.
   * Every measure, with the dimensions that it takes.
   */
  @Allow('analyses:use')
  @Get('catalogue')
  catalogue() {
    return Object.entries(MEASURES).map(([measure, { unit }]) => ({
      measure,
      unit,
      dimensions: dimensionsOf(measure as MeasureKey),
    }));
  }

  /**
   * Compute a table of a measure by its dimensions.
   * A table, masked for who is to read it. Recorded.
   */
  @Allow('analyses:use')
  @Get('table')
  table(@CurrentActor() actor: Actor, @Query() { language, ...asked }: TableDto) {
    return this.analyse.of(actor, asked, language ?? actor.language);
  }

  /**
   * Download a table of a measure by its dimensions.
   * The same as a file.
   */
  @Allow('analyses:use')
  @Get('file')
  file(@CurrentActor() actor: Actor, @Query() asked: FileDto): Promise<FileDownload> {
    return asFile(this.analyse, actor, asked, actor.language);
  }

  /** Keep an analysis under a name. */
  @Allow('analyses:use')
  @Post()
  keep(
    @CurrentActor() actor: Actor,
    @Body() given: KeepAnalysisDto,
    @RequestId() once: string | null,
  ) {
    return this.kept.keep(actor, given, once);
  }

  /**
   * Show a kept analysis with its current figures.
   * What was kept, with the numbers of today.
   */
  @Allow('analyses:use')
  @Get(':analysisId')
  async one(@CurrentActor() actor: Actor, @Id('analysisId') id: string) {
    const kept = await this.kept.one(actor, id);
    return {
      ...kept,
      ...(await this.analyse.of(actor, kept.question, actor.language)),
      asked: kept.question,
    };
  }

  /**
   * Delete a kept analysis.
   * By whoever keeps it.
   */
  @Allow('analyses:use')
  @Delete(':analysisId')
  @HttpCode(204)
  remove(@CurrentActor() actor: Actor, @Id('analysisId') id: string): Promise<void> {
    return this.kept.remove(actor, id);
  }
}

/** What a form leaves empty asks for nothing. */
const queryAsRecord = (query: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));

@ApiExcludeController()
@Controller('analyses')
export class AnalysesPagesController {
  constructor(
    private readonly pages: AnalysisPages,
    private readonly analyse: RunAnalysis,
    private readonly kept: SavedAnalyses,
  ) {}

  /** A choice is an address: the form is sent without a script, too. */
  @Allow('analyses:use')
  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Query() query: Record<string, unknown>,
    @Req() { mawa: { language } }: FastifyRequest,
  ) {
    const asked = queryAsRecord(query);
    if (Object.keys(asked).length === 0) return this.pages.show(actor, null, language);
    try {
      const { of: choicesOf, ...question } = await validateDto(QuestionFormDto, asked);
      const changed = choicesOf !== undefined && choicesOf !== question.measure;
      if (changed) return redirect(`${ROOT}?${addressOf(fitToMeasure(question))}`);
      return await this.pages.show(actor, question, language);
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'invalid') throw error;
      return this.pages.show(actor, null, language, formOf(error, asked, language));
    }
  }

  @Allow('analyses:use')
  @Get('file')
  async file(
    @CurrentActor() actor: Actor,
    @Query() query: Record<string, unknown>,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<FileDownload> {
    return asFile(this.analyse, actor, await validateDto(FileDto, queryAsRecord(query)), language);
  }

  @Allow('analyses:use')
  @Post('kept')
  keep(
    @CurrentActor() actor: Actor,
    @Body() { _request, ...body }: PostedFields,
    @Req() { mawa: { language } }: FastifyRequest,
  ) {
    return submitForm(
      KeepAnalysisDto,
      body,
      language,
      async (given) => {
        const { id } = await this.kept.keep(actor, given, requestIdOf(_request));
        return redirect(`${ROOT}/${id}`, { kind: 'success', key: 'analyses:kept' });
      },
      (form) => this.pages.show(actor, requestIn(body), language, form),
    );
  }

  @Allow('analyses:use')
  @Get(':analysisId')
  one(@CurrentActor() actor: Actor, @Id('analysisId') id: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.one(actor, id, mawa.language);
  }

  @Allow('analyses:use')
  @Post(':analysisId/remove')
  async remove(@CurrentActor() actor: Actor, @Id('analysisId') id: string) {
    await this.kept.remove(actor, id);
    return redirect(ROOT, { kind: 'success', key: 'analyses:removed' });
  }
}

/** The question that a form of keeping brings along. */
function requestIn(body: PostedFields): AnalysisRequest | null {
  const text = (name: string): string | undefined => {
    const value = body[`question.${name}`];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [measure, rows] = [text('measure'), text('rows')];
  if (!measure || !rows) return null;
  const only = [body['question.only'] ?? []]
    .flat()
    .filter((one): one is string => typeof one === 'string');
  return {
    measure,
    rows,
    columns: text('columns'),
    only,
    span: text('span') as AnalysisRequest['span'],
    reader: text('reader') as AnalysisRequest['reader'],
    from: text('from'),
    to: text('to'),
  };
}
