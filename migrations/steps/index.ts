import type { MigrationInterface } from 'typeorm';
import {
  AddTasksOnceForARole1764500000002,
  DropTasksOnce1764500000003,
} from './0002-tasks-for-each-role';
import { AddTraceOfJobs1764500000004 } from './0003-trace-of-jobs';
import { IndexAccessByItsEnd1764500000005 } from './0004-access-by-its-end';
import { AddSecondFactors1764500000006 } from './0005-second-factors';
import { AddTokensOfPrograms1764500000008 } from './0006-tokens-of-programs';
import { AddPasswordResets1764500000009 } from './0007-password-resets';
import { AddAuditChain1764500000011, BeginAuditChain1764500000012 } from './0008-audit-chain';
import { AddIdentityProviders1764500000013 } from './0009-identity-providers';
import { AddPasskeys1764500000014 } from './0010-passkeys';
import { AddOversight1764500000015 } from './0011-oversight';
import { AddWebhooks1764500000016 } from './0012-webhooks';
import { AddDataController1764500000017 } from './0013-data-controller';
import { AddReadersOfAlarms1764500000018 } from './0014-readers-of-alarms';
import { AddNamesOfASession1764500000019 } from './0015-names-of-a-session';
import { AddDashboardFigures1764500000021 } from './0017-dashboard-figures';
import { AddDutyNumbers1764500000022 } from './0018-duty-numbers';
import { AddBedPreparations1764500000023 } from './0019-bed-preparations';
import { AddEndsOfTasks1764500000024 } from './0020-ends-of-tasks';
import { AddFormSubmissions1764500000025 } from './0021-form-submissions';
import { AddShelterDuties1764500000026 } from './0022-shelter-duties';
import { AddBoardHidings1764500000027 } from './0023-board-hidings';
import { AddNamesByLanguage1764500000028 } from './0024-names-by-language';
import { AddReadyDrafts1764500000029 } from './0025-ready-drafts';
import {
  BoundAuditLog1764500000030,
  PartitionAuditLog1764500000032,
  PrepareAuditPartition1764500000031,
} from './0026-audit-partitions';
import { RenamePrankCalls1764500000033 } from './0027-prank-calls';
import { AddTrainingTrades1764500000034 } from './0028-training-trades';
import { AddArabicNamesOfAccounts1764500000035 } from './0029-arabic-names-of-accounts';
import { AddBackChannelLogout1764500000036 } from './0030-back-channel-logout';
import { AddEmployerVersions1764500000038 } from './0032-employer-versions';
import { RenameHousesInArabic1764500000039 } from './0033-arabic-words-for-houses';
import { AddCourseChanges1764500000040 } from './0034-changed-courses';
import { AddBreaches1764500000041 } from './0035-breaches';
import { AddTrainingServices1764500000043 } from './0037-training-services';
import { AddReferralQuestions1764500000045 } from './0039-referral-questions';
import { AddDisksOfBackups1764500000046 } from './0040-disks-of-backups';
import { IndexStaysByEnd1764500000047 } from './0041-stays-by-their-end';
import { GrantReceiptsToGate1764500000048 } from './0042-receipts-in-the-ledger';
import { AddEndsOfMeasures1764500000049 } from './0043-ends-of-measures';
import { EndCalendarAddresses1764500000052 } from './0046-calendar-addresses-end';
import { ConfirmTokensOfPrograms1764500000053 } from './0047-confirmed-tokens';
import { AddSeverityOfIncidents1764500000054 } from './0048-severity-of-incidents';

/**
 * A change of tables or of reference data since 0.1.0, which databases of before are taken through. Functions, views,
 * triggers and policies need none: their files replace what a database has (docs/upgrading.md).
 */
export interface SchemaStep {
  new (): MigrationInterface;
  readonly name: string;
  /** The version that brings it, as in package.json. */
  readonly release: string;
  /**
   * `expand`: servers of the release before go on working with the result. `contract`: they do not; it is taken
   * by `mawa upgrade --finish`, once none of them runs any more, or with the next release.
   */
  readonly phase: 'expand' | 'contract';
}

/** In order; what was released is never changed. */
export const STEPS: readonly SchemaStep[] = [
  AddTasksOnceForARole1764500000002,
  DropTasksOnce1764500000003,
  AddTraceOfJobs1764500000004,
  IndexAccessByItsEnd1764500000005,
  AddSecondFactors1764500000006,
  AddTokensOfPrograms1764500000008,
  AddPasswordResets1764500000009,
  AddAuditChain1764500000011,
  BeginAuditChain1764500000012,
  AddIdentityProviders1764500000013,
  AddPasskeys1764500000014,
  AddOversight1764500000015,
  AddWebhooks1764500000016,
  AddDataController1764500000017,
  AddReadersOfAlarms1764500000018,
  AddNamesOfASession1764500000019,
  AddDashboardFigures1764500000021,
  AddDutyNumbers1764500000022,
  AddBedPreparations1764500000023,
  AddEndsOfTasks1764500000024,
  AddFormSubmissions1764500000025,
  AddShelterDuties1764500000026,
  AddBoardHidings1764500000027,
  AddNamesByLanguage1764500000028,
  AddReadyDrafts1764500000029,
  BoundAuditLog1764500000030,
  PrepareAuditPartition1764500000031,
  PartitionAuditLog1764500000032,
  RenamePrankCalls1764500000033,
  AddTrainingTrades1764500000034,
  AddArabicNamesOfAccounts1764500000035,
  AddBackChannelLogout1764500000036,
  AddEmployerVersions1764500000038,
  RenameHousesInArabic1764500000039,
  AddCourseChanges1764500000040,
  AddBreaches1764500000041,
  AddTrainingServices1764500000043,
  AddReferralQuestions1764500000045,
  AddDisksOfBackups1764500000046,
  IndexStaysByEnd1764500000047,
  GrantReceiptsToGate1764500000048,
  AddEndsOfMeasures1764500000049,
  EndCalendarAddresses1764500000052,
  ConfirmTokensOfPrograms1764500000053,
  AddSeverityOfIncidents1764500000054,
];
