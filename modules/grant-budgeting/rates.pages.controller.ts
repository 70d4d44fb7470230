import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../access';
import type { Actor } from '../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { proposedNotice, Settings, waitingModel } from '../settings';
import {
  page,
  redirect,
  type PageRedirect,
  type PageView,
  saved,
} from '../platform/web/page-response';
import { ConfirmPeriodDto, EnterRateDto, SetNightRateDto } from './dto/rates.dto';
import { withPostedValues, type PostedFields } from './posted-values.form';
import { CURRENCIES } from './money.rules';
import { Periods } from './periods.service';
import { unsettledModel } from './periods.view';
import { nightLines, rateLines } from './prices.view';
import { RateChoices } from './rate-choices.service';
import { ExchangeRates } from './rates.service';
import { typedNumber } from './typed-number.rules';

const currencies = CURRENCIES.map((value) => ({ value, label: value }));

/** What finance types in: dated rates, prices of a night, closed periods. */
@ApiExcludeController()
@Controller('budget')
export class RatesPagesController {
  constructor(
    private readonly rates: ExchangeRates,
    private readonly periods: Periods,
    private readonly choices: RateChoices,
    private readonly settings: Settings,
  ) {}

  @Allow('budget:read')
  @Get('rates')
  list(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PageView> {
    return this.showRates(actor, request, newForm({ from: 'USD', to: 'MAD' }));
  }

  @Allow('rates:enter')
  @Post('rates')
  enter(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const typed = {
      ...body,
      rate: typedNumber(body['rate'], 8),
      confirmed: body['confirmed'] === 'yes',
    };
    return submitForm(
      EnterRateDto,
      typed,
      request.mawa.language,
      async (dto) => {
        await this.rates.propose(actor, dto, requestId);
        return redirect('/budget/rates', proposedNotice);
      },
      (form) => this.showRates(actor, request, { ...form, values: withPostedValues(form, body) }),
    );
  }

  @Allow('budget:read')
  @Get('night-rates')
  nights(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PageView> {
    return this.showNights(actor, request, newForm({ currency: 'MAD' }));
  }

  @Allow('rates:enter')
  @Post('night-rates')
  setNight(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      SetNightRateDto,
      { ...body, amount: typedNumber(body['amount']) },
      request.mawa.language,
      async (dto) => {
        await this.rates.proposeNight(actor, dto, requestId);
        return redirect('/budget/night-rates', proposedNotice);
      },
      (form) => this.showNights(actor, request, { ...form, values: withPostedValues(form, body) }),
    );
  }

  @Allow('budget:read')
  @Get('periods')
  closed(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PageView> {
    return this.showPeriods(actor, request);
  }

  @Allow('periods:close')
  @Post('periods')
  close(
    @CurrentActor() actor: Actor,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      ConfirmPeriodDto,
      body,
      request.mawa.language,
      async ({ untilDay, confirmed }) => {
        await this.periods.close(actor, untilDay, confirmed);
        return redirect('/budget/periods', saved);
      },
      (form) => this.showPeriods(actor, request, form),
    );
  }

  private async showRates(actor: Actor, { mawa }: FastifyRequest, form: FormState) {
    return page('budget/rates', {
      title: translate(mawa.language, 'budget:rates.title'),
      rates: await this.rates.list(actor),
      waiting: waitingModel(
        await this.settings.waiting(actor, 'exchange_rates'),
        actor,
        rateLines(mawa.language),
      ),
      mayEnter: may(actor, 'rates:enter'),
      mustConfirm: 'confirmed' in form.errors,
      confirmations: [{ value: 'yes', label: translate(mawa.language, 'budget:rates.confirm') }],
      currencies,
      requestId: randomUUID(),
      form,
    });
  }

  private async showNights(actor: Actor, { mawa }: FastifyRequest, form: FormState) {
    const choices = await this.choices.of(actor, mawa.language);
    return page('budget/night-rates', {
      title: translate(mawa.language, 'budget:nights.title'),
      nightRates: await this.rates.nightRates(actor),
      waiting: waitingModel(
        await this.settings.waiting(actor, 'night_rates'),
        actor,
        nightLines(mawa.language, choices),
      ),
      mayEnter: may(actor, 'rates:enter'),
      ...choices,
      currencies,
      requestId: randomUUID(),
      form,
    });
  }

  private async showPeriods(actor: Actor, { mawa }: FastifyRequest, form?: FormState) {
    const { language } = mawa;
    const mayClose = may(actor, 'periods:close');
    const unsettled = mayClose ? await this.periods.unsettled(actor) : null;
    const shown = form ?? newForm({ untilDay: unsettled?.nextEnd ?? '' });
    const { untilDay } = shown.values;
    return page('budget/periods', {
      title: translate(language, 'budget:periods.title'),
      closed: await this.periods.list(actor),
      mayClose,
      unsettled: unsettled && unsettledModel(unsettled, language),
      mustConfirm: 'confirmed' in shown.errors,
      confirmations: [
        {
          value: untilDay,
          label: translate(language, 'budget:periods.confirm', { day: untilDay }),
        },
      ],
      form: shown,
    });
  }
}
