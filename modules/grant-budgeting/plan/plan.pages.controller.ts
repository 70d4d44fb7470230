import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { Allow, CurrentActor, may, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { newForm, submitForm, type FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import {
  file,
  page,
  redirect,
  type FileDownload,
  type PageRedirect,
  type PageView,
} from '../../platform/web/page-response';
import { CashForecastDto, PlanLineDto, ShowPlanDto } from '../dto/plan.dto';
import { withPostedValues, type PostedFields } from '../posted-values.form';
import { typedNumber } from '../typed-number.rules';
import { CashForecasts } from './cash-forecast.service';
import { BudgetPlans } from './plan.service';
import { planModel, quarterName } from './plan.view';
import { XLSX_TYPE } from '../../platform/shared/media-types.data';
import { Id } from '../../platform/web/id.decorator';

/** What is planned by quarter against what was spent, and the form that plans one line. */
@ApiExcludeController()
@Controller('budget/plan')
export class PlanPagesController {
  constructor(
    private readonly plans: BudgetPlans,
    private readonly cash: CashForecasts,
  ) {}

  @Allow('budget:read')
  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Query() { grant: code, view = 'line' }: ShowPlanDto,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const grants = await this.plans.withCash(actor);
    const shown = code ? grants.find(({ plan }) => plan.code === code) : grants[0];
    if (code && !shown) throw notFound();
    const plan = shown?.plan;
    return page('budget/plan', {
      title: translate(language, 'budget-plan:title'),
      grants: grants.length > 1 ? grants.map(({ plan }) => plan.code) : null,
      ...(plan && {
        grant: plan.code,
        currency: plan.currency,
        today: plan.today,
        ...planModel(plan, language, view),
        cash: shown.cash,
      }),
    });
  }

  @Allow('budget:read')
  @Get('cash')
  async workbook(
    @CurrentActor() actor: Actor,
    @Query() asked: CashForecastDto,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<FileDownload> {
    const { bytes, name } = await this.cash.workbook({ ...actor, language }, asked);
    return file(bytes, name, XLSX_TYPE);
  }

  @Allow('budget:read')
  @Get('lines/:id')
  line(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.showLine(actor, id, request, newForm());
  }

  @Allow('plan:write')
  @Post('lines/:id')
  plan(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const read = Object.entries(body).map(([name, value]) => [
      name,
      name.endsWith('.amount') ? typedNumber(value === '' ? '0' : value) : value,
    ]);
    return submitForm(
      PlanLineDto,
      Object.fromEntries(read),
      request.mawa.language,
      async (dto) => {
        await this.plans.plan(actor, id, dto, requestId);
        return redirect(`/budget/plan/lines/${id}`, { kind: 'success', key: 'common:flash.saved' });
      },
      (form) =>
        this.showLine(actor, id, request, { ...form, values: withPostedValues(form, body) }),
    );
  }

  private async showLine(actor: Actor, id: string, { mawa }: FastifyRequest, form: FormState) {
    const { language } = mawa;
    const plan = await this.plans.ofLine(actor, id);
    return page('budget/plan-line', {
      ...plan,
      title: translate(language, 'budget-plan:line.title', {
        line: `${plan.code} · ${plan.name[language]}`,
      }),
      backPath: `/budget/plan?${new URLSearchParams({ grant: plan.grant })}`,
      mayPlan: may(actor, 'plan:write'),
      isStraight: plan.why === 'straight',
      quarters: plan.quarters.map(({ code, from, to }, at) => ({
        code,
        from,
        to,
        at,
        label: quarterName(code, language),
        name: `quarters.${at}.amount`,
        quarterName: `quarters.${at}.quarter`,
        planned: plan.planned[at],
        typed: plan.planned[at]!.replace('.', ','),
      })),
      requestId: randomUUID(),
      form,
    });
  }
}
