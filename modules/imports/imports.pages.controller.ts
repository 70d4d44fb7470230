import { Body, Controller, Get, Param, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { type FormState, formOf, newForm, submitForm, orRefused } from '../platform/web/forms';
import { keyOfCode, translate } from '../platform/web/i18n';
import {
  type FileDownload,
  fragment,
  page,
  type PageRedirect,
  PageView,
  redirect,
  type StreamDownload,
} from '../platform/web/page-response';
import { oneFile } from '../platform/web/uploads';
import { Id } from '../platform/web/id.decorator';
import {
  ImportRunDto,
  ChooseFileDto,
  ColumnsDto,
  columnsIn,
  EncodingDto,
  ListQueryDto,
  RejectedDto,
  TemplateDto,
} from './dto/columns.dto';
import { withFixedValues } from './fixed-values.rules';
import { ImportLists } from './import-lists.service';
import { ImportRuns } from './import-runs.service';
import { BackgroundImports, type ImportJob, isUnderWay } from './background-imports.service';
import {
  aboutFile,
  columnRows,
  encodingChoices,
  listChoices,
  resultOf,
  runRow,
  understoodRows,
} from './imports.view';
import { rejectedRowsOf } from './rejected-rows.export';
import { SavedMappings } from './runs/saved-columns.service';
import { ImportTemplates } from './import-templates.service';
import { translateFileError } from './written-records.import';

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('imports')
export class ImportsPagesController {
  constructor(
    private readonly lists: ImportLists,
    private readonly runs: ImportRuns,
    private readonly background: BackgroundImports,
    private readonly saved: SavedMappings,
    private readonly templates: ImportTemplates,
  ) {}

  @Allow('imports:run')
  @Get()
  list(
    @CurrentActor() actor: Actor,
    @Query() { list }: ListQueryDto,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.showAll(actor, request, newForm(list === undefined ? {} : { list }));
  }

  @Allow('imports:run')
  @RouteConfig({ takesFile: true })
  @Post()
  open(
    @CurrentActor() actor: Actor,
    @Body() body: object,
    @Req() request: FastifyRequest,
    @RequestId() requestId: string | null,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      ChooseFileDto,
      { ...body, _request: '', file: '' },
      request.mawa.language,
      async ({ list }) => {
        const { bytes } = oneFile(request);
        const { id } = await this.runs
          .open(actor, list, bytes, requestId)
          .catch(translateFileError);
        return redirect(`/imports/${id}`);
      },
      (form) => this.showAll(actor, request, form),
    );
  }

  @Allow('imports:run')
  @Get('lists/:list/template')
  template(
    @CurrentActor() actor: Actor,
    @Param('list') name: string,
    @Query() { format = 'xlsx' }: TemplateDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<FileDownload> {
    return this.templates.template(actor, name, format, mawa.language);
  }

  @Allow('imports:run')
  @Post('mappings/:id/remove')
  async remove(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.saved.remove(actor, id);
    return redirect('/imports', { kind: 'success', key: 'imports:mapping_removed' });
  }

  @Allow('imports:run')
  @Get(':id')
  show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.showOne(actor, id, request, newForm());
  }

  /** How far the job is, for the page that waits for it. */
  @Allow('imports:run')
  @Get(':id/progress')
  async progress(@CurrentActor() actor: Actor, @Id() id: string) {
    return fragment('imports/_progress', progressModel(id, await this.background.job(actor, id)));
  }

  @Allow('imports:run')
  @Post(':id/encoding')
  readAs(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: Record<string, unknown>,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      EncodingDto,
      body,
      request.mawa.language,
      async ({ encoding }) => {
        await this.runs.readAs(actor, id, encoding);
        return redirect(`/imports/${id}`);
      },
      (form) => this.showOne(actor, id, request, form),
    );
  }

  @Allow('imports:run')
  @Post(':id/columns')
  choose(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: Record<string, unknown>,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      ColumnsDto,
      body,
      request.mawa.language,
      async (dto) => {
        await this.background.choose(actor, id, columnsIn(dto), dto.saveAs ?? null);
        return redirect(`/imports/${id}`);
      },
      (form) => this.showOne(actor, id, request, form),
    );
  }

  @Allow('imports:run')
  @Get(':id/rejected')
  async rejected(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() { rows = 'all' }: RejectedDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<StreamDownload> {
    return rejectedRowsOf(await this.runs.checkedFile(actor, id), rows, mawa.language);
  }

  @Allow('imports:run')
  @Post(':id/import')
  import(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { _request, ...body }: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @RequestId() requestId: string | null,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      ImportRunDto,
      body,
      request.mawa.language,
      async ({ again, leaveOut }) => {
        const done = await this.background.import(actor, id, { again, leaveOut, requestId });
        if ('job' in done) return redirect(`/imports/${id}`);
        if ('errors' in done)
          return redirect(`/imports/${id}`, { kind: 'danger', key: 'imports:not_imported' });
        const [note] = done.notes;
        return redirect(
          `/imports/${id}`,
          note
            ? { kind: 'warning', key: note }
            : { kind: 'success', key: 'imports:imported', params: { count: done.imported } },
        );
      },
      (form) => this.showOne(actor, id, request, form),
    );
  }

  @Allow('imports:run')
  @Post(':id/leave')
  async leave(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.runs.leave(actor, id);
    return redirect('/imports', { kind: 'success', key: 'imports:left' });
  }

  @Allow('imports:run')
  @Post(':id/undo')
  async undo(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @RequestId() requestId: string | null,
  ): Promise<PageView | PageRedirect> {
    return orRefused(
      async () => {
        await this.runs.undo(actor, id, requestId);
        return redirect(`/imports/${id}`, { kind: 'success', key: 'imports:undone' });
      },
      (error) => this.showOne(actor, id, request, formOf(error, body, request.mawa.language)),
    );
  }

  private async showAll(
    actor: Actor,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const lists = this.lists.forActor(actor);
    const runs = (await this.runs.history(actor)).map((run) =>
      runRow(run, this.lists.named(run.list)?.title, language),
    );
    const mappings = await this.saved.list(actor);
    return page(
      'imports/list',
      {
        title: translate(language, 'imports:title'),
        lists: listChoices(lists, language),
        templates: listChoices(lists, language),
        open: runs.filter(({ state }) => state === 'open'),
        ended: runs.filter(({ state }) => state !== 'open'),
        mappings: mappings.map(({ id, name, list }) => ({
          id,
          name,
          listLabel: translate(language, this.lists.named(list)?.title ?? list),
        })),
        requestId: randomUUID(),
        form,
      },
      form.status,
    );
  }

  private async showOne(
    actor: Actor,
    id: string,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const seen = await this.runs.show(actor, id);
    const job = await this.background.job(actor, id);
    const { run, sketch, before } = seen;
    const named = this.lists.named(run.list);
    const list = named && withFixedValues(named, sketch?.given);
    const listLabel = translate(language, list?.title ?? run.list);
    const common = {
      run,
      listLabel,
      requestId: randomUUID(),
      form,
      path: `/imports/${id}`,
      home: list?.home ?? null,
      notes: job?.notes.map((note) => translate(language, note)) ?? [],
    };
    if (isUnderWay(job)) {
      const title = translate(language, `imports:progress.title.${wordsOf(job)}`, {
        list: listLabel,
      });
      return page('imports/working', { ...common, ...progressModel(id, job), title });
    }
    if (!sketch || !list) {
      const title = translate(language, `imports:run_title.${run.state}`, { list: listLabel });
      return page('imports/ended', { ...common, title }, form.status);
    }
    const title = translate(language, 'imports:run_title.open', { list: listLabel });
    const columns = columnRows(list, sketch, language);
    const result = resultOf(sketch, language);
    return page(
      'imports/run',
      {
        ...common,
        title,
        before,
        columns,
        by: sketch.by,
        otherSheets: sketch.otherSheets,
        encoding: sketch.encoding,
        encodings: encodingChoices(language),
        about: aboutFile(seen, sketch, language, named),
        undecided: columns.filter((column) => column.undecided).length,
        understood: understoodRows(list, sketch, language),
        result,
        isGood: result?.good ?? false,
        jobError: job?.state === 'failed' && job.errorCode ? keyOfCode(job.errorCode) : null,
      },
      form.status,
    );
  }
}

/** A trial and an import have their own words. */
const wordsOf = (job: ImportJob | null): 'trial' | 'import' =>
  job?.kind === 'check-import-file' ? 'trial' : 'import';

const progressModel = (id: string, job: ImportJob | null) => ({
  path: `/imports/${id}`,
  job,
  of: wordsOf(job),
  underWay: isUnderWay(job),
  rowsDone: job?.done !== null,
});
