import { type DynamicModule, Module, type OnModuleInit, type Provider } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { PlansModule, TaskKinds } from '../plans';
import { CallBacks } from './call-backs.service';
import { CallBacksPagesController } from './call-backs.pages.controller';
import { CallLinks } from './call-links.service';
import { Callers } from './callers.service';
import { CallerIndex } from './caller-index';
import { LineWords } from './call-words';
import { CallBacksApiController, CallsApiController } from './calls.api.controller';
import { CallsPagesController } from './calls.pages.controller';
import { CallPages } from './call-pages';
import type { EmergencyBeds } from './emergency-beds';
import type { FurtherHelp } from './further-help';
import { LineFiguresService } from './line-figures.service';
import { LinePagesController } from './line.pages.controller';
import { CallsOnTheTimeline } from './on-the-timeline';
import { OpenFromCall } from './open-from-call.service';
import { PlacePagesController } from './place.pages.controller';
import { ReadCalls } from './read-calls.service';
import { TakeCalls } from './take-calls.service';
import { LINE_TASKS } from './task-kinds';
import { TendHotline } from './tend-hotline';

/** Who keeps the beds and the referrals is said by the shell: this module knows no house and no partner. */
interface Connected {
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
    LinePagesController,
    CallBacksPagesController,
    PlacePagesController,
    CallsPagesController,
  ],
  providers: [
    CallBacks,
    CallerIndex,
    CallLinks,
    Callers,
    CallPages,
    CallsOnTheTimeline,
    LineFiguresService,
    LineWords,
    OpenFromCall,
    ReadCalls,
    TakeCalls,
    TendHotline,
  ],
  exports: [CallBacks, Callers, OpenFromCall, TakeCalls],
})
export class HotlineModule implements OnModuleInit {
  constructor(private readonly taskKinds: TaskKinds) {}

  static with({ imports, beds, help }: Connected): DynamicModule {
    return { module: HotlineModule, imports, providers: [beds, help] };
  }

  onModuleInit(): void {
    for (const kind of LINE_TASKS) this.taskKinds.add(kind);
  }
}
