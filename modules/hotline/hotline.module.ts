import { type DynamicModule, Module, type OnModuleInit, type Provider } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { PlansModule, TaskKinds } from '../plans';
import { CallBacks } from './call-backs.service';
import { CallBacksPagesController } from './call-backs.pages.controller';
import { CallLinks } from './call-links.service';
import { CallerBlocks } from './caller-blocks.service';
import { CallerIndex } from './caller-index.service';
import { HotlineSeals } from './hotline-seals.service';
import { CallBacksApiController, CallsApiController } from './calls.api.controller';
import { CallsPagesController } from './calls.pages.controller';
import { CallPages } from './call-pages.view';
import type { EmergencyBeds } from './emergency-beds.service';
import type { FurtherHelp } from './further-help.service';
import { HotlineFiguresService } from './hotline-figures.service';
import { HotlinePagesController } from './hotline.pages.controller';
import { CallsTimelineSource } from './calls-timeline.service';
import { OpenFromCall } from './open-from-call.service';
import { CallBedPagesController } from './call-bed.pages.controller';
import { CallBedDecisions } from './home/call-bed-decisions.source';
import { LinePanel } from './home/line-panel.service';
import { ReadCalls } from './read-calls.service';
import { TakeCalls } from './take-calls.service';
import { LINE_TASKS } from './task-kinds.data';
import { HotlineHousekeeping } from './hotline.schedule';

/** Ports connected by the shell: this module depends on neither shelters nor partners. */
interface HotlinePorts {
  readonly imports: NonNullable<DynamicModule['imports']>;
  readonly beds: Provider<EmergencyBeds>;
  readonly help: Provider<FurtherHelp>;
}

/** A fixed path before one with an id in it. */
@Module({
  imports: [BeneficiariesModule, PlansModule],
  controllers: [
    CallsApiController,
    CallBacksApiController,
    HotlinePagesController,
    CallBacksPagesController,
    CallBedPagesController,
    CallsPagesController,
  ],
  providers: [
    CallBacks,
    CallBedDecisions,
    CallerIndex,
    CallLinks,
    CallerBlocks,
    CallPages,
    CallsTimelineSource,
    HotlineFiguresService,
    HotlineSeals,
    LinePanel,
    OpenFromCall,
    ReadCalls,
    TakeCalls,
    HotlineHousekeeping,
  ],
  exports: [CallBacks, CallerBlocks, OpenFromCall, TakeCalls],
})
export class HotlineModule implements OnModuleInit {
  constructor(private readonly taskKinds: TaskKinds) {}

  static with({ imports, beds, help }: HotlinePorts): DynamicModule {
    return { module: HotlineModule, imports, providers: [beds, help] };
  }

  onModuleInit(): void {
    for (const kind of LINE_TASKS) this.taskKinds.add(kind);
  }
}
