import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { type FormState, formOf, newForm, submitForm, orRefused } from '../../platform/web/forms';
import { formatDate } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import {
  FileDownload,
  page,
  redirect,
  type PageRedirect,
  type PageView,
  saved,
} from '../../platform/web/page-response';
import { EnterDonorMoneyDto, FederalGrantDto, FederalReportPageDto } from '../dto/federal.dto';
import { withPostedValues, type PostedFields } from '../posted-values.form';
import { sumOf } from '../money.rules';
import { typedNumber } from '../typed-number.rules';
import { DonorMoney, MONEY_KINDS } from './donor-money.service';
import { type FederalReportQuery, type FederalReport, FederalReports } from './sf425.queries';
import { reconciledLines } from './reconciled-lines.rules';
import {
  BASES,
  FORMULAS,
  type Letter,
  LETTERS,
  periodEnds,
  REPORT_TYPES,
  type ReportType,
} from './sf425.rules';
import { ledgerPath } from '../ledger-list/ledger-list.view';
import type { LedgerAccount } from '../ledger-list/ledger-list.rules';
import { headOf, remarksOf, sf425Workbook } from './sf425.export';
import { XLSX_TYPE } from '../../platform/shared/media-types.data';
import { Id } from '../../platform/web/id.decorator';

/** The federal financial report, and the money from the donor that it counts. */
@ApiExcludeController()
@Controller('budget')
export class FederalPagesController {
  constructor(
    private readonly money: DonorMoney,
    private readonly reports: FederalReports,
  ) {}

  @Allow('budget:read')
  @Get('sf-425')
  async show(
    @CurrentActor() actor: Actor,
    @Query() query: FederalReportPageDto,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const chosen = await this.chosen(actor, query);
    const made =
      chosen.asked.grantId && chosen.asked.endsOn
        ? await this.made(actor, chosen.asked, language)
        : null;
    return page(
      'budget/sf-425',
      {
        title: translate(language, 'federal:title'),
        refused: null,
        report: null,
        form: newForm(),
        ...choicesOf(chosen, language),
        ...(made && 'lines' in made ? shown(made, language) : made),
        workbookPath: `/budget/sf-425/workbook?${addressOf(chosen.asked)}`,
      },
      made && 'refused' in made ? 422 : 200,
    );
  }

  @Allow('budget:read')
  @Get('sf-425/workbook')
  async workbook(
    @CurrentActor() actor: Actor,
    @Query() query: FederalReportPageDto,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<FileDownload> {
    const { asked } = await this.chosen(actor, query);
    if (!asked.grantId || !asked.endsOn) throw notFound();
    const report = await this.reports.make(actor, asked);
    const bytes = await sf425Workbook(report, language);
    return new FileDownload(bytes, `SF-425-${asked.endsOn}.xlsx`, XLSX_TYPE);
  }

  @Allow('budget:read')
  @Get('donor-money')
  list(
    @CurrentActor() actor: Actor,
    @Query() { grantId }: FederalGrantDto,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.showMoney(actor, grantId, request, newForm({ kind: 'received' }));
  }

  @Allow('donor-money:enter')
  @Post('donor-money')
  enter(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const grantId = typeof body['grantId'] === 'string' ? body['grantId'] : undefined;
    return submitForm(
      EnterDonorMoneyDto,
      { ...body, amount: typedNumber(body['amount']) },
      request.mawa.language,
      async (dto) => {
        await this.money.enter(actor, dto, requestId);
        return redirect(`/budget/donor-money?grantId=${dto.grantId}`, saved);
      },
      (form) =>
        this.showMoney(actor, grantId, request, { ...form, values: withPostedValues(form, body) }),
    );
  }

  @Allow('donor-money:enter')
  @Post('donor-money/:id/taking-back')
  async takeBack(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const grantId = typeof body['grantId'] === 'string' ? body['grantId'] : undefined;
    return orRefused(
      async () => {
        await this.money.takeBack(actor, id, requestId);
        const key = 'federal:money.taken_back';
        const shown = grantId ? `?grantId=${encodeURIComponent(grantId)}` : '';
        return redirect(`/budget/donor-money${shown}`, { kind: 'success', key });
      },
      (error) => {
        const form = formOf(error, body, request.mawa.language);
        return this.showMoney(actor, grantId, request, form);
      },
    );
  }

  private async showMoney(
    actor: Actor,
    grantId: string | undefined,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const { grants, today } = await this.reports.grants(actor);
    const grant = grants.find(({ id }) => id === grantId) ?? grants[0];
    const say = (key: string) => translate(language, `federal:${key}`);
    const rows = grant ? await this.money.list(actor, grant.id) : [];
    return page(
      'budget/donor-money',
      {
        title: say('money.title'),
        grants: grants.map(({ id, code }) => ({ value: id, label: code })),
        grantId: grant?.id,
        today,
        mayEnter: may(actor, 'donor-money:enter'),
        mayAddFiles: may(actor, 'money-files:add'),
        kinds: MONEY_KINDS.map((value) => ({ value, label: say(`kind.${value}`) })),
        rows: rows.map((row) => ({
          ...row,
          kindWords: say(`kind.${row.kind}`),
          mayTakeBack:
            may(actor, 'donor-money:enter') &&
            row.undoes === null &&
            !row.undone &&
            !row.isBroughtIn,
        })),
        requestId: randomUUID(),
        form,
      },
      form.status,
    );
  }

  /** What the address leaves out: the first grant, its last quarter that is over, accrual. */
  private async chosen(
    actor: Actor,
    { grantId, type = 'quarterly', basis = 'accrual', endsOn }: FederalReportPageDto,
  ) {
    const { grants, today } = await this.reports.grants(actor);
    const grant = grantId ? grants.find(({ id }) => id === grantId) : grants[0];
    if (grantId && !grant) throw notFound();
    const ends = grant ? endsOf(type, grant, today) : [];
    const asked = { grantId: grant?.id ?? '', type, basis, endsOn: endsOn ?? ends[0] ?? '' };
    return { grants, ends, asked };
  }

  /** What cannot be reported is said above the form, which keeps what was chosen. */
  private async made(
    actor: Actor,
    asked: FederalReportQuery,
    language: Language,
  ): Promise<FederalReport | { readonly refused: string }> {
    try {
      return await this.reports.make(actor, asked);
    } catch (error) {
      if (!(error instanceof DomainError) || !error.code.startsWith('federal.')) throw error;
      return { refused: formOf(error, {}, language).summary[0]?.sentence ?? '' };
    }
  }
}

const endsOf = (
  type: ReportType,
  { startsOn, endsOn }: { startsOn: string; endsOn: string },
  today: string,
): string[] => {
  if (type === 'final') return [endsOn];
  return periodEnds(type, startsOn, today).filter((day) => day <= endsOn);
};

const addressOf = (asked: FederalReportQuery): string =>
  new URLSearchParams({ ...asked }).toString();

function choicesOf(
  {
    grants,
    ends,
    asked,
  }: { grants: { id: string; code: string }[]; ends: string[]; asked: FederalReportQuery },
  language: Language,
) {
  const say = (key: string) => translate(language, `federal:${key}`);
  return {
    asked,
    grants: grants.length > 1 ? grants.map(({ id, code }) => ({ value: id, label: code })) : null,
    types: REPORT_TYPES.map((value) => ({ value, label: say(`type.${value}`) })),
    bases: BASES.map((value) => ({ value, label: say(`basis.${value}`) })),
    ends: ends.map((value) => ({ value, label: formatDate(value, language) })),
  };
}

/** Where what a line adds up is listed; support costs and fee, which b and e hold too, are in boxes 11 and 12. */
function sourcesOf({
  grantId,
  grant,
  basis,
  endsOn,
}: FederalReport): Partial<Record<Letter, string>> {
  const ledger = (account: LedgerAccount) =>
    ledgerPath({ grant: grant.code, account, until: endsOn });
  const donorMoney = `/budget/donor-money?grantId=${grantId}`;
  const contributions = `/budget/grants/${grantId}/terms#contributions`;
  return {
    a: donorMoney,
    b: ledger('funds'),
    e: ledger(basis === 'cash' ? 'funds' : 'spent'),
    f: ledger('committed'),
    i: contributions,
    j: contributions,
    l: donorMoney,
    m: donorMoney,
    n: donorMoney,
  };
}

function shown(report: FederalReport, language: Language) {
  const say = (key: string) => translate(language, `federal:${key}`);
  const sources = sourcesOf(report);
  return {
    report,
    broughtIn: report.broughtIn,
    currency: report.grant.currency,
    remarks: remarksOf(report, language),
    periodsLink: { path: '/budget/periods', text: translate(language, 'budget:tabs.periods') },
    head: headOf(report, language).map(([label, value]) => ({ label, value })),
    lines: LETTERS.map((letter) => ({
      letter: `10${letter}`,
      words: say(`line.${letter}`),
      formula: FORMULAS[letter]
        ?.map(([sign, of], at) => `${sign < 0 ? '− ' : at > 0 ? '+ ' : ''}${of}`)
        .join(' '),
      path: sources[letter],
      amount: report.lines[letter],
    })),
    reconciled: reconciledLines(report).map(({ letter, rows }) => ({
      rows: rows.map(({ step, amount }) => ({ words: say(`reconciled.${step}`), amount })),
      sum: say(`reconciled.line_${letter}`),
      amount: report.lines[letter],
    })),
    indirect: report.indirect.map((row) => ({
      ...row,
      share: sumOf([row.rate]).times(100).toString(),
    })),
  };
}
