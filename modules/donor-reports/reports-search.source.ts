import { Injectable } from '@nestjs/common';
import { type SearchHit, type SearchSource, SearchSources, type SearchWords } from '../search';
import { Transactions } from '../platform/database/transactions';
import { type Actor, type Language, LANGUAGES } from '../platform/shared/actor';
import { latestReports, periodOfReport } from './reports.queries';
import { nameOf } from './reports.view';

/** Search in reports by title, period, grant and partner, limited by row-level security. */
@Injectable()
export class ReportsSearchSource implements SearchSource {
  readonly key = 'reports';
  readonly permission = 'reports:published';
  readonly order = 50;
  readonly allPath = '/reports';

  constructor(
    sources: SearchSources,
    private readonly transactions: Transactions,
  ) {
    sources.register(this);
  }

  async find(actor: Actor, words: SearchWords, language: Language): Promise<SearchHit[]> {
    const reports = await this.transactions.read(actor, (tx) => latestReports(tx));
    const named = reports.map((report) => ({ ...report, period: periodOfReport(report) }));
    const found = named.filter((report) =>
      LANGUAGES.some((one) =>
        words.isIn(nameOf(report, one), report.grantCode, report.from.slice(0, 4)),
      ),
    );
    return found.map((report) => ({
      path: `/reports/${report.id}`,
      label: nameOf(report, language),
      detail: report.grantCode,
    }));
  }
}
