import { Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { submitForm } from '../../platform/web/forms';
import { redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { AnswerOverrideDto, AskOverrideDto } from '../dto/override.dto';
import { withoutRequestKey } from '../bookings/bed.form';
import { OverridePages } from './override-pages.service';
import { Overrides } from './overrides.service';

type PageResponse = Promise<PageView | PageRedirect>;
const done = (key: string) => ({ kind: 'success', key: `overrides:done.${key}` }) as const;

@ApiExcludeController()
@Controller('beds')
export class OverridesPagesController {
  constructor(
    private readonly pages: OverridePages,
    private readonly overrides: Overrides,
  ) {}

  @Allow('overrides:read')
  @Get('overrides')
  all(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    return this.pages.all(actor, mawa.language);
  }

  @Allow('overrides:agree')
  @Post('overrides/:id/answer')
  answer(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { body, mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      AnswerOverrideDto,
      withoutRequestKey(body),
      mawa.language,
      async ({ answer }) => {
        await this.overrides.answer(actor, id, answer);
        return redirect('/beds/overrides', done(answer));
      },
      (form) => this.pages.all(actor, mawa.language, form),
    );
  }

  @Allow('overrides:ask')
  @Get('requests/:id/overrides/new')
  form(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa }: FastifyRequest,
    @Query('bed') bed?: string,
  ): Promise<PageView> {
    return this.pages.ask(actor, mawa.language, id, bed ?? null);
  }

  @Allow('overrides:ask')
  @Post('requests/:id/overrides')
  ask(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { body, mawa }: FastifyRequest,
    @RequestId() repeatId: string | null,
  ): PageResponse {
    return submitForm(
      AskOverrideDto,
      withoutRequestKey(body),
      mawa.language,
      async (dto) => {
        await this.overrides.ask(actor, id, dto, repeatId);
        return redirect(`/beds/requests/${id}`, done('asked'));
      },
      (form) => this.pages.ask(actor, mawa.language, id, null, form),
    );
  }
}
