import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { addDays } from '../../platform/shared/nights.rules';
import { quarterOf } from '../../platform/shared/quarters.rules';
import { XLSX_TYPE } from '../../platform/shared/media-types.data';
import { translate } from '../../platform/web/i18n';
import { Id } from '../../platform/web/id.decorator';
import { FileDownload, page, type PageView } from '../../platform/web/page-response';
import { LedgerListDto } from '../dto/ledger-list.dto';
import { ledgerWorkbook } from './ledger-list.export';
import { LedgerList } from './ledger-list.queries';
import { isReported } from './ledger-list.rules';
import { ledgerModel, referenceOf } from './ledger-list.view';
import { LedgerTransactions } from './ledger-transaction.queries';

/** The ledger entry by entry, and each booking with its papers: for finance and for whoever audits it. */
@ApiExcludeController()
@Controller('budget/ledger')
export class LedgerListPagesController {
  constructor(
    private readonly ledger: LedgerList,
    private readonly booked: LedgerTransactions,
  ) {}

  @Allow('budget:read')
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Query() filter: LedgerListDto,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const found = await this.ledger.page(actor, filter);
    return page('budget/ledger', {
      title: translate(language, 'ledger:title'),
      filter: found?.filter ?? filter,
      found: found && ledgerModel(found, language),
    });
  }

  /** All entries of the filter, or those that were drawn, with who asked, approved and booked each. */
  @Allow('budget:read')
  @Get('workbook')
  async workbook(
    @CurrentActor() actor: Actor,
    @Query() filter: LedgerListDto,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<FileDownload> {
    const found = await this.ledger.whole(actor, filter);
    if (!found) throw notFound();
    const { from, until, sample } = found.filter;
    const name = ['ledger', found.grant.code, from, until, sample && 'sample'];
    const bytes = await ledgerWorkbook(found, language);
    return new FileDownload(bytes, `${name.filter(Boolean).join('-')}.xlsx`, XLSX_TYPE);
  }

  @Allow('budget:read')
  @Get(':id')
  async one(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const booked = await this.booked.one(actor, id);
    const { sourceKind, stepId, paperId, entries, currency } = booked;
    const filesPath = stepId
      ? `/money-files/commitment_step/${stepId}`
      : paperId && `/money-files/partner_paper/${paperId}`;
    return page('budget/ledger-transaction', {
      title: translate(language, 'ledger:transaction', { reference: referenceOf(id) }),
      booked,
      what: translate(language, `budget:source.${sourceKind}`),
      files: booked.files !== null && {
        path: booked.files > 0 || may(actor, 'money-files:add') ? filesPath : null,
        count: booked.files,
      },
      paperPath: paperId && `/budget/partners/papers/${paperId}`,
      // What a night costs stands with its source.
      pricePath: sourceKind === 'bed-night' && '/budget/night-rates',
      auditPath: may(actor, 'audit:read') && `/audit?id=${booked.commitmentId ?? paperId ?? id}`,
      // The SF-425 counts the day of booking, from the report to the end of its quarter on.
      quarterEnd:
        isReported(entries.map(({ account }) => account)) &&
        addDays(quarterOf(booked.bookedOn).until, -1),
      reverses: booked.reverses && referenceOf(booked.reverses),
      reversedBy: booked.reversedBy && referenceOf(booked.reversedBy),
      entries: entries.map((entry) => ({
        ...entry,
        accountWords: translate(language, `ledger:account.${entry.account}`),
        lineWords: entry.lineCode && `${entry.lineCode} · ${entry.lineName![language]}`,
        isConverted: entry.originalCurrency !== currency,
      })),
    });
  }
}
