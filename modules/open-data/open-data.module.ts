import { Module, type OnModuleInit } from '@nestjs/common';
import { DisclosureModule } from '../disclosure';
import { DonorReportsModule } from '../donor-reports';
import { JobHandlers } from '../platform/queue';
import { MakeOpenData } from './make-open-data.service';
import { OpenDataApiController, OpenDataPagesController } from './open-data.api.controller';
import { OpenDataPages } from './open-data-pages.service';
import { OpenData } from './open-data.service';
import { PublishOpenData } from './publication/publish-open-data.service';

@Module({
  imports: [DisclosureModule, DonorReportsModule],
  controllers: [OpenDataApiController, OpenDataPagesController],
  providers: [MakeOpenData, OpenData, OpenDataPages, PublishOpenData],
  exports: [MakeOpenData],
})
export class OpenDataModule implements OnModuleInit {
  constructor(
    private readonly handlers: JobHandlers,
    private readonly openData: MakeOpenData,
  ) {}

  onModuleInit(): void {
    this.handlers.addWork({ kind: 'make-open-data', run: (work) => this.openData.run(work) });
  }
}
