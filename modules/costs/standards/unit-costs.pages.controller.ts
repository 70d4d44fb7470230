import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../../access';
import { serviceTypes } from '../../assistance-services';
import { withPostedValues, CURRENCIES, typedNumber } from '../../grant-budgeting';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { proposedNotice, Settings, waitingModel } from '../../settings';
import { kindName, unitCostLines } from '../costs.view';
import { UnitCostDto } from '../dto/costs.dto';
import { BED_NIGHT, UnitCosts } from './unit-costs.service';

const currencies = CURRENCIES.map((value) => ({ value, label: value }));

/** Pages of expected unit costs. */
@ApiExcludeController()
@Controller('budget/unit-costs')
export class UnitCostsPagesController {
  constructor(
    private readonly units: UnitCosts,
    private readonly transactions: Transactions,
    private readonly settings: Settings,
  ) {}

  @Allow('budget:read')
  @Get()
  list(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PageView> {
    return this.show(actor, request, newForm({ currency: 'MAD' }));
  }

  @Allow('rates:enter')
  @Post()
  propose(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() { _request, ...body }: Record<string, unknown>,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      UnitCostDto,
      { ...body, amount: typedNumber(body['amount']) },
      request.mawa.language,
      async (dto) => {
        await this.units.propose(actor, dto, requestId);
        return redirect('/budget/unit-costs', proposedNotice);
      },
      (form) => this.show(actor, request, { ...form, values: withPostedValues(form, body) }),
    );
  }

  private async show(actor: Actor, { mawa: { language } }: FastifyRequest, form: FormState) {
    const types = await this.transactions.run(actor, serviceTypes);
    const kinds = [BED_NIGHT, ...types.filter(({ active }) => active).map(({ code }) => code)];
    const unitCosts = await this.units.list(actor);
    return page('costs/unit-costs', {
      title: translate(language, 'costs:standards.title'),
      waiting: waitingModel(
        await this.settings.waiting(actor, 'unit_costs'),
        actor,
        unitCostLines(types, language),
      ),
      mayEnter: may(actor, 'rates:enter'),
      unitCosts: unitCosts.map((one) => ({ ...one, name: kindName(one.kind, types, language) })),
      kinds: kinds.map((value) => ({ value, label: kindName(value, types, language) })),
      currencies,
      requestId: randomUUID(),
      form,
    });
  }
}
