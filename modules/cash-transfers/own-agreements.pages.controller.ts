import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { Allow, CurrentActor, RequestId } from '../access';
import type { Actor } from '../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../platform/web/forms';
import {
  page,
  redirect,
  type PageRedirect,
  type PageView,
  saved,
} from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { amountsOf, EnterReturnDto, RETURN_BODY } from './partners.dto';
import { withPostedValues, type PostedFields } from '../grant-budgeting';
import { CLAIMS } from './partner-submissions.queries';
import {
  lineFields,
  monthsOf,
  submissionModel,
  partnerModel,
  wholeModel,
  wordsOf,
} from './partner.view';
import { PartnerChoices } from './partner-choices.service';
import { PartnerReturns } from './partner-returns.service';
import { withNumbers } from './partners.pages.controller';
import { Partners, type WholePartner } from './partners.queries';

/** A partner does not see how it is rated, nor who decided. */
const withoutRatings = ({ ratings, rating, rule, events, ...whole }: WholePartner) => ({
  ...whole,
  events: events.map(({ by, ...event }) => event),
});

/** A partner with an account: what it was advanced, what it has still to justify, and its own returns. */
@ApiTags('budget')
@Controller('api/v1/own-agreements')
export class OwnAgreementsApiController {
  constructor(
    private readonly partners: Partners,
    private readonly returns: PartnerReturns,
  ) {}

  /** List the agreements of your own organisation. */
  @Allow('partner-returns:own')
  @Get()
  async list(@CurrentActor() actor: Actor) {
    const agreements = await this.partners.list(actor);
    return { agreements: agreements.map(({ rating, ...row }) => row) };
  }

  /** Show an agreement of your own organisation. */
  @Allow('partner-returns:own')
  @Get(':id')
  async one(@CurrentActor() actor: Actor, @Id() id: string) {
    return withoutRatings(await this.partners.one(actor, id));
  }

  /**
   * Report what your organisation spent in a month.
   * What was spent in a month, line by line; somebody at the agency checks it.
   */
  @Allow('partner-returns:own')
  @RouteConfig(RETURN_BODY)
  @Post(':id/returns')
  enter(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: EnterReturnDto,
  ) {
    return this.returns.enter(actor, id, { ...body, rows: amountsOf(body.rows) }, requestId);
  }

  /** Show a return or advance of your own organisation. */
  @Allow('partner-returns:own')
  @Get('papers/:id')
  paper(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.partners.paper(actor, id);
  }

  /**
   * Withdraw a return of your own organisation.
   * As long as nobody has checked it, by whoever entered it.
   */
  @Allow('partner-returns:own')
  @Post('papers/:id/withdrawal')
  withdraw(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.returns.withdraw(actor, id);
  }
}

@ApiExcludeController()
@Controller('own-money')
export class OwnAgreementsPagesController {
  constructor(
    private readonly partners: Partners,
    private readonly choices: PartnerChoices,
    private readonly returns: PartnerReturns,
  ) {}

  @Allow('partner-returns:own')
  @Get()
  async list(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    const all = await this.partners.list(actor);
    return page('budget/own-money', {
      title: wordsOf(mawa.language)('own.title'),
      partners: all.map((row) => ({
        ...partnerModel({ ...row, rating: null }, mawa.language),
        path: `/own-money/${row.id}`,
      })),
    });
  }

  @Allow('partner-returns:own')
  @Get(':id')
  one(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.show(actor, id, request, newForm({ claim: CLAIMS[0] }));
  }

  @Allow('partner-returns:own')
  @Post(':id/returns')
  enter(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      EnterReturnDto,
      withNumbers(body),
      request.mawa.language,
      async (dto) => {
        const given = { ...dto, rows: amountsOf(dto.rows) };
        await this.returns.enter(actor, id, given, requestId);
        return redirect(`/own-money/${id}`, { kind: 'success', key: 'budget:partners.own.thanks' });
      },
      (form) => this.show(actor, id, request, { ...form, values: withPostedValues(form, body) }),
    );
  }

  @Allow('partner-returns:own')
  @Get('papers/:id')
  async paper(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const paper = await this.partners.paper(actor, id);
    return page('budget/own-paper', {
      ...submissionModel(paper, actor, language, newForm()),
      backPath: `/own-money/${paper.agreementId}`,
      mayWithdraw: paper.mine && paper.state === 'entered',
      withdrawPath: `/own-money/papers/${id}/withdrawal`,
    });
  }

  @Allow('partner-returns:own')
  @Post('papers/:id/withdrawal')
  async withdraw(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.returns.withdraw(actor, id);
    return redirect(`/own-money/papers/${id}`, saved);
  }

  private async show(
    actor: Actor,
    id: string,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const whole = await this.partners.one(actor, id);
    const { partner, lines, today } = await this.choices.partner(actor, id);
    const words = wordsOf(language);
    const model = wholeModel(whole, actor, language, today);
    return page('budget/own-agreement', {
      ...model,
      today,
      papers: model.papers.map((paper) => ({ ...paper, path: `/own-money/papers/${paper.id}` })),
      months: monthsOf(partner, today, language),
      claims: CLAIMS.map((value) => ({ value, label: words(`claim.${value}`) })),
      lineRows: lineFields(lines, form, language, true),
      path: `/own-money/${id}/returns`,
      requestId: randomUUID(),
      form,
    });
  }
}
