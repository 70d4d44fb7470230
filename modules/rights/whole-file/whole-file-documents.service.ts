import { Inject, Injectable } from '@nestjs/common';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { Clock } from '../../platform/shared/clock';
import type { Actor, Language } from '../../platform/shared/actor';
import { civilDateOf } from '../../platform/shared/nights.rules';
import { ProgrammeProfile } from '../../platform/database/programme-profile';
import { programmeTime } from '../../platform/database/programme-time';
import { file, type FileDownload } from '../../platform/web/page-response';
import { wholeFilePdf } from './whole-file-pdf.view';
import { WholeFiles } from './whole-file.service';

/** The whole file on paper or for a machine; made when asked for, kept nowhere, named after nobody. */
@Injectable()
export class WholeFileDocuments {
  constructor(
    private readonly files: WholeFiles,
    private readonly clock: Clock,
    private readonly profile: ProgrammeProfile,
    @Inject(ENV) private readonly env: Env,
  ) {}

  async pdf(actor: Actor, caseId: string, language: Language): Promise<FileDownload> {
    const whole = await this.files.gather(actor, caseId, 'pdf', language);
    const { names } = await this.profile.current();
    const { bytes } = await wholeFilePdf(whole, {
      language,
      programme: names[language],
      synthetic: this.env.MAWA_SYNTHETIC,
      on: civilDateOf(this.clock.now(), programmeTime(this.env)),
      offsetMinutes: this.env.MAWA_OFFSET_MINUTES,
    });
    return file(bytes, `mawa-file-${language}.pdf`, 'application/pdf');
  }

  async json(actor: Actor, caseId: string): Promise<FileDownload> {
    const { identity, records } = await this.files.gather(actor, caseId, 'json', 'en');
    const text = JSON.stringify({ format: 'mawa-person/1', identity, records }, null, 2);
    return file(Buffer.from(text), 'mawa-file.json', 'application/json');
  }
}
