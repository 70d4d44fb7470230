import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../access';
import { ImportRuns, translateFileError } from '../imports';
import type { Actor } from '../platform/shared/actor';
import { XLSX_TYPE } from '../platform/shared/media-types.data';
import { type FormState, newForm, submitForm, submitFile } from '../platform/web/forms';
import { formatMonthOfYear } from '../platform/web/format';
import { translate } from '../platform/web/i18n';
import {
  FileDownload,
  page,
  redirect,
  type PageRedirect,
  type PageView,
} from '../platform/web/page-response';
import { oneFile } from '../platform/web/uploads';
import { Id } from '../platform/web/id.decorator';
import { ExplainItemsDto, MatchItemsDto, MonthStepDto } from './reconciliation.dto';
import type { PostedFields } from '../grant-budgeting';
import { MatchLedgers } from './match-ledgers.service';
import type { AgencyOfGrant } from './open-items.queries';
import { Reconciliation, type Statement } from './reconciliation.queries';
import {
  agencyModel,
  bridgeModel,
  ITEMS_SHOWN,
  monthReasonChoices,
  ourRows,
  pathOf,
  proposalRows,
  reasonChoices,
  stepsOffered,
  theirRows,
} from './reconciliation.view';
import { reconciliationWorkbook } from './reconciliation.export';
import { SignMonth } from './sign-month.service';
import { addMonths } from '../platform/shared/nights.rules';

const AGENCY = ':grantId/:organisationId/:month';

/** Agencies month by month, and the statement of one: what is matched, what is open, and the signing. */
@ApiExcludeController()
@Controller('budget/reconciliation')
export class ReconciliationPagesController {
  constructor(
    private readonly reconciliation: Reconciliation,
    private readonly matching: MatchLedgers,
    private readonly months: SignMonth,
    private readonly runs: ImportRuns,
  ) {}

  @Allow('budget:read')
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const { agencies } = await this.reconciliation.list(actor);
    return page('budget/reconciliation', {
      title: translate(language, 'reconcile:title'),
      agencies: agencies.map((agency) => agencyModel(agency, language)),
    });
  }

  @Allow('budget:read')
  @Get(AGENCY)
  one(
    @CurrentActor() actor: Actor,
    @Id('grantId') grantId: string,
    @Id('organisationId') organisationId: string,
    @Param('month') month: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.show(actor, { grantId, organisationId }, month, request, newForm());
  }

  @Allow('budget:read')
  @Get(`${AGENCY}/workbook`)
  async workbook(
    @CurrentActor() actor: Actor,
    @Id('grantId') grantId: string,
    @Id('organisationId') organisationId: string,
    @Param('month') month: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<FileDownload> {
    const where = { grantId, organisationId };
    const statement = await this.reconciliation.statement(actor, where, month);
    const bytes = await reconciliationWorkbook(statement, language);
    return new FileDownload(bytes, `${statement.code}-${month}.xlsx`, XLSX_TYPE);
  }

  @Allow('reconciliation:match')
  @RouteConfig({ takesFile: true })
  @Post(`${AGENCY}/file`)
  async bring(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id('grantId') grantId: string,
    @Id('organisationId') organisationId: string,
    @Param('month') month: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const where = { grantId, organisationId };
    return this.tried(actor, where, month, request, async () => {
      const given = await this.reconciliation.ofTheFile(actor, where, month);
      const { bytes } = oneFile(request);
      const opened = this.runs.open(actor, 'agency-ledgers', bytes, requestId, given);
      return redirect(`/imports/${(await opened.catch(translateFileError)).id}`);
    });
  }

  @Allow('reconciliation:match')
  @Post(`${AGENCY}/sure-matches`)
  matchSure(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id('grantId') grantId: string,
    @Id('organisationId') organisationId: string,
    @Param('month') month: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const where = { grantId, organisationId };
    return this.tried(actor, where, month, request, async () => {
      const { matched } = await this.matching.matchSure(actor, where, month, requestId);
      const notice = {
        kind: 'success',
        key: 'reconcile:matched',
        params: { count: matched },
      } as const;
      return redirect(pathOf(where, month), notice);
    });
  }

  /** One form for both: what was ticked is the same, or has nothing on the other side for a reason. */
  @Allow('reconciliation:match')
  @Post(`${AGENCY}/matches`)
  match(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id('grantId') grantId: string,
    @Id('organisationId') organisationId: string,
    @Param('month') month: string,
    @Body() { _request, act, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const where = { grantId, organisationId };
    const again = (form: FormState) => this.show(actor, where, month, request, form);
    const { language } = request.mawa;
    const said = (count: number, key: string) =>
      redirect(pathOf(where, month), { kind: 'success', key, params: { count } });
    if (act === 'explain') {
      const explain = async (dto: ExplainItemsDto) => {
        const { explained } = await this.matching.explain(actor, where, month, dto, requestId);
        return said(explained, 'reconcile:explained');
      };
      return submitForm(ExplainItemsDto, body, language, explain, again);
    }
    const match = async (dto: MatchItemsDto) => {
      await this.matching.match(actor, where, month, dto, requestId);
      return said(1, 'reconcile:matched');
    };
    return submitForm(MatchItemsDto, body, language, match, again);
  }

  @Allow('reconciliation:match')
  @Post(`${AGENCY}/matches/:id/parting`)
  part(
    @CurrentActor() actor: Actor,
    @Id('grantId') grantId: string,
    @Id('organisationId') organisationId: string,
    @Param('month') month: string,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const where = { grantId, organisationId };
    return this.tried(actor, where, month, request, async () => {
      await this.matching.part(actor, id);
      return redirect(pathOf(where, month), { kind: 'success', key: 'reconcile:parted' });
    });
  }

  @Allow('reconciliation:sign')
  @Post(`${AGENCY}/steps`)
  take(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id('grantId') grantId: string,
    @Id('organisationId') organisationId: string,
    @Param('month') month: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const where = { grantId, organisationId };
    return submitForm(
      MonthStepDto,
      body,
      request.mawa.language,
      async (dto) => {
        await this.months.take(actor, where, month, dto, requestId);
        return redirect(pathOf(where, month), {
          kind: 'success',
          key: `reconcile:recorded.${dto.step}`,
        });
      },
      (form) => this.show(actor, where, month, request, form),
    );
  }

  /** Shows an error above the statement, which is not changed. */
  private tried(
    actor: Actor,
    where: AgencyOfGrant,
    month: string,
    request: FastifyRequest,
    act: () => Promise<PageRedirect>,
  ): Promise<PageView | PageRedirect> {
    const { language } = request.mawa;
    return submitFile(language, act, (form) => this.show(actor, where, month, request, form));
  }

  private async show(
    actor: Actor,
    where: AgencyOfGrant,
    month: string,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const statement = await this.reconciliation.statement(actor, where, month);
    return page(
      'budget/reconciliation-month',
      modelOf(actor, statement, form, language),
      form.status,
    );
  }
}

function modelOf(actor: Actor, statement: Statement, form: FormState, language: Actor['language']) {
  const { code, month, lockedUntil, lastDay, state, bridge, proposals } = statement;
  const isLocked = lockedUntil !== null && lastDay <= lockedUntil;
  const mayMatch = may(actor, 'reconciliation:match');
  const path = pathOf(statement, month);
  const label = formatMonthOfYear(month, language);
  const own = ourRows(statement.ours, language);
  const rows = theirRows(statement.theirs, month, language);
  const offered = proposalRows(proposals, statement, language);
  return {
    ...statement,
    title: translate(language, 'reconcile:one', { agency: code, month: label }),
    path,
    isLocked,
    works: mayMatch && !isLocked && state === 'open',
    isOpen: state === 'open',
    stateWords: translate(language, `reconcile:state.${state}`),
    picture: bridgeModel(statement, language),
    isExplained: bridge.unexplainedItems === 0,
    sure: offered.filter(({ sure }) => sure),
    looked: offered.filter(({ sure }) => !sure),
    ours: own.slice(0, ITEMS_SHOWN),
    theirs: rows.slice(0, ITEMS_SHOWN),
    hidden: Math.max(0, own.length - ITEMS_SHOWN) + Math.max(0, rows.length - ITEMS_SHOWN),
    matches: statement.matches.map((match) => ({
      ...match,
      howWords: translate(language, `reconcile:how.${match.how}`),
      reasonWords: match.reason && translate(language, `reconcile:reason.${match.reason}`),
    })),
    steps: statement.steps.map((step) => ({
      ...step,
      words: translate(language, `reconcile:step.${step.step}`),
      why: step.reason && translate(language, `reconcile:month_reason.${step.reason}`),
    })),
    offers: stepsOffered(
      statement,
      { maySign: may(actor, 'reconciliation:sign'), mayMatch },
      language,
    ),
    waits: statement.mine,
    reasons: reasonChoices(language),
    monthReasons: monthReasonChoices(language),
    previousPath: statement.isFirst ? null : pathOf(statement, addMonths(month, -1)),
    nextPath: statement.isOver ? pathOf(statement, addMonths(month, 1)) : null,
    requestId: randomUUID(),
    form,
  };
}
