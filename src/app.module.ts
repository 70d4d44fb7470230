import { Module, type DynamicModule } from '@nestjs/common';
import { AccessModule, type PasswordCost } from '../modules/access';
import { AnalysisModule } from '../modules/analysis';
import { ApiDocsModule } from '../modules/api-docs';
import { AssessmentsModule } from '../modules/assessments';
import { AssistanceServicesModule } from '../modules/assistance-services';
import { AuditModule } from '../modules/audit';
import { BeneficiariesModule } from '../modules/beneficiaries';
import { IntakeModule } from '../modules/intake';
import { ComplaintsModule } from '../modules/complaints';
import { ConsentsModule } from '../modules/consents';
import { CostsModule } from '../modules/costs';
import { DocumentsModule } from '../modules/documents';
import { DonorReportsModule } from '../modules/donor-reports';
import { DuplicatesModule } from '../modules/duplicates';
import { GrantBudgetingModule } from '../modules/grant-budgeting';
import { CashTransfersModule } from '../modules/cash-transfers';
import { ReconciliationModule } from '../modules/reconciliation';
import { DisclosureModule, HiddenPlaceSources } from '../modules/disclosure';
import { HtcdsModule } from '../modules/htcds';
import { EmergencyBeds, FurtherHelp, HotlineModule } from '../modules/hotline';
import { HomeModule } from '../modules/home';
import { IndicatorsModule } from '../modules/indicators';
import { LegalAidModule } from '../modules/legal-aid';
import { ExportsModule } from '../modules/exports';
import { ImportsModule } from '../modules/imports';
import { OpenDataModule } from '../modules/open-data';
import { OversightModule } from '../modules/oversight';
import { OrganisationsModule } from '../modules/organisations';
import { PlansModule } from '../modules/plans';
import { ReferenceListsModule } from '../modules/reference-lists';
import { ReferralsModule } from '../modules/referrals';
import { RightsModule } from '../modules/rights';
import { SearchModule } from '../modules/search';
import { SettingsModule } from '../modules/settings';
import { SetupModule } from '../modules/setup';
import { ShelterBedsModule } from '../modules/shelter-beds';
import { ShelterAddress, ShelterInventoryModule } from '../modules/shelter-inventory';
import { ShelterOperationsModule } from '../modules/shelter-operations';
import { BedBoardModule } from '../modules/bed-board';
import { ShelterFiguresModule } from '../modules/shelter-figures';
import { ViewsModule } from '../modules/views';
import { WebhooksModule } from '../modules/webhooks';
import { TrainingFigureBlocks, VocationalTrainingModule } from '../modules/vocational-training';
import { PartnerRequests, ShelterExits, VoluntaryReturnModule } from '../modules/voluntary-return';
import type { Env } from '../modules/platform/config/env';
import { CoreModule } from '../modules/platform/core.module';
import { HotlineBeds } from './ports/hotline-beds.service';
import { HotlineHelp } from './ports/hotline-help.service';
import { LinkedPartnerRequests } from './ports/partner-requests.service';
import { BedShelterExits } from './ports/shelter-exits.service';
import { TrainingPortsModule } from './ports/training-ports.module';
import { JobsModule } from './jobs.module';
import type { Clock } from '../modules/platform/shared/clock';
import { HealthController } from '../modules/platform/web/health.controller';
import { WellKnownController } from '../modules/platform/web/well-known.controller';
import { WebModule } from '../modules/platform/web/web.module';
import { CapacityBuildingModule } from '../modules/capacity-building';
import { PastRecordsModule } from '../modules/past-records';
import { EmploymentModule, WORK_BLOCK } from '../modules/employment';
import { PROJECT_BLOCK, ProjectsModule } from '../modules/projects';
import { RecognitionModule } from '../modules/recognition';

@Module({})
export class AppModule {
  /** What one process needs of another: ports that the one declares and this connects. */
  constructor(
    houses: HiddenPlaceSources,
    addresses: ShelterAddress,
    trainingFigures: TrainingFigureBlocks,
  ) {
    trainingFigures.add(WORK_BLOCK);
    trainingFigures.add(PROJECT_BLOCK);
    houses.add((outgoing) => addresses.forComparing(outgoing));
  }

  static with(
    env: Env,
    databaseUrl: string,
    clock: Clock,
    passwordCost: PasswordCost,
  ): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CoreModule.with(env, databaseUrl, clock),
        WebModule,
        JobsModule.with(env, databaseUrl),
        AuditModule,
        AccessModule.with(passwordCost),
        HomeModule,
        OversightModule,
        SearchModule,
        SettingsModule,
        SetupModule,
        DocumentsModule,
        ExportsModule,
        ViewsModule,
        ReferenceListsModule,
        ApiDocsModule,
        ImportsModule,
        OrganisationsModule,
        BeneficiariesModule,
        IntakeModule,
        ConsentsModule,
        RightsModule,
        DisclosureModule,
        GrantBudgetingModule,
        CashTransfersModule,
        ReconciliationModule,
        PlansModule,
        AssessmentsModule,
        DuplicatesModule,
        ShelterBedsModule,
        ShelterInventoryModule,
        ShelterOperationsModule,
        BedBoardModule,
        ShelterFiguresModule,
        AssistanceServicesModule,
        ReferralsModule,
        LegalAidModule,
        VocationalTrainingModule,
        TrainingPortsModule,
        RecognitionModule,
        EmploymentModule,
        ProjectsModule,
        CapacityBuildingModule,
        PastRecordsModule,
        VoluntaryReturnModule.with({
          imports: [ShelterBedsModule, ReferralsModule],
          exits: { provide: ShelterExits, useClass: BedShelterExits },
          asks: { provide: PartnerRequests, useClass: LinkedPartnerRequests },
        }),
        ComplaintsModule,
        HotlineModule.with({
          imports: [ShelterBedsModule, ShelterInventoryModule, ReferralsModule],
          beds: { provide: EmergencyBeds, useClass: HotlineBeds },
          help: { provide: FurtherHelp, useClass: HotlineHelp },
        }),
        IndicatorsModule,
        CostsModule,
        AnalysisModule,
        DonorReportsModule,
        OpenDataModule,
        HtcdsModule,
        WebhooksModule,
      ],
      controllers: [HealthController, WellKnownController],
    };
  }
}
