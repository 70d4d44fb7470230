import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import type { FileDownload, StreamDownload } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import {
  ImportRunDto,
  ColumnsDto,
  EncodingDto,
  columnsIn,
  ImportOptionsDto,
  ListQueryDto,
  RejectedDto,
  TemplateDto,
} from './dto/columns.dto';
import { FILE_TYPES, refusedRows, sentBytes } from './file-bodies.service';
import { ImportLists } from './import-lists.service';
import { ImportOnce } from './import-once.service';
import { ImportRuns } from './import-runs.service';
import { BackgroundImports } from './background-imports.service';
import { rejectedRowsOf } from './rejected-rows.export';
import { SavedMappings } from './runs/saved-columns.service';
import { ImportTemplates } from './import-templates.service';

@ApiTags('imports')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/imports')
export class ImportsApiController {
  constructor(
    private readonly lists: ImportLists,
    private readonly once: ImportOnce,
    private readonly runs: ImportRuns,
    private readonly background: BackgroundImports,
    private readonly saved: SavedMappings,
    private readonly templates: ImportTemplates,
  ) {}

  /**
   * List the lists that you may import, with their fields.
   * Lists that the caller may bring, with the fields of each.
   */
  @Allow('imports:run')
  @Get('lists')
  all(@CurrentActor() actor: Actor) {
    return this.lists
      .forActor(actor)
      .map(({ name, title, fields }) => ({
        name,
        title: translate(actor.language, title),
        fields: fields.map(({ key, kind, label, required = false, choices }) => ({
          key,
          kind,
          required,
          label: translate(actor.language, label),
          choices: choices?.(actor.language) ?? null,
        })),
      }));
  }

  /** Download the template of an import. */
  @Allow('imports:run')
  @Get('lists/:list/template')
  template(
    @CurrentActor() actor: Actor,
    @Param('list') name: string,
    @Query() { format = 'xlsx' }: TemplateDto,
  ): Promise<FileDownload> {
    return this.templates.template(actor, name, format, actor.language);
  }

  /**
   * Import a whole file in one call.
   * The whole file in one call, under its headings or a mapping that was kept: all rows or none.
   */
  @Allow('imports:run')
  @Post('lists/:list')
  @HttpCode(200)
  @ApiConsumes(...FILE_TYPES)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  async bring(
    @CurrentActor() actor: Actor,
    @Param('list') name: string,
    @Body() body: unknown,
    @Query() { dryRun, again, encoding }: ImportOptionsDto,
    @RequestId() requestId: string | null,
  ) {
    const done = await this.once.run(actor, name, sentBytes(body), {
      dryRun,
      again,
      encoding,
      requestId,
    });
    const { rows, imported, runId, notes } = refusedRows(done);
    return { rows, imported, runId, notes: notes.map((note) => translate(actor.language, note)) };
  }

  /** List the import runs. */
  @Allow('imports:run')
  @Get('runs')
  history(@CurrentActor() actor: Actor) {
    return this.runs.history(actor);
  }

  /**
   * Open an import run with a file.
   * Step by step: the file is read and kept sealed until it is brought in, left, or a day has passed.
   */
  @Allow('imports:run')
  @Post('lists/:list/runs')
  @ApiConsumes(...FILE_TYPES)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  open(
    @CurrentActor() actor: Actor,
    @Param('list') name: string,
    @Body() body: unknown,
    @RequestId() requestId: string | null,
  ) {
    return this.runs.open(actor, name, sentBytes(body), requestId);
  }

  /** Show an import run. */
  @Allow('imports:run')
  @Get('runs/:id')
  async show(@CurrentActor() actor: Actor, @Id() id: string) {
    const seen = await this.runs.show(actor, id);
    return { ...seen, job: await this.background.job(actor, id) };
  }

  /**
   * Read the file of an import run in another encoding.
   * The letters were not recognised: the file is read again as `encoding` says.
   */
  @Allow('imports:run')
  @Post('runs/:id/encoding')
  @HttpCode(204)
  readAs(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { encoding }: EncodingDto,
  ): Promise<void> {
    return this.runs.readAs(actor, id, encoding);
  }

  /**
   * Say which column of the file is which field, and try the import out.
   * Says which column is which field and tries the whole import out; nothing of it stays. A file of more than 2,000 rows
   * is tried out by a job: `job` says how far it is, and runs/:id what was found.
   */
  @Allow('imports:run')
  @Post('runs/:id/columns')
  @HttpCode(200)
  choose(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: ColumnsDto) {
    return this.background.choose(actor, id, columnsIn(body), body.saveAs ?? null);
  }

  /**
   * Download the rejected rows of an import run.
   * The rows of the file with their errors beside them, to be corrected and brought in again.
   */
  @Allow('imports:run')
  @Get('runs/:id/rejected')
  async rejected(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() { rows = 'all' }: RejectedDto,
  ): Promise<StreamDownload> {
    return rejectedRowsOf(await this.runs.checkedFile(actor, id), rows, actor.language);
  }

  /**
   * Bring in the rows of an import run.
   * A file of more than 2,000 rows is brought in by a job: `job` says how far it is, here and under runs/:id.
   */
  @Allow('imports:run')
  @Post('runs/:id/import')
  @HttpCode(200)
  import(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { again, leaveOut }: ImportRunDto,
    @RequestId() requestId: string | null,
  ) {
    return this.background.import(actor, id, { again, leaveOut, requestId });
  }

  /** Leave an import run without bringing anything in. */
  @Allow('imports:run')
  @Post('runs/:id/leave')
  @HttpCode(204)
  leave(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.runs.leave(actor, id);
  }

  /**
   * Undo an import run.
   * Undoes the whole run; where a row must stay, nothing is undone and each such row is reported.
   */
  @Allow('imports:run')
  @Delete('runs/:id')
  @HttpCode(200)
  undo(@CurrentActor() actor: Actor, @Id() id: string, @RequestId() requestId: string | null) {
    return this.runs.undo(actor, id, requestId);
  }

  /** List the kept mappings of columns. */
  @Allow('imports:run')
  @Get('mappings')
  mappings(@CurrentActor() actor: Actor, @Query() { list }: ListQueryDto) {
    return this.saved.list(actor, list);
  }

  /** Delete a kept mapping of columns. */
  @Allow('imports:run')
  @Delete('mappings/:id')
  @HttpCode(204)
  remove(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.saved.remove(actor, id);
  }
}
