import { Body, Controller, Get, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import { NotFoundAudit } from '../audit';
import { Organisations } from '../organisations';
import type { Actor, Language } from '../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../platform/web/forms';
import {
  type FileDownload,
  page,
  redirect,
  type PageRedirect,
  type PageView,
} from '../platform/web/page-response';
import { oneFile } from '../platform/web/uploads';
import type { DtoClass } from '../platform/web/validation';
import { Id } from '../platform/web/id.decorator';
import {
  ChoosePeopleDto,
  MakeCaseListDto,
  MakeFileDto,
  MakeIdentityFormDto,
} from './dto/export.dto';
import { ImportFileDto } from './dto/import.dto';
import type { FileClass } from './compose-file.service';
import { HtcdsExports, type NewExport } from './exports.service';
import { type HtcdsImport, HtcdsImports } from './import.service';
import { type ExportChoices, exportModel, importModel, listModel, newModel } from './htcds.view';

/** Files of cases for other organisations, and from them. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('htcds')
export class HtcdsPagesController {
  constructor(
    private readonly exports: HtcdsExports,
    private readonly imports: HtcdsImports,
    private readonly organisations: Organisations,
  ) {}

  @Allow('htcds:use')
  @Get()
  async list(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    return page('htcds/list', listModel(await this.exports.list(actor), mawa.language));
  }

  @Allow('htcds:use')
  @Get('new')
  choose(
    @CurrentActor() actor: Actor,
    @Query() asked: ChoosePeopleDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.form(actor, chosenOf(asked), newForm(), mawa.language);
  }

  @Allow('htcds:case-list')
  @Post('case-lists')
  makeList(
    @CurrentActor() actor: Actor,
    @Body() body: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const act = ({ purpose = 'sharing', caseIds = [], ...asked }: MakeCaseListDto) =>
      ({ ...asked, class: 'case_list', purpose, caseIds, parts: [] }) as const;
    return this.make(MakeCaseListDto, act, 'case_list', actor, body, mawa.language);
  }

  @Allow('htcds:identity')
  @Post('identity-forms')
  makeForm(
    @CurrentActor() actor: Actor,
    @Body() body: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const act = ({ parts = [], caseIds = [], ...asked }: MakeIdentityFormDto) =>
      ({ ...asked, class: 'identity', purpose: 'sharing', caseIds, parts }) as const;
    return this.make(MakeIdentityFormDto, act, 'identity', actor, body, mawa.language);
  }

  @Allow('htcds:use')
  @Get('exports/:exportId')
  async show(
    @CurrentActor() actor: Actor,
    @Id('exportId') id: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const made = await this.exports.find(actor, id);
    return page('htcds/export', exportModel(made, newForm(), mawa.language));
  }

  @Allow('htcds:use')
  @Post('exports/:exportId/file')
  file(
    @CurrentActor() actor: Actor,
    @Id('exportId') id: string,
    @Body() body: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect | FileDownload> {
    return submitForm<MakeFileDto, FileDownload>(
      MakeFileDto,
      body,
      mawa.language,
      ({ format, password }) =>
        this.exports.file(actor, id, { format, password: password ?? null }),
      async (form) => {
        const made = await this.exports.find(actor, id);
        return page('htcds/export', exportModel(made, form, mawa.language));
      },
    );
  }

  @Allow('htcds:import')
  @Get('import')
  receive(@Req() { mawa }: FastifyRequest): PageView {
    const empty = { result: null, act: 'check', form: newForm() };
    return page('htcds/import', importModel(empty, mawa.language));
  }

  @Allow('htcds:import')
  @RouteConfig({ takesFile: true })
  @Post('import')
  run(
    @CurrentActor() actor: Actor,
    @Body() { _request, ...body }: Record<string, unknown>,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const { language } = request.mawa;
    const show = (result: HtcdsImport | null, act: string, form = newForm()) =>
      page('htcds/import', importModel({ result, act, form }, language));
    return submitForm<ImportFileDto, PageView>(
      ImportFileDto,
      body,
      language,
      async ({ act = 'check', password = null }) => {
        const { bytes } = oneFile(request);
        if (act === 'check') {
          const result = await this.imports.check(actor, bytes, password);
          return show(result, result.errors.length > 0 ? 'check' : 'import');
        }
        const requestId = typeof _request === 'string' && _request ? _request : null;
        return show(await this.imports.run(actor, bytes, { password, requestId }), 'check');
      },
      (form) => Promise.resolve(show(null, 'check', form)),
    );
  }

  /** At least one person must be ticked. */
  private make<D extends object>(
    Dto: DtoClass<D>,
    askedIn: (dto: D) => NewExport,
    kind: FileClass,
    actor: Actor,
    { _request, ...body }: Record<string, unknown>,
    language: Language,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      Dto,
      body,
      language,
      async (dto) => {
        const requestId = typeof _request === 'string' && _request ? _request : null;
        const { id } = await this.exports.make(actor, askedIn(dto), requestId);
        return redirect(`/htcds/exports/${id}`);
      },
      (form) => this.form(actor, chosenOf({ ...(body as object), class: kind }), form, language),
    );
  }

  private async form(
    actor: Actor,
    chosen: ExportChoices | null,
    form: FormState,
    language: Language,
  ): Promise<PageView> {
    const organisations = await this.organisations.list(actor);
    const people = chosen
      ? await this.exports.agreed(actor, chosen.recipientId, chosen.purpose)
      : [];
    const terms = await this.exports.terms(actor);
    return page('htcds/new', newModel({ chosen, people, organisations, ...terms, form }, language));
  }
}

/** Exports with identities always use the purpose `sharing`. */
const chosenOf = ({
  class: kind,
  recipientId,
  purpose = 'sharing',
}: ChoosePeopleDto): ExportChoices | null =>
  kind && recipientId && /^[0-9a-f-]{36}$/i.test(recipientId)
    ? { class: kind, recipientId, purpose: kind === 'identity' ? 'sharing' : purpose }
    : null;
