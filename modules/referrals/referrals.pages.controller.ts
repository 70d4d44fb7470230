import { Body, Controller, Get, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, QuarterDto } from '../access';
import { NotFoundAudit } from '../audit';
import { CaseTabs } from '../beneficiaries';
import { Lists } from '../reference-lists';
import type { Actor } from '../platform/shared/actor';
import { Clock } from '../platform/shared/clock';
import { type FormState, newForm, submitForm } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import type { DtoClass } from '../platform/web/validation';
import { Id } from '../platform/web/id.decorator';
import { AnswerDto, NewsDto } from './dto/answer.dto';
import { ListReferralsDto, RevokeReferralDto } from './dto/referral.dto';
import { referralLinkSlip, LinkSlips } from './link-slip.view';
import { fileModel, progressChoices, referralModels } from './referral.view';
import { figuresModel } from './referral-figures.view';
import { QuarterlyReferralFigures } from './referral-figures.service';
import { ReferralLists } from './referral-lists.service';
import { isFollowed, isLive, awaitsAnswer } from './referral-states.rules';
import { REFERRAL_LIST_FILTERS } from './referrals.queries';
import { Referrals, REVOKE_REASONS } from './referrals.service';

type PostedFields = Record<string, unknown>;

/** Pages of sent referrals: the list, and one referral with its history. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('referrals')
export class ReferralsPagesController {
  constructor(
    private readonly referrals: Referrals,
    private readonly figures: QuarterlyReferralFigures,
    private readonly listed: ReferralLists,
    private readonly lists: Lists,
    private readonly tabs: CaseTabs,
    private readonly hand: LinkSlips,
    private readonly clock: Clock,
  ) {}

  @Allow('referrals:read')
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Query() { after, ...asked }: ListReferralsDto,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const { referrals, total, next, bar, services, partners } = await this.listed.of(
      actor,
      language,
      asked,
      after ?? null,
    );
    const words = (key: string) => translate(language, `referrals:${key}`);
    return page('referrals/list', {
      title: words(`list.${asked.show ?? 'waiting'}`),
      total,
      bar: bar.model,
      referrals: referralModels(referrals, this.clock.now(), language),
      filter: { show: asked.show ?? 'waiting', ...bar.filters },
      shows: REFERRAL_LIST_FILTERS.map((value) => ({ value, label: words(`show.${value}`) })),
      services,
      partners,
      nextPath: next && bar.address({ after: next }),
      previousPath: after ? bar.address() : null,
      figuresPath: may(actor, 'referrals:figures') ? '/referrals/figures' : null,
    });
  }

  @Allow('referrals:figures')
  @Get('figures')
  async count(
    @CurrentActor() actor: Actor,
    @Query() { quarter }: QuarterDto,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    return page('referrals/figures', figuresModel(await this.figures.of(actor, quarter), language));
  }

  @Allow('referrals:read')
  @Get(':id')
  one(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.show(actor, id, request, newForm());
  }

  @Allow('referrals:send')
  @Post(':id/answer')
  answer(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return this.act(AnswerDto, actor, id, body, request, (dto, requestId) =>
      this.referrals.answered(actor, id, dto, requestId),
    );
  }

  @Allow('referrals:send')
  @Post(':id/news')
  news(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return this.act(NewsDto, actor, id, body, request, (dto, requestId) =>
      this.referrals.news(actor, id, dto, requestId),
    );
  }

  @Allow('referrals:send')
  @Post(':id/revocation')
  revoke(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return this.act(RevokeReferralDto, actor, id, body, request, ({ reason }, requestId) =>
      this.referrals.revoke(actor, id, reason, requestId),
    );
  }

  @Allow('referrals:send')
  @Post(':id/link')
  async link(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    const made = await this.referrals.makeLink(actor, id);
    return this.hand.show(referralLinkSlip(made, request.mawa.language), request);
  }

  private act<T extends object>(
    Dto: DtoClass<T>,
    actor: Actor,
    id: string,
    { _request, ...body }: PostedFields,
    request: FastifyRequest,
    act: (dto: T, requestId: string | null) => Promise<unknown>,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      Dto,
      body,
      request.mawa.language,
      async (dto) => {
        await act(dto, typeof _request === 'string' && _request ? _request : null);
        return redirect(`/referrals/${id}`, { kind: 'success', key: 'common:saved' });
      },
      (form) => this.show(actor, id, request, form),
    );
  }

  private async show(
    actor: Actor,
    id: string,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const file = await this.referrals.read(actor, id);
    const words = (key: string) => translate(language, `referrals:${key}`);
    const acts = may(actor, 'referrals:send');
    const model = fileModel(file, this.clock.now(), language);
    return page('referrals/one', {
      title: `${model.what} · ${file.partner}`,
      tabs: await this.tabs.row(actor, language, file.caseId, 'referrals'),
      referral: model,
      requestId: randomUUID(),
      mayAnswer: acts && awaitsAnswer(file.state),
      maySay: acts && isFollowed(file.state),
      mayRevoke: acts && isLive(file.state),
      mayLink: acts && isLive(file.state) && !file.hasAccount,
      reasons: await this.lists.choices(actor, 'referral_declines', language),
      news: progressChoices(file.state === 'in_progress', language),
      revokes: REVOKE_REASONS.map((value) => ({ value, label: words(`reason.${value}`) })),
      form,
    });
  }
}
