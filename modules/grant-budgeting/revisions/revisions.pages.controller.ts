import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { Allow, CurrentActor, may, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import {
  page,
  redirect,
  type PageRedirect,
  type PageView,
  saved,
} from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import {
  DecideRevisionDto,
  DonorApprovalDto,
  GrantQueryDto,
  ProposeRevisionDto,
} from '../dto/revisions.dto';
import { withPostedValues, type PostedFields } from '../posted-values.form';
import { typedChange } from '../typed-change.rules';
import { DecideRevision, REVISION_REFUSALS } from './decide-revision.service';
import { ProposeRevision, REVISION_REASONS } from './propose-revision.service';
import type { Comparison } from './revised-grant.queries';
import { comparisonModel, formLines, groundsModel, ruleModel } from './revision.view';
import { Revisions } from './revisions.queries';

/** Revisions of a grant, the form that proposes one, and one with its comparison and what comes next. */
@ApiExcludeController()
@Controller('budget/revisions')
export class RevisionsPagesController {
  constructor(
    private readonly revisions: Revisions,
    private readonly proposals: ProposeRevision,
    private readonly decisions: DecideRevision,
  ) {}

  @Allow('budget:read')
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Query() { grant: code }: GrantQueryDto,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const { grants, shown } = await this.revisions.list(actor, code);
    const asked = shown && new URLSearchParams({ grant: shown.grant.code }).toString();
    return page('budget/revisions', {
      title: translate(language, 'revisions:title'),
      grants: grants.length > 1 ? grants : null,
      grant: shown?.grant.code ?? null,
      currency: shown?.grant.currency,
      revisions: shown?.revisions ?? [],
      rule: shown && ruleModel(shown.rule, '0', shown.grant.currency, language),
      grounds: groundsModel(await this.revisions.grounds(actor), language),
      newPath: shown && may(actor, 'revisions:propose') ? `/budget/revisions/new?${asked}` : null,
      versionsPath: `/budget/revisions/versions?${asked}`,
    });
  }

  @Allow('budget:read')
  @Get('versions')
  async versions(
    @CurrentActor() actor: Actor,
    @Query() { grant: code }: GrantQueryDto,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const { grant, currency, lines, versions } = await this.revisions.versions(actor, code);
    return page('budget/revision-versions', {
      title: translate(language, 'revisions:versions.title', { grant }),
      backPath: `/budget/revisions?${new URLSearchParams({ grant })}`,
      currency,
      versions,
      lines: lines.map(({ lineId, code, name }) => ({
        code,
        label: name[language],
        amounts: versions.map(({ amounts }, at) => {
          const amount = amounts[lineId] ?? '0.00';
          const before = at > 0 ? (versions[at - 1]!.amounts[lineId] ?? '0.00') : amount;
          return { amount, changed: amount !== before };
        }),
      })),
    });
  }

  @Allow('revisions:propose')
  @Get('new')
  ask(
    @CurrentActor() actor: Actor,
    @Query() { grant }: GrantQueryDto,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.showNew(actor, grant, request, newForm(), null);
  }

  /** Shows the comparison first; proposes where that was pressed. */
  @Allow('revisions:propose')
  @Post()
  propose(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() { _request, act, grant, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const code = typeof grant === 'string' ? grant : undefined;
    const read = Object.entries(body).map(([name, value]) => [
      name,
      name.endsWith('.change') ? typedChange(value) : value,
    ]);
    const again = (form: FormState, comparison: Comparison | null) =>
      this.showNew(
        actor,
        code,
        request,
        { ...form, values: withPostedValues(form, body) },
        comparison,
      );
    const typed = {
      ...Object.fromEntries(read),
      betweenAgencies: body['betweenAgencies'] === 'yes',
    };
    return submitForm<ProposeRevisionDto, PageView | PageRedirect>(
      ProposeRevisionDto,
      act === 'compare' ? { reason: 'needs_changed', ...given(typed) } : typed,
      request.mawa.language,
      async (dto) => {
        if (act === 'compare') return again(newForm(), await this.proposals.compare(actor, dto));
        const { id } = await this.proposals.propose(actor, dto, requestId);
        return redirect(`/budget/revisions/${id}`, saved);
      },
      (form) => again(form, null),
    );
  }

  @Allow('budget:read')
  @Get(':id')
  one(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.showOne(actor, id, request, newForm());
  }

  @Allow('revisions:propose')
  @Post(':id/donor-approvals')
  approve(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      DonorApprovalDto,
      body,
      request.mawa.language,
      async (dto) => {
        await this.proposals.enterApproval(actor, id, dto);
        return redirect(`/budget/revisions/${id}`, saved);
      },
      (form) => this.showOne(actor, id, request, form),
    );
  }

  @Allow('revisions:approve')
  @Post(':id/decisions')
  decide(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      DecideRevisionDto,
      body,
      request.mawa.language,
      async ({ decision, reason }) => {
        await this.decisions.decide(actor, id, decision, reason, requestId);
        return redirect(`/budget/revisions/${id}`, saved);
      },
      (form) => this.showOne(actor, id, request, form),
    );
  }

  private async showNew(
    actor: Actor,
    code: string | undefined,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
    comparison: Comparison | null,
  ) {
    const { grant, rule, grounds } = await this.revisions.forForm(actor, code);
    const { currency } = grant;
    return page('budget/new-revision', {
      title: translate(language, 'revisions:new.title'),
      backPath: `/budget/revisions?${new URLSearchParams({ grant: grant.code })}`,
      grantId: grant.grantId,
      grant: grant.code,
      currency,
      lines: formLines(grant, language),
      rule: ruleModel(rule, '0', currency, language),
      grounds: groundsModel(grounds, language),
      comparison: comparison && comparisonModel(comparison, currency, language),
      reasons: REVISION_REASONS.map((value) => ({
        value,
        label: translate(language, `revisions:reason.${value}`),
      })),
      between: [
        {
          value: 'yes',
          label: translate(language, 'revisions:new.between'),
          hint: translate(language, 'revisions:new.between_hint'),
        },
      ],
      requestId: randomUUID(),
      form,
    });
  }

  private async showOne(
    actor: Actor,
    id: string,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ) {
    const whole = await this.revisions.one(actor, id);
    const isOpen = whole.state === 'proposed';
    const comparison = comparisonModel(whole.comparison, whole.currency, language);
    const mustAsk =
      isOpen &&
      whole.approvals.length === 0 &&
      (whole.betweenAgencies || comparison.rule.verdict === 'beyond');
    return page('budget/revision', {
      ...whole,
      title: translate(language, 'revisions:one', { number: whole.number, grant: whole.grant }),
      backPath: `/budget/revisions?${new URLSearchParams({ grant: whole.grant })}`,
      comparison,
      mustAsk,
      enters: isOpen && may(actor, 'revisions:propose'),
      decides: isOpen && !whole.mine && may(actor, 'revisions:approve'),
      withdraws: isOpen && whole.mine && may(actor, 'revisions:approve'),
      refusals: REVISION_REFUSALS.map((value) => ({
        value,
        label: translate(language, `revisions:refusal.${value}`),
      })),
      requestId: randomUUID(),
      form,
    });
  }
}

/** What is left empty does not stand in the way of a default. */
const given = (typed: PostedFields): PostedFields =>
  Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ''));
