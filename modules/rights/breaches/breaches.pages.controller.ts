import { Body, Controller, Get, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { Id } from '../../platform/web/id.decorator';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import type { DtoClass } from '../../platform/web/validation';
import { BreachHandling } from './breach-handling.service';
import { BreachReports } from './breach-reports.service';
import {
  AskWaiverDto,
  AssessBreachDto,
  BreachListDto,
  BreachMeasureDto,
  BreachNoticeDto,
  CloseBreachDto,
  DecideWaiverDto,
  NewBreachDto,
  NewBreachQueryDto,
} from './breach.dto';
import {
  breachReference,
  handlingChoices,
  noticeView,
  recordView,
  reportChoices,
  summaryView,
} from './breach.view';
import { Breaches } from './breaches.service';

type PageAnswer = Promise<PageView | PageRedirect>;

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('breaches')
export class BreachesPagesController {
  constructor(
    private readonly breaches: Breaches,
    private readonly reports: BreachReports,
    private readonly handling: BreachHandling,
  ) {}

  @Allow('breaches:read')
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Query() { before }: BreachListDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const { open, closed, next } = await this.breaches.list(actor, before ?? null);
    return page('breaches/list', {
      title: translate(mawa.language, 'breaches:title'),
      open: open.map((one) => summaryView(mawa.language, one)),
      closed: closed.map((one) => summaryView(mawa.language, one)),
      nextPath: next && `/breaches?before=${next}`,
    });
  }

  @Allow('breaches:report')
  @Get('report')
  async form(
    @CurrentActor() actor: Actor,
    @Query() { alarm }: NewBreachQueryDto,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    const isFromAlarm = alarm !== undefined && (await this.reports.seesAlarm(actor, alarm));
    return this.showForm(actor, request, newForm(isFromAlarm ? { alarmId: alarm } : {}));
  }

  @Allow('breaches:report')
  @Post('report')
  report(
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
    @RequestId() requestId: string | null,
    @Req() request: FastifyRequest,
  ): PageAnswer {
    return submitForm(
      NewBreachDto,
      body,
      request.mawa.language,
      async (dto) => {
        const { id } = await this.reports.report(actor, dto, requestId);
        const to = may(actor, 'breaches:handle') ? `/breaches/${id}` : '/breaches/report';
        return redirect(to, {
          kind: 'success',
          key: 'breaches:was_reported',
          params: { reference: breachReference(id) },
        });
      },
      (form) => this.showForm(actor, request, form),
    );
  }

  @Allow('breaches:read')
  @Get(':id')
  show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.showBreach(actor, id, request, newForm());
  }

  /** For printing: no name, address or text of the people concerned. */
  @Allow('breaches:read')
  @Get(':id/notice')
  async notice(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const notice = await this.breaches.authorityNotice(actor, id);
    return page('breaches/notice', noticeView(mawa.language, notice));
  }

  @Allow('breaches:handle')
  @Post(':id/assessments')
  assess(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageAnswer {
    return this.submit(AssessBreachDto, actor, id, request, 'was_assessed', (dto) =>
      this.handling.assess(actor, id, dto),
    );
  }

  @Allow('breaches:handle')
  @Post(':id/measures')
  measure(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageAnswer {
    return this.submit(BreachMeasureDto, actor, id, request, 'measure_kept', (dto) =>
      this.handling.measure(actor, id, dto),
    );
  }

  @Allow('breaches:handle')
  @Post(':id/notices')
  notify(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageAnswer {
    return this.submit(BreachNoticeDto, actor, id, request, 'notice_kept', (dto) =>
      this.handling.notify(actor, id, dto),
    );
  }

  @Allow('breaches:handle')
  @Post(':id/waivers')
  askWaiver(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageAnswer {
    return this.submit(AskWaiverDto, actor, id, request, 'waiver_asked', (dto) =>
      this.handling.askWaiver(actor, id, dto),
    );
  }

  @Allow('breaches:handle')
  @Post(':id/waivers/:waiverId/decision')
  decideWaiver(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('waiverId') waiverId: string,
    @Req() request: FastifyRequest,
  ): PageAnswer {
    return this.submit(DecideWaiverDto, actor, id, request, 'waiver_decided', ({ decision }) =>
      this.handling.decideWaiver(actor, id, waiverId, decision),
    );
  }

  @Allow('breaches:handle')
  @Post(':id/closing')
  close(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageAnswer {
    return this.submit(CloseBreachDto, actor, id, request, 'was_closed', ({ lessons }) =>
      this.handling.close(actor, id, lessons),
    );
  }

  private submit<T extends object>(
    Dto: DtoClass<T>,
    actor: Actor,
    id: string,
    request: FastifyRequest,
    done: string,
    act: (dto: T) => Promise<unknown>,
  ): PageAnswer {
    return submitForm(
      Dto,
      request.body,
      request.mawa.language,
      async (dto) => {
        await act(dto);
        return redirect(`/breaches/${id}`, { kind: 'success', key: `breaches:${done}` });
      },
      (form) => this.showBreach(actor, id, request, form),
    );
  }

  private async showForm(
    actor: Actor,
    { mawa }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const own = await this.reports.own(actor);
    const deciders = await this.reports.deciders(actor);
    return page('breaches/report', {
      title: translate(mawa.language, 'breaches:report.title'),
      backPath: may(actor, 'breaches:read') ? '/breaches' : '/',
      form,
      ...reportChoices(mawa.language),
      deciders: deciders.map(({ id, name }) => ({ value: id, label: name })),
      own: own.map(({ id, state, reportedAt }) => ({
        reference: breachReference(id),
        state: translate(mawa.language, `breaches:state.${state}`),
        reportedAt,
      })),
    });
  }

  private async showBreach(
    actor: Actor,
    id: string,
    { mawa }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const record = await this.breaches.read(actor, id);
    const mayHandle = may(actor, 'breaches:handle');
    return page('breaches/breach', {
      title: translate(mawa.language, 'breaches:one', { reference: breachReference(id) }),
      breach: recordView(mawa.language, record),
      alarmPath:
        record.breach.alarmId && may(actor, 'alarms:read')
          ? `/alarms/${record.breach.alarmId}`
          : null,
      mayHandle,
      mayAct: mayHandle && record.breach.state !== 'closed',
      ...handlingChoices(mawa.language),
      form,
    });
  }
}
