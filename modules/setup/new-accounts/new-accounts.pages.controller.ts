import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { type FormState, newForm, submitFile, submitForm } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { oneFile } from '../../platform/web/uploads';
import { COLUMNS, MOST_ROWS } from './account-rows.rules';
import { ConfirmLinksDto, NewAccountsDto } from './new-accounts.dto';
import { NewAccounts, type NewAccountsResult } from './new-accounts.service';
import { resultModel } from './new-accounts.view';

type PageResponse = Promise<PageView | PageRedirect>;

@ApiExcludeController()
@Controller('admin/new-accounts')
export class NewAccountsPagesController {
  constructor(private readonly accounts: NewAccounts) {}

  @Allow('users:manage')
  @Get()
  list(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PageView> {
    return this.show(actor, request, newForm());
  }

  @Allow('users:manage')
  @Post()
  typed(
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitForm(
      NewAccountsDto,
      body,
      request.mawa.language,
      async ({ rows }) =>
        this.result(await this.accounts.create(actor, Buffer.from(rows)), request),
      (form) => this.show(actor, request, form),
    );
  }

  @Allow('users:manage')
  @RouteConfig({ takesFile: true })
  @Post('file')
  sent(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): PageResponse {
    return submitFile(
      request.mawa.language,
      async () => this.result(await this.accounts.create(actor, oneFile(request).bytes), request),
      (form) => this.show(actor, request, form),
    );
  }

  /** Answers with the links: they are shown this once, to whoever confirmed them, and kept nowhere. */
  @Allow('users:manage')
  @Post('links')
  confirmLinks(
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): PageResponse {
    const { language, publicUrl } = request.mawa;
    return submitForm(
      ConfirmLinksDto,
      body,
      language,
      async ({ ids }) => {
        const links = await this.accounts.confirmLinks(actor, ids);
        return page('setup/links', {
          title: translate(language, 'setup:links.title'),
          links: links.map(({ path, ...link }) => ({
            ...link,
            address: new URL(path, publicUrl).href,
          })),
        });
      },
      (form) => this.show(actor, request, form),
    );
  }

  private result(result: NewAccountsResult, { mawa: { language } }: FastifyRequest): PageView {
    return page('setup/new-accounts-result', {
      title: translate(language, 'setup:accounts.result'),
      ...resultModel(result, language),
    });
  }

  private async show(
    actor: Actor,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const say = (key: string) => translate(language, `setup:${key}`);
    return page('setup/new-accounts', {
      title: say('accounts.title'),
      links: await this.accounts.waitingLinks(actor),
      columns: COLUMNS.map((column) => ({
        name: say(`column.${column}`),
        help: say(`help.${column}`),
      })),
      example: COLUMNS.slice(0, 6)
        .map((column) => say(`column.${column}`))
        .join(';'),
      most: MOST_ROWS,
      form,
    });
  }
}
