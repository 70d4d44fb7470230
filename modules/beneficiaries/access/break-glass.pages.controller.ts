import { Body, Controller, Get, HttpCode, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor, Language } from '../../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { parseCaseNumber } from '../case-number.rules';
import { BreakGlassDto, ReviewDto } from './access.dto';
import { BreakGlass, CAUSES, VERDICTS } from './break-glass.service';

@ApiTags('break-glass')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/break-glass')
export class BreakGlassApiController {
  constructor(private readonly glass: BreakGlass) {}

  /**
   * Open a case in an emergency, for some hours.
   * Opens a case by its number for some hours in an emergency. Supervisors are notified at once.
   */
  @Allow('break-glass:break')
  @Post()
  @HttpCode(200)
  break(
    @CurrentActor() actor: Actor,
    @Body() body: BreakGlassDto,
    @RequestId() requestId: string | null,
  ) {
    return this.glass.break(actor, body, requestId);
  }

  /** List the emergency openings that wait for a review. */
  @Allow('break-glass:review')
  @Get('reviews')
  waiting(@CurrentActor() actor: Actor) {
    return this.glass.waiting(actor);
  }

  /**
   * Show an emergency opening with its note.
   * One of them with its note. Recorded.
   */
  @Allow('break-glass:review')
  @Get('reviews/:id')
  show(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.glass.show(actor, id);
  }

  /** Record the review of an emergency opening. */
  @Allow('break-glass:review')
  @Post('reviews/:id')
  @HttpCode(204)
  review(@CurrentActor() actor: Actor, @Id() id: string, @Body() { verdict, note }: ReviewDto) {
    return this.glass.review(actor, id, verdict, note);
  }
}

const choices = (language: Language, kind: string, codes: readonly string[]) =>
  codes.map((value) => ({ value, label: translate(language, `case-access:${kind}.${value}`) }));

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('break-glass')
export class BreakGlassPagesController {
  constructor(private readonly glass: BreakGlass) {}

  @Allow('break-glass:break')
  @Get()
  form(@Query('number') number: unknown, @Req() { mawa }: FastifyRequest): PageView {
    const asked = typeof number === 'string' ? parseCaseNumber(number) : null;
    return breakPage(mawa.language, newForm({ caseNumber: asked ?? '' }));
  }

  @Allow('break-glass:break')
  @Post()
  break(
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      BreakGlassDto,
      body,
      mawa.language,
      async (emergency) => {
        const { caseId, already } = await this.glass.break(actor, emergency);
        return already
          ? redirect(`/people/${caseId}`, { kind: 'info', key: 'case-access:done.open_already' })
          : redirect(`/people/${caseId}`, { kind: 'warning', key: 'case-access:done.opened' });
      },
      (form) => Promise.resolve(breakPage(mawa.language, form)),
    );
  }

  @Allow('break-glass:review')
  @Get('reviews')
  async waiting(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    const waiting = await this.glass.waiting(actor);
    return page('people/access-reviews', {
      title: translate(mawa.language, 'case-access:reviews.title'),
      waiting: waiting.map((one) => ({
        ...one,
        causeLabel: translate(mawa.language, `case-access:cause.${one.cause}`),
      })),
    });
  }

  @Allow('break-glass:review')
  @Get('reviews/:id')
  show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.reviewPage(actor, id, mawa.language, newForm());
  }

  @Allow('break-glass:review')
  @Post('reviews/:id')
  review(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      ReviewDto,
      body,
      mawa.language,
      async ({ verdict, note }) => {
        await this.glass.review(actor, id, verdict, note);
        return redirect('/break-glass/reviews', {
          kind: 'success',
          key: 'case-access:done.reviewed',
        });
      },
      (form) => this.reviewPage(actor, id, mawa.language, form),
    );
  }

  private async reviewPage(
    actor: Actor,
    id: string,
    language: Language,
    form: FormState,
  ): Promise<PageView> {
    const glass = await this.glass.show(actor, id);
    return page('people/access-review', {
      title: translate(language, 'case-access:reviews.one', { number: glass.caseNumber }),
      glass,
      causeLabel: translate(language, `case-access:cause.${glass.cause}`),
      verdicts: choices(language, 'verdict', VERDICTS),
      form,
    });
  }
}

const breakPage = (language: Language, form: FormState): PageView =>
  page('people/access-break', {
    title: translate(language, 'case-access:glass.title'),
    causes: choices(language, 'cause', CAUSES),
    form,
  });
