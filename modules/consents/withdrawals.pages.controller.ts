import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import { NotFoundAudit } from '../audit';
import { CaseTabs } from '../beneficiaries';
import type { Actor, Language } from '../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { CHANNELS } from './consents.rules';
import { sharesModel } from './consents.view';
import { WithdrawDto, WITHDRAWAL_MODES } from './dto/withdraw.dto';
import { Guardians } from './guardians.service';
import { consequenceWords, Withdrawals } from './withdrawals.service';

/** Shows the consequences of a withdrawal, then confirms it with immediate effect. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/consents/:consentId')
export class WithdrawalsPagesController {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly guardians: Guardians,
    private readonly tabs: CaseTabs,
  ) {}

  @Allow('consents:withdraw')
  @Get('withdrawal')
  consequences(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('consentId') consentId: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.show(actor, id, consentId, mawa.language, newForm());
  }

  @Allow('consents:withdraw')
  @Post('withdrawal')
  withdraw(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('consentId') consentId: string,
    @Body() { _request, ...body }: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      WithdrawDto,
      body,
      mawa.language,
      async (dto) => {
        const requestId = typeof _request === 'string' && _request ? _request : null;
        const { closed } = await this.withdrawals.withdraw(actor, id, consentId, dto, requestId);
        return redirect(`/people/${id}/consents`, {
          kind: 'success',
          key: 'consents:withdraw.done',
          params: { count: closed.length },
        });
      },
      (form) => this.show(actor, id, consentId, mawa.language, form),
    );
  }

  @Allow('people:show-identity')
  @Post('guardian')
  async guardian(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('consentId') consentId: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const { name } = await this.guardians.name(actor, id, consentId);
    return page('consents/guardian', {
      title: translate(language, 'consents:guardian.title'),
      backPath: `/people/${id}/consents`,
      name,
    });
  }

  private async show(
    actor: Actor,
    id: string,
    consentId: string,
    language: Language,
    form: FormState,
  ): Promise<PageView> {
    const found = await this.withdrawals.consequences(actor, id, consentId);
    const consequences = consequenceWords(found, language);
    const choices = (kind: string, codes: readonly string[]) =>
      codes.map((value) => ({ value, label: translate(language, `consents:${kind}.${value}`) }));
    return page('consents/withdrawal', {
      title: translate(language, 'consents:withdraw.title', {
        what: translate(language, `consents:purpose.${found.consent.purpose}`),
      }),
      caseId: id,
      requestId: randomUUID(),
      tabs: await this.tabs.row(actor, language, id, 'consents'),
      ...consequences,
      shares: sharesModel(found.shares, language, false),
      hows: choices('how', WITHDRAWAL_MODES),
      channels: choices('channel', CHANNELS),
      form,
    });
  }
}
