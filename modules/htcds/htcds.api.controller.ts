import { Body, Controller, Get, HttpCode, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { DomainError, FieldErrors } from '../platform/shared/domain.errors';
import type { FileDownload } from '../platform/web/page-response';
import { oneFile } from '../platform/web/uploads';
import { Id } from '../platform/web/id.decorator';
import {
  ChoosePeopleDto,
  MakeCaseListDto,
  MakeFileDto,
  MakeIdentityFormDto,
} from './dto/export.dto';
import { ImportFileDto } from './dto/import.dto';
import { HtcdsExports, type MadeExport } from './exports.service';
import { type HtcdsImport, HtcdsImports, type LocalisedFileError } from './import.service';

const FORM = {
  type: 'object',
  required: ['file'],
  properties: {
    act: { type: 'string', enum: ['check', 'import'] },
    password: { type: 'string' },
    file: { type: 'string', format: 'binary' },
  },
};

@ApiTags('htcds')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/htcds')
export class HtcdsApiController {
  constructor(
    private readonly exports: HtcdsExports,
    private readonly imports: HtcdsImports,
  ) {}

  /**
   * List the people who agreed to be in a file for a recipient.
   * The actor's people who may be in a file for this recipient today.
   */
  @Allow('htcds:use')
  @Get('agreed')
  agreed(@CurrentActor() actor: Actor, @Query() { recipientId, purpose }: ChoosePeopleDto) {
    if (!recipientId) throw new DomainError('invalid', 'common.required', {}, 'recipientId');
    return this.exports.agreed(actor, recipientId, purpose ?? 'sharing');
  }

  /**
   * List your HTCDS exports.
   * Those that you made.
   */
  @Allow('htcds:use')
  @Get('exports')
  list(@CurrentActor() actor: Actor) {
    return this.exports.list(actor);
  }

  /** Make an HTCDS case list for a recipient. */
  @Allow('htcds:case-list')
  @Post('case-lists')
  makeList(
    @CurrentActor() actor: Actor,
    @Body() { purpose = 'sharing', ...asked }: MakeCaseListDto,
    @RequestId() requestId: string | null,
  ): Promise<MadeExport> {
    return this.exports.make(
      actor,
      { ...asked, class: 'case_list', purpose, parts: [] },
      requestId,
    );
  }

  /** Make an HTCDS identity form for a recipient. */
  @Allow('htcds:identity')
  @Post('identity-forms')
  makeForm(
    @CurrentActor() actor: Actor,
    @Body() { parts = [], ...asked }: MakeIdentityFormDto,
    @RequestId() requestId: string | null,
  ): Promise<MadeExport> {
    const form = { ...asked, class: 'identity', purpose: 'sharing', parts } as const;
    return this.exports.make(actor, form, requestId);
  }

  /** Show an HTCDS export. */
  @Allow('htcds:use')
  @Get('exports/:exportId')
  show(@CurrentActor() actor: Actor, @Id('exportId') id: string) {
    return this.exports.find(actor, id);
  }

  /**
   * Download an HTCDS export.
   * Made anew of those who still agree; of identities a zip under the password (AES-256).
   */
  @Allow('htcds:use')
  @HttpCode(200)
  @Post('exports/:exportId/file')
  file(
    @CurrentActor() actor: Actor,
    @Id('exportId') id: string,
    @Body() { format, password }: MakeFileDto,
  ): Promise<FileDownload> {
    return this.exports.file(actor, id, { format, password: password ?? null });
  }

  /**
   * Register people from an HTCDS file.
   * All people of the file or none; `act=check` only reads. Problems are reported by sheet, row and field.
   */
  @Allow('htcds:import')
  @RouteConfig({ takesFile: true })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: FORM })
  @HttpCode(200)
  @Post('import')
  async run(
    @CurrentActor() actor: Actor,
    @Body() { act, password }: ImportFileDto,
    @Req() request: FastifyRequest,
    @RequestId() requestId: string | null,
  ): Promise<HtcdsImport> {
    const { bytes } = oneFile(request);
    const locked = password ?? null;
    const done =
      act === 'import'
        ? await this.imports.run(actor, bytes, { password: locked, requestId })
        : await this.imports.check(actor, bytes, locked);
    if (done.errors.length > 0) throw new FieldErrors(done.errors.map(atItsPlace));
    return done;
  }
}

/** `prs.3.prs_Birthdate`: the sheet, its row and the column. */
const atItsPlace = ({ sheet, row, column, code, params }: LocalisedFileError): DomainError =>
  new DomainError('invalid', code, { ...params }, [sheet || 'file', row, column ?? ''].join('.'));
