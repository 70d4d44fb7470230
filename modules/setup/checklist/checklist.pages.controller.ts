import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { ConfirmSetupStepDto } from './checklist.dto';
import { SetupChecklist } from './checklist.service';
import { checklistModel } from './checklist.view';

const PATH = '/setup-checklist';

@ApiExcludeController()
@Controller('setup-checklist')
export class ChecklistPagesController {
  constructor(private readonly checklist: SetupChecklist) {}

  @Allow('setup:read')
  @Get()
  list(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PageView> {
    return this.show(actor, request, newForm());
  }

  @Allow('setup:confirm')
  @Post('confirmations')
  confirm(
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      ConfirmSetupStepDto,
      body,
      request.mawa.language,
      async ({ subject, keyCheck, mailCode }) => {
        await this.checklist.confirm(actor, subject, keyCheck ?? mailCode);
        return redirect(PATH, { kind: 'success', key: 'setup:confirmed' });
      },
      (form) => this.show(actor, request, form),
    );
  }

  @Allow('setup:confirm')
  @Post('test-mails')
  async testMail(@CurrentActor() actor: Actor): Promise<PageRedirect> {
    await this.checklist.sendTestMail(actor);
    return redirect(PATH, { kind: 'success', key: 'setup:mail.sent' });
  }

  private async show(actor: Actor, { mawa }: FastifyRequest, form: FormState): Promise<PageView> {
    const items = await this.checklist.of(actor);
    return page('setup/checklist', {
      title: translate(mawa.language, 'setup:title'),
      ...checklistModel(items, actor, mawa.language),
      form,
    });
  }
}
