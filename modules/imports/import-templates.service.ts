import { Injectable } from '@nestjs/common';
import { Transactions } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import type { FileDownload } from '../platform/web/page-response';
import { ImportLists } from './import-lists.service';
import { type TemplateFormat, templateOf } from './template.export';

/** The template of a list, with the words that may be written today. */
@Injectable()
export class ImportTemplates {
  constructor(
    private readonly lists: ImportLists,
    private readonly transactions: Transactions,
  ) {}

  async template(
    actor: Actor,
    name: string,
    format: TemplateFormat,
    language: Language,
  ): Promise<FileDownload> {
    const list = this.lists.of(actor, name);
    const offers = await this.transactions.run(
      actor,
      async (tx) => (await list.offers?.(tx, language)) ?? {},
    );
    return templateOf(list, format, language, offers);
  }
}
