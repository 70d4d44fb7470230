import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../access';
import type { Actor, Language } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import { shareOf } from '../platform/shared/share.rules';
import { translate } from '../platform/web/i18n';
import { FileDownload, page, type PageView } from '../platform/web/page-response';
import { budgetAmountsOf } from './budget.figures';
import { barOf, byAgency, PICTURE, waterfall } from './budget-picture.view';
import { BudgetPageQueryDto } from './dto/budget-page.dto';
import { budgetOverview } from './budget-overview.view';
import { Budget, type BudgetToday } from './budget.queries';
import { budgetWorkbook } from './workbooks/budget.export';
import { XLSX_TYPE } from '../platform/shared/media-types.data';
import { Id } from '../platform/web/id.decorator';

@ApiExcludeController()
@Controller('budget')
export class BudgetPagesController {
  constructor(private readonly budget: Budget) {}

  @Allow('budget:read')
  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Req() { mawa }: FastifyRequest,
    @Query() asked: BudgetPageQueryDto,
  ): Promise<PageView> {
    const { grant: code } = asked;
    const { grants } = await this.budget.today(actor);
    const shown = code ? grants.find(({ grant }) => grant.code === code) : grants[0];
    if (code && !shown) throw notFound();
    return page('budget/overview', {
      title: translate(mawa.language, 'budget:title'),
      mayEnter: may(actor, 'rates:enter'),
      grants: grants.length > 1 ? grants.map(({ grant }) => grant.code) : null,
      ...(shown && modelOf(shown, mawa.language, asked)),
    });
  }

  /** Lines and views with formulas, so that whoever reads it may reckon on. */
  @Allow('budget:read')
  @Get('workbook')
  async workbook(
    @CurrentActor() actor: Actor,
    @Req() { mawa }: FastifyRequest,
    @Query() { grant: code }: BudgetPageQueryDto,
  ): Promise<FileDownload> {
    const { grants } = await this.budget.today(actor);
    const shown = code ? grants.find(({ grant }) => grant.code === code) : grants[0];
    if (!shown) throw notFound();
    const bytes = await budgetWorkbook(shown, mawa.language);
    return new FileDownload(bytes, `${shown.grant.code}-${shown.today}.xlsx`, XLSX_TYPE);
  }

  @Allow('budget:read')
  @Get('lines/:id')
  async entries(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa }: FastifyRequest,
    @Query('after') after?: string,
  ): Promise<PageView> {
    const { line, entries, total, next } = await this.budget.entries(actor, id, after ?? null);
    const name = line.name[mawa.language];
    return page('budget/entries', {
      title: `${line.code} · ${name}`,
      line,
      total,
      entries: entries.map((entry) => ({
        ...entry,
        isCommitted: entry.kind === 'committed',
        converted: entry.originalCurrency !== line.currency,
      })),
      nextPath: next && `/budget/lines/${id}?after=${next}`,
      previousPath: after && `/budget/lines/${id}`,
    });
  }
}

function modelOf(today: BudgetToday, language: Language, asked: BudgetPageQueryDto) {
  const { grant, totals, elapsed } = today;
  const glance = budgetOverview(today, language, asked);
  const named = glance.lines.map((line) => ({
    ...line,
    label: line.name[language],
    bar: barOf(line, elapsed),
    hasUnfunded: line.unfundedToDate !== '0.00',
  }));
  return {
    ...today,
    grantName: grant.title[language],
    glance,
    currency: grant.currency,
    picture: PICTURE,
    steps: waterfall(today, language === 'ar'),
    spentShare: barOf(totals, elapsed).spentShare,
    hasUnfunded: totals.unfundedToDate !== '0.00',
    contribution: today.contribution && {
      ...today.contribution,
      share: shareOf(today.contribution.contributed, today.contribution.promised),
    },
    invented: grant.sharesSource.startsWith('invented'),
    agencies: byAgency(named).map((agency) => {
      const totals = budgetAmountsOf(agency.lines);
      return { ...agency, totals, bar: barOf(totals, elapsed) };
    }),
  };
}
