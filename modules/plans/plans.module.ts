import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { IntakeModule } from '../intake';
import { SetupModule } from '../setup';
import { CaseloadApiController, CaseloadPagesController } from './caseload.pages.controller';
import { ArrivalsHook } from './arrivals/arrivals.hook';
import { ArrivalsPagesController } from './arrivals/arrivals.pages.controller';
import { DecisionsPagesController } from './decisions/decisions.pages.controller';
import { Arrivals } from './arrivals/arrivals.service';
import { Caseloads } from './caseload.service';
import { ChosenTasks } from './chosen-tasks.service';
import { ContactsApiController, ContactsPagesController } from './contacts.pages.controller';
import { Contacts } from './contacts.service';
import { DelegateTasks } from './delegate-tasks.service';
import { CaseloadPanel } from './home/caseload-panel.service';
import { ContactPanel } from './home/contact-panel.service';
import { PlanDecisions } from './home/plan-decisions.source';
import { AgendaSources, OfficerDay } from './day.service';
import { DayApiController, HomePagesController } from './home.pages.controller';
import { DecidePlans } from './decide-plans.service';
import { DigestChoices } from './digest/digest-choices.service';
import { DigestApiController, DigestPagesController } from './digest/digest.pages.controller';
import { SendDigests } from './digest/send-digests.service';
import { EndedAccessSchedule } from './ended-access.schedule';
import { DraftPlans } from './draft-plans.service';
import { PlanPages } from './plan-pages.service';
import { PlanTasks } from './plan-tasks.service';
import { PlansApiController } from './plans.api.controller';
import { PlansPagesController } from './plans.pages.controller';
import { ReadPlans } from './read-plans.service';
import { TaskKinds } from './task-kinds.service';
import { TasksApiController } from './tasks.api.controller';
import { TasksPagesController } from './tasks.pages.controller';
import { Tasks } from './tasks.service';

@Module({
  imports: [BeneficiariesModule, IntakeModule, SetupModule],
  controllers: [
    // Before the tasks: its address would be read as the id of one.
    DigestApiController,
    DigestPagesController,
    TasksApiController,
    TasksPagesController,
    PlansApiController,
    PlansPagesController,
    CaseloadApiController,
    CaseloadPagesController,
    ContactsApiController,
    ContactsPagesController,
    DayApiController,
    HomePagesController,
    ArrivalsPagesController,
    DecisionsPagesController,
  ],
  providers: [
    Arrivals,
    ArrivalsHook,
    Caseloads,
    ChosenTasks,
    DelegateTasks,
    PlanDecisions,
    CaseloadPanel,
    Contacts,
    ContactPanel,
    AgendaSources,
    OfficerDay,
    DecidePlans,
    DigestChoices,
    DraftPlans,
    EndedAccessSchedule,
    PlanPages,
    SendDigests,
    PlanTasks,
    ReadPlans,
    TaskKinds,
    Tasks,
  ],
  exports: [
    AgendaSources,
    ArrivalsHook,
    DecidePlans,
    DraftPlans,
    PlanTasks,
    ReadPlans,
    TaskKinds,
    Tasks,
  ],
})
export class PlansModule {}
