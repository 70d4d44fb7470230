import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import type { Actor, Language } from '../platform/shared/actor';
import type { CivilDate } from '../platform/shared/nights.rules';
import { type FormState, newForm, submitForm } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { errorSentence } from '../platform/web/job-error.words';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { CaseNumberQueryDto, DecideErasureDto } from './dto/rights.dto';
import { Erasures } from './erasures.service';
import { Retention } from './retention.service';

/** Pages for supervisors: requested erasures, cases due by retention, and returning numbers of erased people. */
@ApiExcludeController()
@Controller('erasures')
export class ErasuresPagesController {
  constructor(
    private readonly erasures: Erasures,
    private readonly retention: Retention,
  ) {}

  @Allow('erasures:decide')
  @Get()
  list(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    return this.view(actor, mawa.language, newForm());
  }

  @Allow('erasures:decide')
  @Post('asked')
  @HttpCode(200)
  asked(
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      CaseNumberQueryDto,
      body,
      mawa.language,
      async ({ caseNumber }) => {
        const on = await this.erasures.erasedOn(actor, caseNumber);
        return this.view(actor, mawa.language, newForm({ caseNumber }), { caseNumber, on });
      },
      (form) => this.view(actor, mawa.language, form),
    );
  }

  @Allow('erasures:decide')
  @Post(':erasureId/decision')
  decide(
    @CurrentActor() actor: Actor,
    @Id('erasureId') id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      DecideErasureDto,
      body,
      mawa.language,
      async ({ decision }) => {
        await this.erasures.decide(actor, id, decision);
        return redirect('/erasures', { kind: 'success', key: `rights:decided_${decision}` });
      },
      (form) => this.view(actor, mawa.language, form),
    );
  }

  @Allow('erasures:decide')
  @Post(':erasureId/again')
  async again(@CurrentActor() actor: Actor, @Id('erasureId') id: string): Promise<PageRedirect> {
    await this.erasures.tryAgain(actor, id);
    return redirect('/erasures', { kind: 'success', key: 'rights:decided_approved' });
  }

  private async view(
    actor: Actor,
    language: Language,
    form: FormState,
    asked: { caseNumber: string; on: CivilDate | null } | null = null,
  ): Promise<PageView> {
    const all = await this.erasures.list(actor);
    const shown = all.map((erasure) => ({
      ...erasure,
      own: erasure.askedById === actor.userId,
      stuck: erasure.decision === 'approved' && erasure.doneAt === null,
      obstacleLabel:
        erasure.errorCode &&
        errorSentence({ errorCode: erasure.errorCode, errorParams: null }, language),
    }));
    return page('rights/erasures', {
      title: translate(language, 'rights:erasures_title'),
      waiting: shown.filter(({ decision }) => decision === null),
      decided: shown.filter(({ decision }) => decision !== null),
      due: await this.retention.due(actor),
      asked,
      form,
    });
  }
}
