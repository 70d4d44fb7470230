import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../access';
import type { Actor } from '../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import {
  MakeAgreementDto,
  type PostedFields,
  Agreements,
  CommitmentChoices,
} from '../grant-budgeting';
import { PartnerAgreements } from './partner-agreements.service';

@ApiExcludeController()
@Controller('budget/agreements')
export class AgreementsPagesController {
  constructor(
    private readonly agreements: Agreements,
    private readonly choices: CommitmentChoices,
    private readonly partnerAgreements: PartnerAgreements,
  ) {}

  @Allow('budget:read')
  @Get()
  list(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PageView> {
    return this.show(actor, request, newForm());
  }

  @Allow('commitments:make')
  @Post()
  make(
    @CurrentActor() actor: Actor,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      MakeAgreementDto,
      body,
      request.mawa.language,
      async (dto) => {
        await this.agreements.make(actor, dto);
        return redirect('/budget/agreements', { kind: 'success', key: 'common:flash.saved' });
      },
      (form) => this.show(actor, request, form),
    );
  }

  @Allow('advances:decide')
  @Post(':id/confirmation')
  async confirm(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.partnerAgreements.confirm(actor, id);
    return redirect('/budget/agreements', { kind: 'success', key: 'common:flash.saved' });
  }

  private async show(actor: Actor, { mawa }: FastifyRequest, form: FormState) {
    return page('budget/agreements', {
      title: translate(mawa.language, 'budget:agreements.title'),
      agreements: await this.agreements.list(actor),
      mayMake: may(actor, 'commitments:make'),
      mayConfirm: may(actor, 'advances:decide'),
      ...(await this.choices.forAgreement(actor)),
      form,
    });
  }
}
