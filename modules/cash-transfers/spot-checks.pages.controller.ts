import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../access';
import type { Actor } from '../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../platform/web/forms';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { checkedRowsOf, SpotCheckDto } from './partners.dto';
import { withPostedValues, type PostedFields, typedNumber } from '../grant-budgeting';
import { spotChecksModel } from './spot-checks.view';
import { SpotChecks } from './spot-checks.service';

@ApiTags('partners')
@Controller('api/v1/partner-agreements/:id/spot-checks')
export class SpotChecksApiController {
  constructor(private readonly checks: SpotChecks) {}

  /**
   * List the spot checks of a partner agreement.
   * Those made, when the next one is due, and which accepted rows to look at.
   */
  @Allow('budget:read')
  @Get()
  list(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.checks.of(actor, id);
  }

  /**
   * Record a spot check of a partner agreement.
   * By another than who accepted the rows.
   */
  @Allow('advances:decide')
  @Post()
  make(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { on, rows }: SpotCheckDto,
  ) {
    return this.checks.make(actor, id, { on, rows: checkedRowsOf(rows) }, requestId);
  }
}

@ApiExcludeController()
@Controller('budget/partners/:id/spot-checks')
export class SpotChecksPagesController {
  constructor(private readonly checks: SpotChecks) {}

  @Allow('budget:read')
  @Get()
  list(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.show(actor, id, request, newForm());
  }

  @Allow('advances:decide')
  @Post()
  make(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const numbers = Object.entries(body).map(([key, value]) => [
      key,
      key.endsWith('.supported') && value !== '' ? typedNumber(value) : value || undefined,
    ]);
    return submitForm(
      SpotCheckDto,
      Object.fromEntries(numbers.filter(([, value]) => value !== undefined)),
      request.mawa.language,
      async ({ on, rows }) => {
        await this.checks.make(actor, id, { on, rows: checkedRowsOf(rows ?? []) }, requestId);
        const notice = { kind: 'success', key: 'common:flash.saved' } as const;
        return redirect(`/budget/partners/${id}/spot-checks`, notice);
      },
      (form) => this.show(actor, id, request, { ...form, values: withPostedValues(form, body) }),
    );
  }

  private async show(
    actor: Actor,
    id: string,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const found = await this.checks.of(actor, id);
    return page('budget/spot-checks', {
      ...spotChecksModel(found, language, form),
      path: `/budget/partners/${id}/spot-checks`,
      backPath: `/budget/partners/${id}`,
      refundPath: `/budget/partners/${id}/refunds`,
      mayCheck: may(actor, 'advances:decide'),
      requestId: randomUUID(),
      form,
    });
  }
}
