import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import {
  type FormState,
  newForm,
  type PostedFields,
  requestIdOf,
  submitForm,
} from '../../platform/web/forms';
import { Id } from '../../platform/web/id.decorator';
import { redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { CancelSessionDto } from '../dto/training.dto';
import { cancellationPage } from './cancellation.view';
import { SessionCancellations } from './session-cancellations.service';

/** Cancels a session after showing the consequences. */
@ApiExcludeController()
@Controller('training/sessions/:sessionId/cancellation')
export class CancellationPagesController {
  constructor(private readonly cancellations: SessionCancellations) {}

  @Allow('training:manage')
  @Get('new')
  form(
    @CurrentActor() actor: Actor,
    @Id('sessionId') sessionId: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.view(actor, mawa.language, sessionId, newForm());
  }

  @Allow('training:manage')
  @Post()
  cancel(
    @CurrentActor() actor: Actor,
    @Id('sessionId') sessionId: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      CancelSessionDto,
      body,
      mawa.language,
      async (given) => {
        await this.cancellations.cancel(actor, sessionId, given, requestIdOf(_request));
        return redirect(`/training/sessions/${sessionId}`, {
          kind: 'success',
          key: 'training:cancellation.done',
        });
      },
      (form) => this.view(actor, mawa.language, sessionId, form),
    );
  }

  private async view(
    actor: Actor,
    language: Language,
    sessionId: string,
    form: FormState,
  ): Promise<PageView> {
    return cancellationPage(await this.cancellations.preview(actor, sessionId), form, language);
  }
}
