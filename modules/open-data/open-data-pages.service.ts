import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor, Language } from '../platform/shared/actor';
import type { FormState } from '../platform/web/forms';
import { page, type PageView } from '../platform/web/page-response';
import { openDataForm, type OpenDataForm } from './open-data.form';
import { OpenData } from './open-data.service';
import { openDataModel } from './open-data.view';

export type { OpenDataForm };

@Injectable()
export class OpenDataPages {
  constructor(private readonly openData: OpenData) {}

  /** `files`: in which language their tables are written. */
  async now(actor: Actor, language: Language, files: Language, form: FormState): Promise<PageView> {
    const now = await this.openData.now(actor);
    return page('open-data/files', {
      ...openDataModel(actor, now, { language, files }),
      form,
      requestId: randomUUID(),
    });
  }

  async form(
    actor: Actor,
    language: Language,
    action: string,
    name: OpenDataForm,
    form: FormState,
  ): Promise<PageView> {
    const built = openDataForm(name, language, await this.openData.organisations(actor));
    return page('open-data/form', {
      ...built,
      action,
      requestId: randomUUID(),
      backPath: '/open-data',
      form: { ...form, values: form.summary.length > 0 ? form.values : built.values },
    });
  }
}
