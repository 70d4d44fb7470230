import { Body, Controller, Get, HttpCode, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { newForm, submitForm } from '../platform/web/forms';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { AnswerDuplicateDto, MarkNotSameDto } from './dto/duplicate.dto';
import { listModel, pairModel, sideModel } from './duplicates.view';
import { ReviewDuplicates } from './review.service';

type PageResponse = Promise<PageView | PageRedirect>;

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('duplicates')
export class DuplicatesPagesController {
  constructor(private readonly review: ReviewDuplicates) {}

  @Allow('duplicates:review')
  @Get()
  async list(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    return page('duplicates/list', listModel(await this.review.list(actor), mawa.language));
  }

  @Allow('duplicates:review')
  @Get(':pairId')
  show(@CurrentActor() actor: Actor, @Id('pairId') id: string, @Req() { mawa }: FastifyRequest) {
    return this.view(actor, id, mawa.language, newForm());
  }

  @Allow('duplicates:review')
  @Post(':pairId/identity')
  @HttpCode(200)
  async names(
    @CurrentActor() actor: Actor,
    @Id('pairId') id: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    const { both, identities } = await this.review.names(actor, id);
    return page(
      'duplicates/pair',
      pairModel({ actor, language: mawa.language, both, identities, form: newForm() }),
    );
  }

  @Allow('duplicates:review')
  @Post(':pairId/answer')
  answer(
    @CurrentActor() actor: Actor,
    @Id('pairId') id: string,
    @Body() body: unknown,
    @Req() { mawa: { language } }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      AnswerDuplicateDto,
      body,
      language,
      async ({ answer }) => {
        await this.review.answer(actor, id, answer);
        const path = answer === 'declined' ? '/duplicates' : `/duplicates/${id}`;
        return redirect(path, { kind: 'success', key: `duplicates:done.${answer}` });
      },
      (form) => this.view(actor, id, language, form),
    );
  }

  @Allow('duplicates:review')
  @Post(':pairId/apart')
  apart(
    @CurrentActor() actor: Actor,
    @Id('pairId') id: string,
    @Body() body: unknown,
    @Req() { mawa: { language } }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      MarkNotSameDto,
      body,
      language,
      async ({ why }) => {
        await this.review.markNotSame(actor, id, why);
        return redirect('/duplicates', { kind: 'success', key: 'duplicates:done.apart' });
      },
      (form) => this.view(actor, id, language, form),
    );
  }

  private async view(
    actor: Actor,
    id: string,
    language: Parameters<typeof listModel>[1],
    form: ReturnType<typeof newForm>,
  ): Promise<PageView> {
    const { both, side } = await this.review.look(actor, id);
    return both
      ? page('duplicates/pair', pairModel({ actor, language, both, identities: null, form }))
      : page('duplicates/side', sideModel(side, language, form));
  }
}
