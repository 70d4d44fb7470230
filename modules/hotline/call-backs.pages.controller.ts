import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../access';
import { NotFoundAudit } from '../audit';
import { labelOf } from '../reference-lists';
import type { Actor, Language } from '../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, type PageRedirect, type PageView, redirect } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { ATTEMPTS } from './call-back.rules';
import { callPath } from './call-pages.view';
import type { SafeCallBack } from './hotline-seals.service';
import { type CallBackRow, CallBacks } from './call-backs.service';
import { callBackDelay } from './call-backs.view';
import { AttemptDto, CallBackDto } from './dto/call-back.dto';
import { ReadCalls } from './read-calls.service';

type PageResult = Promise<PageView | PageRedirect>;
type FormBody = Record<string, unknown>;
const backPath = (id: string, rest = ''): string => `/hotline/call-backs/${id}${rest}`;

/** Promises to call back: those that wait, one of them, and how a new one is made. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('hotline')
export class CallBacksPagesController {
  constructor(
    private readonly callBacks: CallBacks,
    private readonly reading: ReadCalls,
  ) {}

  @Allow('hotline:read')
  @Get('call-backs')
  async list(@CurrentActor() actor: Actor, @Req() { mawa: { language } }: FastifyRequest) {
    const rows = await this.callBacks.list(actor);
    return page('hotline/call-backs', {
      title: translate(language, 'hotline:call_back.list'),
      waiting: rows.filter(({ closedAt }) => !closedAt).map((row) => callBackModel(row, language)),
      over: rows.filter(({ closedAt }) => closedAt).map((row) => callBackModel(row, language)),
    });
  }

  @Allow('hotline:call-back')
  @Get('calls/:id/call-back')
  form(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.ask(actor, mawa.language, id);
  }

  @Allow('hotline:call-back')
  @Post('calls/:id/call-back')
  open(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() posted: FormBody,
    @RequestId() requestId: string | null,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    const { _request: _, ...fields } = posted;
    return submitForm(
      CallBackDto,
      fields,
      mawa.language,
      async (dto) => {
        await this.callBacks.open(actor, id, dto, requestId);
        return redirect(callPath(id), { kind: 'success', key: 'hotline:done.call_back' });
      },
      (form) => this.ask(actor, mawa.language, id, form),
    );
  }

  @Allow('hotline:read')
  @Get('call-backs/:callBackId')
  one(@CurrentActor() actor: Actor, @Id('callBackId') id: string, @Req() { mawa }: FastifyRequest) {
    return this.show(actor, mawa.language, id);
  }

  /** Shows number, times, who may answer and what to say, together; audited. */
  @Allow('hotline:call-back')
  @Post('call-backs/:callBackId/number')
  @HttpCode(200)
  async number(
    @CurrentActor() actor: Actor,
    @Id('callBackId') id: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const safe = await this.callBacks.show(actor, id);
    return this.show(actor, mawa.language, id, newForm(), safe);
  }

  @Allow('hotline:call-back')
  @Post('call-backs/:callBackId/attempts')
  attempt(
    @CurrentActor() actor: Actor,
    @Id('callBackId') id: string,
    @Body() posted: FormBody,
    @RequestId() requestId: string | null,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    const { _request: _, ...fields } = posted;
    return submitForm(
      AttemptDto,
      fields,
      mawa.language,
      async (dto) => {
        const { closed } = await this.callBacks.attempt(actor, id, dto, requestId);
        const key = closed ? 'hotline:done.call_back_over' : 'hotline:done.attempt';
        return redirect(closed ? '/hotline/call-backs' : backPath(id), { kind: 'success', key });
      },
      (form) => this.show(actor, mawa.language, id, form),
    );
  }

  @Allow('hotline:call-back')
  @Post('call-backs/:callBackId/called-again')
  async calledAgain(
    @CurrentActor() actor: Actor,
    @Id('callBackId') id: string,
  ): Promise<PageRedirect> {
    await this.callBacks.calledAgain(actor, id);
    return redirect('/hotline/call-backs', { kind: 'success', key: 'hotline:done.call_back_over' });
  }

  private async ask(actor: Actor, language: Language, id: string, form: FormState = newForm()) {
    const call = await this.reading.coded(actor, id);
    return page('hotline/call-back-new', {
      title: translate(language, 'hotline:call_back.new'),
      form,
      path: callPath(id),
      requestKey: randomUUID(),
      hasNumber: call.numberKnown,
    });
  }

  private async show(
    actor: Actor,
    language: Language,
    id: string,
    form: FormState = newForm(),
    safe: SafeCallBack | null = null,
  ): Promise<PageView> {
    const row = await this.callBacks.one(actor, id);
    return page('hotline/call-back', {
      ...callBackModel(row, language),
      title: translate(language, 'hotline:call_back.title'),
      form,
      safe,
      requestKey: randomUUID(),
      mayCall: may(actor, 'hotline:call-back') && row.closedAt === null,
      callPath: row.callId && callPath(row.callId),
      outcomes: ATTEMPTS.map((outcome) => ({
        outcome,
        label: translate(language, `hotline:attempt.${outcome}`),
      })),
    });
  }
}

const callBackModel = (row: CallBackRow, language: Language) => ({
  ...row,
  path: backPath(row.id),
  delay: callBackDelay(row, language),
  spoken: row.language && labelOf('languages', row.language, language),
  why: row.closedWhy && translate(language, `hotline:closed.${row.closedWhy}`),
  attempts: row.attempts.map((attempt) => ({
    ...attempt,
    label: translate(language, `hotline:attempt.${attempt.outcome}`),
  })),
});
