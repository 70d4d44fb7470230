import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Req,
  UseInterceptors,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import { EXTENSION, MIME } from '../../documents';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { type FormState, newForm, submitFile, submitForm } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import {
  file,
  page,
  redirect,
  type FileDownload,
  type PageRedirect,
  type PageView,
} from '../../platform/web/page-response';
import { oneFile } from '../../platform/web/uploads';
import { Id } from '../../platform/web/id.decorator';
import { RemoveMoneyFileDto } from '../dto/money-files.dto';
import {
  MONEY_FILE_REASONS,
  MONEY_OWNERS,
  MoneyFiles,
  type MoneyOwner,
} from './money-files.service';

const OWNER = ':kind/:id';

const ownerOf = (kind: string, id: string): MoneyOwner => {
  const known = MONEY_OWNERS.find((one) => one === kind);
  if (!known) throw notFound();
  return { kind: known, id };
};

/** Under a neutral name: what it was called may name somebody. */
async function download(
  files: MoneyFiles,
  actor: Actor,
  owner: MoneyOwner,
  id: string,
): Promise<FileDownload> {
  const { bytes, media } = await files.open(actor, owner, id);
  return file(bytes, `mawa-document.${EXTENSION[media]}`, MIME[media]);
}

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('money-files')
export class MoneyFilesPagesController {
  constructor(private readonly files: MoneyFiles) {}

  @Allow('money-files:read')
  @Get(OWNER)
  list(
    @CurrentActor() actor: Actor,
    @Param('kind') kind: string,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.show(actor, ownerOf(kind, id), request, newForm());
  }

  @Allow('money-files:add')
  @RouteConfig({ takesFile: true })
  @Post(OWNER)
  async add(
    @CurrentActor() actor: Actor,
    @Param('kind') kind: string,
    @Id() id: string,
    @Req() request: FastifyRequest,
    @RequestId() requestId: string | null,
  ): Promise<PageView | PageRedirect> {
    const owner = ownerOf(kind, id);
    return submitFile(
      request.mawa.language,
      async () => {
        await this.files.add(actor, owner, oneFile(request), requestId);
        const notice = { kind: 'success', key: 'money-files:added' } as const;
        return redirect(`/money-files/${owner.kind}/${id}`, notice);
      },
      (form) => this.show(actor, owner, request, form),
    );
  }

  @Allow('money-files:read')
  @Get(`${OWNER}/:fileId`)
  open(
    @CurrentActor() actor: Actor,
    @Param('kind') kind: string,
    @Id() id: string,
    @Id('fileId') fileId: string,
  ): Promise<FileDownload> {
    return download(this.files, actor, ownerOf(kind, id), fileId);
  }

  @Allow('money-files:add')
  @Post(`${OWNER}/:fileId/removal`)
  remove(
    @CurrentActor() actor: Actor,
    @Param('kind') kind: string,
    @Id() id: string,
    @Id('fileId') fileId: string,
    @Body() body: object,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const owner = ownerOf(kind, id);
    return submitForm(
      RemoveMoneyFileDto,
      body,
      request.mawa.language,
      async ({ reason }) => {
        await this.files.remove(actor, owner, fileId, reason);
        const notice = { kind: 'success', key: 'money-files:removed' } as const;
        return redirect(`/money-files/${owner.kind}/${id}`, notice);
      },
      (form) => this.show(actor, owner, request, form),
    );
  }

  private async show(
    actor: Actor,
    owner: MoneyOwner,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const { step, document, commitmentId, grantId, takes, loses, files } = await this.files.list(
      actor,
      owner,
    );
    const say = (key: string, params: object = {}) => translate(language, key, { ...params });
    const ofPartner = may(actor, 'partner-returns:own');
    const backPath = {
      commitment_step: `/budget/commitments/${commitmentId}`,
      partner_paper: `${ofPartner ? '/own-money' : '/budget/partners'}/papers/${owner.id}`,
      donor_money: `/budget/donor-money?grantId=${grantId}`,
      grant_contribution_row: `/budget/grants/${grantId}/terms#contributions`,
    }[owner.kind];
    return page(
      'budget/money-files',
      {
        title: say('money-files:title', {
          what: say(`money-files:of.${step}`),
          document: document ?? '',
        }),
        path: `/money-files/${owner.kind}/${owner.id}`,
        backPath,
        takes: takes && may(actor, 'money-files:add'),
        loses: loses && may(actor, 'money-files:add'),
        files: files.map((one) => ({
          ...one,
          media: one.media.toUpperCase(),
          kilobytes: Math.max(1, Math.round(one.size / 1000)),
          why: one.removed && say(`documents:removal.${one.removed.reason}`),
        })),
        reasons: MONEY_FILE_REASONS.map((value) => ({
          value,
          label: say(`documents:removal.${value}`),
        })),
        requestId: randomUUID(),
        form,
      },
      form.status,
    );
  }
}

@ApiTags('budget')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/money-files')
export class MoneyFilesApiController {
  constructor(private readonly files: MoneyFiles) {}

  /**
   * List the files of a record of the accounts.
   * Of a delivery, an invoice or a payment (`commitment_step`), of a paper of a partner (`partner_paper`), of a movement of
   * donor money (`donor_money`), or of a month of the own contribution (`grant_contribution_row`).
   */
  @Allow('money-files:read')
  @Get(OWNER)
  list(@CurrentActor() actor: Actor, @Param('kind') kind: string, @Id() id: string) {
    return this.files.list(actor, ownerOf(kind, id));
  }

  /** Add a file to a record of the accounts. */
  @Allow('money-files:add')
  @RouteConfig({ takesFile: true })
  @Post(OWNER)
  add(
    @CurrentActor() actor: Actor,
    @Param('kind') kind: string,
    @Id() id: string,
    @Req() request: FastifyRequest,
    @RequestId() requestId: string | null,
  ) {
    return this.files.add(actor, ownerOf(kind, id), oneFile(request), requestId);
  }

  /** Download a file of a record of the accounts. */
  @Allow('money-files:read')
  @Get(`${OWNER}/:fileId`)
  open(
    @CurrentActor() actor: Actor,
    @Param('kind') kind: string,
    @Id() id: string,
    @Id('fileId') fileId: string,
  ) {
    return download(this.files, actor, ownerOf(kind, id), fileId);
  }

  /** Remove a file of a record of the accounts. */
  @Allow('money-files:add')
  @Delete(`${OWNER}/:fileId`)
  @HttpCode(204)
  remove(
    @CurrentActor() actor: Actor,
    @Param('kind') kind: string,
    @Id() id: string,
    @Id('fileId') fileId: string,
    @Body() { reason }: RemoveMoneyFileDto,
  ) {
    return this.files.remove(actor, ownerOf(kind, id), fileId, reason);
  }
}
