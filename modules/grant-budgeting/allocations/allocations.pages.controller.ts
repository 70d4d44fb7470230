import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { proposedNotice, Settings, waitingModel } from '../../settings';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { AllocateCostDto } from '../dto/allocations.dto';
import { rateOfPercent } from '../grants/grant-draft.rules';
import { withPostedValues, type PostedFields } from '../posted-values.form';
import { allocationLines } from '../prices.view';
import { CostAllocations } from './allocations.service';

const PATH = '/budget/allocations';
/** The form has rows for so many lines. */
const ROWS = [0, 1, 2] as const;

/** Which grant pays what: the allocations in force, those before, and the form for the next. */
@ApiExcludeController()
@Controller('budget/allocations')
export class AllocationsPagesController {
  constructor(
    private readonly allocations: CostAllocations,
    private readonly settings: Settings,
  ) {}

  @Allow('budget:read')
  @Get()
  list(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PageView> {
    return this.show(actor, request, newForm());
  }

  @Allow('rates:enter')
  @Post()
  enter(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      AllocateCostDto,
      typedShares(body),
      request.mawa.language,
      async (dto) => {
        await this.allocations.propose(actor, dto, requestId);
        return redirect(PATH, proposedNotice);
      },
      (form) => this.show(actor, request, { ...form, values: withPostedValues(form, body) }),
    );
  }

  private async show(actor: Actor, { mawa: { language } }: FastifyRequest, form: FormState) {
    const known = await this.allocations.choices(actor);
    const choices = {
      shelters: known.shelters.map(({ id, name }) => ({ value: id, label: name })),
      types: known.types.map(({ code, name }) => ({ value: code, label: name[language] })),
      lines: known.lines.map(({ id, grant, code, name }) => ({
        value: id,
        label: `${grant} · ${code} · ${name[language]}`,
      })),
    };
    const rows = (await this.allocations.list(actor)).map((row) => ({
      ...row,
      what: row.shelter ?? row.type?.[language],
    }));
    return page('budget/allocations', {
      title: translate(language, 'allocations:title'),
      current: rows.filter(({ inForce }) => inForce),
      others: rows.filter(({ inForce }) => !inForce),
      waiting: waitingModel(
        await this.settings.waiting(actor, 'service_lines'),
        actor,
        allocationLines(language, choices),
      ),
      mayEnter: may(actor, 'rates:enter') && known.lines.length > 0,
      ...choices,
      rows: ROWS.map((at) => ({
        line: `shares.${at}.lineId`,
        share: `shares.${at}.share`,
        isFirst: at === 0,
      })),
      requestId: randomUUID(),
      form,
    });
  }
}

/** Per cent as they were typed become shares; a row in which nothing stands is none. */
function typedShares(body: PostedFields): PostedFields {
  const fields = Object.entries(body).map(([name, value]): [string, unknown] => [
    name,
    name.endsWith('.share') && value !== '' ? rateOfPercent(value) : value,
  ]);
  return Object.fromEntries(fields);
}
