import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../../access';
import { translateFileError } from '../../imports';
import type { Actor } from '../../platform/shared/actor';
import { XLSX_TYPE } from '../../platform/shared/media-types.data';
import { newForm, submitFile, submitForm, type FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { Id } from '../../platform/web/id.decorator';
import {
  FileDownload,
  page,
  redirect,
  type PageRedirect,
  type PageView,
  saved,
} from '../../platform/web/page-response';
import { oneFile } from '../../platform/web/uploads';
import { BeginGrantDraftDto, ChangeGrantDto } from '../dto/grants.dto';
import type { PostedFields } from '../posted-values.form';
import { GrantChanges, type StateChange } from './grant-changes.service';
import { GrantDrafts } from './grant-drafts.service';
import { readGrantFile } from './grant-file.service';
import { GrantHistory, type WholeGrant } from './grant-history.queries';
import { grantTemplate } from './grant-template.data';
import { grantWorkbook } from './grant-workbook.export';
import { changesModel, definitionModel, draftPath, GRANTS_PATH } from './grant.view';
import { Grants } from './grants.queries';

/** All grants, and one with its versions; where a new one and a change begin. */
@ApiExcludeController()
@Controller('budget/grants')
export class GrantsPagesController {
  constructor(
    private readonly grants: Grants,
    private readonly drafts: GrantDrafts,
    private readonly history: GrantHistory,
    private readonly changes: GrantChanges,
  ) {}

  @Allow('budget:read')
  @Get()
  list(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PageView> {
    return this.showList(actor, request, newForm());
  }

  /** To be filled in and brought back. */
  @Allow('budget:read')
  @Get('template')
  async template(@Req() { mawa: { language } }: FastifyRequest): Promise<FileDownload> {
    const bytes = await grantWorkbook(grantTemplate, language);
    return new FileDownload(bytes, 'mawa-grant.xlsx', XLSX_TYPE);
  }

  @Allow('grants:propose')
  @Post('drafts')
  begin(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      BeginGrantDraftDto,
      body,
      request.mawa.language,
      async ({ copyOf, amends }) => {
        const { id } = amends
          ? await this.drafts.amend(actor, amends, requestId)
          : copyOf
            ? await this.drafts.copy(actor, copyOf, requestId)
            : await this.drafts.begin(actor, {}, requestId);
        return redirect(draftPath(id, 'award'));
      },
      (form) => this.showList(actor, request, form),
    );
  }

  @Allow('grants:propose')
  @RouteConfig({ takesFile: true })
  @Post('files')
  bring(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitFile(
      request.mawa.language,
      async () => {
        const draft = await readGrantFile(oneFile(request).bytes).catch(translateFileError);
        const { id } = await this.drafts.begin(actor, draft, requestId);
        return redirect(draftPath(id, 'check'));
      },
      (form) => this.showList(actor, request, form),
    );
  }

  /** A grant in force: where it stands, its versions, and what may be proposed. */
  @Allow('budget:read')
  @Get(':id')
  grant(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.showGrant(actor, id, request, newForm());
  }

  @Allow('grants:propose')
  @Post(':id/changes')
  change(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      ChangeGrantDto,
      body,
      request.mawa.language,
      async (dto) => {
        const proposal = await this.changes.change(actor, id, dto, requestId);
        return redirect(`${GRANTS_PATH}/proposals/${proposal.id}`, saved);
      },
      (form) => this.showGrant(actor, id, request, form),
    );
  }

  /** The grant as it stands, as a workbook in which an amendment is entered. */
  @Allow('budget:read')
  @Get(':id/workbook')
  async amendmentWorkbook(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<FileDownload> {
    const { definition, code } = await this.history.one(actor, id);
    const bytes = await grantWorkbook({ ...definition, amendment: {} }, language);
    return new FileDownload(bytes, `${code}.xlsx`, XLSX_TYPE);
  }

  @Allow('budget:read')
  @Get(':id/versions/:version')
  async version(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Param('version') number: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const version = await this.history.version(actor, id, number);
    const { definition, before } = version;
    const { code } = definition;
    return page('budget/grant-version', {
      ...version,
      title: translate(language, 'grants:version_title', { code, version: version.version }),
      name: definition.title[language],
      changes: before && changesModel(before, definition, language),
      grant: definitionModel(definition, await this.grants.choices(actor), language),
    });
  }

  private async showGrant(
    actor: Actor,
    id: string,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const grant = await this.history.one(actor, id);
    const proposes = may(actor, 'grants:propose') && grant.closedOn === null;
    return page(
      'budget/grant',
      {
        ...grant,
        title: translate(language, 'grants:proposal_title', { code: grant.code }),
        name: grant.definition.title[language],
        grant: definitionModel(grant.definition, await this.grants.choices(actor), language),
        proposes,
        kinds: stateChanges(grant).map((kind) => ({
          value: kind,
          label: translate(language, `grants:change.${kind}`),
        })),
        requestId: randomUUID(),
        form,
      },
      form.status,
    );
  }

  private async showList(
    actor: Actor,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const { grants, proposals } = await this.grants.list(actor);
    const proposes = may(actor, 'grants:propose');
    return page(
      'budget/grants',
      {
        title: translate(language, 'grants:title'),
        proposes,
        grants: grants.map((grant) => ({ ...grant, name: grant.title[language] })),
        proposals,
        drafts: proposes ? await this.drafts.list(actor) : [],
        requestId: randomUUID(),
        form,
      },
      form.status,
    );
  }
}

/** Which changes of its state a grant can take now. */
const stateChanges = ({ suspendedFrom }: WholeGrant): StateChange[] =>
  suspendedFrom === null ? ['suspend', 'close'] : ['resume', 'close'];
